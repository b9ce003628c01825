"""Write the one paragraph that a journalist could quote."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from airshield.assessment.model import AssetAnswer, FlightAnswer, Measure, Spread
from airshield.catalogue import Catalogue
from airshield.result.words import likelihood

_ENDS = {
    "almost no chance": "there is almost no chance that none gets through",
    "roughly even chance": "there is a roughly even chance that none gets through",
}
_NOUN = {
    "ballistic": "missile",
    "cruise": "missile",
    "rocket": "rocket",
    "drone": "drone",
    "aircraft": "aircraft",
}
_KIND = {
    "chance": "chance within one raid",
    "parameters": "not knowing the systems' parameters",
    "posture": "not knowing which fire units are there",
    "none": "nothing that was varied",
}
NO_BREAK = "\N{NO-BREAK SPACE}"
_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=%|(?:missile|rocket|drone|threat|flight)s?\b|aircraft\b|k?m\b|s\b|people\b)"
)


def bound(text: str) -> str:
    """Tie each number to its unit, so that no line ends between them."""
    return _BEFORE_UNIT.sub(NO_BREAK, text)


def percent(p: float) -> str:
    """Return a probability in per cent with digits that suit its size."""
    if p < 0.001:
        return f"{100 * p:.1g} %"
    if 0.999 < p < 1.0:
        return "over 99.9 %"
    return f"{100 * p:.3g} %"


def _interval(measure: Measure) -> str:
    if not math.isfinite(measure.low):
        return "one replication, so no interval"
    return f"95 % interval {measure.low:.2f} to {measure.high:.2f}"


def _none_gets_through(p: Measure) -> str:
    word = likelihood(p.value)
    sentence = _ENDS.get(word, f"it is {word} that none gets through")
    return f"{sentence} ({percent(p.value)}, 95 % interval {percent(p.low)} to {percent(p.high)})"


def value_name(path: str, catalogue: Catalogue) -> str:
    """Say a path in words: the quantity, and of what."""
    kind, _, rest = path.partition(".")
    what = path.rsplit(".", 1)[-1].replace("_", " ")
    if kind == "scenario":
        parts = rest.split(".")
        return f"{what} of {parts[1].replace('_', ' ')}" if len(parts) > 2 else what
    owner = rest.split(".", 1)[0]
    name = catalogue.facts.get(f"{kind}.{owner}.name")
    what = what.replace("sskp tbm manoeuvring", "kill probability against manoeuvring missiles")
    what = what.replace("sskp tbm", "kill probability against ballistic missiles")
    return f"{what} of {name}" if isinstance(name, str) else what


def hangs_on(
    swings: Mapping[str, tuple[float, float]], spread: tuple[Spread, ...], catalogue: Catalogue
) -> str:
    """Return what the answer hangs on most, as a sentence; empty without an exploration."""
    if not swings or not spread:
        return ""
    path, (low, high) = max(swings.items(), key=lambda item: abs(item[1][0] - item[1][1]))
    leak = spread[0]
    prior = ", a prior that no source states" if "sskp" in path else ""
    return (
        f"Most of the spread comes from {_KIND[leak.dominant]}; of the values varied the answer "
        f"hangs most on the {value_name(path, catalogue)} ({low:+.1f} to {high:+.1f} threats over "
        f"its range{prior}). Over all ranges the mean lies between {leak.parameter_low:.1f} and "
        f"{leak.parameter_high:.1f}."
    )


def raid_noun(
    threat_types: tuple[str, ...], attacks: NDArray[np.bool_], catalogue: Catalogue
) -> str:
    """Return what a raid consists of, in the singular: a missile, rocket, drone, or threat."""
    classes = {
        str(catalogue.facts.get(f"threat.{name}.class"))
        for name, attacking in zip(threat_types, attacks, strict=True)
        if attacking
    }
    return _NOUN.get(classes.pop(), "threat") if len(classes) == 1 else "threat"


def _fratricide(flights: FlightAnswer | None) -> str:
    if flights is None:
        return ""
    p = flights.p_any_shot_down
    return (
        f"The defence brings down one of {flights.n_flights} friendly or neutral flights or more "
        f"in {percent(p.value)} of runs (95 % interval {percent(p.low)} to {percent(p.high)})."
    )


def headline(
    question: str, whole: AssetAnswer, noun: str, flights: FlightAnswer | None, hangs: str
) -> str:
    """Return the paragraph: the question, the answer with its interval, what it hangs on."""
    defended, bare = whole.defended, whole.undefended
    gain = whole.difference_leakers
    if whole.n_threats != 1 and noun != "aircraft":
        noun += "s"
    answer = (
        f"In this model {defended.leakers.value:.2f} of {whole.n_threats} {noun} get through on "
        f"average ({_interval(defended.leakers)}; in nine runs of ten {defended.leakers_p05:.0f} "
        f"to {defended.leakers_p95:.0f}), and {_none_gets_through(defended.p_no_leaker)}."
    )
    if gain.value == 0.0 and gain.low == gain.high:
        compared = "No fire unit changes that."
    elif gain.low <= 0.0 <= gain.high:
        compared = (
            f"Without any defence it would be {bare.leakers.value:.2f}: not distinguishable under "
            "these assumptions."
        )
    else:
        compared = (
            f"Without any defence it would be {bare.leakers.value:.2f}, so the defence stops "
            f"{gain.value:.2f} ({_interval(gain)}) under these assumptions."
        )
    parts = (question, answer, compared, _fratricide(flights), hangs)
    return bound(" ".join(part for part in parts if part))
