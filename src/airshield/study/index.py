"""Find runs and studies again: DuckDB over the manifests and the Parquet files of studies."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from airshield.errors import Fault, InputError
from airshield.extras import late
from airshield.result.store import MANIFEST
from airshield.study.folder import RESULT

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
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or not str(content.get("format")).startswith("airshield-"):
        return None
    inputs = content.get("inputs")
    own = inputs if isinstance(inputs, dict) else {}
    study = content.get("study_id")
    ran = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).replace(tzinfo=None)
    return [
        str(path.parent),
        "study" if study else str(own.get("command", "assess")),
        content.get("scenario_id") or content.get("plan"),
        study,
        content.get("date"),
        ran,
        own.get("seed"),
        content.get("replications", own.get("replications")),
        content.get("complete", True),
        own.get("version"),
        content.get("run_hash"),
    ]


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
    files = [str(Path(row[0]) / RESULT) for row in rows if row[1] == "study" and row[8]]
    if files:
        listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
        connection.execute(
            "CREATE VIEW results AS SELECT "
            f"left(filename, length(filename) - {len(RESULT) + 1}) AS path, * EXCLUDE (filename) "
            f"FROM read_parquet([{listed}], filename = true)"
        )
    return connection


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
