"""Describe a comparison: two scenarios, measure by measure, and what may be said of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from airshield.assessment.model import Measure
from airshield.result.notebook import shown


@dataclass(frozen=True)
class ArmDifference:
    """One measure of two scenarios, and their mean paired difference, first minus second."""

    asset_id: str
    """A defended asset of both, or "all"."""
    measure: str
    words: str
    first: Measure
    second: Measure
    difference: Measure
    verdict: str


@dataclass(frozen=True)
class Comparison:
    """Two scenarios on common random numbers: first minus second, *under these assumptions*."""

    first: str
    second: str
    rows: tuple[ArmDifference, ...]
    """All assets first, then each asset that both defend."""
    seed: int
    replications: int

    def row(self, measure: str, asset_id: str = "all") -> ArmDifference:
        """Return one row.

        Raises
        ------
        KeyError : the two have no such measure in common.
        """
        for row in self.rows:
            if (row.asset_id, row.measure) == (asset_id, measure):
                return row
        raise KeyError((asset_id, measure))

    @property
    def leakers(self) -> Measure:
        """Mean paired difference of leakers of all assets."""
        return self.row("leakers").difference

    @property
    def p_no_leaker(self) -> Measure:
        """Paired difference of the probability of no leaker."""
        return self.row("p_no_leaker").difference

    @property
    def verdict(self) -> str:
        """What the leakers of all assets say, in words."""
        return self.row("leakers").verdict

    def summary(self) -> str:
        """Return one sentence that can be quoted."""
        row = self.row("leakers")
        return (
            f"{self.first} lets {row.first.value:.2f} through on average, {self.second} "
            f"{row.second.value:.2f}; difference {row.difference.value:+.2f} (95 % interval "
            f"{row.difference.low:+.2f} to {row.difference.high:+.2f}): {row.verdict}."
        )

    def _repr_html_(self) -> str:
        rows = (
            (
                row.words,
                f"{row.first.value:.3g}",
                f"{row.second.value:.3g}",
                f"{row.difference.value:+.3g} "
                f"({row.difference.low:+.3g} to {row.difference.high:+.3g})",
                row.verdict,
            )
            for row in self.rows
            if row.asset_id == "all"
        )
        return shown(self.summary(), ("", self.first, self.second, "difference", ""), rows)

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python values, ready for JSON."""
        return asdict(self)
