"""Define `airshield validate`: every fault of a scenario file at once."""

from __future__ import annotations

from airshield.cli.options import CatalogueOption, JsonOption, ScenarioArgument
from airshield.cli.output import print_json


def validate(
    scenario: ScenarioArgument, catalogue: CatalogueOption = None, as_json: JsonOption = False
) -> None:
    """Check a scenario file and say every fault at once."""
    from airshield.catalogue import load_catalogue
    from airshield.posture import resolve
    from airshield.scenario import load

    loaded = load(scenario, load_catalogue(catalogue or ()))
    resolve(loaded)
    facts = {
        "scenario": loaded.scenario.id,
        "assets": len(loaded.scenario.asset),
        "fire_units": len(loaded.scenario.fire_unit),
        "threats": sum(volley.count for volley in loaded.scenario.volley),
        "hash": loaded.text_hash,
    }
    if as_json:
        print_json("validate", facts)
    else:
        print(
            f"{scenario}: no fault; {facts['assets']} assets, {facts['fire_units']} fire units, "
            f"{facts['threats']} threats"
        )
