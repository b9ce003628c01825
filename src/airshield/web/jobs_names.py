"""Name the texts that a run plays, in its folder, and what server and worker say."""

FIRST, SECOND, PLAN = "scenario.toml", "against.toml", "plan.toml"
STAY = "--stay"
"""Tells a worker to wait for the next run."""
