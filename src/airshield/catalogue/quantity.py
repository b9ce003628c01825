"""Describe one number of the catalogue: its spread, unit, basis and source."""

from __future__ import annotations

import math
from dataclasses import dataclass

from airshield.catalogue.units import SI_FACTOR

BASES = ("seen", "secondary", "memory", "estimate", "scenario")
"""How the nominal value is known; "scenario" marks a scenario's own override."""
_PRIOR_GROUPS = ("outcome.", "consequence.")
_PRIOR_NAMES = (
    "targets_engaged_max",
    "uplink_slots",
    "terminal_slots",
    "shot_correlation",
    "kill_probability",
    "warning_time_gain",
)
SHARES = (
    "availability",
    "unit_common_fault",
    "failure_fraction",
    "warhead_given_hit_blast",
    "warhead_given_hit_htk",
    "body_discrimination",
    "assessment_false_kill",
    "assessment_false_alive",
    "shot_correlation",
    "explosive_share_of_warhead",
    "shelter_risk_ratio",
    "pd_reference",
    "pfa",
    "leak_reserve",
    "misfire_fraction",
    "iff_reply",
)
"""Names of quantities that lie between 0 and 1, beside `sskp_*`, `pk_*` and `*_seen_as_*`."""


def is_share(name: str) -> bool:
    """Tell whether a quantity of this name is a probability or a share, between 0 and 1."""
    return name in SHARES or name.startswith(("sskp_", "pk_")) or "_seen_as_" in name


def triangular_quantile(u: float, low: float, nominal: float, high: float) -> float:
    """Return the quantile u of a triangular distribution; a point where low equals high.

    Parameters
    ----------
    u : probability in [0, 1]; low <= nominal <= high : ends and mode, any one unit.

    **Source**: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions, vol. 2 (1995),
    section 26.9.
    """
    if high <= low:
        return nominal
    if u < (nominal - low) / (high - low):
        return low + math.sqrt(u * (high - low) * (nominal - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - nominal))


@dataclass(frozen=True)
class Quantity:
    """One value with low, nominal and high in `unit`, and where it comes from.

    `low` and `high` are the spread between sources or a plausible band, not a confidence interval.
    """

    path: str
    low: float
    nominal: float
    high: float
    unit: str
    basis: str
    source: str = ""
    claims_to_cite: str = ""
    note: str = ""

    @property
    def si_low(self) -> float:
        """Low end in SI (radians for angles)."""
        return self.low * SI_FACTOR[self.unit]

    @property
    def si_nominal(self) -> float:
        """Nominal value in SI (radians for angles)."""
        return self.nominal * SI_FACTOR[self.unit]

    @property
    def si_high(self) -> float:
        """High end in SI (radians for angles)."""
        return self.high * SI_FACTOR[self.unit]

    @property
    def is_prior(self) -> bool:
        """Tell whether this is one of the values that no public source states."""
        name = self.path.rsplit(".", 1)[-1]
        return (
            name.startswith(("sskp_", "pk_"))
            or name in _PRIOR_NAMES
            or self.path.startswith(_PRIOR_GROUPS)
        )
