"""Say a probability in the words of ICD 203."""

from __future__ import annotations

TERMS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
)
"""Upper ends of the half-open bins [low, high) and their terms; above the last: almost certain."""


def likelihood(p: float) -> str:
    """Return the ICD 203 term for a probability.

    Parameters
    ----------
    p : probability in [0, 1]; it is clipped to 1..99 % for words only.

    Raises
    ------
    ValueError : p lies outside [0, 1].

    **Source**: Office of the Director of National Intelligence, Intelligence Community Directive
    203, "Analytic Standards" (2015), section D.6.e.(2); half-open bins are our reading.
    """
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, not {p}")
    clipped = min(max(p, 0.01), 0.99)
    return next((term for end, term in TERMS if clipped < end), "almost certain")


def rounded(p: float) -> str:
    """Return a probability rounded to 5 %; what would round to none or all says so."""
    percent = 5 * round(p / 0.05)
    if percent < 5:
        return "under 5 %"
    return f"{percent:.0f} %" if percent <= 95 else "over 95 %"
