"""Choose among the columns found so far, by HiGHS: the restricted master problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airshield.errors import RunError
from airshield.extras import late
from airshield.plan.pricing import Column
from airshield.plan.problem import Problem

F8 = NDArray[np.float64]

SCALED = 1e3
"""Size that the surviving value is scaled to: the tolerances of HiGHS are absolute."""


def solver() -> Any:
    """Return the `highspy` module.

    Raises
    ------
    MissingExtraError : it is not installed.
    """
    return late("highspy", "plan")


@dataclass(frozen=True)
class Relaxed:
    """A solved linear master problem.

    Attributes
    ----------
    value : surviving value; mu : (C,) prices of rounds; pi : (K,) prices of targets.
    weight : (n,) how much of each column of the master is taken.
    """

    value: float
    mu: F8
    pi: F8
    weight: F8


@dataclass(frozen=True)
class Chosen:
    """A solved integer master problem over given columns.

    Attributes
    ----------
    columns : one for each target, empty where none was found; bound : proved for these columns.
    """

    columns: tuple[Column, ...]
    bound: float


class Master:
    """Hold columns and their linear or integer programme.

    min sum of value over chosen columns; as many columns of each kind of target as it has copies;
    no more rounds than there are.
    """

    def __init__(self, problem: Problem, columns: Iterable[Column], size: float) -> None:
        self._highs = solver()
        self._model = self._highs.Highs()
        self._targets = len(problem.value)
        self._scale = SCALED / size if size > 0.0 else 1.0
        self.columns: list[Column] = []
        self._seen: set[tuple[int, tuple[int, ...]]] = set()
        for option, setting in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._model.setOptionValue(option, setting)
        copies = problem.copies.astype(np.float64)
        self._rows(np.r_[copies, np.full(len(problem.rounds), -self._highs.kHighsInf)],
                   np.r_[copies, problem.rounds.astype(np.float64)])  # fmt: skip
        self.add(columns)

    def _rows(self, lower: F8, upper: F8) -> None:
        none = np.zeros(0, np.int32)
        starts = np.zeros(len(lower), np.int32)
        self._model.addRows(len(lower), lower, upper, 0, starts, none, np.zeros(0))

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are not there yet; return how many."""
        new = []
        for column in columns:
            key = (column.target, column.items)
            if key not in self._seen:
                self._seen.add(key)
                new.append(column)
        if not new:
            return 0
        starts: list[int] = []
        rows: list[int] = []
        entries: list[float] = []
        for column in new:
            starts.append(len(rows))
            rows.append(column.target)
            entries.append(1.0)
            for item in dict.fromkeys(column.items):
                rows.append(self._targets + item)
                entries.append(float(column.items.count(item)))
        n = len(new)
        costs = np.array([column.value for column in new]) * self._scale
        self._model.addCols(
            n, costs, np.zeros(n), np.full(n, self._highs.kHighsInf), len(rows),
            np.array(starts, np.int32), np.array(rows, np.int32), np.array(entries),
        )  # fmt: skip
        self.columns.extend(new)
        return n

    def relax(self) -> Relaxed:
        """Solve the linear programme.

        Its prices only steer: bounds come from exact pricing. So where HiGHS says that a solution
        is not quite within its tolerances after a fresh start, it is taken all the same.

        Raises
        ------
        RunError : HiGHS found no solution.
        """
        self._model.run()
        if self._model.getModelStatus() != self._highs.HighsModelStatus.kOptimal:
            self._model.clearSolver()
            self._model.run()
        solution = self._model.getSolution()
        if not (solution.value_valid and solution.dual_valid):
            status = self._model.modelStatusToString(self._model.getModelStatus())
            raise RunError(f"HiGHS ended the linear master with the status {status!r}")
        dual = np.array(solution.row_dual) / self._scale
        return Relaxed(
            value=self._model.getInfo().objective_function_value / self._scale,
            mu=np.maximum(0.0, -dual[self._targets :]),
            pi=dual[: self._targets],
            weight=np.array(solution.col_value),
        )

    def choose(self, time_s: float) -> Chosen:
        """Solve the integer programme over the columns held, within a time limit in seconds."""
        n = len(self.columns)
        whole = np.full(n, self._highs.HighsVarType.kInteger)
        self._model.changeColsIntegrality(n, np.arange(n, dtype=np.int32), whole)
        for option, setting in (
            ("presolve", "on"), ("time_limit", max(time_s, 0.01)), ("mip_rel_gap", 1e-9),
            ("mip_abs_gap", 1e-9 * SCALED),
        ):  # fmt: skip
            self._model.setOptionValue(option, setting)
        self._model.run()
        info = self._model.getInfo()
        status, names = self._model.getModelStatus(), self._highs.HighsModelStatus
        if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
            return Chosen((), float("inf"))
        bound = info.mip_dual_bound / self._scale
        if info.primal_solution_status != self._highs.SolutionStatus.kSolutionStatusFeasible:
            return Chosen((), bound)
        weight = np.rint(self._model.getSolution().col_value).astype(np.int64)
        taken = np.repeat(np.arange(n), weight)
        return Chosen(tuple(self.columns[k] for k in taken), bound)
