"""Print the catalogue, citations and checks as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from airshield.assessment.time_chain import ChainRow
from airshield.catalogue import Catalogue, Quantity
from airshield.catalogue.catalogue import LISTED
from airshield.catalogue.checks import Missing
from airshield.catalogue.sources import cite
from airshield.cli.pipe import PipeConsole
from airshield.errors import CatalogueError, Fault
from airshield.files import nearest
from airshield.scenario import Loaded


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "path": quantity.path,
        "low": quantity.low,
        "nominal": quantity.nominal,
        "high": quantity.high,
        "unit": quantity.unit,
        "basis": quantity.basis,
        "is_prior": quantity.is_prior,
        "source": quantity.source,
        "claims_to_cite": quantity.claims_to_cite,
        "note": quantity.note,
    }


def _select(catalogue: Catalogue, path: str) -> list[Quantity]:
    chosen = [
        quantity
        for name, quantity in catalogue.quantities.items()
        if name == path or name.startswith(f"{path}.")
    ]
    if not chosen:
        prefixes = {
            ".".join(name.split(".")[:n]) for name in catalogue.quantities for n in (1, 2, 3)
        }
        message = f"nothing in the catalogue; {nearest(path, prefixes, LISTED)}"
        raise CatalogueError([Fault("command line", None, path, message)])
    return chosen


def show_catalogue(catalogue: Catalogue, path: str | None, *, quiet: bool) -> list[dict[str, Any]]:
    """Print an overview, or the values under a path; return what was shown."""
    console = PipeConsole(quiet=quiet)
    if path is None:
        rows = [{"kind": kind, "entries": list(catalogue.ids(kind))} for kind in catalogue.kinds]
        table = Table("kind", "entries", title="Catalogue", title_justify="left")
        for row in rows:
            table.add_row(str(row["kind"]), ", ".join(row["entries"]))
        console.print(table)
        return rows
    chosen = [_quantity(quantity) for quantity in _select(catalogue, path)]
    table = Table("value", "low", "nominal", "high", "unit", "basis", "source and note")
    for value in chosen:
        prior = " (prior)" if value["is_prior"] else ""
        table.add_row(
            value["path"],
            *(f"{value[key]:g}" for key in ("low", "nominal", "high")),
            value["unit"],
            value["basis"] + prior,
            "\n".join(
                text for text in (value["source"], value["claims_to_cite"], value["note"]) if text
            ),
        )
    console.print(table)
    return chosen


def show_citations(loaded: Loaded, *, quiet: bool) -> list[dict[str, Any]]:
    """Print the sources behind the values that a scenario uses; return them."""
    from airshield.posture import resolve
    from airshield.simulate.lower import lower

    loaded = resolve(loaded).loaded
    lowered = lower(loaded.scenario, loaded.catalogue)
    paths = [path for path in lowered.used if not path.startswith("scenario.")]
    rows = cite(paths, loaded.catalogue, lowered.used_facts)
    console = PipeConsole(quiet=quiet, highlight=False)
    table = Table("how", title=f"Sources of {loaded.scenario.id}")
    for name in ("source", "values"):
        # An address that is cut off is no citation.
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(row.kind, row.source, ", ".join(row.paths))
    console.print(table)
    return [{"kind": row.kind, "source": row.source, "paths": list(row.paths)} for row in rows]


def _km(x: float | None) -> str:
    return "–" if x is None else f"{x / 1e3:.0f}"


def show_chains(rows: list[ChainRow]) -> None:
    """Print the time chain of every combination with complete data."""
    table = Table(
        "radar",
        "interceptor",
        "threat",
        "sees",
        "must see",
        "meets at",
        "verdict",
        title="Time chain at nominal values, km: R_detect >= R_intercept + closing",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for row in rows:
        if row.missing:
            continue
        table.add_row(
            row.radar,
            row.interceptor,
            row.threat,
            _km(row.detected_range_m),
            _km(row.required_range_m),
            _km(row.intercept_range_m),
            row.limit + (" (must hold)" if row.required else ""),
        )
    PipeConsole(highlight=False).print(table)


def show_completeness(missing: list[Missing], counts: Mapping[str, int]) -> None:
    """Print which entries lack an input against ballistic missiles; count values by basis."""
    console = PipeConsole(highlight=False)
    console.print("\nCannot be played against ballistic missiles for want of:")
    for entry in missing:
        lacking = ", ".join(entry.names)
        console.print(f"  {entry.kind}.{entry.id}: {lacking}", soft_wrap=not console.is_terminal)
    if not missing:
        console.print("  nothing: every entry is complete")
    known = ", ".join(f"{count} {basis}" for basis, count in counts.items() if count)
    console.print(f"\n{sum(counts.values())} values by basis: {known}")
