"""Draw the pictures of docs/how-to/map-coverage.md anew: `python docs/img/draw_coverage.py`."""

from pathlib import Path

from matplotlib import rc_context

from airshield.coverage import compute
from airshield.report.coverage_plots import classes_chart, footprint_chart
from airshield.report.style import SETTINGS

HERE = Path(__file__).parent
CLASSES = (
    ("ballistic, by a Patriot battery", "patriot_erbil", "fateh_313", 126.0),
    ("cruise missile, by the same", "patriot_erbil", "quds_1", 126.0),
    ("drone, by a short-range platoon", "avenger_erbil", "shahed_131", 270.0),
    ("rocket, by guns", "cram_erbil", "rocket_122mm", 200.0),
)
"""Title, fire unit of `mixed-raid`, threat, azimuth."""


def main() -> None:
    """Draw the Patriot battery at al-Asad from the azimuth of the raid, and each class at Erbil."""
    found = compute(
        "iraq-2020",
        units=["patriot_al_asad"],
        threats=["fateh_313"],
        azimuths=[80.8],
        points=300,
        spread=0.5,
    )
    by_class = [
        (
            title,
            compute(
                "mixed-raid",
                units=[unit],
                threats=[threat],
                azimuths=[azimuth_deg],
                points=150,
                spread=0.5,
            ),
        )
        for title, unit, threat, azimuth_deg in CLASSES
    ]
    with rc_context(SETTINGS):
        footprint_chart(found, "fateh_313").savefig(HERE / "coverage.png", dpi=110)
        classes_chart(by_class).savefig(HERE / "coverage-classes.png", dpi=110)


if __name__ == "__main__":
    main()
