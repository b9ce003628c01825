"""Play replications again: as one scene for the page, or as files for other programs."""

from __future__ import annotations

from pathlib import Path

from airshield.assessment.assess import Answered, answer
from airshield.replay.model import Recording
from airshield.web.done import Done, Json, Progress, scenario_of


def _answered(folder: Path, request: Json, progress: Progress) -> Answered:
    return answer(
        scenario_of(folder),
        seed=request["seed"],
        replications=request["replications"],
        progress=progress,
    )


def replay_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Record a typical replication, one with few leakers and one with many, as one scene."""
    from airshield.replay.choose import QUANTILES, number_of  # noqa: PLC0415
    from airshield.replay.html import write_replay  # noqa: PLC0415
    from airshield.replay.record import from_answer  # noqa: PLC0415
    from airshield.report.basemap import in_view  # noqa: PLC0415

    answered = _answered(folder, request, progress)
    recordings: list[Recording] = []
    for word in QUANTILES:
        progress("recording", len(recordings), len(QUANTILES))
        recordings.append(from_answer(answered, number_of(answered, word), word))
    write_replay(recordings, folder / "replay.html", in_view)
    chosen = {
        one.choice: {"replication": one.replication, "leakers": one.leakers} for one in recordings
    }
    return Done(("replay.html",), {"chosen": chosen})


def export_job(folder: Path, request: Json, progress: Progress) -> Done:
    """Write one replication in the formats that were asked for."""
    from airshield.replay.choose import number_of  # noqa: PLC0415
    from airshield.replay.formats import export  # noqa: PLC0415
    from airshield.replay.record import from_answer  # noqa: PLC0415

    word = request["replication"]
    answered = _answered(folder, request, progress)
    recording = from_answer(answered, number_of(answered, word), "" if word.isdigit() else word)
    files: list[str] = []
    for done, name in enumerate(request["formats"]):
        progress("files", done, len(request["formats"]))
        files += [path.name for path in export(recording, name, folder)]
    summary = {"replication": recording.replication, "leakers": recording.leakers}
    return Done(tuple(files), summary)
