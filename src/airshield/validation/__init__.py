"""Verify the model against published numbers and closed forms, and look at historical raids."""

from airshield.validation.case_file import Case, load_cases
from airshield.validation.historical import RaidResult
from airshield.validation.limits import PartLimits, load_limits
from airshield.validation.model import CaseResult, Check, Verdict
from airshield.validation.raid_file import Raid, load_raids
from airshield.validation.validation import (
    Validation,
    choose,
    gather,
    run_all,
    validate,
)

__all__ = [
    "Case",
    "CaseResult",
    "Check",
    "PartLimits",
    "Raid",
    "RaidResult",
    "Validation",
    "Verdict",
    "choose",
    "gather",
    "load_cases",
    "load_limits",
    "load_raids",
    "run_all",
    "validate",
]
