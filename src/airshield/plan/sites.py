"""Answer where batteries should stand: the best plan, its alternatives, refusals and orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from airshield.catalogue import Catalogue, bundled
from airshield.errors import InfeasibleError
from airshield.plan.judge import Judge, Mean, Progress, mean_of, silent
from airshield.plan.raids import Stand, likelihoods
from airshield.plan.site_coverage import SiteCoverage, reach_m, site_coverage
from airshield.plan.sites_file import SitesFile, load_sites
from airshield.plan.siting import (
    Choice,
    Siting,
    SitingProblem,
    alternatives,
    opportunities,
    solve_siting,
    worth,
)
from airshield.result.notebook import shown
from airshield.simulate.lower.assets import lower_assets
from airshield.simulate.picker import Picker

F8 = NDArray[np.float64]
TODAY = "no more batteries"


@dataclass(frozen=True)
class Placement:
    """A battery that is placed: of which arrival, where, looking which way, up from when."""

    arrival: str
    site: str
    boresight_deg: float
    up_from: dt.date


@dataclass(frozen=True)
class SitePlan:
    """A plan, what is proved about it, and how it is judged by simulation.

    Attributes
    ----------
    name : "best", "alternative 1", "if … refuses", "order …", or "no more batteries".
    placements : of the batteries that arrive; reserve : batteries for which nothing is gained.
    covered : share of people times likelihood times days that has the opportunities asked for.
    gap : how far `covered` may be from the best possible, as a share; None where nothing is proved.
    people_exposed, leakers : per raid, mean over the plan's time; None where it was not judged.
    difference : people exposed less than with no more batteries, paired.
    to_best : people exposed more than under the best plan, paired.
    """

    name: str
    placements: tuple[Placement, ...]
    reserve: int
    covered: float
    gap: float | None
    people_exposed: Mean | None = None
    leakers: Mean | None = None
    difference: Mean | None = None
    to_best: Mean | None = None


@dataclass(frozen=True)
class AssetCoverage:
    """Opportunities of one asset on its axes, today and under the best plan at the end."""

    asset_id: str
    people: float
    today: tuple[tuple[str, int], ...]
    best: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SitesPlan:
    """The answer to a siting question.

    Attributes
    ----------
    title, question : of the file; begins, ends : its dates; opportunities : asked for.
    today, best : plans; alternatives : within `within` of the best, on other sites.
    refusals : (host, plan if it refuses); impossible : hosts without whom no plan is feasible.
    orders : of arrival on the sites of the best, best first.
    assets : what each asset has; seed, replications : of the judgement, 0 where there was none.
    """

    title: str
    question: str
    begins: dt.date
    ends: dt.date
    opportunities: int
    today: SitePlan
    best: SitePlan
    within: float
    alternatives: tuple[SitePlan, ...]
    refusals: tuple[tuple[str, SitePlan], ...]
    impossible: tuple[str, ...]
    orders: tuple[SitePlan, ...]
    assets: tuple[AssetCoverage, ...]
    seed: int
    replications: int

    def _repr_html_(self) -> str:
        plans = (self.today, self.best, *(plan for _, plan in self.refusals), *self.orders)
        rows = (
            (
                plan.name,
                where(plan),
                f"{plan.covered:.1%}",
                str(plan.people_exposed or ""),
            )
            for plan in plans
        )
        head = ("", "batteries that arrive", "covered", "people exposed per raid")
        return shown(self.summary(), head, rows)

    def summary(self) -> str:
        """Return the answers to where, whether a refusal matters, and in which order."""
        parts = [f"Best: {where(self.best)}; {_worth(self.best)}, {self.today.covered:.0%} today."]
        if self.alternatives:
            other = "; ".join(where(plan) for plan in self.alternatives[:3])
            parts.append(
                f"On other sites, at most {100.0 * self.within:g} % less covered: {other}."
            )
        else:
            parts.append(f"No plan on other sites covers at most {100.0 * self.within:g} % less.")
        for host, plan in self.refusals:
            same = plan.placements == self.best.placements
            changed = "nothing changes" if same else f"{where(plan)}; {_worth(plan)}"
            parts.append(f"If {host} refuses: {changed}.")
        parts += [f"If {host} refuses, no plan meets the requirements." for host in self.impossible]
        if len(self.orders) > 1:
            first, last = self.orders[0], self.orders[-1]
            gained = first.covered - last.covered
            parts.append(
                f"Order: {where(first)}"
                + (f", {gained:.1%} of all more covered than the worst." if gained > 5e-4 else
                   "; the order makes no difference to what is covered.")
            )  # fmt: skip
        return " ".join(parts)


def where(plan: SitePlan) -> str:
    """Return the placements of a plan in words."""
    if not plan.placements:
        return "no battery placed"
    return ", ".join(
        f"{one.arrival} at {one.site} looking {one.boresight_deg:.0f}° from {one.up_from:%d %b}"
        for one in plan.placements
    )


def _worth(plan: SitePlan) -> str:
    if plan.people_exposed is None:
        return f"{plan.covered:.0%} covered"
    mean = plan.people_exposed
    return f"{plan.covered:.0%} covered, {mean.value:.3g} people exposed per raid"


@dataclass(frozen=True, eq=False)
class Posed:
    """A siting file as arrays, and what their places mean."""

    plan: SitesFile
    coverage: SiteCoverage
    dates: tuple[dt.date, ...]
    given: SitingProblem
    weight: tuple[float, ...]

    def placement(self, choice: Choice) -> Placement:
        """Return what a choice means."""
        group, column = choice
        stand = self.coverage.stands[column]
        return Placement(
            self.plan.arrival[group].id,
            stand.site,
            stand.boresight_deg,
            self.dates[int(self.given.first[group, column])],
        )


def permits(plan: SitesFile, refused: Sequence[str] = ()) -> dict[str, dt.date | None]:
    """Return from when each candidate site may be used, None for never."""
    hosts = {one.id: None if one.id in refused else one.permits_from for one in plan.host}
    found: dict[str, dt.date | None] = {}
    for one in plan.candidate:
        host = hosts[one.host]
        later = one.permits_from
        found[one.site] = None if host is None else max(host, later) if later else host
    return found


def people(plan: SitesFile, catalogue: Catalogue) -> dict[str, float]:
    """Return the people of each asset, nominal, as a raid is played with them."""
    ground = lower_assets(Picker(catalogue, {}), plan.asset)
    return {one.id: n for one, n in zip(plan.asset, ground.people, strict=True)}


def _dates(plan: SitesFile) -> tuple[dt.date, ...]:
    inside = {
        *(one.ready_from for one in plan.arrival),
        *(one.ready_from for one in plan.placed),
        *(date for date in permits(plan).values() if date),
        *(one.by for one in plan.requirement),
    }
    return (plan.begins, *sorted(date for date in inside if plan.begins < date < plan.ends))


def pose(
    plan: SitesFile,
    coverage: SiteCoverage,
    catalogue: Catalogue,
    refused: Sequence[str] = (),
) -> Posed:
    """Turn a siting file and its coverage into arrays.

    Parameters
    ----------
    plan : the file; coverage : opportunities of every stand, asset and axis.
    catalogue : for the people of sites; refused : hosts that allow nothing.
    """
    dates = _dates(plan)
    stands, demands = coverage.stands, coverage.demands
    allowed = permits(plan, refused)
    names = list(dict.fromkeys(stand.site for stand in stands))
    capacity = {one.site: one.capacity for one in plan.candidate}
    for one in plan.placed:
        capacity[one.site] = max(0, capacity.get(one.site, 0) - 1)
    never = len(dates)

    def period(date: dt.date | None) -> int:
        if date is None or date >= plan.ends:
            return never
        return sum(date > begin for begin in dates)

    first = np.full((len(plan.arrival), len(stands)), never, np.int64)
    for g, arrival in enumerate(plan.arrival):
        for j, stand in enumerate(stands):
            date = allowed.get(stand.site)
            if stand.kind == arrival.kind and date is not None:
                first[g, j] = period(max(date, arrival.ready_from))
    base = np.zeros((never, len(demands)))
    for placed in plan.placed:
        at = period(max(plan.begins, placed.ready_from))
        base[at:] += coverage.row(Stand(placed.kind, placed.site, placed.boresight_deg % 360.0))
    required = np.zeros_like(base)
    for need in plan.requirement:
        for d, demand in enumerate(demands):
            if demand.asset == need.asset and need.axis in (None, demand.axis):
                at = period(max(plan.begins, need.by))
                required[at:, d] = np.maximum(required[at:, d], need.opportunities)
    crowd = people(plan, catalogue)
    chance = likelihoods(plan, demands)
    ends = (*dates[1:], plan.ends)
    given = SitingProblem(
        shots=csc_array(coverage.shots),
        need=np.full(len(demands), plan.opportunities, np.int64),
        weight=np.array([p * crowd[d.asset] for p, d in zip(chance, demands, strict=True)]),
        days=np.array([float((b - a).days) for a, b in zip(dates, ends, strict=True)]),
        site=np.array([names.index(stand.site) for stand in stands], np.int64),
        capacity=np.array([capacity.get(name, 0) for name in names], np.int64),
        batteries=np.array([one.number for one in plan.arrival], np.int64),
        first=first,
        base=base,
        required=required,
    )
    return Posed(plan, coverage, dates, given, tuple(chance))


def binding(posed: Posed) -> str:
    """Say which constraint leaves no feasible plan: what, relaxed alone, would allow one."""
    given = posed.given
    anywhere = np.zeros_like(given.first)
    everything = len(posed.coverage.stands)
    many_batteries = np.full_like(given.batteries, everything)
    many_places = np.full_like(given.capacity, everything)
    relaxed = {
        "the permissions": replace(given, first=_as_permitted(posed, anywhere)),
        "the dates of arrival": replace(given, first=_as_arrived(posed)),
        "the number of batteries": replace(given, batteries=many_batteries),
        "the capacity of the sites": replace(given, capacity=many_places),
    }
    most = replace(given, first=anywhere, batteries=many_batteries, capacity=many_places)
    if solve_siting(most).end == "infeasible":
        return f"reach binds: {_unreached(posed, most)}"
    found = [name for name, other in relaxed.items() if solve_siting(other).end != "infeasible"]
    if not found:
        return "several constraints bind together: no single one, relaxed, allows a plan"
    if len(found) > 1:
        return f"{' and '.join(found)} bind together: without either limit a plan exists"
    verb = "binds" if found[0].startswith(("the number", "the capacity")) else "bind"
    return f"{found[0]} {verb}: without that limit a plan exists"


def _as_permitted(posed: Posed, zeros: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first periods if every host allowed everything from the beginning."""
    dates, plan = posed.dates, posed.plan
    ready = [sum(max(one.ready_from, plan.begins) > d for d in dates) for one in plan.arrival]
    late = [len(dates) if one.ready_from >= plan.ends else r
            for one, r in zip(plan.arrival, ready, strict=True)]  # fmt: skip
    return zeros + np.array(late, np.int64)[:, None]


