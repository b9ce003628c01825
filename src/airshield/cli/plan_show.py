"""Print plans as tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from airshield.cli import console as look
from airshield.plan.bases import BasesPlan
from airshield.plan.doctrine import DoctrineGap
from airshield.plan.judge import Mean
from airshield.plan.model import Assignment
from airshield.plan.sites import SAME, SitePlan, SitesPlan, where
from airshield.plan.stock import Exchange, Need, StockPlan
from airshield.plan.stock_simulation import Stocked


def show_assignment(found: Assignment) -> None:
    """Print the assignment, what survives, and what is proved."""
    console = look.console()
    console.print(found.summary())
    console.print()
    table = look.table("threat", "rounds", "of its value", "expected to survive")
    for t, target in enumerate(found.targets):
        rounds = [
            f"{int(n)} {weapon}"
            for weapon, n in zip(found.weapons, found.assignment[:, t], strict=True)
            if n
        ]
        table.add_row(
            target, ", ".join(rounds) or "none", f"{found.value[t]:g}",
            f"{found.surviving_value[t]:.4g}",
        )  # fmt: skip
    console.print(table)


def show_doctrines(found: DoctrineGap) -> None:
    """Print what doctrines leave of a raid, beside the best static assignment."""
    from airshield.report import render_doctrines

    render_doctrines(found, look.console())


NEVER = "infeasible at any stock"


def _rounds(n: int | None) -> str:
    return "infeasible" if n is None else f"{n}"


def show_stock(found: StockPlan) -> None:
    """Print rounds by doctrine, days to empty and cost exchange."""
    console = look.console()
    console.print(found.question or found.title, style="bold")
    console.print()
    for name, three in (
        ("chance that one round hits", found.p_kill),
        ("chance that a hit stops", found.given_hit),
        ("correlation of two at one threat", found.correlation),
        ("chance of a track", found.p_track),
    ):
        console.print(f"{name}: {three[1]:.3g} ({three[0]:.3g} to {three[2]:.3g})")
    console.print()
    title = (
        f"Rounds for a probability of {found.wanted:g} that none of {found.threats} gets through"
    )
    table = look.table("doctrine", "nominal", "fewest", "most", "reaches at best", title=title)
    for need in found.needs:
        table.add_row(*_need_row(need))
    console.print(table)
    if any(need.most is None for need in found.needs):
        console.print(f"{NEVER.capitalize()}: more rounds do not help.")
    if found.lasts is not None and found.supply is not None:
        _show_lasts(console, found)
    for name, exchange in found.exchange:
        console.print()
        console.print(_exchange_words(name, exchange, found.threats))


def _need_row(need: Need) -> tuple[str, ...]:
    reach = f"{need.ceiling:.2g} ({need.ceiling_low:.2g} to {need.ceiling_high:.2g})"
    return (
        need.doctrine.replace("_", "-"),
        _rounds(need.rounds),
        _rounds(need.fewest),
        _rounds(need.most),
        reach,
    )


def _show_lasts(console: Console, found: StockPlan) -> None:
    supply, lasts = found.supply, found.lasts
    if supply is None or lasts is None:
        return
    resupply = (
        f"{supply.resupply_rounds} more every {supply.resupply_every_days} days"
        if supply.resupply_rounds
        else "no resupply"
    )
    console.print()
    table = look.table(
        "raids", "5 % of cases by day", "half by day", "95 % by day", "lacking within the horizon",
        title=f"First day on which {supply.stock} rounds are too few ({resupply})",
    )  # fmt: skip
    for name, one in zip(("few", "nominal", "many"), lasts, strict=True):
        days = [
            f"> {supply.horizon_days}" if d is None else f"{d}"
            for d in (one.p05_days, one.median_days, one.p95_days)
        ]
        table.add_row(name, *days, f"{one.p_within_horizon:.0%}")
    console.print(table)


def _exchange_words(name: str, exchange: Exchange, threats: int) -> str:
    spent = f"{name.replace('_', '-')}: {exchange.rounds:.3g} rounds at {threats} threats"
    if exchange.ratio is None:
        return f"{spent}; cost exchange not computed: {exchange.missing}"
    low, middle, high = (f"{x:,.0f}" if x >= 10.0 else f"{x:.2g}" for x in exchange.ratio)
    return (
        f"{spent}; the rounds cost {middle} times the threats ({low} to {high}); "
        f"prices: {'; '.join(exchange.sources)}"
    )


def _chance(three: tuple[float, float, float]) -> str:
    return f"{three[0]:.3f} ({three[1]:.3f} to {three[2]:.3f})"


def show_stocked(found: Stocked) -> None:
    """Print the rounds that a scenario needs, by simulation."""
    console = look.console()
    console.print(f"Probability of no leaker with the scenario's rounds: {_chance(found.now)}")
    console.print(f"With rounds without end: {_chance(found.unlimited)}")
    if found.rounds is None or found.reached is None:
        console.print(
            f"{found.wanted:g} is {NEVER}: posture, detection, time, slots or shot correlation "
            "forbid it, not the magazine."
        )
        return
    console.print(f"{found.wanted:g} is reached with {_chance(found.reached)} by:")
    table = look.table("launcher group", "rounds")
    for name, rounds in found.rounds.items():
        table.add_row(name, f"{rounds}")
    console.print(table)


def _mean(mean: Mean | None, sign: str = "") -> str:
    if mean is None:
        return "not judged"
    return f"{mean.value:{sign}.3g} ({mean.low:{sign}.3g} to {mean.high:{sign}.3g})"


def _site_row(table: Table, plan: SitePlan) -> None:
    if plan.as_best:
        table.add_row(plan.name, "as best")
        return
    gap = "" if plan.gap is None else f"{plan.gap:.1g}"
    table.add_row(
        plan.name,
        f"{plan.covered:.1%}",
        gap,
        _mean(plan.people_exposed),
        _fewer(plan.difference),
    )


def _fewer(mean: Mean | None) -> str:
    """Return a difference to today in words where every replication says the same: nothing."""
    nothing = mean is not None and mean.low == mean.high == 0.0
    return SAME if nothing else _mean(mean, "+")


def _site_words(plan: SitePlan) -> str:
    if plan.as_best:
        return f"{plan.name}: {SAME}"
    held = f"; {plan.reserve} in reserve" if plan.reserve and plan.placements else ""
    return f"{plan.name}: {where(plan)}{held}"


def show_sites(found: SitesPlan) -> None:
    """Print the plans, how they are judged, and what each asset has."""
    console = look.console()
    console.print(found.question or found.title, style="bold")
    console.print()
    console.print(found.summary())
    console.print()
    table = look.table("plan", "covered", "gap", "people exposed per raid", "fewer than today")
    table.columns[0].no_wrap = False
    others = (*found.alternatives, *(plan for _, plan in found.refusals), *found.orders)
    for plan in (found.today, found.best, *others):
        _site_row(table, plan)
    console.print(table)
    console.print()
    for plan in (found.best, *found.alternatives, *(plan for _, plan in found.refusals)):
        console.print(_site_words(plan))
    console.print()
    own = look.table("asset", "people", "opportunities today", "under the best plan")
    for asset in found.assets:
        own.add_row(
            asset.asset_id, f"{asset.people:,.0f}",
            *(", ".join(f"{axis} {n}" for axis, n in part) for part in (asset.today, asset.best)),
        )  # fmt: skip
    console.print(own)
    few = "opportunity" if found.opportunities == 1 else "opportunities"
    console.print(
        f"covered: share of people x likelihood x days with at least {found.opportunities} "
        f"engagement {few}; optimal for this linearised model. Intervals: 95 %, over "
        f"{found.replications} replications of each raid. Kill probabilities are priors."
    )


def show_bases(found: BasesPlan) -> None:
    """Print the frontier of bases kept and batteries."""
    console = look.console()
    console.print(found.question or found.title, style="bold")
    console.print()
    console.print(found.summary())
    console.print()
    numbers = sorted({one.batteries for one in found.frontier})
    heads = [f"{n} further batter{'y' if n == 1 else 'ies'}" for n in numbers]
    table = look.table("bases kept", *heads, title="People exposed per raid, 95 % interval")
    for kept in sorted({one.kept for one in found.frontier}):
        own = {one.batteries: one for one in found.frontier if one.kept == kept}
        cells = [
            _mean(own[n].people_exposed) if own[n].feasible else "too few places" for n in numbers
        ]
        table.add_row(f"{kept}", *cells)
    console.print(table)
    console.print()
    plans = look.table("bases, batteries", "kept", "further batteries at", "people move")
    for one in found.frontier:
        if one.feasible:
            stands = ", ".join(f"{site} {look:.0f}°" for site, look in one.placements)
            moved = sum(n for *_, n in one.moves)
            plans.add_row(
                f"{one.kept}, {one.batteries}", ", ".join(one.bases), stands or "–", f"{moved:,.0f}"
            )
    console.print(plans)
    console.print(
        "Optimal for the linearised model, judged by simulation. Raids aim at kept bases only. "
        "Kill probabilities are priors."
    )
