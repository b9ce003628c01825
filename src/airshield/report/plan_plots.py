"""Draw plans: where batteries stand and look, and the frontier of bases and batteries."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon

from airshield.catalogue import Catalogue, Site, bundled
from airshield.plan.bases import BasesPlan
from airshield.plan.sites import SitesPlan
from airshield.plan.sites_file import SitesFile
from airshield.report.basemap import in_view
from airshield.report.drawn import write_figure
from airshield.report.map_plot import wedge
from airshield.report.style import (
    BLUE,
    BORDER,
    CYCLE,
    GREEN,
    GREY,
    INK,
    LAND,
    ORANGE,
    SETTINGS,
    WATER,
    new_figure,
)

SECTOR_RADIUS_M = 60_000.0
"""Sectors are drawn to this stated radius: a direction, not a range."""
MARGIN_DEG = 0.8
LABEL_HEIGHT, LABEL_WIDTH_DEG = 0.02, 1.6
"""Room of a label: share of the height, and degrees."""


def save_figure(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write a figure as PNG and SVG; return the paths.

    Raises
    ------
    OutputError : a file cannot be written.
    """
    with rc_context(SETTINGS):
        return write_figure(figure, folder, name)


def _sector(axes: Axes, site: Site, look_deg: float, wide_deg: float, colour: str) -> None:
    lat, lon, half = site.lat_deg, site.lon_deg, 0.5 * wide_deg
    shape = wedge(lat, lon, look_deg - half, look_deg + half, 0.0, SECTOR_RADIUS_M)
    axes.add_patch(Polygon(shape, color=colour, alpha=0.35, lw=0, zorder=3))
    axes.plot(lon, lat, marker="^", ms=8, color=colour, mec=INK, mew=0.6, zorder=6)


def sites_map(plan: SitesFile, found: SitesPlan, catalogue: Catalogue | None = None) -> Figure:
    """Draw the best plan: assets by what covers them, batteries with their track sectors.

    **Limits** Site level only; a sector is a direction, drawn to a stated radius.
    """
    held = bundled() if catalogue is None else catalogue
    figure, axes = new_figure(7.5, 7.5)
    at = {one.id: held.site(one.site) for one in plan.asset}
    _frame(axes, [(site.lat_deg, site.lon_deg) for site in at.values()])
    wide = {}
    for kind in plan.battery_kind:
        radar = kind.radar or held.text(f"battery.{kind.battery}.radar")
        wide[kind.id] = held.quantity(f"radar.{radar}.track_sector").nominal
    for one in plan.placed:
        site = held.site(one.site)
        _sector(axes, site, one.boresight_deg, wide[one.kind], BLUE)
    kinds = {one.id: one.kind for one in plan.arrival}
    for placed in found.best.placements:
        site = held.site(placed.site)
        angle = wide[kinds[placed.arrival]]
        _sector(axes, site, placed.boresight_deg, angle, ORANGE)
    _assets(axes, found, at)
    axes.set_title(found.title)
    axes.legend(
        handles=[
            Patch(color=BLUE, alpha=0.5, label="battery there already, track sector"),
            Patch(color=ORANGE, alpha=0.5, label="best place of a further battery"),
            _dot(GREEN, "covered on every axis"),
            _dot("white", "covered on some"),
            _dot(GREY, "covered on none"),
        ],
        loc="lower left", fontsize=8, framealpha=0.9,
    )  # fmt: skip
    figure.supxlabel(
        f"Covered: at least {found.opportunities} engagement opportunity at the end of the plan. "
        "Sectors are directions, not ranges.",
        fontsize=7, color=GREY, x=0.99, ha="right",
    )  # fmt: skip
    return figure


def _dot(colour: str, label: str) -> Line2D:
    return Line2D([], [], ls="", marker="o", ms=7, color=colour, mec=INK, mew=0.6, label=label)


def _frame(axes: Axes, places: list[tuple[float, float]]) -> None:
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    west, east = min(lons) - MARGIN_DEG, max(lons) + 2.0 * MARGIN_DEG
    south, north = min(lats) - MARGIN_DEG, max(lats) + MARGIN_DEG
    axes.set_facecolor(WATER)
    for _, rings in in_view(west, east, south, north):
        for ring in rings:
            axes.add_patch(Polygon(ring, fc=LAND, ec=BORDER, lw=0.7, zorder=1))
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1.2)
    axes.set_xlabel("longitude (°)")
    axes.set_ylabel("latitude (°)")


def _assets(axes: Axes, found: SitesPlan, at: dict[str, Site]) -> None:
    south, north = axes.get_ylim()
    apart = LABEL_HEIGHT * (north - south)
    placed: list[tuple[float, float]] = []
    for one in sorted(found.assets, key=lambda one: -at[one.asset_id].lat_deg):
        site = at[one.asset_id]
        enough = [n >= found.opportunities for _, n in one.best]
        colour = GREEN if enough and all(enough) else "white" if any(enough) else GREY
        size = 20.0 + 0.03 * one.people
        spot = (site.lon_deg, site.lat_deg)
        axes.scatter(*spot, s=size, c=colour, ec=INK, lw=0.7, zorder=5)
        near = [y for x, y in placed if abs(x - spot[0]) < LABEL_WIDTH_DEG]
        y = min([spot[1], *(y - apart for y in near if y - apart < spot[1])])
        placed.append((spot[0], y))
        axes.annotate(
            f"{one.asset_id} ({one.people:,.0f})",
            spot, xytext=(spot[0] + 0.3, y), fontsize=7.5, zorder=7, va="center",
            arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.4},
        )  # fmt: skip


def frontier_chart(found: BasesPlan) -> Figure:
    """Draw people exposed over the bases kept, one line for each number of further batteries."""
    figure, axes = new_figure(7.5, 4.6)
    numbers = sorted({one.batteries for one in found.frontier})
    shift = 0.05
    for line, (number, colour) in enumerate(zip(numbers, cycle(CYCLE), strict=False)):
        own = [one for one in found.frontier if one.batteries == number and one.people_exposed]
        means = [one.people_exposed for one in own if one.people_exposed is not None]
        x = [one.kept + shift * (line - 0.5 * (len(numbers) - 1)) for one in own]
        y = [mean.value for mean in means]
        below = [mean.value - mean.low for mean in means]
        above = [mean.high - mean.value for mean in means]
        label = f"{number} further batter{'y' if number == 1 else 'ies'}"
        axes.errorbar(
            x,
            y,
            yerr=(below, above),
            marker="o",
            ms=4,
            lw=1.3,
            capsize=3,
            color=colour,
            label=label,
        )
    axes.set_xticks(sorted({one.kept for one in found.frontier}))
    axes.set_xlabel("bases kept")
    axes.set_ylabel("people exposed per raid")
    axes.set_ylim(bottom=0.0)
    axes.grid(axis="y", color="#E4E8ED", lw=0.6)
    axes.set_title(found.title)
    axes.legend(frameon=False, fontsize=8)
    figure.supxlabel(
        f"95 % intervals over {found.replications} replications of each raid, seed {found.seed}. "
        "Kill probabilities are priors.",
        fontsize=7, color=GREY, x=0.99, ha="right",
    )  # fmt: skip
    return figure
