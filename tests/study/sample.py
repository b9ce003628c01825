"""A study that tests vary."""

SMALL = """schema_version = 1
id = "small"
title = "A small study"
question = "What then?"
scenario = "textbook"
design = "grid"
seed = 3
replications = 300
samples = 2
sample_replications = 50
block = 100
blocks_per_part = 2

[[axis]]
id = "raid_size"
name = "missiles"
keys = ["volley.raid.count"]
values = [2, 4]

[[axis]]
id = "p_kill"
keys = ["interceptor.pac3_cri.sskp_tbm"]
values = [0.5, 0.7]
"""
CUBE = (
    SMALL.replace('"grid"', '"latin_hypercube"\npoints = 5')
    .replace("values = [2, 4]", "low = 1\nhigh = 8")
    .replace("values = [0.5, 0.7]", "low = 0.5\nhigh = 0.9")
)
