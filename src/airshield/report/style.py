"""Fix the look of every plot: palette, fonts, footer."""

from __future__ import annotations

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from airshield.assessment.model import Assessment

# Okabe & Ito (2008): told apart with every common colour vision.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY, INK = "#CC79A7", "#56B4E9", "#8A93A0", "#1B2430"
LAND, WATER, BORDER = "#F3F1EC", "#DDE7EE", "#9AA3AD"
CYCLE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)
SETTINGS = {
    # The list ends up in the SVG: a reader without the first font gets the next, never a serif.
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9.0,
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "airshield",
}


def new_figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of this size in inches with one pair of axes, in the house style."""
    with rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def footer(figure: Figure, assessment: Assessment) -> None:
    """Say under a plot what every plot must say."""
    p = assessment.provenance
    figure.supxlabel(
        f"Kill probabilities are priors. {p.scenario_id}, seed {p.seed}, airshield {p.version}",
        fontsize=7,
        color=GREY,
        x=0.99,
        ha="right",
    )
