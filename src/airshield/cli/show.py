"""Print the catalogue, citations and checks as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.padding import Padding
from rich.text import Text

from airshield.assessment.time_chain import ChainRow
from airshield.catalogue import Catalogue, Quantity
from airshield.catalogue.catalogue import LISTED
from airshield.catalogue.checks import Missing
from airshield.catalogue.sources import cite
from airshield.cli.console import PipeConsole, console, table
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
    out = console(quiet=quiet)
    if path is None:
        rows = [{"kind": kind, "entries": list(catalogue.ids(kind))} for kind in catalogue.kinds]
        drawn = table("kind", "entries", title="Catalogue")
        for row in rows:
            drawn.add_row(str(row["kind"]), ", ".join(row["entries"]))
        out.print(drawn)
        return rows
    chosen = [_quantity(quantity) for quantity in _select(catalogue, path)]
    for value in chosen:
        _show_value(out, value)
    return chosen


def _show_value(out: PipeConsole, value: Mapping[str, Any]) -> None:
    """Print one value in a line, and below it where it comes from: no table has room for that."""
    nominal, low, high = (f"{value[key]:g}" for key in ("nominal", "low", "high"))
    spread = "" if low == high else f" ({low} to {high})"
    unit = "" if value["unit"] == "1" else f" {value['unit']}"
    prior = ", a prior" if value["is_prior"] else ""
    line = f"{value['path']}: {nominal}{spread}{unit}, {value['basis']}{prior}"
    out.print(Text(line, style="bold"))
    for key, word in (("source", ""), ("claims_to_cite", "to cite: "), ("note", "")):
        if value[key]:
            out.print(Padding(Text(f"{word}{value[key]}", overflow="fold"), (0, 0, 0, 4)))


def show_citations(loaded: Loaded, *, quiet: bool) -> list[dict[str, Any]]:
    """Print the sources behind the values that a scenario uses; return them."""
    from airshield.posture import resolve
    from airshield.simulate.lower import lower

    loaded = resolve(loaded).loaded
    lowered = lower(loaded.scenario, loaded.catalogue)
    paths = [path for path in lowered.used if not path.startswith("scenario.")]
    rows = cite(paths, loaded.catalogue, lowered.used_facts)
    drawn = table("how", "source", "values", title=f"Sources of {loaded.scenario.id}")
    for row in rows:
        drawn.add_row(row.kind, row.source, ", ".join(row.paths))
    console(quiet=quiet).print(drawn)
    return [{"kind": row.kind, "source": row.source, "paths": list(row.paths)} for row in rows]


def _km(x: float | None) -> str:
    return "–" if x is None else f"{x / 1e3:.0f}"


def show_chains(rows: list[ChainRow]) -> None:
    """Print the time chain of every combination with complete data."""
    drawn = table(
        "radar",
        "interceptor",
        "threat",
        "sees",
        "must see",
        "meets at",
        "verdict",
        title="Time chain at nominal values, km: R_detect >= R_intercept + closing",
        gap=1,
    )
    for row in rows:
        if row.missing:
            continue
        drawn.add_row(
            row.radar,
            row.interceptor,
            row.threat,
            _km(row.detected_range_m),
            _km(row.required_range_m),
            _km(row.intercept_range_m),
            row.limit + (" (must hold)" if row.required else ""),
        )
    console().print(drawn)


def show_completeness(missing: list[Missing], counts: Mapping[str, int]) -> None:
    """Print which entries lack an input against ballistic missiles; count values by basis."""
    out = console()
    out.print("\nCannot be played against ballistic missiles for want of:")
    for entry in missing:
        lacking = ", ".join(entry.names)
        out.print(f"  {entry.kind}.{entry.id}: {lacking}", soft_wrap=not out.is_terminal)
    if not missing:
        out.print("  nothing: every entry is complete")
    known = ", ".join(f"{count} {basis}" for basis, count in counts.items() if count)
    out.print(f"\n{sum(counts.values())} values by basis: {known}")
