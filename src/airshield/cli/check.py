"""Define `airshield check`: the time chain of every pair, and what data is missing."""

from __future__ import annotations

from dataclasses import asdict

from airshield.cli.options import CatalogueOption, JsonOption
from airshield.cli.output import print_json
from airshield.errors import CheckError


def check(catalogue: CatalogueOption = None, as_json: JsonOption = False) -> None:
    """Check that each radar sees far enough for the claimed envelopes; name missing data."""
    from airshield.assessment.check import time_chain_table
    from airshield.catalogue import load_catalogue
    from airshield.catalogue.checks import count_by_basis, missing_inputs
    from airshield.cli.show import show_chains, show_completeness

    loaded = load_catalogue(catalogue or ())
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
