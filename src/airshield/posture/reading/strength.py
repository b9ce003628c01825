"""Tell weak proposals, which a person should see and no count should hold, from firm ones."""

from __future__ import annotations

import re

from airshield.posture.reading.clause import PERMISSION, Clause
from airshield.posture.reading.equipment import NAMED, Equipment
from airshield.posture.reading.place_names import PlaceMention

_NEEDS_PLACE = ("planned", "arriving", "in transit")

_POINTS = re.compile(
    r"\b(?:there(?! (?:is|are|was|were|has|have|had)\b)|here|both|either|neither"
    r"|(?:the|this|that|these|those) (?:\w+ )?(?:bases?|sites?|camps?|airfields?|airport|city|town"
    r"|country|port|range|compound|garrison))\b",
    re.IGNORECASE,
)
"""Words that point back to a place."""


def weak(status: str, item: Equipment, place: PlaceMention, clause: Clause) -> bool:
    """Tell whether the words bear a claim too poorly for it to stand by itself.

    Whatever the sentence states is firm. A place taken from earlier words is weak where something
    moves or is planned (its goal is what such a report would name), and where a system is named
    as if for the first time; what leaves, is asked for or is referred to is where it was.
    """
    if place in clause.places or place in clause.places_before:
        return False
    if status in _NEEDS_PLACE:
        return True
    if _POINTS.search(clause.words):
        return False
    settled = status in (*PERMISSION, "withdrawn", "handed over")
    return item.kind == NAMED and not item.definite and not settled
