"""Save plans: one JSON file, plots, and the manifest last."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from airshield.catalogue import Catalogue
from airshield.plan.bases import BasesPlan
from airshield.plan.sites import SitesPlan
from airshield.plan.sites_file import SitesFile
from airshield.result.store import begin, write_json, write_manifest


def save_sites(
    folder: Path,
    plan: SitesFile,
    found: SitesPlan,
    inputs: dict[str, object],
    mapped: Catalogue | None,
) -> None:
    """Write `sites.json` and, with a catalogue that knows the sites, the map of the best plan."""
    from airshield.cli.plan import plain

    begin(folder, inputs)
    write_json(folder / "sites.json", plain(asdict(found)))
    if mapped is not None:
        from airshield.report.plan_plots import save_figure, sites_map

        save_figure(sites_map(plan, found, mapped), folder, "sites")
    write_manifest(folder, inputs, {"plan": plan.id, "date": plan.begins.isoformat()})


def save_bases(
    folder: Path, name: str, found: BasesPlan, inputs: dict[str, object], plots: bool
) -> None:
    """Write `bases.json` and, if asked, the frontier."""
    begin(folder, inputs)
    write_json(folder / "bases.json", asdict(found))
    if plots:
        from airshield.report.plan_plots import frontier_chart, save_figure

        save_figure(frontier_chart(found), folder, "frontier")
    write_manifest(folder, inputs, {"plan": name})
