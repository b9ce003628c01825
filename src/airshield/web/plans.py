"""Read plans as the page sends them: the bundled ones, or the text of a plan file."""

from __future__ import annotations

from typing import Any

from airshield.errors import Fault, InputError
from airshield.files import parse
from airshield.plan.bases_file import BasesFile, check_bases
from airshield.plan.files import bundled_plans, parse_plan, read_text
from airshield.plan.sites_file import SitesFile, check_sites
from airshield.web.faults import RefusalError

Json = dict[str, Any]
_MARKS = {"sites": "candidate", "bases": "base"}
"""The array of tables by which a plan of a kind is known."""


def kind_of(text: str, file: str) -> str:
    """Return "sites" or "bases".

    Raises
    ------
    InputError : no TOML, or another kind of plan.
    """
    data = parse(text, file)
    for kind, mark in _MARKS.items():
        if mark in data:
            return kind
    message = (
        "neither a siting plan (`[[candidate]]`) nor a plan of bases (`[[base]]`); "
        "the command line has the others: `airshield plan assign`, `airshield plan stock`"
    )
    raise InputError([Fault(file, None, "", message)])


def read(text: str, file: str) -> SitesFile | BasesFile:
    """Read plan text with every check.

    Raises
    ------
    InputError : faults of the plan, or one that names a file of this machine.
    """
    if kind_of(text, file) == "sites":
        return parse_plan(file, text, SitesFile, check_sites)
    data = parse(text, file)
    named = data.get("sites")
    if isinstance(named, str) and named not in bundled_plans():
        # A path in a file that anybody who reaches the page may send would be a way to any file.
        message = f'"{named}" is no bundled plan: with a siting file of your own, use the CLI'
        raise InputError([Fault(file, None, "sites", message)])
    return parse_plan(file, text, BasesFile, check_bases)


def text_of(name: str) -> str:
    """Return the text of a bundled plan.

    Raises
    ------
    RefusalError : there is none of that name.
    """
    if name not in bundled_plans():
        raise RefusalError(404, "missing", f"there is no bundled plan {name}")
    return read_text(name)[1]


def listed() -> list[Json]:
    """Return the bundled plans that the page can answer: name, kind, title, question."""
    rows: list[Json] = []
    for name in bundled_plans():
        text = text_of(name)
        data = parse(text, name)
        if not any(mark in data for mark in _MARKS.values()):
            continue
        plan = read(text, name)
        kind = kind_of(text, name)
        rows.append({"name": name, "kind": kind, "title": plan.title, "question": plan.question})
    return rows
