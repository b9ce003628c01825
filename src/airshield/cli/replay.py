"""Define `airshield replay`: one replication event by event, or as a page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airshield.cli.options import (
    CatalogueOption,
    JsonOption,
    ScenarioArgument,
    SeedOption,
    SurveyOption,
    out_option,
)
from airshield.cli.output import print_json

if TYPE_CHECKING:
    from airshield.replay.model import Recording


def replay(
    scenario: ScenarioArgument,
    html: Annotated[
        bool, typer.Option("--html", help="Write a 3-D scene as one page that opens from disk.")
    ] = False,
    replication: Annotated[
        list[str] | None,
        typer.Option(
            help="A number from 0, or typical, low-loss, high-loss; repeatable "
            "[default: typical; with --html all three]."
        ),
    ] = None,
    out: Annotated[Path | None, out_option("<scenario>")] = None,
    seed: SeedOption = 1,
    replications: SurveyOption = 20_000,
    catalogue: CatalogueOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play one replication again: event by event, or as a 3-D scene with a clock."""
    from airshield.cli.recordings import facts, in_words, ready_folder, record

    words = tuple(replication or (("typical", "low-loss", "high-loss") if html else ("typical",)))
    recordings = record(scenario, words, seed, replications, tuple(catalogue or ()))
    files: list[Path] = []
    if html:
        # The one basemap belongs to the report, a room of the same floor: it is handed over here.
        from airshield.replay.html import write_replay
        from airshield.report.basemap import in_view

        name = recordings[0].scenario_id
        folder = ready_folder(out or Path("airshield-out") / name)
        files.append(write_replay(recordings, folder / f"{name}-replay.html", in_view))
    if as_json:
        events = [[asdict(event) for event in recording.events] for recording in recordings]
        rows = [
            facts(recording, files) | {"events": own}
            for recording, own in zip(recordings, events, strict=True)
        ]
        print_json("replay", rows)
        return
    for recording in recordings:
        print(in_words(recording) + ("" if html else ":"))
        if not html:
            _print_events(recording)
    if html:
        print(f"open {files[0]} in a browser; it needs no network")


def clock_text(t_s: float) -> str:
    """Return a scenario time as minutes and seconds before or after its zero."""
    minutes, seconds = divmod(round(abs(t_s), 1), 60.0)
    return f"T{'-' if t_s < 0 else '+'}{int(minutes):02d}:{seconds:04.1f}"


def _print_events(recording: Recording) -> None:
    for event in recording.events:
        reason = f" ({event.reason})" if event.reason else ""
        print(f"{clock_text(event.t_s)}  {event.text}{reason}")
