"""Write numbers with as many digits as their intervals bear."""

from __future__ import annotations

import math

from airshield.assessment.model import Measure

MOST_DIGITS = 4


def digits_for(width: float) -> int:
    """Return the decimals at which the ends of an interval of this width lie apart."""
    if not math.isfinite(width) or width <= 0.0:
        return 1
    return min(MOST_DIGITS, max(0, -math.floor(math.log10(width / 2))))


def with_interval(measure: Measure) -> str:
    """Return `value (low–high)`; a value without sampling stands alone."""
    if measure.low == measure.high:
        seen = measure.value == 0.0 and measure.method != "exact"
        return f"0 (none in {measure.n:,})" if seen else f"{measure.value:g}"
    if not (math.isfinite(measure.low) and math.isfinite(measure.high)):
        return f"{measure.value:.3g} (one replication: no interval)"
    d = digits_for(measure.high - measure.low)
    return f"{measure.value:z.{d}f} ({measure.low:z.{d}f}–{measure.high:z.{d}f})"


def share_with_interval(measure: Measure) -> str:
    """Return a probability and its interval in per cent."""
    d = max(0, digits_for(measure.high - measure.low) - 2)
    low, high, value = (100 * x for x in (measure.low, measure.high, measure.value))
    return f"{value:z.{d}f} % ({low:z.{d}f}–{high:z.{d}f})"


def seconds(t: float | None) -> str:
    """Return seconds before impact, or a dash."""
    return "–" if t is None else f"{t:.0f}"


def kilometres(x: float | None) -> str:
    """Return metres as kilometres, or a dash."""
    return "–" if x is None else f"{x / 1e3:.1f}"


def band(low: float, nominal: float, high: float, scale: float = 1.0) -> str:
    """Return a nominal with its range, or the nominal alone where there is none."""
    if low == high:
        return f"{nominal / scale:g}"
    return f"{nominal / scale:g} ({low / scale:g}–{high / scale:g})"


def error_bar(measure: Measure) -> list[list[float]]:
    """Return the arms of an error bar, ((below,), (above,)); none where there is no interval."""
    arms = (measure.value - measure.low, measure.high - measure.value)
    return [[max(0.0, arm)] if math.isfinite(arm) else [0.0] for arm in arms]
