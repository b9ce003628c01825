"""Bring the two trips together: what the raid is, and who the ledger says is there."""

from __future__ import annotations

from collections.abc import Mapping

from airshield.posture import Resolved
from airshield.simulate.lower import Lowered, lower


def lower_resolved(resolved: Resolved, chosen: Mapping[str, float] | None = None) -> Lowered:
    """Lower a scenario with the joint draws of its ledger.

    Parameters
    ----------
    resolved : a scenario on a day; chosen : values to take instead of the nominal, as for `lower`.

    Raises
    ------
    ScenarioError : as `lower`.
    """
    loaded = resolved.loaded
    return lower(loaded.scenario, loaded.catalogue, chosen, draw_up=resolved.draw_up)
