"""Check the rows of confusion: what is not taken for another class is taken rightly."""

from __future__ import annotations

from collections.abc import Iterator

from airshield.errors import Fault
from airshield.files import Document
from airshield.scenario.bands import band

_ROUNDING = 1e-9


def check_identification(document: Document) -> Iterator[Fault]:
    """Yield rows that name their own class, and rows whose errors exceed 1 in all."""
    place = ("identification", "confusion")
    table = document.value(place)
    if not isinstance(table, dict):
        return
    for true_class, row in table.items():
        if not isinstance(row, dict):
            continue
        if true_class in row:
            message = "the chance of taking it for what it is follows from the others; leave it out"
            yield document.fault((*place, true_class, true_class), message)
            continue
        highs = [numbers[2] for value in row.values() if (numbers := band(value))]
        total = sum(highs)
        # One alone that is above 1 is told where the numbers are checked.
        if total > 1.0 + _ROUNDING and max(highs) <= 1.0:
            message = f"{total:g} at the high ends: all errors together are at most 1"
            yield document.fault((*place, true_class), message)
