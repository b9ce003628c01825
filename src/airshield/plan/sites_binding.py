"""Say which constraint leaves a siting question without a feasible plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from airshield.plan.sites_posed import Posed, permits
from airshield.plan.siting import SitingProblem, opportunities, solve_siting

I8 = NDArray[np.int64]


def binding(posed: Posed) -> str:
    """Say which constraint leaves no feasible plan: what, relaxed alone, would allow one."""
    given = posed.given
    at_once = np.zeros(len(posed.plan.arrival), np.int64)
    anywhere = _as_permitted(posed, at_once)
    everything = len(posed.coverage.stands)
    many_batteries = np.full_like(given.batteries, everything)
    many_places = np.full_like(given.capacity, everything)
    relaxed = {
        "the permissions": replace(given, first=_as_permitted(posed, _ready(posed))),
        "the dates of arrival": replace(given, first=_as_arrived(posed)),
        "the number of batteries": replace(given, batteries=many_batteries),
        "the capacity of the sites": replace(given, capacity=many_places),
    }
    most = replace(given, first=anywhere, batteries=many_batteries, capacity=many_places)
    if solve_siting(most).end == "infeasible":
        return f"reach binds: {_unreached(posed, most)}"
    found = [name for name, other in relaxed.items() if solve_siting(other).end != "infeasible"]
    if not found:
        return "several constraints bind together: no single one, relaxed, allows a plan"
    if len(found) > 1:
        return f"{' and '.join(found)} bind together: without either limit a plan exists"
    verb = "binds" if found[0].startswith(("the number", "the capacity")) else "bind"
    return f"{found[0]} {verb}: without that limit a plan exists"


def _ready(posed: Posed) -> I8:
    """Return (G,) the period in which each group of batteries is ready, P for never."""
    dates, plan = posed.dates, posed.plan
    return np.array(
        [
            len(dates) if one.ready_from >= plan.ends else sum(one.ready_from > d for d in dates)
            for one in plan.arrival
        ],
        np.int64,
    )


def _as_permitted(posed: Posed, ready: I8) -> I8:
    """Return (G, J) the first periods if every host allowed everything from the beginning."""
    return np.where(_own_kind(posed), ready[:, None], len(posed.dates))


def _as_arrived(posed: Posed) -> I8:
    """Return (G, J) the first periods if every battery were ready at the beginning."""
    plan, dates = posed.plan, posed.dates
    allowed = permits(plan)
    row = []
    for stand in posed.coverage.stands:
        date = allowed.get(stand.site)
        late = date is None or date >= plan.ends
        row.append(len(dates) if late or date is None else sum(date > d for d in dates))
    return np.where(_own_kind(posed), np.array(row, np.int64), len(dates))


def _own_kind(posed: Posed) -> NDArray[np.bool_]:
    """Return (G, J), whether a group's batteries are of the kind that a column is for."""
    kinds = np.array([stand.kind for stand in posed.coverage.stands])
    return np.array([kinds == one.kind for one in posed.plan.arrival])


def _unreached(posed: Posed, most: SitingProblem) -> str:
    every = {int(j): (int(g), int(j)) for g, j in np.argwhere(_own_kind(posed))}
    have = opportunities(most, tuple(every.values()))
    short = np.argwhere(have < most.required)
    p, d = (int(k) for k in (short[0] if len(short) else (0, 0)))
    demand = posed.coverage.demands[d]
    return (
        f"no set of candidates gives {demand.asset} {most.required[p, d]:.0f} opportunities on the "
        f"axis {demand.axis} (at most {have[p, d]:.0f})"
    )
