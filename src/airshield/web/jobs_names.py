"""Name the texts that a run plays, in its folder."""

FIRST, SECOND = "scenario.toml", "against.toml"
