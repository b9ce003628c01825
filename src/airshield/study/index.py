"""Find runs and studies again: DuckDB over the manifests and the Parquet files of studies."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from airshield.errors import Fault, InputError
from airshield.extras import late
from airshield.result.store import MANIFEST, read_json
from airshield.study.merge import RESULT_SCHEMA
from airshield.study.written import RESULT

COLUMNS = {
    "path": "VARCHAR",
    "kind": "VARCHAR",
    "scenario": "VARCHAR",
    "study": "VARCHAR",
    "date": "DATE",
    "ran": "TIMESTAMP",
    "seed": "UBIGINT",
    "replications": "BIGINT",
    "complete": "BOOLEAN",
    "version": "VARCHAR",
    "run_hash": "VARCHAR",
}
"""Columns of the table `runs`, and their types. `date` is the scenario's, `ran` the manifest's."""
LATEST_S = 253_402_300_799.0
"""The last second of the year 9999, for files whose clock ran wild."""
DEPTH_MOST = 6
"""Folders below the one that is asked about in which manifests are looked for."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; None: anything."""

    scenario: str | None = None
    date: dt.date | None = None
    seed: int | None = None
    run_hash: str | None = None


@dataclass(frozen=True)
class Found:
    """Rows of an answer, with the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def _manifests(root: Path) -> list[Path]:
    found: list[Path] = []
    todo = [(root, 0)]
    while todo:
        folder, depth = todo.pop()
        if (folder / MANIFEST).is_file():
            found.append(folder / MANIFEST)
        if depth < DEPTH_MOST:
            try:
                todo += [(entry, depth + 1) for entry in folder.iterdir() if entry.is_dir()]
            except OSError:
                continue  # a folder that we may not read holds no run of ours
    return sorted(found)


def _row(path: Path) -> list[Any] | None:
    """Return one row of `runs`; None for a manifest that is not ours."""
    content = read_json(path)
    if not str(content.get("format")).startswith("airshield-"):
        return None
    inputs = content.get("inputs")
    own = inputs if isinstance(inputs, dict) else {}
    study = _text(content.get("study_id"))
    changed = min(max(0.0, path.stat().st_mtime), LATEST_S)
    return [
        shown(path.parent),
        "study" if study else _text(own.get("command")) or "assess",
        _text(content.get("scenario_id")) or _text(content.get("plan")),
        study,
        _day(content.get("date")),
        dt.datetime.fromtimestamp(changed, dt.UTC).replace(tzinfo=None),
        _whole(own.get("seed"), 2**64),
        _whole(content.get("replications", own.get("replications")), 2**63),
        content.get("complete", True) is True,
        _text(own.get("version")),
        _text(content.get("run_hash")),
    ]


def shown(path: Path) -> str:
    """Return a path as text that any terminal and any table can hold."""
    return os.fsencode(path).decode("utf-8", "replace")


def _text(value: object) -> str | None:
    """Return a text; None for anything else, as somebody else's manifest may hold it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _whole(value: object, end: int) -> int | None:
    own = isinstance(value, int) and not isinstance(value, bool)
    return value if isinstance(value, int) and own and 0 <= value < end else None


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _connect(root: Path) -> Any:
    """Return a connection with the table `runs`, and `results` over the studies that finished."""
    duckdb = late("duckdb", "runs")
    connection = duckdb.connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE runs ({columns})")
    rows = [row for row in map(_row, _manifests(root)) if row is not None]
    if rows:
        marks = ", ".join("?" for _ in COLUMNS)
        connection.executemany(f"INSERT INTO runs VALUES ({marks})", rows)
    files = [f"{row[0]}/{RESULT}" for row in rows if row[1] == "study" and row[8]]
    sound = [name for name in files if _is_sound(connection, name)]
    if sound:
        connection.execute(
            "CREATE VIEW results AS SELECT "
            f"left(filename, length(filename) - {len(RESULT) + 1}) AS path, * EXCLUDE (filename) "
            f"FROM {_parquet(sound)}"
        )
    return connection


def _parquet(files: list[str]) -> str:
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    return f"read_parquet([{listed}], filename = true)"


def _is_sound(connection: Any, file: str) -> bool:
    """Tell whether a result has the columns of one: one damaged file must not hide the others."""
    duckdb = late("duckdb", "runs")
    try:
        connection.execute(f"SELECT count(total_sq) FROM {_parquet([file])}")
    except duckdb.Error:
        return False
    return tuple(row[0] for row in _described(connection, file)) == (*RESULT_SCHEMA, "filename")


def _described(connection: Any, file: str) -> Any:
    return connection.execute(f"DESCRIBE SELECT * FROM {_parquet([file])}").fetchall()


def find_runs(root: str | Path, wanted: Wanted | None = None) -> Found:
    """Find runs and studies below a folder, the latest first.

    Parameters
    ----------
    root : where to look, down to `DEPTH_MOST` folders deep; wanted : what to look for.

    Raises
    ------
    InputError : no such folder; MissingExtraError : duckdb is not installed.
    """
    asked = wanted or Wanted()
    tests, values = ["true"], list[Any]()
    for column, value in (
        ("scenario", asked.scenario), ("date", asked.date), ("seed", asked.seed),
    ):  # fmt: skip
        if value is not None:
            tests.append(f"{column} = ?")
            values.append(value)
    if asked.run_hash is not None:
        tests.append("starts_with(run_hash, ?)")
        values.append(asked.run_hash)
    query = f"SELECT * FROM runs WHERE {' AND '.join(tests)} ORDER BY ran DESC, path"
    return _answer(_connect(_folder(root)), query, values)


def ask(root: str | Path, sql: str) -> Found:
    """Answer one SQL query over the tables `runs` and `results`.

    Parameters
    ----------
    root : as for `find_runs`; sql : DuckDB's SQL.

    Raises
    ------
    InputError : no such folder, or DuckDB refuses the query.

    **Limits**: `results` has a row for each point, sample, arm, owner and measure of the studies
    that finished; there is no such table where none did.
    """
    return _answer(_connect(_folder(root)), sql, [])


def _folder(root: str | Path) -> Path:
    folder = Path(root)
    if not folder.is_dir():
        message = "there is no such folder; name one that holds results"
        raise InputError([Fault(str(root), None, "", message)])
    return folder


def _answer(connection: Any, query: str, values: list[Any]) -> Found:
    duckdb = late("duckdb", "runs")
    with connection:
        try:
            connection.execute(query, values)
            if connection.description is None:
                return Found((), ())
            names = tuple(str(column[0]) for column in connection.description)
            return Found(names, tuple(connection.fetchall()))
        except duckdb.Error as reason:
            said = " ".join(str(reason).split())
            raise InputError([Fault("command line", None, "sql", said)]) from None
