"""Put the values of a point into a scenario, by key path or by catalogue path."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tomli_w

from airshield.errors import AirshieldError
from airshield.files import nearest
from airshield.scenario import Loaded, read
from airshield.scenario.dump import to_data
from airshield.scenario.models import Model, Scenario
from airshield.study.models import Axis, Value

RAID_KEYS = ("count", "p_failure", "p_dud", "p_recognise")
"""Of a raid its size and reliability are varied, never how it flies: no search for an attack."""
DAYS = ("posture.on", "posture.known_by")
NOT_VARIED = ("schema_version", "id", "title", "question", "date", "summary", "assumptions")


class RefusedError(AirshieldError):
    """A value or a key path cannot be used; `key` is the position of the path, None: the value."""

    exit_code = 2

    def __init__(self, axis: str, key: int | None, message: str) -> None:
        super().__init__(message)
        self.axis, self.key = axis, key


def varied(base: Loaded, axes: Sequence[Axis], point: Mapping[str, Value]) -> Loaded:
    """Return the scenario of one point, checked as if it had been read from a file.

    Parameters
    ----------
    base : the scenario; axes : of the study; point : one value for each axis.

    Raises
    ------
    RefusedError : a key path or a value cannot be used.
    ScenarioError : the scenario does not allow it.
    """
    data = copy.deepcopy(to_data(base.scenario))
    # Values first, then how many tables count: a table that is cut away may be named by a key.
    for axis in sorted(axes, key=lambda axis: any("." not in path for path in axis.paths)):
        _put(base, data, axis, point[axis.id])
    if not any("posture" in unit for unit in data.get("fire_unit", [])):
        data.pop("posture", None)  # nobody is left to hang on the ledger
        _refuse_idle_days(axes)
    return read(tomli_w.dumps(data), base.file, base.catalogue)


def _refuse_idle_days(axes: Sequence[Axis]) -> None:
    """Refuse days where the study itself says of every unit how likely it is there."""
    said = any(path.endswith(".p_operational") for axis in axes for path in axis.paths)
    for axis in axes:
        for k, path in enumerate(axis.paths):
            if said and path in DAYS:
                message = f"`{path}`: no fire unit hangs on the ledger, another axis says them all"
                raise RefusedError(axis.id, k, message)


def _put(base: Loaded, data: dict[str, Any], axis: Axis, value: Value) -> None:
    if axis.divide:
        _divide(data, axis, value)
        return
    for k, path in enumerate(axis.paths):
        if base.catalogue.has(path):
            _override(data, axis, path, value)
        elif "." not in path:
            _cut(data, axis, k, path, value)
        else:
            own = _day(axis, value) if path in DAYS else value
            for table, key in _tables(data, axis, k, path):
                table[key] = own
                if key == "p_operational":
                    table.pop("posture", None)  # the study says it, in the place of the ledger


def _day(axis: Axis, value: Value) -> dt.date:
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    # One spelling of a day, or two values of an axis could be the same one.
    if day is None or day.isoformat() != value:
        message = f"{_shown(value)} is no day; write it as 2020-03-30"
        raise RefusedError(axis.id, None, message)
    return day


def _override(data: dict[str, Any], axis: Axis, path: str, value: Value) -> None:
    if isinstance(value, str | bool):
        raise RefusedError(axis.id, None, f"{_shown(value)} is no number; `{path}` is one")
    entry, name = path.rsplit(".", 1)
    note = f"axis {axis.id} of the study"
    row = {"low": value, "nominal": value, "high": value, "note": note}
    data.setdefault("override", {}).setdefault(entry, {})[name] = row


def _cut(data: dict[str, Any], axis: Axis, k: int, path: str, value: Value) -> None:
    """Keep the first tables of an array, in the order of the file."""
    if path not in ("fire_unit", "volley", "flight", "order"):
        message = f'no key path or catalogue value "{path}"; an array is `fire_unit`, `volley`, '
        raise RefusedError(
            axis.id, k, message + "`flight` or `order`, a key `doctrine.<id>.method`"
        )
    rows = data.get(path, [])
    least = 1 if path == "volley" else 0
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= len(rows):
        message = f"{_shown(value)} is not a whole number from {least} to {len(rows)}, the number"
        raise RefusedError(axis.id, None, f"{message} of `{path}` tables in the scenario")
    data[path] = rows[:value]


def _divide(data: dict[str, Any], axis: Axis, total: Value) -> None:
    """Share a total in the proportion of the scenario's counts, by largest remainder."""
    places = []
    for k, path in enumerate(axis.paths):
        if not path.endswith(".count"):
            raise RefusedError(
                axis.id, k, f"`{path}`: only counts are divided, as `volley.*.count`"
            )
        places += [table for table, _ in _tables(data, axis, k, path)]
    if isinstance(total, bool) or not isinstance(total, int) or total < 1:
        raise RefusedError(axis.id, None, f"{_shown(total)} is not a whole number of at least 1")
    counts = [int(table.get("count", 1)) for table in places]
    exact = [total * count / sum(counts) for count in counts]
    shares = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    gone = set()
    for table, share in zip(places, shares, strict=True):
        table["count"] = share
        if share == 0:
            gone.add(id(table))
    for array in ("volley", "flight"):
        if array in data:
            data[array] = [row for row in data[array] if id(row) not in gone]


