"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import (
    assignment,
    coverage_grid,
    engagement,
    posture,
    siting,
    startup,
    trajectories,
)

for bench in (engagement, trajectories, coverage_grid, posture, startup, assignment, siting):
    bench.main()
