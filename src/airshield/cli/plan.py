"""Define `airshield plan`: assign rounds, stock, sites and bases."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from airshield.cli.options import ForceOption, JsonOption, SeedOption, out_option
from airshield.cli.output import print_json

plan_app = typer.Typer(
    name="plan",
    help="Plan a defence: which rounds at what, how many rounds, which sites, which bases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
INFEASIBLE = 3
"""Exit code where the answer is that there is none."""
PlanArgument = Annotated[str, typer.Argument(help="A bundled plan or the path of a plan file.")]


class MethodName(StrEnum):
    """Ways to assign."""

    OPTIMAL = "optimal"
    GREEDY = "greedy"
    LOCAL = "local"


@plan_app.command()
def assign(
    file: Annotated[
        str,
        typer.Argument(help="A bundled plan, the path of an assignment file, or a scenario."),
    ],
    method: Annotated[
        MethodName, typer.Option(help="optimal is proved; the others come with their proven gap.")
    ] = MethodName.OPTIMAL,
    gap: Annotated[float, typer.Option(help="Relative gap at which the proof is done.")] = 1e-6,
    time_limit_s: Annotated[
        float, typer.Option("--time-limit-s", help="Seconds after which the best so far is given.")
    ] = 60.0,
    seed: SeedOption = 1,
    replications: Annotated[
        int, typer.Option(help="Raids to play of each doctrine, for a scenario.")
    ] = 20_000,
    as_json: JsonOption = False,
) -> None:
    """Assign rounds to threats so that the least value is expected to survive, and prove it.

    For a scenario: how far the doctrines of the simulation stay from the best static assignment.
    """
    from airshield.cli.plan_show import show_assignment
    from airshield.plan.assignment_file import assign_file
    from airshield.plan.files import is_scenario

    if is_scenario(file):
        _doctrines(file, time_limit_s, seed, replications, as_json)
        return
    found = assign_file(file, method.value, gap=gap, time_limit_s=time_limit_s)
    if as_json:
        facts = {
            name: getattr(found, name)
            for name in (
                "expected_surviving_value", "lower_bound", "gap", "method", "stopped_by",
                "iterations", "nodes", "columns", "elapsed_s",
            )
        }  # fmt: skip
        surviving = dict(zip(found.targets, found.surviving_value.tolist(), strict=True))
        print_json("plan", facts | {"assignment": found.rows(), "surviving_value": surviving})
    else:
        show_assignment(found)


def _doctrines(
    scenario: str, time_limit_s: float, seed: int, replications: int, as_json: bool
) -> None:
    from airshield.assessment.assess import check_options
    from airshield.cli.plan_show import show_doctrines
    from airshield.plan.doctrine import doctrine_gap
    from airshield.scenario import load

    check_options(seed, replications, None)
    found = doctrine_gap(
        load(scenario), seed=seed, replications=replications, time_limit_s=time_limit_s
    )
    if as_json:
        best = found.optimum
        facts = {
            "expected_surviving_value": best.expected_surviving_value,
            "lower_bound": best.lower_bound,
            "rounds_assigned": best.rounds_assigned,
            "replications": found.replications,
            "played": [asdict(one) for one in found.played],
        }
        print_json("plan", facts)
    else:
        show_doctrines(found)


@plan_app.command()
def stock(
    file: Annotated[
        str, typer.Argument(help="A bundled plan, the path of a stock file, or a scenario.")
    ],
    p_no_leaker: Annotated[
        float, typer.Option(help="Probability of no leaker wanted, for a scenario.")
    ] = 0.9,
    seed: SeedOption = 1,
    replications: Annotated[
        int, typer.Option(help="Raids to play with each stock, for a scenario.")
    ] = 10_000,
    as_json: JsonOption = False,
) -> int:
    """Find the rounds that a raid needs by doctrine, the days they last, and the cost exchange.

    For a scenario: the smallest stock of its fire units, by simulation.
    """
    from airshield.plan.files import is_scenario

    if is_scenario(file):
        return _stock_simulated(file, p_no_leaker, seed, replications, as_json)
    from airshield.cli.plan_show import show_stock
    from airshield.plan.stock import stock as answer

    found = answer(file)
    if as_json:
        print_json("plan", asdict(found))
    else:
        show_stock(found)
    return INFEASIBLE if all(need.fewest is None for need in found.needs) else 0


def _stock_simulated(
    scenario: str, wanted: float, seed: int, replications: int, as_json: bool
) -> int:
    from airshield.assessment.assess import check_options
    from airshield.cli.plan_show import show_stocked
    from airshield.plan.stock_simulation import stock_by_simulation
    from airshield.scenario import load

    check_options(seed, replications, None)
    found = stock_by_simulation(load(scenario), wanted, seed=seed, replications=replications)
    if as_json:
        print_json("plan", asdict(found))
    else:
        show_stocked(found)
    return INFEASIBLE if found.rounds is None else 0


@plan_app.command()
def sites(
    file: PlanArgument,
    within: Annotated[
        float, typer.Option(help="List plans on other sites that cover this share less at most.")
    ] = 0.01,
    seed: SeedOption = 1,
    replications: Annotated[
        int, typer.Option(help="Of each raid in the judgement; 0: no judgement.")
    ] = 2000,
    out: Annotated[Path | None, out_option("<plan>")] = None,
    plots: Annotated[bool, typer.Option(help="Draw the map.")] = True,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find where batteries should stand, what a refusal changes, which order protects most."""
    from airshield.cli.plan_save import save_sites
    from airshield.cli.plan_show import show_sites
    from airshield.plan.sites import sites as answer
    from airshield.plan.sites_file import load_sites
    from airshield.result.store import run_folder

    _check_judgement(within, seed, replications)
    plan = load_sites(file)
    inputs = _inputs(file, seed, replications, within)
    with run_folder(_folder(out, plan.id), inputs, force=force) as folder:
        found = answer(plan, within=within, seed=seed, replications=replications)
        if as_json:
            print_json("plan", plain(asdict(found)))
        else:
            show_sites(found)
        save_sites(folder, plan, found, inputs, plots)
    if not as_json:
        print(f"saved in {folder}")


