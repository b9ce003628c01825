"""Turn reports into probabilities of who is where, and explain each one claim by claim."""

from airshield.posture.beliefs import Belief, Beliefs, infer, totals, warnings
from airshield.posture.chains import ChainKey, chains
from airshield.posture.editing import append, dump, merge, supersede
from airshield.posture.explanation import explain
from airshield.posture.inference import track
from airshield.posture.loading import Loaded, adopt, load, read
from airshield.posture.policy import Policy, load_policy
from airshield.posture.resolving import Resolved, Standing, resolve
from airshield.posture.sampling import sample, sample_states, units
from airshield.posture.scoring import score
from airshield.posture.sensitivity import sensitivity
from airshield.posture.source import bundled_names

__all__ = [
    "Belief",
    "Beliefs",
    "ChainKey",
    "Loaded",
    "Policy",
    "Resolved",
    "Standing",
    "adopt",
    "append",
    "bundled_names",
    "chains",
    "dump",
    "explain",
    "infer",
    "load",
    "load_policy",
    "merge",
    "read",
    "resolve",
    "sample",
    "sample_states",
    "score",
    "sensitivity",
    "supersede",
    "totals",
    "track",
    "units",
    "warnings",
]
