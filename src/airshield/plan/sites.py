"""Answer where batteries should stand: the best plan, its alternatives, refusals and orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield.catalogue import Catalogue, bundled
from airshield.errors import InfeasibleError
from airshield.extras import ask_for
from airshield.plan.judge import Judge, Mean, Progress, mean_of, silent
from airshield.plan.raids import Stand
from airshield.plan.site_coverage import SiteCoverage, reach_m, site_coverage
from airshield.plan.sites_binding import binding
from airshield.plan.sites_file import SitesFile, load_sites
from airshield.plan.sites_posed import Placement, Posed, people, pose
from airshield.plan.siting import (
    Choice,
    Siting,
    alternatives,
    opportunities,
    solve_siting,
    worth,
)
from airshield.result.notebook import shown

F8 = NDArray[np.float64]
TODAY = "no more batteries"
SAME = "changes nothing"
"""What is said of a refusal that leaves the best plan as it is."""
AS_BEST = "as the best plan"


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
    as_best : the same batteries on the same places at the same times as the best plan.
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
    as_best: bool = False


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
            (plan.name, AS_BEST, "", "")
            if plan.as_best
            else (
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
            changed = SAME if plan.as_best else f"{where(plan)}; {_worth(plan)}"
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
    MissingExtraError : HiGHS is not installed.

    Notes
    -----
    **Source** maximal covering over sites with boresights and dates: docs/theory/siting.md.

    **Limits** The linearised model counts opportunities at nominal values and adds batteries' up.
    Batteries do not move once placed. Raids are not answered to the plan: they are those of the
    file, whatever is placed.
    """
    ask_for("highspy", "plan")
    found = plan if isinstance(plan, SitesFile) else load_sites(plan, catalogue)
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
    own = set(plans["best"].placements)
    plans = {
        name: replace(one, as_best=name not in (TODAY, "best") and set(one.placements) == own)
        for name, one in plans.items()
    }
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
