"""Answer which bases to keep: people, batteries and bases at once, and the frontier of both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue, bundled
from airshield.errors import InfeasibleError
from airshield.extras import ask_for
from airshield.plan.bases_file import BasesFile, load_bases
from airshield.plan.judge import Judge, Mean, Progress, mean_of, silent
from airshield.plan.keeping import Keeping, KeepingProblem, solve_keeping
from airshield.plan.raids import Stand
from airshield.plan.site_coverage import SiteCoverage, reach_m, site_coverage
from airshield.plan.sites_file import SitesFile, load_sites
from airshield.plan.sites_posed import people, permits
from airshield.result.notebook import shown

F8 = NDArray[np.float64]


@dataclass(frozen=True)
class FrontierPoint:
    """The best way to keep so many bases with so many further batteries.

    Attributes
    ----------
    kept, batteries : the numbers; bases : kept; placements : (site, boresight_deg) of batteries.
    people : after the move, by kept base; moves : (from, to, how many).
    linear : people exposed per raid in the linearised model; gap : of its proof, as a share.
    people_exposed : judged by simulation; None where it was not judged.
    feasible : False where the kept bases cannot take everybody.
    """

    kept: int
    batteries: int
    feasible: bool
    bases: tuple[str, ...] = ()
    placements: tuple[tuple[str, float], ...] = ()
    people: tuple[tuple[str, float], ...] = ()
    moves: tuple[tuple[str, str, float], ...] = ()
    linear: float = float("nan")
    gap: float = float("nan")
    people_exposed: Mean | None = None


@dataclass(frozen=True)
class BasesPlan:
    """The frontier of bases kept and batteries.

    Attributes
    ----------
    title, question : of the file; people : in all; frontier : points, by bases, then batteries.
    seed, replications : of the judgement.
    """

    title: str
    question: str
    people: float
    frontier: tuple[FrontierPoint, ...]
    seed: int
    replications: int

    def best(self) -> FrontierPoint:
        """Return the point with the fewest people exposed."""
        return min(
            (one for one in self.frontier if one.feasible),
            key=lambda one: one.people_exposed.value if one.people_exposed else one.linear,
        )

    def summary(self) -> str:
        """Return the best point in a sentence."""
        one = self.best()
        value = one.people_exposed.value if one.people_exposed else one.linear
        stands = ", ".join(f"{site} looking {look:.0f}°" for site, look in one.placements)
        return (
            f"Fewest people exposed per raid, {value:.3g}: keep {len(one.bases)} bases "
            f"({', '.join(one.bases)}) with {one.batteries} further batteries "
            f"({stands or 'none'}); "
            f"{sum(n for *_, n in one.moves):,.0f} of {self.people:,.0f} people move."
        )

    def _repr_html_(self) -> str:
        rows = (
            (
                f"{one.kept} bases",
                str(one.batteries),
                str(one.people_exposed or ""),
                ", ".join(one.bases),
            )
            for one in self.frontier
            if one.feasible
        )
        head = ("", "further batteries", "people exposed per raid", "kept")
        return shown(self.summary(), head, rows)


def bases(
    plan: str | Path | BasesFile,
    catalogue: Catalogue | None = None,
    *,
    coverage: SiteCoverage | None = None,
    seed: int = 1,
    replications: int = 2000,
    time_limit_s: float = 60.0,
    progress: Progress = silent,
) -> BasesPlan:
    """Answer which bases to keep, who moves where, and where batteries stand, jointly.

    Parameters
    ----------
    plan : a bundled name, a path or a `BasesFile`; catalogue : the bundled one where None.
    coverage : opportunities computed elsewhere; where None, through the shot tables.
    seed, replications : of each raid that is played, at least 2; time_limit_s : of each proof.
    progress : called with (stage, done, wanted).

    Returns
    -------
    `BasesPlan`: for each number of bases and batteries the plan that is optimal for the linearised
    model, judged by simulation on common random numbers.

    Raises
    ------
    InputError : every fault of the file at once.
    InfeasibleError : no number of bases that is asked for takes everybody.
    MissingExtraError : HiGHS is not installed.

    Notes
    -----
    **Source** docs/theory/siting.md.

    **Limits** Raids aim at kept bases only, as many at each as the file's `aimed` says of them; the
    linearised model takes what a raid exposes and what a battery spares from simulation, one base
    at a time. Moving costs nothing.
    """
    ask_for("highspy", "plan")
    found = plan if isinstance(plan, BasesFile) else load_bases(plan, catalogue)
    held = bundled() if catalogue is None else catalogue
    sited = load_sites(found.sites, held)
    progress("opportunities", 0, 1)
    known = site_coverage(sited, held) if coverage is None else coverage
    progress("raids on each base", 0, 1)
    judge = Judge(sited, held, known.demands, reach_m(sited, held), seed, replications)
    posed = _Posed.of(found, sited, held, known, judge)
    wanted = [(k, n) for k in found.keep for n in found.batteries]
    points: list[FrontierPoint] = []
    for k, n in wanted:
        progress("frontier", len(points), len(wanted))
        points.append(posed.point(k, n, time_limit_s))
    if not any(one.feasible for one in points):
        most = max(found.keep)
        raise InfeasibleError(
            f"{found.id}: no feasible plan; the capacity of the bases binds: "
            f"{posed.crowd.sum():.0f} people, and {posed.most_places(most):.0f} places in the "
            f"{most} largest"
        )
    return BasesPlan(
        found.title, found.question, float(posed.crowd.sum()), tuple(points), seed, replications
    )


@dataclass(frozen=True, eq=False)
class _Posed:
    """A bases file as arrays: B bases, A axes, J columns."""

    plan: BasesFile
    judge: Judge
    crowd: F8
    axes: tuple[str, ...]
    weight: F8
    """(B, A) likelihood of axis times how the base is aimed at, over the mean; 0 out of range."""
    demand: NDArray[np.int64]
    """(B, A) demand of the coverage, -1 where the axis does not reach the base."""
    stands: tuple[Stand, ...]
    placed: tuple[Stand, ...]
    shots: F8
    base: F8
    each: F8
    """(B, A) exposed per person, undefended."""
    stopped: F8
    sites: tuple[str, ...]
    room: NDArray[np.int64]
    need: int

    @classmethod
    def of(
        cls, plan: BasesFile, sited: SitesFile, held: Catalogue, known: SiteCoverage, judge: Judge
    ) -> _Posed:
        """Play each base once without and once with its best battery, and put arrays together."""
        names, axes = [one.asset for one in plan.base], tuple(axis.id for axis in sited.axis)
        crowd = people(sited, held)
        allowed = {s for s, day in permits(sited).items() if day is not None and day <= plan.on}
        stands = tuple(stand for stand in known.stands if stand.site in allowed)
        rows = [known.stands.index(stand) for stand in stands]
        placed = tuple(
            Stand(one.kind, one.site, one.boresight_deg % 360.0)
            for one in sited.placed
            if one.ready_from <= plan.on
        )
        demand = np.full((len(names), len(axes)), -1, np.int64)
        for d, one in enumerate(known.demands):
            if one.asset in names:
                demand[names.index(one.asset), axes.index(one.axis)] = d
        room = {one.site: one.capacity for one in sited.candidate if one.site in allowed}
        for stand in placed:
            room[stand.site] = max(0, room.get(stand.site, 0) - 1)
        sites = tuple(dict.fromkeys(stand.site for stand in stands))
        there = demand >= 0
        shots = np.where(there, known.shots[:, np.maximum(demand, 0)], 0.0)
        base = sum((shots[known.stands.index(one)] for one in placed), np.zeros(demand.shape))
        each, stopped = np.zeros(demand.shape), np.zeros(demand.shape)
        for b, a in np.argwhere(there):
            best = int(np.argmax(known.shots[:, demand[b, a]]))
            bare = judge.raid(int(demand[b, a]), [])[0].mean()
            covered = judge.raid(int(demand[b, a]), [known.stands[best]])[0].mean()
            each[b, a] = bare / max(crowd[names[b]], 1e-9)
            stopped[b, a] = max(0.0, 1.0 - covered / bare) if bare > 0.0 else 0.0
        aims = np.array([sited.aimed.get(name, 1.0) for name in names])
        likely = np.array([axis.likelihood for axis in sited.axis])
        weight = np.outer(aims / aims.mean(), likely / likely.sum()) * there
        return cls(
            plan, judge, np.array([crowd[name] for name in names]), axes, weight, demand, stands,
            placed, shots[rows], base, each, stopped, sites,
            np.array([room[site] for site in sites], np.int64), sited.opportunities,
        )  # fmt: skip

    def most_places(self, kept: int) -> float:
        """Return how many people the largest bases take."""
        return float(sum(sorted((one.capacity for one in self.plan.base), reverse=True)[:kept]))

    def point(self, kept: int, batteries: int, time_limit_s: float) -> FrontierPoint:
        """Solve and judge one point of the frontier."""
        found = solve_keeping(self._problem(kept, batteries), time_limit_s)
        if not found.kept:
            return FrontierPoint(kept, batteries, feasible=False)
        names = [one.asset for one in self.plan.base]
        moves = [
            (names[a], names[b], float(found.moved[a, b]))
            for a, b in np.argwhere(found.moved > 0.5)
            if a != b
        ]
        gap = (found.people_exposed - found.bound) / max(found.people_exposed, 1e-12)
        return FrontierPoint(
            kept,
            batteries,
            feasible=True,
            bases=tuple(names[b] for b in found.kept),
            placements=tuple((self.stands[j].site, self.stands[j].boresight_deg)
                             for j in found.columns),
            people=tuple((names[b], float(found.people[b])) for b in found.kept),
            moves=tuple(moves),
            linear=found.people_exposed,
            gap=max(0.0, gap),
            people_exposed=self._judged(found),
        )  # fmt: skip

    def _problem(self, kept: int, batteries: int) -> KeepingProblem:
        bases_at = [
            next((b for b, one in enumerate(self.plan.base) if self._site_of(one.asset) == s), -1)
            for s in self.sites
        ]
        return KeepingProblem(
            people=self.crowd,
            capacity=np.array([float(one.capacity) for one in self.plan.base]),
            likelihood=self.weight * self.each / kept,
            stopped=self.stopped,
            shots=self.shots,
            need=self.need,
            base=self.base,
            site=np.array([self.sites.index(stand.site) for stand in self.stands], np.int64),
            room=self.room,
            at_base=np.array(bases_at, np.int64),
            batteries=batteries,
            kept=kept,
            must_keep=np.array([one.must_keep for one in self.plan.base]),
            stay=not self.plan.all_may_move,
        )

    def _site_of(self, asset: str) -> str:
        return next(one.site for one in self.judge.plan.asset if one.id == asset)

    def _judged(self, found: Keeping) -> Mean:
        """Play the raids on the kept bases; people exposed grow with the people there."""
        stands = [*self.placed, *(self.stands[j] for j in found.columns)]
        total = np.zeros(self.judge.replications)
        for b in found.kept:
            share = found.people[b] / self.crowd[b] if self.crowd[b] > 0.0 else 0.0
            for a in np.flatnonzero(self.weight[b] > 0.0):
                exposed = self.judge.raid(int(self.demand[b, a]), stands)[0]
                total += self.weight[b, a] / len(found.kept) * share * exposed
        return mean_of(total)
