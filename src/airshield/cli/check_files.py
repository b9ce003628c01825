"""Check files that a user names: find out what each is, and say every fault of all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from airshield import files
from airshield.catalogue import Catalogue
from airshield.cli.shelves import SHELVES
from airshield.errors import Fault, InputError
from airshield.files import parse
from airshield.plan.assignment_file import load_assignment
from airshield.plan.bases_file import load_bases
from airshield.plan.sites_file import load_sites
from airshield.plan.stock_file import load_stock
from airshield.posture import load as load_ledger
from airshield.posture import load_policy, resolve
from airshield.scenario import load
from airshield.study.files import load_study


@dataclass(frozen=True)
class Checked:
    """A file without a fault: what it is, and what it holds."""

    file: str
    kind: str
    holds: dict[str, int]

    def sentence(self) -> str:
        """Return one line for a person."""
        counts = ", ".join(f"{count} {name}" for name, count in self.holds.items())
        return f"{self.file}: no fault; {self.kind} with {counts}"


def _scenario(file: str, catalogue: Catalogue) -> dict[str, int]:
    loaded = load(file, catalogue)
    resolve(loaded)
    return {
        "assets": len(loaded.scenario.asset),
        "fire units": len(loaded.scenario.fire_unit),
        "threats": sum(volley.count for volley in loaded.scenario.volley),
    }


def _study(file: str, catalogue: Catalogue) -> dict[str, int]:
    study = load_study(file, catalogue)
    return {"axes": len(study.spec.axis), "points": len(study.points)}


def _ledger(file: str, catalogue: Catalogue) -> dict[str, int]:
    loaded = load_ledger(file, policy=load_policy(None), catalogue=catalogue)
    return {"claims": len(loaded.ledger.claim), "sources": len(loaded.ledger.source)}


def _assignment(file: str, _catalogue: Catalogue) -> dict[str, int]:
    found = load_assignment(file)
    return {"weapons": len(found.weapon), "targets": len(found.target)}


def _stock(file: str, catalogue: Catalogue) -> dict[str, int]:
    return {"doctrines": len(load_stock(file, catalogue).doctrine)}


def _sites(file: str, catalogue: Catalogue) -> dict[str, int]:
    found = load_sites(file, catalogue)
    return {"assets": len(found.asset), "candidates": len(found.candidate)}


def _bases(file: str, catalogue: Catalogue) -> dict[str, int]:
    return {"bases": len(load_bases(file, catalogue).base)}


_CHECKS: dict[str, Callable[[str, Catalogue], dict[str, int]]] = {
    "scenario": _scenario,
    "study": _study,
    "ledger": _ledger,
    "assignment plan": _assignment,
    "stock plan": _stock,
    "sites plan": _sites,
    "bases plan": _bases,
}
_MARKS = (
    ("claim", "ledger"),
    ("candidate", "sites plan"),
    ("axis", "study"),
    ("weapon", "assignment plan"),
    ("base", "bases plan"),
    ("rounds", "stock plan"),
)
"""A key at the top of a file, and what the file is then; a sites plan may have axes, too."""


def _text(file: str) -> str:
    for shelf in SHELVES.values():
        if file in files.bundled_names(shelf):
            return files.bundled_text(shelf, file)
    return files.read_text(SHELVES["scenario"], file)[1]


def kind_of(file: str) -> str:
    """Tell what a file is by a key at its top; what has none of them is taken for a scenario.

    Parameters
    ----------
    file : a bundled name or a path. A name that a scenario and a ledger share is the scenario's.

    Raises
    ------
    InputError : it cannot be read, or is no TOML.
    """
    top: dict[str, Any] = parse(_text(file), file)
    return next((kind for key, kind in _MARKS if key in top), "scenario")


def check_files(named: list[str], catalogue: Catalogue) -> list[Checked]:
    """Check each file.

    Raises
    ------
    InputError : with every fault of every file, in the order of the files.
    """
    found: list[Checked] = []
    faults: list[Fault] = []
    for file in named:
        try:
            kind = kind_of(file)
            found.append(Checked(file, kind, _CHECKS[kind](file, catalogue)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found
