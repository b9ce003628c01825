"""Draw what gets through, defended and undefended: over raids, and per defended asset."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from airshield.assessment.model import Assessment, AssetAnswer
from airshield.report.numbers import error_bar, with_interval
from airshield.report.style import BLUE, GREY, GRID_LINE, INK, ORANGE, footer, styled
from airshield.report.tables import short_name

ASSETS_SHOWN = 12
BARS = 0.7
"""Share of the upper plot's height that the bars fill."""
BAND_LEAST = 0.05
"""A band narrower than its printed digits is not drawn."""
_ARMS = (("defended", BLUE, -0.2), ("undefended", ORANGE, 0.2))
_WORDS = {"defended": "defended", "undefended": "no defence"}


@styled
def leakers_chart(assessment: Assessment) -> Figure:
    """Draw the distribution over raids above, means with intervals per asset below.

    **Limits**: the grey band (means over all ranges) is drawn for the defended arm of all assets
    only, where the ranges were explored.
    """
    places = [a for a in assessment.assets if a.site][:ASSETS_SHOWN]
    lower = 0.5 + 0.5 * len(places)
    figure = Figure(figsize=(7.5, 3.3 + lower), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2.8, lower))
    _distribution(above, assessment)
    for y, answer in enumerate(places):
        _dumbbell(below, y, answer)
    below.set_yticks(range(len(places)), [_name(a) for a in places], fontsize=8)
    below.set_ylim(len(places) - 0.4, -0.6)
    below.set_xlabel("threats that get through, per raid")
    below.set_title("Mean per defended asset, with 95 % interval", fontsize=9)
    below.grid(axis="x", color=GRID_LINE, lw=0.6)
    below.tick_params(axis="y", length=0)
    footer(figure, assessment)
    return figure


def _name(answer: AssetAnswer) -> str:
    plural = "" if answer.n_threats == 1 else "s"
    return f"{short_name(answer.name)}\n({answer.n_threats} threat{plural})"


def _distribution(axes: Axes, assessment: Assessment) -> None:
    whole = assessment.assets[-1]
    values = [row[0] for row in assessment.leaker_histogram]
    for column, (arm, colour, shift) in enumerate(_ARMS, start=1):
        shares = [100 * row[column] for row in assessment.leaker_histogram]
        mean = getattr(whole, arm).leakers
        label = f"{_WORDS[arm]}: mean {with_interval(mean)}"
        axes.bar([v + shift for v in values], shares, 0.4, color=colour, label=label)
        axes.axvline(mean.value, color=colour, lw=1.4, ls="--", ymax=BARS)
    band = next((s for s in assessment.spread if s.quantity.startswith("leakers")), None)
    if band is not None and band.parameter_high - band.parameter_low >= BAND_LEAST:
        axes.axvspan(
            band.parameter_low,
            band.parameter_high,
            ymax=BARS,
            color=GREY,
            alpha=0.22,
            lw=0,
            zorder=0,
            label=f"defended mean over all ranges: {band.parameter_low:.1f}–"
            f"{band.parameter_high:.1f} (5–95 %)",
        )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="x", labelbottom=True)
    axes.set_ylabel("share of raids (%)")
    # Room above the bars: a legend anywhere else hides one of the two humps.
    axes.margins(y=1.0 / BARS - 1.0)
    axes.set_ylim(bottom=0)
    highest = BARS * axes.get_ylim()[1]
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= 1.01 * highest])
    axes.set_title(f"What gets through: {whole.n_threats} threats, all defended assets")
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def _dumbbell(axes: Axes, y: int, answer: AssetAnswer) -> None:
    ends = (answer.defended.leakers.value, answer.undefended.leakers.value)
    axes.plot(ends, (y, y), color="#C9D0D8", lw=2.5, zorder=1)
    for arm, colour, _ in _ARMS:
        mean = getattr(answer, arm).leakers
        bar = error_bar(mean)
        axes.errorbar(mean.value, y, xerr=bar, fmt="o", ms=6, color=colour, ecolor=INK, capsize=3)
    # One line for both numbers, inwards from the nearer edge of the plot: nothing runs out of it.
    words = ", ".join(
        f"{_WORDS[arm]} {with_interval(getattr(answer, arm).leakers)}" for arm, *_ in _ARMS
    )
    inwards = max(ends) < 0.5 * axes.get_xlim()[1]
    axes.annotate(
        words,
        (min(ends) if inwards else max(ends), y),
        xytext=(0, 8),
        textcoords="offset points",
        ha="left" if inwards else "right",
        fontsize=7.5,
        color=INK,
    )
