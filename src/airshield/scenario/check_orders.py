"""Check orders: two at one time to one unit contradict each other, and sensors have no fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from airshield.errors import Fault
from airshield.files import Document, rows, word


def _only_sees(unit: Mapping[str, Any]) -> bool:
    return unit.get("launcher_group", ()) in ([], ())


def check_orders(document: Document) -> Iterator[Fault]:
    """Yield each order that another one contradicts at the same time, and orders to nobody."""
    sensors = [word(unit, "id") for _, unit in rows(document, "fire_unit") if _only_sees(unit)]
    seen: dict[tuple[object, object, object], object] = {}
    for place, order in rows(document, "order"):
        key = (order.get("time_s"), word(order, "fire_unit"), word(order, "class"))
        first = seen.setdefault(key, order.get("order"))
        if first != order.get("order"):
            whom = f'"{key[1]}"' if key[1] else "every unit"
            message = f'"{order.get("order")}" and "{first}" at one time to {whom}; choose one'
            yield document.fault((*place, "order"), message)
        if key[1] is not None and key[1] in sensors:
            message = f'"{key[1]}" has no launchers and only sees; there is nothing to order'
            yield document.fault((*place, "fire_unit"), message)
    if rows(document, "order") and not rows(document, "fire_unit"):
        yield document.fault(("order",), "orders without a `[[fire_unit]]`; there is none to obey")
