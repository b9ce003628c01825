"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import engagement, posture, startup, trajectories

for bench in (engagement, trajectories, posture, startup):
    bench.main()
