"""Print what `airshield coverage` found."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from airshield.coverage.summary import AreaRow, AssetRow


def _band(values: tuple[float, float, float], digits: int = 0) -> str:
    low, nominal, high = (f"{value:,.{digits}f}" for value in values)
    return f"{nominal} ({low} – {high})"


def _bearing(azimuth_deg: float | None) -> str:
    return "–" if azimuth_deg is None else f"{azimuth_deg:g}°"


def render(console: Console, ground: list[AreaRow], assets: list[AssetRow]) -> None:
    """Print the ground covered and what each asset has: nominal (low – high)."""
    table = Table(title="Ground on which shots are possible, km²: nominal (low – high)")
    for name in ("threat", "shots", "mean over azimuths", "best azimuth", "there"):
        table.add_column(name, justify="left" if name == "threat" else "right")
    for row in ground:
        mean, best = _band(row.mean_km2), _band(row.best_km2)
        bearing = _bearing(row.best_azimuth_deg)
        table.add_row(row.threat, f"{row.shots}+", mean, bearing, best)
    console.print(table)
    table = Table(title="At each asset, over all azimuths: nominal (low – high)")
    for name in ("asset", "threat", "mean shots", "azimuths with a shot", "mean P(stop)", "gap"):
        table.add_column(name, justify="left" if name in ("asset", "threat") else "right")
    for own in assets:
        share = tuple(100.0 * value for value in own.share_of_azimuths)
        table.add_row(
            own.asset_id,
            own.threat,
            _band(own.shots_mean, 1),
            f"{_band(share)} %",  # type: ignore[arg-type]
            _band(own.p_stop_mean, 2),
            _bearing(own.least_covered_azimuth_deg),
        )
    console.print(table)
    console.print(
        "[dim]All fire units up, one threat alone; kill probabilities are priors; low and high: "
        "all values at their worse or better end at once.[/dim]",
        highlight=False,
    )
