"""Answer a plan for the page: what the command line answers, laid out for the map."""

from __future__ import annotations

from pathlib import Path

from airshield.result.store import write_json
from airshield.web.done import Done, Json, Progress
from airshield.web.jobs_names import PLAN


def plan_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Answer where batteries should stand, or which bases to keep."""
    from airshield.plan.bases import bases  # noqa: PLC0415
    from airshield.plan.bases_file import BasesFile  # noqa: PLC0415
    from airshield.plan.sites import sites  # noqa: PLC0415
    from airshield.web.plan_view import of_bases, of_sites  # noqa: PLC0415
    from airshield.web.plans import read  # noqa: PLC0415

    plan = read((folder / PLAN).read_text("utf-8"), PLAN)
    seed, replications = request["seed"], request["replications"]
    if isinstance(plan, BasesFile):
        kept = bases(plan, seed=seed, replications=replications, progress=progress)
        content = of_bases(plan, kept)
    else:
        within = request["within"]
        stood = sites(plan, within=within, seed=seed, replications=replications, progress=progress)
        content = of_sites(plan, stood)
    write_json(folder / "plan.json", content)
    return Done(("plan.json",), {"headline": content["summary"]})
