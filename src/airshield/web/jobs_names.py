"""Name the texts that a run plays, in its folder."""

FIRST, SECOND, PLAN = "scenario.toml", "against.toml", "plan.toml"
