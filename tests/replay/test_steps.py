"""Each step of the trace has its words; a new one is told by its name until it has a row."""

import pytest

from airshield.assessment.answer import REASON_WORDS
from airshield.kernel.codes import Elsewhere, Fate, Reason, Step, UnitState
from airshield.replay.steps import STATE_WORDS, STEPS, Row, tell

NAMES = ("Unit", "Threat", "Round", "Asset")


def _tell(step, *values):
    numbers = (*map(float, values), 0.0, 0.0, 0.0)[:3]
    return tell(Row(step, 1.0, *NAMES, numbers))


def test_every_step_and_state_has_a_row():
    assert {step.name for step in Step} <= set(STEPS)
    assert {state.name for state in UnitState} <= set(STATE_WORDS)
    assert Elsewhere.DISPERSION


@pytest.mark.parametrize(
    ("step", "values", "kind", "reason"),
    [
        ("UNIT_STATE", (UnitState.UP,), "unit_state", ""),
        ("UNIT_STATE", (UnitState.COMMON_FAULT,), "unit_state", "a fault common to"),
        ("ASSESSED", (1, 1), "assessed", ""),
        ("ASSESSED", (0, 1), "assessed", "a false kill"),
        ("ASSESSED", (1, 0), "assessed", "a false alive"),
        ("BLOCKED", (Reason.MAGAZINE_EMPTY,), "blocked", REASON_WORDS[Reason.MAGAZINE_EMPTY]),
        (
            "IMPACT",
            (Fate.IMPACT_IN_ASSET, Reason.MISSED, 0),
            "leaker",
            REASON_WORDS[Reason.MISSED],
        ),
        ("IMPACT", (Fate.IMPACT_ELSEWHERE, -1, -1), "impact_elsewhere", ""),
        ("CLASSIFIED", (0, 0, 0), "classified", "not identified"),
        ("CLASSIFIED", (4, 1, 0), "classified", "identified as a friend"),
        ("HELD_BACK", (1,), "held_back", REASON_WORDS[Reason.HELD]),
        ("UNIT_LOST", (), "unit_lost", "struck by Threat"),
        ("LINK_LOST", (), "link_lost", "it goes on by itself"),
    ],
)
def test_steps_are_told_with_their_reason(step, values, kind, reason):
    told = _tell(step, *values)
    assert told.kind == kind
    assert told.reason.startswith(reason)
    assert bool(told.reason) == bool(reason)
    assert "{" not in told.text + told.reason


def test_classes_are_told_by_their_names():
    assert _tell("CLASSIFIED", 3, 2, 0).text == "Unit takes Threat for a drone threat"
    assert _tell("CLASSIFIED", 4, 2, 0).text == "Unit takes Threat for an aircraft threat"


def test_a_stop_is_not_told_twice():
    assert _tell("IMPACT", Fate.STOPPED, -1, -1) is None


def test_an_unknown_step_is_told_by_its_name():
    told = _tell("HANDED_OVER")
    assert (told.kind, told.text) == ("handed_over", "Unit and Threat: handed over")
