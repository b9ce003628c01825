"""Hold a scenario: what is defended, with what, against which raid; load it, check it, write it."""

from airshield.scenario.dump import dump
from airshield.scenario.load import Loaded, adopt, load, read
from airshield.scenario.models import Scenario
from airshield.scenario.parameters import parameters
from airshield.scenario.schema import scenario_schema
from airshield.scenario.source import bundled_names, bundled_text

__all__ = [
    "Loaded",
    "Scenario",
    "adopt",
    "bundled_names",
    "bundled_text",
    "dump",
    "load",
    "parameters",
    "read",
    "scenario_schema",
]
