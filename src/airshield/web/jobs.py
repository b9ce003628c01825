"""Say what each kind of run computes and which files it leaves for the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from airshield.assessment.assess import answer, assess
from airshield.assessment.compare import compare
from airshield.result.store import write_json
from airshield.scenario import Loaded, load
from airshield.web.jobs_names import FIRST, SECOND

Json = dict[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Done:
    """What a run left: files of its folder that the page may read, and what the list shows."""

    files: tuple[str, ...]
    summary: Json


def _scenario(folder: Path, name: str = FIRST) -> Loaded:
    return load(folder / name)


def _measure(measure: Any) -> list[float]:
    return [measure.low, measure.value, measure.high]


def assess_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Assess a scenario; write the answer and its report."""
    found = assess(
        _scenario(folder),
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
        _scenario(folder),
        _scenario(folder, SECOND),
        seed=request["seed"],
        replications=request["replications"],
        progress=progress,
    )
    content = found.to_dict()
    write_json(folder / "comparison.json", content)
    summary = {"verdict": found.verdict, "headline": found.summary()}
    return Done(("comparison.json",), summary)


def replay_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Play three replications again as one scene, and write the first in open formats."""
    from airshield.replay.choose import number_of  # noqa: PLC0415
    from airshield.replay.formats import export  # noqa: PLC0415
    from airshield.replay.html import write_replay  # noqa: PLC0415
    from airshield.replay.record import from_answer  # noqa: PLC0415
    from airshield.report.basemap import in_view  # noqa: PLC0415

    answered = answer(
        _scenario(folder),
        seed=request["seed"],
        replications=request["replications"],
        progress=progress,
    )
    words = ("typical", "low-loss", "high-loss")
    recordings = [from_answer(answered, number_of(answered, word), word) for word in words]
    write_replay(recordings, folder / "replay.html", in_view)
    files = ["replay.html"]
    for name in ("czml", "kml", "geojson", "acmi"):
        files += [path.name for path in export(recordings[0], name, folder)]
    leakers = {word: one.leakers for word, one in zip(words, recordings, strict=True)}
    return Done(tuple(files), {"leakers": leakers})


def coverage_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Map the coverage: contours of one, two and three shots by threat, azimuth and case."""
    from airshield.coverage import compute  # noqa: PLC0415
    from airshield.coverage.contours import to_geojson  # noqa: PLC0415
    from airshield.coverage.summary import areas, at_assets  # noqa: PLC0415

    dataset = compute(
        _scenario(folder),
        azimuths=request["azimuths"],
        points=request["points"],
        progress=progress,
    )
    content = {
        "contours": to_geojson(dataset),
        "areas": [asdict(row) for row in areas(dataset)],
        "assets": [asdict(row) for row in at_assets(dataset)],
        "azimuths": [float(a) for a in dataset["azimuth"].values],
        "threats": [str(t) for t in dataset["threat"].values],
        "left_out": [why for why in str(dataset.attrs["left_out"]).split("; ") if why],
    }
    write_json(folder / "coverage.json", content)
    return Done(("coverage.json",), {"threats": content["threats"]})


JOBS: Mapping[str, Callable[[Path, Json, Progress], Done]] = MappingProxyType(
    {
        "assess": assess_job,
        "compare": compare_job,
        "replay": replay_job,
        "coverage": coverage_job,
    }
)