def _as_arrived(posed: Posed) -> NDArray[np.int64]:
    """Return the first periods if every battery were ready at the beginning."""
    plan, dates = posed.plan, posed.dates
    allowed = permits(plan)
    row = []
    for stand in posed.coverage.stands:
        date = allowed.get(stand.site)
        never = date is None or date >= plan.ends
        row.append(len(dates) if never or date is None else sum(date > d for d in dates))
    return np.broadcast_to(np.array(row, np.int64), posed.given.first.shape).copy()


def _unreached(posed: Posed, most: SitingProblem) -> str:
    have = opportunities(
        most, tuple((0, j) for j in range(len(posed.coverage.stands)))
    )  # every stand at once
    short = np.argwhere(have < most.required)
    p, d = (int(k) for k in (short[0] if len(short) else (0, 0)))
    demand = posed.coverage.demands[d]
    return (
        f"no set of candidates gives {demand.asset} {most.required[p, d]:.0f} opportunities on the "
        f"axis {demand.axis} (at most {have[p, d]:.0f})"
    )


def _plan(posed: Posed, name: str, found: Siting, *, proved: bool = True) -> SitePlan:
    whole = float(posed.given.days.sum() * posed.given.weight.sum())
    return SitePlan(
        name=name,
        placements=tuple(posed.placement(choice) for choice in found.choices),
        reserve=int(posed.given.batteries.sum()) - len(found.choices),
        covered=found.value / whole if whole > 0.0 else 0.0,
        gap=found.gap if proved else None,
    )


