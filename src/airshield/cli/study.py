"""Define `airshield study`: run, show, compare, plot."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from airshield.cli.options import CatalogueOption, ForceOption, JsonOption, out_option
from airshield.cli.output import print_json

if TYPE_CHECKING:
    import xarray as xr

study_app = typer.Typer(
    name="study",
    help="Sweep a scenario along axes: run (and go on after any stop), show, compare, plot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
INTERRUPTED = 130
FolderArgument = Annotated[Path, typer.Argument(help="The folder that `study run` wrote.")]
AtOption = Annotated[
    list[str] | None,
    typer.Option(help="Hold an axis at a value, as p_kill=0.7; repeatable [its middle value]."),
]


@study_app.command()
def run(
    file: Annotated[str, typer.Argument(help="A bundled study or the path of a study file.")],
    out: Annotated[Path | None, out_option("<study>")] = None,
    until_width: Annotated[
        float | None,
        typer.Option(help="Play on until the 95 % interval of P(no leaker) is this narrow."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Dask workers to start on this machine, one thread each.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, as tcp://host:8786.")
    ] = None,
    catalogue: CatalogueOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> int:
    """Run a study, or go on with one that was broken off; finished parts are never played again."""
    from rich.console import Console

    from airshield.catalogue import load_catalogue
    from airshield.cli.progress import Bar
    from airshield.study.executors import dask_client, on_dask, on_threads
    from airshield.study.files import load_study
    from airshield.study.run import run as play

    _check_cluster(workers, scheduler)
    own = load_catalogue(catalogue) if catalogue else None
    study = load_study(file, own)
    clustered = workers is not None or scheduler is not None
    with (
        dask_client(scheduler, workers) if clustered else nullcontext() as client,
        Bar(Console(stderr=True)) as bar,
    ):
        ran = play(
            study,
            out,
            until_width=until_width,
            force=force,
            executor=(lambda jobs: on_dask(client, jobs)) if clustered else on_threads,
            progress=lambda done, wanted: bar("raids", done, wanted),
        )
    if ran.ended == "interrupt":
        again = shlex.join(["airshield", *sys.argv[1:]])
        print(
            f"interrupted: {ran.parts_done} of {ran.parts_wanted} parts are saved in {ran.folder}; "
            f"the same command goes on from there: {again}",
            file=sys.stderr,
        )
        return INTERRUPTED
    if as_json:
        print_json(
            "study", {"folder": str(ran.folder), "ended": ran.ended, "points": len(study.points)}
        )
    elif ran.ended == "already":
        print(f"finished before, nothing to do: {ran.folder}")
    else:
        print(f"saved in {ran.folder}: {len(study.points)} points; `airshield study show` next")
    return 0


def _check_cluster(workers: int | None, scheduler: str | None) -> None:
    from airshield.errors import Fault, InputError

    if workers is not None and scheduler is not None:
        message = "workers are started here or belong to a scheduler; give one of the two"
        raise InputError([Fault("command line", None, "workers", message)])
    if workers is not None and not 1 <= workers <= 1024:
        message = f"{workers} is not a number of workers from 1 to 1024"
        raise InputError([Fault("command line", None, "workers", message)])


def _rows(found: xr.Dataset) -> list[dict[str, Any]]:
    """Return one row for each point: its axes, then the answer for all assets."""
    nominal = found.sel(sample=0)
    own = nominal.sel(arm="defended", asset="all")
    bare = nominal.sel(arm="undefended", asset="all")
    rounds = nominal.sel(group="all")
    axes = list(found.attrs["axes"])
    grid = found.attrs["design"] == "grid"
    dims = axes if grid else ["point"]
    columns: dict[str, Any] = {
        "n": own["n"],
        "p_no_leaker": own["p_no_leaker"],
        "p_no_leaker_low": own["p_no_leaker_low"],
        "p_no_leaker_high": own["p_no_leaker_high"],
        "leakers": own["leakers"],
        "leakers_low": own["leakers_low"],
        "leakers_high": own["leakers_high"],
        "leakers_undefended": bare["leakers"],
        "spent": rounds["spent"],
    }
    if int(found.sizes["sample"]) > 1:
        for k, end in enumerate(("low", "high")):
            columns[f"leakers_parameters_{end}"] = nominal["leakers_parameters"].isel(band=k)
    for name in axes:
        columns[name] = found[name].broadcast_like(own["n"])
    flat = {name: values.transpose(*dims).values.ravel() for name, values in columns.items()}
    order = [*axes, *(name for name in flat if name not in axes)]
    return [{name: flat[name][i].item() for name in order} for i in range(len(flat["n"]))]


@study_app.command()
def show(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Show a finished study: a row for each point, all assets together."""
    from airshield.cli.study_show import show_rows
    from airshield.study.dataset import open_study

    found = open_study(folder)
    rows = _rows(found)
    if as_json:
        print_json("study", {"study": dict(found.attrs), "rows": rows})
    else:
        show_rows(found.attrs, rows)


@study_app.command()
def compare(
    folder: FolderArgument,
    axis: Annotated[
        str | None, typer.Option(help="The axis whose values are held against its first.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Another study of the same points: it less FOLDER.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the values of one axis with its first, or two studies point by point."""
    from dataclasses import asdict

    from airshield.cli.study_show import show_comparison
    from airshield.errors import Fault, InputError
    from airshield.study.compare import compare as hold
    from airshield.study.compare import compare_folders

    if (axis is None) == (against is None):
        message = "say what to compare: --axis AXIS of this study, or --against FOLDER; one of them"
        raise InputError([Fault("command line", None, "", message)])
    what: dict[str, object] = {"axis": axis}
    if against is not None:
        rows, what = compare_folders(folder, against), {"against": str(against)}
    else:
        rows = hold(folder, str(axis))
    if as_json:
        print_json("study", {**what, "rows": [asdict(row) for row in rows]})
    else:
        show_comparison(axis or "study", rows)


@study_app.command()
def plot(
    folder: FolderArgument,
    x: Annotated[str | None, typer.Option(help="The axis that runs [the first].")] = None,
    by: Annotated[str | None, typer.Option(help="The axis of the lines [the next].")] = None,
    at: AtOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the plots [<folder>/plots].")] = None,
) -> None:
    """Draw P(no leaker), leakers, rounds spent and a heat map, as PNG and SVG."""
    from airshield.report.plan_plots import save_figure
    from airshield.report.study_plots import study_figures
    from airshield.study.dataset import open_study
    from airshield.study.folder import plot_folder
    from airshield.study.pick import pick

    held, run_axis, line = pick(open_study(folder), x, by, tuple(at or ()))
    target = plot_folder(out or folder / "plots")
    drawn = study_figures(held, run_axis, line)
    for name, figure in drawn.items():
        save_figure(figure, target, name)
    print(f"saved in {target}: {', '.join(drawn)}")