def _tables(
    data: dict[str, Any], axis: Axis, k: int, path: str
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield (table, key) of each place that a key path names; `*` stands for every table."""
    steps = path.split(".")
    if steps[0] in NOT_VARIED:
        raise RefusedError(axis.id, k, f"`{path}` is not varied: it does not change what is played")
    if path == "posture.ledger":
        message = f"`{path}` is not varied: a study asks one ledger; write a second study"
        raise RefusedError(axis.id, k, message)
    if steps[0] in ("volley", "flight") and steps[-1] not in RAID_KEYS:
        message = f"`{path}`: of a raid only {', '.join(RAID_KEYS)} are varied, not how it flies"
        raise RefusedError(axis.id, k, message)
    walked: list[tuple[Any, type[Model]]] = [(data, Scenario)]
    at = 0
    while at < len(steps) - 1:
        walked, at = _walk(walked, steps, at, axis, k, path)
    key = steps[-1]
    for table, model in walked:
        if key not in tuple(model.keys()):
            hint = nearest(key, list(model.keys()))
            raise RefusedError(axis.id, k, f"`{path}`: no key `{key}` there; {hint}")
        yield table, key


def _walk(
    places: list[tuple[Any, type[Model]]], steps: list[str], at: int, axis: Axis, k: int, path: str
) -> tuple[list[tuple[Any, type[Model]]], int]:
    """Go one key down: into a table, or into the rows of an array that the next step names."""
    name, found = steps[at], []
    rows_named = False
    for table, model in places:
        inner = _model_of(model, name)
        if inner is None:
            raise RefusedError(axis.id, k, f"`{path}`: {_no_such(name, model)}")
        child = table.get(name)
        if isinstance(child, list):
            rows_named = True
            wanted = steps[at + 1]
            own = [row for row in child if wanted in ("*", _name(row))]
            if not own and wanted != "*":
                hint = nearest(wanted, [str(_name(row)) for row in child])
                raise RefusedError(axis.id, k, f'`{path}`: no `{name}` table "{wanted}"; {hint}')
            found += [(row, inner) for row in own]
        elif isinstance(child, dict):
            found.append((child, inner))
    if not found:
        raise RefusedError(axis.id, k, f"`{path}`: the scenario has no `{name}`")
    after = at + (2 if rows_named else 1)
    if after >= len(steps):
        raise RefusedError(axis.id, k, f"`{path}`: name a key of it too, as `{path}.count`")
    return found, after


def _name(row: Mapping[str, Any]) -> Any:
    return row.get("id", row.get("interceptor", row.get("class", row.get("name"))))


def _no_such(name: str, model: type[Model]) -> str:
    return f"no key or catalogue entry `{name}`; {nearest(name, list(model.keys()))}"


def _model_of(model: type[Model], key: str) -> type[Model] | None:
    """Return the model of the table or the rows under a key, None where there is none."""
    field = model.keys().get(key)
    if field is None:
        return None
    todo: list[Any] = [model.model_fields[field].annotation]
    while todo:
        kind = todo.pop()
        if isinstance(kind, type) and issubclass(kind, Model):
            return kind
        todo += list(getattr(kind, "__args__", ()))
    return None


def _shown(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
