"""Draw the picture of docs/how-to/map-coverage.md anew: `python docs/img/draw_coverage.py`."""

from pathlib import Path

from matplotlib import rc_context

from airshield.coverage import compute
from airshield.report.coverage_plots import footprint_chart
from airshield.report.style import SETTINGS


def main() -> None:
    """Draw the Patriot battery at al-Asad against Fateh-313 from the azimuth of the raid."""
    found = compute(
        "iraq-2020",
        units=["patriot_al_asad"],
        threats=["fateh_313"],
        azimuths=[80.8],
        points=300,
        spread=0.5,
    )
    with rc_context(SETTINGS):
        footprint_chart(found, "fateh_313").savefig(Path(__file__).parent / "coverage.png", dpi=110)


if __name__ == "__main__":
    main()
