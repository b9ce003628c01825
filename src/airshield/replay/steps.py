"""Say in words what each step of the kernel's trace means: one row of a table per step.

A new step of the kernel needs one row in `STEPS`, by the name of its code. A step without a row is
told by its name, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from airshield.assessment.answer import REASON_WORDS
from airshield.catalogue.classes import CLASSES
from airshield.kernel.codes import Fate, Reason, UnitState


@dataclass(frozen=True)
class Row:
    """One row of the trace with its numbers as names; "" where the row names nobody."""

    step: str
    t_s: float
    unit: str
    threat: str
    group: str
    asset: str
    values: tuple[float, float, float]

    def value(self, i: int) -> int:
        """Return one of the three values as the code that it holds."""
        return int(self.values[i])


@dataclass(frozen=True)
class Told:
    """What a row says: kind of event, sentence, reason."""

    kind: str
    text: str
    reason: str = ""


STATE_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "NOT_OPERATIONAL": ("is not there", "not operational on the day, by its probability"),
        "UNAVAILABLE": ("is there but down", "not available, by its battery's availability"),
        "COMMON_FAULT": ("is up but fails all through", "a fault common to its whole raid"),
        "UP": ("is up", ""),
        "AUTONOMOUS": ("is up, without a link", "operational as an autonomous unit"),
        "RADAR_ONLY": ("sees and tells, but does not fire", "operational as a radar only"),
    }
)


ARTICLED = tuple(f"{'an' if name[0] in 'aeiou' else 'a'} {name} threat" for name in CLASSES)
"""Classes as a sentence has them, in the order of their codes."""
IDENTITY_WORDS = ("not identified", "identified as a friend", "identified as hostile")


def _unit_state(row: Row) -> Told:
    words, reason = STATE_WORDS[UnitState(row.value(0)).name]
    return Told("unit_state", f"{row.unit} {words}", reason)


def _assessed(row: Row) -> Told:
    dead, judged = row.value(0) == 1, row.value(1) == 1
    text = f"{row.unit} judges {row.threat} {'dead' if judged else 'still alive'}"
    if dead == judged:
        return Told("assessed", text)
    return Told("assessed", text, "a false kill" if judged else "a false alive")


def _blocked(row: Row) -> Told:
    return Told(
        "blocked", f"{row.unit} cannot fire at {row.threat}", REASON_WORDS[Reason(row.value(0))]
    )


def _impact(row: Row) -> Told | None:
    fate = Fate(row.value(0))
    if fate is Fate.IMPACT_IN_ASSET:
        words = REASON_WORDS[Reason(row.value(1))]
        return Told("leaker", f"{row.threat} falls in {row.asset}", words)
    if fate is Fate.IMPACT_ELSEWHERE:
        return Told("impact_elsewhere", f"{row.threat} falls outside every asset")
    # Its end was told at the intercept.
    return None


def _classified(row: Row) -> Told:
    """Tell the class that a unit sees, then what it takes the track for."""
    text = f"{row.unit} takes {row.threat} for {ARTICLED[row.value(0)]}"
    return Told("classified", text, IDENTITY_WORDS[row.value(1)])


def _told(kind: str, words: str, reason: str = "") -> Callable[[Row], Told]:
    def tell(row: Row) -> Told:
        return Told(kind, words.format(row=row), reason.format(row=row))

    return tell


STEPS: Mapping[str, Callable[[Row], Told | None]] = MappingProxyType(
    {
        "UNIT_STATE": _unit_state,
        "FLIGHT_FAILED": _told("failed", "{row.threat} fails in flight", "in-flight failure"),
        "TRACKED": _told("tracked", "{row.unit} has {row.threat} in track"),
        "READY": _told("ready", "{row.unit} may engage {row.threat}"),
        "JUDGED_HARMLESS": _told(
            "judged_harmless",
            "{row.unit} leaves {row.threat} alone for now",
            "predicted to fall outside every asset",
        ),
        "LAUNCH": _told("launch", "{row.unit} launches {row.group} at {row.threat}"),
        "ASSESSED": _assessed,
        "IMPACT": _impact,
        "BLOCKED": _blocked,
        "CLASSIFIED": _classified,
        "HELD_BACK": _told(
            "held_back", "{row.unit} does not fire at {row.threat}", REASON_WORDS[Reason.HELD]
        ),
        "UNIT_LOST": _told("unit_lost", "{row.unit} is lost", "struck by {row.threat}"),
        "RELOADED": _told("reloaded", "{row.unit} has reloaded {row.group}"),
        "LINK_LOST": _told("link_lost", "{row.unit} has lost its link", "it goes on by itself"),
    }
)
"""What to say of each step, by the name of its code (`kernel.codes.Step`)."""


def tell(row: Row) -> Told | None:
    """Put one row of the trace into words; None where another event tells it."""
    rule = STEPS.get(row.step)
    if rule is not None:
        return rule(row)
    kind = row.step.lower()
    who = " and ".join(name for name in (row.unit, row.threat) if name)
    return Told(kind, f"{who}: {kind.replace('_', ' ')}")
