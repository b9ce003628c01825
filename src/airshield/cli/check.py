"""Define `airshield check`: the catalogue's time chain, or every fault of files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from airshield.cli.options import CatalogueOption, JsonOption
from airshield.cli.output import print_json
from airshield.errors import CheckError

if TYPE_CHECKING:
    from airshield.catalogue import Catalogue


def check(
    file: Annotated[
        list[str] | None,
        typer.Argument(help="Scenario, plan, study or ledger files, or bundled names."),
    ] = None,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the catalogue, or say every fault of files; nothing is played."""
    from airshield.catalogue import load_catalogue

    loaded = load_catalogue(catalogue or ())
    if not file:
        _check_catalogue(loaded, as_json)
        return
    from airshield.cli.check_files import check_files

    found = check_files(file, loaded)
    if as_json:
        print_json("check", {"files": [asdict(entry) for entry in found]})
        return
    for entry in found:
        print(entry.sentence())


def _check_catalogue(loaded: Catalogue, as_json: bool) -> None:
    from airshield.assessment.time_chain import time_chain_table
    from airshield.catalogue.checks import count_by_basis, missing_inputs
    from airshield.cli.show import show_chains, show_completeness

    rows, missing, counts = time_chain_table(loaded), missing_inputs(loaded), count_by_basis(loaded)
    if as_json:
        pairs, lacking = [asdict(row) for row in rows], [asdict(entry) for entry in missing]
        print_json("check", {"pairs": pairs, "missing": lacking, "by_basis": counts})
    else:
        show_chains(rows)
        show_completeness(missing, counts)
    broken = [row for row in rows if row.required and not row.holds]
    if broken:
        names = ", ".join(f"{row.radar}/{row.interceptor}/{row.threat}" for row in broken)
        raise CheckError(f"the time chain must hold and does not for {names}")
