"""Say what each kind of run computes and which files it leaves for the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from airshield.assessment.assess import assess
from airshield.assessment.compare import compare
from airshield.result.store import write_json
from airshield.web.coverage_job import coverage_job
from airshield.web.done import Done, Json, Progress, scenario_of
from airshield.web.jobs_names import SECOND
from airshield.web.plan_job import plan_job
from airshield.web.replay_jobs import export_job, replay_job


def _measure(measure: Any) -> list[float]:
    return [measure.low, measure.value, measure.high]


def assess_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Assess a scenario; write the answer and its report."""
    found = assess(
        scenario_of(folder),
        seed=request["seed"],
        replications=request["replications"],
        ranges=request["ranges"],
        progress=progress,
    )
    write_json(folder / "assessment.json", asdict(found))
    progress("report", 0, 1)
    # Imported late: matplotlib takes longer to load than a short run.
    from airshield.report.html import write_report  # noqa: PLC0415

    write_report(found, folder / "report.html")
    whole = found.assets[-1].defended
    summary = {
        "headline": found.headline,
        "leakers": _measure(whole.leakers),
        "p_no_leaker": _measure(whole.p_no_leaker),
        "outcome_hash": found.provenance.outcome_hash,
    }
    return Done(("assessment.json", "report.html"), summary)


def compare_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Compare two scenarios on common random numbers."""
    found = compare(
        scenario_of(folder),
        scenario_of(folder, SECOND),
        seed=request["seed"],
        replications=request["replications"],
        progress=progress,
    )
    content = found.to_dict()
    write_json(folder / "comparison.json", content)
    summary = {"verdict": found.verdict, "headline": found.summary()}
    return Done(("comparison.json",), summary)


JOBS: Mapping[str, Callable[[Path, Json, Progress], Done]] = MappingProxyType(
    {
        "assess": assess_job,
        "compare": compare_job,
        "replay": replay_job,
        "export": export_job,
        "coverage": coverage_job,
        "plan": plan_job,
    }
)