def _orders(posed: Posed, best: Siting) -> list[tuple[Choice, ...]]:
    """Return every other way in which the groups of the best plan could take its places."""
    groups = [g for g, _ in best.choices]
    columns = [j for _, j in best.choices]
    if not 1 < len(groups) <= 6:
        return []
    never = len(posed.dates)
    found = {
        tuple(sorted(zip(order, columns, strict=True)))
        for order in permutations(groups)
        if all(posed.given.first[g, j] < never for g, j in zip(order, columns, strict=True))
    }
    return sorted(found, key=lambda plan: -worth(posed.given, plan))


def _judged(
    posed: Posed, judge: Judge, choices: dict[str, tuple[Choice, ...]], progress: Progress
) -> dict[str, tuple[F8, F8]]:
    """Return people exposed and leakers by replication of each plan, mean over its time."""
    plan, given = posed.plan, posed.given
    share = given.days / given.days.sum()
    samples = {}
    for name, plan_choices in choices.items():
        exposed, leakers = np.zeros(judge.replications), np.zeros(judge.replications)
        for p, days in enumerate(share):
            date = posed.dates[p]
            up = [
                Stand(one.kind, one.site, one.boresight_deg % 360.0)
                for one in plan.placed
                if one.ready_from <= date
            ]
            up += [posed.coverage.stands[j] for g, j in plan_choices if given.first[g, j] <= p]
            own = judge.sample(posed.weight, up)
            exposed += days * own[0]
            leakers += days * own[1]
        samples[name] = exposed, leakers
        progress("judgement", len(samples), len(choices))
    return samples


