"""Trade leakers against fratricide: what each weapons control status would do to the same raid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from airshield.assessment.measures import mean, share
from airshield.assessment.model import TradeOff
from airshield.kernel.codes import Control
from airshield.simulate.lift import flights, flights_down, leakers
from airshield.simulate.run import run_block
from airshield.simulate.tables import Tables

REPLICATIONS = 8192
THREATS_MOST = 400_000
"""Threats and flights played for one point; a large scenario has fewer replications of each."""
HOSTILE_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Under *tight*, how often an unidentified track is declared hostile."""


def _replications(tables: Tables) -> int:
    return max(256, min(REPLICATIONS, THREATS_MOST // len(tables.threat_key)))


def _point(
    label: str, status: Control, p_hostile: float | None, tables: Tables, seed: int
) -> TradeOff:
    outcome = run_block(tables, seed, 0, _replications(tables))
    return TradeOff(
        label=label,
        control_status=status.name.lower(),
        p_hostile=p_hostile,
        leakers=mean(leakers(outcome).astype(float)),
        p_fratricide=share(flights_down(tables, outcome) > 0),
    )


def trade_off(tables: Tables, seed: int) -> list[TradeOff]:
    """Return leakers and fratricide for hold, tight and free, on common random numbers.

    Under *tight* the probability that an unidentified track is declared hostile runs from 0 to 1,
    for the classes that are not hostile by what they are: that is the curve. Orders of the scenario
    stay as they are; every unit and class has the status.

    Parameters
    ----------
    tables : a lowered scenario; seed : 64-bit.

    Returns
    -------
    One point per status and step; none where no flight could be mistaken.
    """
    if not flights(tables).any() or len(tables.unit_key) == 0:
        return []

    def under(status: Control, p_hostile: float | None) -> Tables:
        control = np.full_like(tables.control, int(status))
        changed = replace(tables, control=control, control_alone=control)
        if p_hostile is None:
            return changed
        # What counts as hostile by its class alone stays so; the rest is what can be mistaken.
        open_to_doubt = tables.p_hostile < 1.0
        return replace(changed, p_hostile=np.where(open_to_doubt, p_hostile, tables.p_hostile))

    points = [_point("hold", Control.HOLD, None, under(Control.HOLD, None), seed)]
    points += [
        _point(
            f"tight, {100 * p:.0f} % declared hostile",
            Control.TIGHT,
            p,
            under(Control.TIGHT, p),
            seed,
        )
        for p in HOSTILE_STEPS
    ]
    points.append(_point("free", Control.FREE, None, under(Control.FREE, None), seed))
    return points