def _check_judgement(within: float, seed: int, replications: int, least: int = 0) -> None:
    from airshield.assessment.assess import check_options
    from airshield.errors import Fault, InputError

    check_options(seed, max(replications, 1), None)
    faults = []
    if replications < least or replications == 1:
        or_none = "" if least else ", or for 0 to leave it out"
        message = f"{replications} replications judge nothing; ask for at least 2{or_none}"
        faults.append(Fault("command line", None, "replications", message))
    if not 0.0 <= within < 1.0:
        faults.append(Fault("command line", None, "within", f"{within:g} is not from 0 to 1"))
    if faults:
        raise InputError(faults)


def _folder(out: Path | None, name: str) -> Path:
    return out or Path("airshield-out") / name


def _inputs(file: str, seed: int, n: int, within: float) -> dict[str, object]:
    from airshield import __version__
    from airshield.catalogue import bundled
    from airshield.plan.files import read_text

    return {
        "command": "plan",
        "plan_hash": hashlib.sha256(read_text(file)[1].encode()).hexdigest(),
        "catalogue_hash": bundled().hash,
        "version": __version__,
        "seed": seed,
        "replications": n,
        "within": within,
    }


def plain(node: object) -> object:
    """Return dates as text, everything else as it is."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    return node.isoformat() if isinstance(node, dt.date) else node


@plan_app.command()
def bases(
    file: PlanArgument,
    seed: SeedOption = 1,
    replications: Annotated[int, typer.Option(help="Of each raid, at least 2.")] = 2000,
    out: Annotated[Path | None, out_option("<plan>")] = None,
    plots: Annotated[bool, typer.Option(help="Draw the frontier.")] = True,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find which bases to keep, who moves where, and where batteries stand, jointly."""
    from airshield.cli.plan_save import save_bases
    from airshield.cli.plan_show import show_bases
    from airshield.plan.bases import bases as answer
    from airshield.plan.bases_file import load_bases
    from airshield.result.store import run_folder

    _check_judgement(0.0, seed, replications, least=2)
    plan = load_bases(file)
    inputs = _inputs(file, seed, replications, 0.0)
    with run_folder(_folder(out, plan.id), inputs, force=force) as folder:
        found = answer(plan, seed=seed, replications=replications)
        if as_json:
            print_json("plan", plain(asdict(found)))
        else:
            show_bases(found)
        save_bases(folder, plan.id, found, inputs, plots)
    if not as_json:
        print(f"saved in {folder}")
