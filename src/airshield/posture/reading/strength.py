"""Tell weak proposals, which a person should see and no count should hold, from firm ones."""

from __future__ import annotations

from airshield.posture.reading.clause import Anchor, Clause, Context
from airshield.posture.reading.equipment import Equipment
from airshield.posture.reading.place_names import Place


def weak(
    status: str, anchor: Anchor, item: Equipment, place: Place, clause: Clause, ctx: Context
) -> bool:
    """Tell whether the words bear a claim too poorly for it to stand by itself."""
    own_place = place in clause.places or place in clause.places_before
    return status == "planned" and not own_place
