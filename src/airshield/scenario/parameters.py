"""List the numbers that a scenario itself states, by path, for sampling and for the report."""

from __future__ import annotations

from collections.abc import Iterator

from airshield.scenario.models import Against, Estimate, LauncherGroup, Model, Scenario


def parameters(scenario: Scenario) -> dict[str, Estimate]:
    """List the scenario's own numbers by path, in the unit of the file.

    Returns
    -------
    For example `scenario.fire_unit.patriot_erbil.boresight_deg`. Those with high > low are
    uncertain and can be sampled; the others are stated as exact. Keys that the file leaves to the
    catalogue are not among them.
    """
    return dict(_numbers(scenario, "scenario"))


def _numbers(model: Model, path: str) -> Iterator[tuple[str, Estimate]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        here = f"{path}.{name}"
        if isinstance(value, Estimate):
            yield here, value
        elif isinstance(value, Model):
            yield from _numbers(value, here)
        elif isinstance(value, tuple):
            for row in value:
                own = _own_name(row)
                if own is not None:
                    yield from _numbers(row, f"{here}.{own}")


def _own_name(row: object) -> str | None:
    """Return what tells one row of an array from the next; None where rows state no numbers."""
    if isinstance(row, LauncherGroup):
        return row.interceptor
    if isinstance(row, Against):
        return row.threat_class
    return getattr(row, "id", None)
