"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import engagement, startup, trajectories

for bench in (engagement, trajectories, startup):
    bench.main()
