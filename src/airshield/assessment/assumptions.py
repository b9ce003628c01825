"""List every value that a run used, with its spread, basis and source."""

from __future__ import annotations

from collections.abc import Mapping

from airshield.assessment.model import Assumption
from airshield.catalogue import Catalogue
from airshield.scenario.models import Estimate

LEFT_OUT = (
    "Jamming and attacks on radars are left out on purpose: this flatters the defence.",
    "The raid is played as described and does not adapt: no function here varies a raid to beat "
    "the defence.",
    "Kill probabilities are priors of this catalogue: no public source states one.",
    "Fire units stand at site level: no place of a launcher or radar is known or implied.",
    "People exposed is the number of people within the consequence radius of an impact, weighted "
    "by shelter; it is not a forecast of casualties.",
)


def _unit_of(path: str) -> str:
    """Return the unit that a scenario path carries in its last part."""
    last = path.rsplit(".", 1)[-1]
    for suffix, unit in (("_deg", "deg"), ("_m", "m"), ("_s", "s")):
        if last.endswith(suffix):
            return unit
    return "count" if last == "people" else "1"


def assumptions(
    used: tuple[str, ...],
    catalogue: Catalogue,
    numbers: Mapping[str, Estimate],
    swings: Mapping[str, tuple[float, float]],
) -> list[Assumption]:
    """Return one row per used value: catalogue quantities, then the scenario's own numbers.

    Parameters
    ----------
    used : paths read while lowering; catalogue : with the scenario's overrides.
    numbers : the scenario's own numbers by path; swings : change of the headline by path.
    """
    rows = []
    for path in used:
        if path.startswith("scenario."):
            number = numbers[path]
            rows.append(
                Assumption(
                    path,
                    number.low,
                    number.nominal,
                    number.high,
                    _unit_of(path),
                    number.basis,
                    number.source,
                    "",
                    number.note,
                    is_prior=False,
                    swing=swings.get(path),
                )
            )
            continue
        quantity = catalogue.quantity(path)
        rows.append(
            Assumption(
                path,
                quantity.low,
                quantity.nominal,
                quantity.high,
                quantity.unit,
                quantity.basis,
                quantity.source,
                quantity.claims_to_cite,
                quantity.note,
                is_prior=quantity.is_prior,
                swing=swings.get(path),
            )
        )
    return rows
