"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import coverage_grid, engagement, posture, startup, trajectories

for bench in (engagement, trajectories, coverage_grid, posture, startup):
    bench.main()
