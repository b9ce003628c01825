"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import assignment, engagement, siting, startup, trajectories

for bench in (engagement, trajectories, startup, assignment, siting):
    bench.main()
