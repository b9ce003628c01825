"""Record replications for `airshield export` and `airshield replay`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from airshield.assessment.assess import answer, check_options
from airshield.catalogue import load_catalogue
from airshield.cli.progress import Bar
from airshield.replay.choose import number_of, parse
from airshield.replay.model import Recording
from airshield.replay.record import from_answer
from airshield.scenario import load


def record(
    scenario: str,
    words: tuple[str, ...],
    seed: int,
    replications: int,
    catalogue: tuple[Path, ...],
) -> list[Recording]:
    """Play the scenario and record the replications that are named: a number, or a word.

    Raises
    ------
    AirshieldError : an option, the scenario or a word is wrong.
    KeyboardInterrupt : the user broke off; half a survey chooses nothing.
    """
    check_options(seed, replications, None)
    for word in words:
        parse(word)
    loaded = load(scenario, load_catalogue(catalogue))
    with Bar(Console(stderr=True)) as bar:
        answered = answer(loaded, seed=seed, replications=replications, progress=bar)
    if answered.played.stopped_by == "interrupt":
        raise KeyboardInterrupt
    return [
        from_answer(answered, number_of(answered, word), "" if word.isdigit() else word)
        for word in words
    ]


def facts(recording: Recording, files: list[Path]) -> dict[str, object]:
    """Return what the JSON envelope says of a recording."""
    return {
        "replication": recording.replication,
        "choice": recording.choice,
        "seed": recording.seed,
        "leakers": recording.leakers,
        "files": [str(path) for path in files],
    }


def in_words(recording: Recording) -> str:
    """Return which replication it is and how many leakers it has."""
    chosen = f" ({recording.choice})" if recording.choice else ""
    fallen = f"{recording.leakers} leaker{'' if recording.leakers == 1 else 's'}"
    return f"replication {recording.replication}{chosen}, {fallen}"
