"""Pose a mixed-integer programme row by row and solve it by HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from airshield.errors import RunError
from airshield.plan.master import solver

F8 = NDArray[np.float64]
GAP = 1e-9
End = Literal["optimal", "infeasible", "time limit"]


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved programme.

    Attributes
    ----------
    end : how it ended; value : of the objective; bound : proved; x : (n,) the solution, empty where
        none was found.
    """

    end: End
    value: float
    bound: float
    x: F8

    @property
    def gap(self) -> float:
        """Return |value - bound| over |value|, 0 where both are nothing."""
        distance = abs(self.value - self.bound)
        return 0.0 if distance <= 1e-9 else distance / max(abs(self.value), 1e-9)


class Programme:
    """Hold columns and rows until they are handed to HiGHS, all at once."""

    def __init__(self, *, maximise: bool = False) -> None:
        self._maximise = maximise
        self._cost: list[F8] = []
        self._upper: list[F8] = []
        self._lower: list[F8] = []
        self._whole: list[NDArray[np.bool_]] = []
        self._rows: list[tuple[NDArray[np.int32], F8]] = []
        self._row_low: list[float] = []
        self._row_high: list[float] = []
        self.n = 0

    def columns(
        self,
        n: int,
        cost: F8 | float = 0.0,
        upper: F8 | float = 1.0,
        *,
        lower: F8 | float = 0.0,
        whole: NDArray[np.bool_] | bool = True,
    ) -> NDArray[np.int64]:
        """Add n variables and return their places."""
        self._cost.append(np.broadcast_to(np.asarray(cost, np.float64), (n,)))
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), (n,)))
        self._lower.append(np.broadcast_to(np.asarray(lower, np.float64), (n,)))
        self._whole.append(np.broadcast_to(np.asarray(whole, np.bool_), (n,)))
        self.n += n
        return np.arange(self.n - n, self.n)

    def row(
        self,
        places: Iterable[int] | NDArray[np.int64],
        entries: Iterable[float] | F8 | float,
        low: float = -np.inf,
        high: float = np.inf,
    ) -> None:
        """Add low <= sum of entries times variables <= high."""
        at = np.asarray(list(places) if not isinstance(places, np.ndarray) else places, np.int32)
        given = entries if isinstance(entries, float | np.ndarray) else list(entries)
        held = np.broadcast_to(np.asarray(given, np.float64), at.shape)
        self._rows.append((at, held))
        self._row_low.append(low)
        self._row_high.append(high)

    def _model(self) -> tuple[Any, Any]:
        highs = solver()
        lp = highs.HighsLp()
        lp.num_col_, lp.num_row_ = self.n, len(self._rows)
        lp.col_cost_ = np.concatenate(self._cost)
        lp.col_lower_ = np.concatenate(self._lower)
        lp.col_upper_ = np.concatenate(self._upper)
        lp.row_lower_ = np.array(self._row_low)
        lp.row_upper_ = np.array(self._row_high)
        sizes = [len(at) for at, _ in self._rows]
        lp.a_matrix_.format_ = highs.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([np.empty(0, np.int32), *(at for at, _ in self._rows)])
        lp.a_matrix_.value_ = np.concatenate([np.empty(0), *(held for _, held in self._rows)])
        lp.sense_ = highs.ObjSense.kMaximize if self._maximise else highs.ObjSense.kMinimize
        kinds = highs.HighsVarType
        lp.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in np.concatenate(self._whole)
        ]
        model = highs.Highs()
        model.setOptionValue("output_flag", False)
        model.passModel(lp)
        return highs, model

    def solve(
        self, time_limit_s: float = 60.0, options: Mapping[str, object] | None = None
    ) -> Solved:
        """Solve to a relative gap of 1e-9 or until the time is up.

        Raises
        ------
        RunError : HiGHS ended in a way that no question should lead to.
        """
        highs, model = self._model()
        settings = {"threads": 1, "mip_rel_gap": GAP, "time_limit": time_limit_s}
        for name, value in (settings | dict(options or {})).items():
            model.setOptionValue(name, value)
        model.run()
        status, names = model.getModelStatus(), highs.HighsModelStatus
        if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
            return Solved("infeasible", np.nan, np.nan, np.empty(0))
        if status not in (names.kOptimal, names.kTimeLimit):
            words = model.modelStatusToString(status)
            raise RunError(f"HiGHS ended a planning problem with the status {words!r}")
        info = model.getInfo()
        found = info.primal_solution_status == highs.SolutionStatus.kSolutionStatusFeasible
        x = np.array(model.getSolution().col_value) if found else np.empty(0)
        value = float(info.objective_function_value) if found else np.nan
        bound = float(info.mip_dual_bound) if any(w.any() for w in self._whole) else value
        return Solved("optimal" if status == names.kOptimal else "time limit", value, bound, x)
