"""Hold the answer to an assignment: who fires at what, what survives, and what is proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from airshield.extras import late
from airshield.result.notebook import shown

if TYPE_CHECKING:
    import pandas as pd

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
Method = Literal["optimal", "greedy", "local"]
Stop = Literal["proved", "time limit", "node limit", "not asked"]


@dataclass(frozen=True, eq=False)
class Assignment:
    """An assignment of rounds to targets and what is proved about it.

    Attributes
    ----------
    weapons, targets : names, W and T of them.
    assignment : (W, T) rounds of each weapon at each target.
    kill_probability : (W, T) of one round; value : (T,) worth; rounds : (W,) rounds at hand.
    surviving_value : (T,) expected to survive of each target.
    expected_surviving_value : their sum; lower_bound : proved: no assignment leaves less.
    gap : (expected_surviving_value - lower_bound) / expected_surviving_value; 0 where the two are
        within 1e-12 of the whole worth, which is rounding.
    method : "optimal", "greedy" or "local"; stopped_by : "proved", "time limit", "node limit", or
        "not asked" where the method proves a bound only.
    iterations : rounds of pricing; nodes : of the search tree, the root included; columns : most
        columns held at once; elapsed_s : wall time.
    """

    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    assignment: I8
    kill_probability: F8
    value: F8
    rounds: I8
    surviving_value: F8
    expected_surviving_value: float
    lower_bound: float
    gap: float
    method: Method
    stopped_by: Stop
    iterations: int
    nodes: int
    columns: int
    elapsed_s: float

    @property
    def optimal(self) -> bool:
        """Tell whether the assignment is proved optimal within the gap asked for."""
        return self.stopped_by == "proved"

    @property
    def rounds_assigned(self) -> int:
        """Return the rounds that fly at any target."""
        return int(self.assignment.sum())

    def summary(self) -> str:
        """Return the answer in one sentence, and what is proved in another."""
        whole = float(self.value.sum())
        share = f" ({self.expected_surviving_value / whole:.1%})" if whole > 0.0 else ""
        done = (
            f"{self.rounds_assigned} of {int(self.rounds.sum())} rounds at "
            f"{len(self.targets)} targets leave {self.expected_surviving_value:.6g} of "
            f"{whole:.6g}{share} expected to survive."
        )
        return f"{done} {self._proof()}"

    def _proof(self) -> str:
        if self.optimal:
            return f"Proved optimal: no assignment leaves less than {self.lower_bound:.6g}."
        least = f"no assignment leaves less than {self.lower_bound:.6g} (gap {self.gap:.2%})"
        if self.stopped_by == "not asked":
            return f"Found by the method {self.method!r}; {least}."
        return f"Stopped by the {self.stopped_by} before the proof was complete; {least}."

    def rows(self) -> list[dict[str, Any]]:
        """Return one row for each weapon and target with rounds between them."""
        return [
            {
                "weapon": self.weapons[w],
                "target": self.targets[t],
                "rounds": int(self.assignment[w, t]),
                "kill_probability": float(self.kill_probability[w, t]),
            }
            for w, t in np.argwhere(self.assignment > 0)
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a data frame.

        Raises
        ------
        MissingExtraError : pandas is not installed.
        """
        columns = ["weapon", "target", "rounds", "kill_probability"]
        return late("pandas", "frames").DataFrame(self.rows(), columns=columns)

    def _repr_html_(self) -> str:
        head = ("weapon", "target", "rounds", "kill probability")
        return shown(
            self.summary(),
            head,
            (
                (row["weapon"], row["target"], str(row["rounds"]), f"{row['kill_probability']:.2f}")
                for row in self.rows()
            ),
        )

    def __repr__(self) -> str:
        """Return the summary: arrays would bury it."""
        return f"<Assignment: {self.summary()}>"
