"""Read scenarios as the page sends them: JSON in the shape of the file; text is what counts.

Whatever the page sends becomes TOML text and is read like any file, so that the page can neither
run nor save what the command line would refuse.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import tomli_w

from airshield.errors import Fault, ScenarioError
from airshield.posture import Resolved, bundled_names, resolve
from airshield.result.store import finite
from airshield.scenario import Loaded, dump, read
from airshield.scenario.dump import to_data
from airshield.scenario.source import read_document
from airshield.web.faults import RefusalError
from airshield.web.settings import Limits

DRAFT = "draft"
_DEPTH_MOST = 12
_DATES = (("date",), ("posture", "on"), ("posture", "known_by"))


def _plain(node: Any, depth: int = 0) -> Any:
    """Return JSON as TOML can hold it: no null, no deep nest, integers within 64 bits."""
    if depth > _DEPTH_MOST:
        raise RefusalError(422, "faults", "the scenario is nested deeper than any scenario is")
    if isinstance(node, dict):
        return {str(k): _plain(v, depth + 1) for k, v in node.items() if v is not None}
    if isinstance(node, list):
        return [_plain(item, depth + 1) for item in node if item is not None]
    if isinstance(node, int) and not isinstance(node, bool) and abs(node) >= 2**63:
        return float(node) if abs(node) < 2**1000 else 0.0
    return node


def _date(plain: dict[str, Any], place: tuple[str, ...]) -> None:
    """Turn a date's text into the date that TOML has a form for, where there is one."""
    *above, key = place
    table = plain
    for step in above:
        table = table.get(step, {})
        if not isinstance(table, dict):
            return
    if isinstance(table.get(key), str):
        try:
            table[key] = dt.date.fromisoformat(table[key])
        except ValueError:
            message = "write year-month-day, as 2020-04-12"
            fault = Fault(DRAFT, None, ".".join(place), message)
            raise RefusalError(422, "faults", str(fault), (fault,)) from None


def to_text(data: dict[str, Any]) -> str:
    """Return JSON of the page as the text of a scenario file, not yet checked.

    Raises
    ------
    RefusalError : it cannot be written as TOML at all.
    """
    plain = _plain(data)
    for place in _DATES:
        _date(plain, place)
    try:
        text = tomli_w.dumps(plain)
        text.encode()
    except (TypeError, ValueError) as error:
        message = f"this cannot be written as a scenario file: {error}"
        raise RefusalError(422, "faults", message) from None
    return text


def checked(text: str, file: str, limits: Limits) -> Resolved:
    """Read scenario text with every check, and hold it to the limits of the page.

    Returns
    -------
    The scenario as it was written (`source`) and with what its ledger says, if it names one.

    Raises
    ------
    ScenarioError : faults of the scenario. RefusalError : more threats than the page plays.
    """
    if "terrain" in read_document(file, text).data:
        # A path in a file that anybody who reaches the page may send would be a way to any file.
        message = "a scenario with terrain names a file of this machine: run it with the CLI"
        raise ScenarioError([Fault(file, None, "terrain", message)])
    loaded = read(text, file)
    posture = loaded.scenario.posture
    if posture is not None and posture.ledger not in bundled_names():
        # As with terrain: no path from the page.
        message = "a scenario with a ledger of its own names a file: run it with the CLI"
        raise ScenarioError([Fault(file, None, "posture.ledger", message)])
    threats = sum(volley.count for volley in loaded.scenario.volley)
    if threats > limits.threats:
        message = f"{threats:,} threats are more than the {limits.threats:,} that the page plays"
        raise RefusalError(422, "limit", f"{message}; run the saved file with `airshield assess`")
    return resolve(loaded)


def draft(data: dict[str, Any], limits: Limits) -> tuple[Resolved, str]:
    """Return a scenario sent by the page, and its file's text in the order the package writes."""
    found = checked(to_text(data), DRAFT, limits)
    text = dump(found.source.scenario)
    return checked(text, DRAFT, limits), text


def to_json(loaded: Loaded) -> dict[str, Any]:
    """Return a scenario as JSON in the shape of its file."""
    content: dict[str, Any] = finite(to_data(loaded.scenario))
    for *above, key in _DATES:
        table = content
        for step in above:
            table = table.get(step, {})
        if isinstance(table.get(key), dt.date):
            table[key] = table[key].isoformat()
    return content
