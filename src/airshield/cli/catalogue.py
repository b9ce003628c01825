"""Define `airshield catalogue`: kinds, entries, values with their sources."""

from __future__ import annotations

from typing import Annotated

import typer

from airshield.cli.options import CatalogueOption, JsonOption
from airshield.cli.output import print_json


def catalogue(
    path: Annotated[
        str | None,
        typer.Argument(help="A kind (interceptor), an entry (interceptor.pac3_cri) or a value."),
    ] = None,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the catalogue holds: kinds, entries, values with their sources."""
    from airshield.catalogue import load_catalogue
    from airshield.cli.show import show_catalogue

    rows = show_catalogue(load_catalogue(catalogue or ()), path, quiet=as_json)
    if as_json:
        print_json("catalogue", rows)
