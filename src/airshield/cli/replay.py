"""Run `airshield export` and `airshield replay`: record one replication, write files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console

from airshield.assessment.assess import Answered, answer, check_options
from airshield.catalogue import load_catalogue
from airshield.cli.assess import Bar
from airshield.cli.commands import print_json
from airshield.errors import Fault, InputError, OutputError
from airshield.replay.choose import number_of, parse
from airshield.replay.formats import FORMATS, export
from airshield.replay.html import write_replay
from airshield.replay.model import Recording
from airshield.replay.record import from_answer
from airshield.scenario import load


@dataclass(frozen=True)
class Request:
    """What the user asked for."""

    scenario: str
    replication: tuple[str, ...]
    out: Path | None
    seed: int
    replications: int
    catalogue: tuple[Path, ...]
    as_json: bool


def _answered(request: Request) -> Answered:
    check_options(request.seed, request.replications, None)
    for word in request.replication:
        parse(word)
    loaded = load(request.scenario, load_catalogue(request.catalogue))
    with Bar(Console(stderr=True)) as bar:
        answered = answer(
            loaded, seed=request.seed, replications=request.replications, progress=bar
        )
    if answered.played.stopped_by == "interrupt":
        raise KeyboardInterrupt
    return answered


def _recording(answered: Answered, word: str) -> Recording:
    number = number_of(answered, word)
    return from_answer(answered, number, "" if word.isdigit() else word)


def ready_folder(folder: Path) -> Path:
    """Make a folder that files can be written into; files of other names in it stay.

    Raises
    ------
    OutputError : it cannot be made or is a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        message = f"cannot be written ({reason.strerror}); name another folder with --out"
        raise OutputError([Fault(str(folder), None, "", message)]) from None
    return folder


def check_formats(names: list[str]) -> None:
    """Refuse unknown formats, all at once.

    Raises
    ------
    InputError : one fault per unknown name; the formats that there are.
    """
    known = ", ".join(FORMATS)
    faults = [
        Fault("command line", None, "format", f'"{name}" is not a format; take one of {known}')
        for name in names
        if name not in FORMATS
    ]
    if faults:
        raise InputError(faults)


def _facts(recording: Recording, files: list[Path]) -> dict[str, object]:
    return {
        "replication": recording.replication,
        "choice": recording.choice,
        "seed": recording.seed,
        "leakers": recording.leakers,
        "files": [str(path) for path in files],
    }


def _say(recording: Recording) -> str:
    chosen = f" ({recording.choice})" if recording.choice else ""
    fallen = f"{recording.leakers} leaker{'' if recording.leakers == 1 else 's'}"
    return f"replication {recording.replication}{chosen}, {fallen}"


def run_export(request: Request, formats: list[str]) -> None:
    """Write one replication in each of the formats."""
    check_formats(formats)
    answered = _answered(request)
    recording = _recording(answered, request.replication[0])
    folder = ready_folder(request.out or Path("airshield-out") / recording.scenario_id)
    files = [path for name in formats for path in export(recording, name, folder)]
    if request.as_json:
        print_json("export", _facts(recording, files))
        return
    print(f"{_say(recording)}:")
    for path in files:
        print(f"  {path}")


def clock_text(t_s: float) -> str:
    """Return a scenario time as minutes and seconds before or after its zero."""
    minutes, seconds = divmod(round(abs(t_s), 1), 60.0)
    return f"T{'-' if t_s < 0 else '+'}{int(minutes):02d}:{seconds:04.1f}"


def _print_events(recording: Recording) -> None:
    print(f"{_say(recording)}:")
    for event in recording.events:
        reason = f" ({event.reason})" if event.reason else ""
        print(f"{clock_text(event.t_s)}  {event.text}{reason}")


def run_replay(request: Request, html: bool) -> None:
    """Tell one replication event by event, or write the page of several."""
    answered = _answered(request)
    recordings = [_recording(answered, word) for word in request.replication]
    files: list[Path] = []
    if html:
        # The one basemap belongs to the report, a room of the same floor: it is handed over here.
        from airshield.report.basemap import in_view  # noqa: PLC0415

        name = recordings[0].scenario_id
        folder = ready_folder(request.out or Path("airshield-out") / name)
        files.append(write_replay(recordings, folder / f"{name}-replay.html", in_view))
    if request.as_json:
        events = [[asdict(event) for event in recording.events] for recording in recordings]
        facts = [
            _facts(recording, files) | {"events": own}
            for recording, own in zip(recordings, events, strict=True)
        ]
        print_json("replay", facts)
    elif html:
        for recording in recordings:
            print(_say(recording))
        print(f"open {files[0]} in a browser; it needs no network")
    else:
        for recording in recordings:
            _print_events(recording)
