"""Fix the look of every plot: palette, fonts, footer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from airshield.assessment.model import Assessment

# Okabe & Ito (2008): told apart with every common colour vision.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY, INK = "#CC79A7", "#56B4E9", "#8A93A0", "#1B2430"
LAND, WATER, BORDER = "#F3F1EC", "#DDE7EE", "#9AA3AD"
GRID_LINE, DARK_RED = "#E4E8ED", "#8F3E00"
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
    # Names are the user's: two dollar signs in one make no formula.
    "text.parse_math": False,
}
P = ParamSpec("P")
R = TypeVar("R")


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Have a function draw in the house style whoever calls it, in a notebook too.

    Much of the style is read when a text or a tick is made, not when the figure is.
    """

    @wraps(draw)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> R:
        with rc_context(SETTINGS):
            return draw(*args, **kwargs)

    return in_style


@styled
def new_figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of this size in inches with one pair of axes, in the house style."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def small_print(figure: Figure, text: str) -> None:
    """Write under a plot what it must say of itself."""
    figure.supxlabel(text, fontsize=7, color=GREY, x=0.99, ha="right")


def footer(figure: Figure, assessment: Assessment) -> None:
    """Say under a plot of an assessment what every one of them must say."""
    p = assessment.provenance
    small_print(
        figure,
        f"Kill probabilities are priors. {p.scenario_id}, seed {p.seed}, airshield {p.version}",
    )
