"""Define `airshield cite`: the sources behind a scenario."""

from __future__ import annotations

from airshield.cli.options import CatalogueOption, JsonOption, ScenarioArgument
from airshield.cli.output import print_json


def cite(
    scenario: ScenarioArgument, catalogue: CatalogueOption = None, as_json: JsonOption = False
) -> None:
    """List the sources behind exactly the values that a scenario uses."""
    from airshield.catalogue import load_catalogue
    from airshield.cli.show import show_citations
    from airshield.scenario import load

    rows = show_citations(load(scenario, load_catalogue(catalogue or ())), quiet=as_json)
    if as_json:
        print_json("cite", rows)
