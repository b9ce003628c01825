"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import coverage_grid, engagement, startup, trajectories

for bench in (engagement, trajectories, coverage_grid, startup):
    bench.main()
