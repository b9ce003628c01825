"""Read scenarios as the page sends them: JSON in the shape of the file; text is what counts.

Whatever the page sends becomes TOML text and is read like any file, so that the page can neither
run nor save what the command line would refuse.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import tomli_w

from airshield.errors import Fault, ScenarioError
from airshield.posture import bundled_names, resolve
from airshield.result.store import finite
from airshield.scenario import Loaded, dump, read
from airshield.scenario.dump import to_data
from airshield.scenario.source import read_document
from airshield.web.faults import RefusalError
from airshield.web.settings import Limits

DRAFT = "draft"
_DEPTH_MOST = 12


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


def to_text(data: dict[str, Any]) -> str:
    """Return JSON of the page as the text of a scenario file, not yet checked.

    Raises
    ------
    RefusalError : it cannot be written as TOML at all.
    """
    plain = _plain(data)
    if isinstance(plain.get("date"), str):
        try:
            plain["date"] = dt.date.fromisoformat(plain["date"])
        except ValueError:
            fault = Fault(DRAFT, None, "date", "write year-month-day, as 2020-04-12")
            raise RefusalError(422, "faults", str(fault), (fault,)) from None
    try:
        text = tomli_w.dumps(plain)
        text.encode()
    except (TypeError, ValueError) as error:
        message = f"this cannot be written as a scenario file: {error}"
        raise RefusalError(422, "faults", message) from None
    return text


def checked(text: str, file: str, limits: Limits) -> Loaded:
    """Read scenario text with every check, and hold it to the limits of the page.

    Raises
    ------
    ScenarioError : faults of the scenario. RefusalError : more threats than the page plays.
    """
    if "terrain" in read_document(file, text).data:
        # A path in a file that anybody who reaches the page may send would be a way to any file.
        message = "a scenario with terrain names a file of this machine: run it with the CLI"
        raise ScenarioError([Fault(file, None, "terrain", message)])
    loaded = _with_own_probabilities(read(text, file), file)
    threats = sum(volley.count for volley in loaded.scenario.volley)
    if threats > limits.threats:
        message = f"{threats:,} threats are more than the {limits.threats:,} that the page plays"
        raise RefusalError(422, "limit", f"{message}; run the saved file with `airshield assess`")
    return loaded


def _with_own_probabilities(loaded: Loaded, file: str) -> Loaded:
    """Return a scenario whose ledger has given its probabilities: the page edits plain numbers.

    What it saves therefore draws the units independently, as any scenario without a ledger.
    """
    scenario = loaded.scenario
    if scenario.posture is None:
        return loaded
    if scenario.posture.ledger not in bundled_names():
        # As with terrain: no path from the page.
        message = "a scenario with a ledger of its own names a file: run it with the CLI"
        raise ScenarioError([Fault(file, None, "posture.ledger", message)])
    return resolve(loaded).loaded


def draft(data: dict[str, Any], limits: Limits) -> tuple[Loaded, str]:
    """Return a scenario sent by the page, and its file's text in the order the package writes."""
    loaded = checked(to_text(data), DRAFT, limits)
    text = dump(loaded.scenario)
    return checked(text, DRAFT, limits), text


def to_json(loaded: Loaded) -> dict[str, Any]:
    """Return a scenario as JSON in the shape of its file."""
    content: dict[str, Any] = finite(to_data(loaded.scenario))
    if isinstance(content.get("date"), dt.date):
        content["date"] = content["date"].isoformat()
    return content