def sites(
    plan: str | Path | SitesFile,
    catalogue: Catalogue | None = None,
    *,
    coverage: SiteCoverage | None = None,
    within: float = 0.01,
    seed: int = 1,
    replications: int = 2000,
    time_limit_s: float = 60.0,
    progress: Progress = silent,
) -> SitesPlan:
    """Answer where batteries should stand, what a refusal changes, which order protects most.

    Parameters
    ----------
    plan : a bundled name, a path or a `SitesFile`; catalogue : the bundled one where None.
    coverage : opportunities computed elsewhere; where None, through the shot tables.
    within : alternatives cover at least this share less of the best.
    seed, replications : of the judgement by simulation; 0 replications: none.
    time_limit_s : of each proof.
    progress : called with (stage, done, wanted).

    Returns
    -------
    `SitesPlan`: plans optimal for the linearised model, each judged by simulation on common random
    numbers.

    Raises
    ------
    InputError : every fault of the file at once.
    InfeasibleError : no plan meets the requirements; says which constraint binds.

    Notes
    -----
    **Source** maximal covering over sites with boresights and dates: docs/theory/siting.md.

    **Limits** The linearised model counts opportunities at nominal values and adds batteries' up.
    Batteries do not move once placed. Raids are not answered to the plan: they are those of the
    file, whatever is placed.
    """
    found = plan if isinstance(plan, SitesFile) else load_sites(plan)
    held = bundled() if catalogue is None else catalogue
    progress("opportunities", 0, 1)
    known = site_coverage(found, held) if coverage is None else coverage
    progress("proof", 0, 1)
    posed = pose(found, known, held)
    best = solve_siting(posed.given, time_limit_s)
    if best.end == "infeasible":
        raise InfeasibleError(f"{found.id}: no feasible plan; {binding(posed)}")
    others = alternatives(posed.given, best, within=within, time_limit_s=time_limit_s)
    plans = {TODAY: _plan(posed, TODAY, _fixed(posed, ()), proved=False)}
    plans["best"] = _plan(posed, "best", best)
    choices: dict[str, tuple[Choice, ...]] = {TODAY: (), "best": best.choices}
    for k, other in enumerate(others, start=1):
        plans[f"alternative {k}"] = _plan(posed, f"alternative {k}", other)
        choices[f"alternative {k}"] = other.choices
    hosts, impossible = {}, []
    for host in found.host:
        if host.permits_from is None:
            continue
        name = f"if {host.name or host.id} refuses"
        refused = pose(found, known, held, [host.id])
        answer = solve_siting(refused.given, time_limit_s)
        if answer.end == "infeasible":
            impossible.append(host.name or host.id)
            continue
        hosts[name] = host.name or host.id
        plans[name], choices[name] = _plan(refused, name, answer), answer.choices
    orders = []
    for order in _orders(posed, best):
        name = "order " + ", ".join(
            f"{one.arrival} to {one.site}" for one in map(posed.placement, order)
        )
        orders.append(name)
        plans[name] = _plan(posed, name, _fixed(posed, order), proved=False)
        choices[name] = order
    if replications:
        judge = Judge(found, held, known.demands, reach_m(found, held), seed, replications)
        plans = _with_judgement(plans, _judged(posed, judge, choices, progress))
    return SitesPlan(
        title=found.title,
        question=found.question,
        begins=found.begins,
        ends=found.ends,
        opportunities=found.opportunities,
        today=plans[TODAY],
        best=plans["best"],
        within=within,
        alternatives=tuple(plans[f"alternative {k}"] for k in range(1, len(others) + 1)),
        impossible=tuple(impossible),
        refusals=tuple((host, plans[name]) for name, host in hosts.items()),
        orders=tuple(plans[name] for name in orders),
        assets=_assets(posed, best.choices, people(found, held)),
        seed=seed,
        replications=replications,
    )


