"""Lower orders: sorted by time, those to one unit and one class after those to all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.codes import Control
from airshield.scenario.models import CLASSES, FireUnit, Order

_ALL_CLASSES = -1


def lower_orders(
    orders: tuple[Order, ...], units: tuple[FireUnit, ...]
) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of orders; an order to every unit becomes one to each.

    The kernel lets the last order that applies hold. Of orders at one time the narrower comes
    later, so that the order in the file does not matter.
    """
    found = []
    for order in orders:
        c = _ALL_CLASSES if order.threat_class is None else CLASSES.index(order.threat_class)
        for u, unit in enumerate(units):
            if order.fire_unit in (None, unit.id):
                narrow = (order.fire_unit is not None, c != _ALL_CLASSES)
                found.append((order.time_s, narrow, u, c, Control[order.order.upper()]))
    found.sort()
    return {
        "order_t_s": np.array([row[0] for row in found], float),
        "order_unit": np.array([row[2] for row in found], np.int32),
        "order_class": np.array([row[3] for row in found], np.int32),
        "order_kind": np.array([row[4] for row in found], np.int8),
    }