def _fixed(posed: Posed, choices: tuple[Choice, ...]) -> Siting:
    value = worth(posed.given, choices)
    return Siting(choices, value, value, "optimal")


def _with_judgement(
    plans: dict[str, SitePlan], samples: dict[str, tuple[F8, F8]]
) -> dict[str, SitePlan]:
    today, best = samples[TODAY][0], samples["best"][0]
    return {
        name: replace(
            plan,
            people_exposed=mean_of(samples[name][0]),
            leakers=mean_of(samples[name][1]),
            difference=mean_of(today - samples[name][0]),
            to_best=mean_of(samples[name][0] - best),
        )
        for name, plan in plans.items()
    }


def _assets(
    posed: Posed, choices: tuple[Choice, ...], crowd: dict[str, float]
) -> tuple[AssetCoverage, ...]:
    today, best = (opportunities(posed.given, plan)[-1] for plan in ((), choices))
    rows = []
    for asset in posed.plan.asset:
        own = [d for d, one in enumerate(posed.coverage.demands) if one.asset == asset.id]
        axes = [posed.coverage.demands[d].axis for d in own]
        rows.append(
            AssetCoverage(
                asset.id,
                crowd[asset.id],
                tuple((axis, int(today[d])) for axis, d in zip(axes, own, strict=True)),
                tuple((axis, int(best[d])) for axis, d in zip(axes, own, strict=True)),
            )
        )
    return tuple(rows)
