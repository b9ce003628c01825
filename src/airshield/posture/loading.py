"""Load a ledger: read, check everything, then raise once or return."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from airshield.catalogue import Catalogue, bundled
from airshield.errors import ClaimError, Fault
from airshield.files import Document, parse
from airshield.files.shape import validate_as
from airshield.posture.check import check, entries
from airshield.posture.models import Ledger, System
from airshield.posture.places import Places, places
from airshield.posture.policy import Policy, bundled_policy
from airshield.posture.source import read_ledger_text


@dataclass(frozen=True, repr=False)
class Loaded:
    """A ledger that was checked, with the places and words that it uses.

    Attributes
    ----------
    ledger : what the file says. places : the one site table and the ledger's own sites.
    systems : by word, the policy's and the ledger's own. policy : what it was checked with.
    catalogue : whose site table it uses. file : bundled name or path. text_hash : SHA-256 of the
    file's text, hexadecimal.
    """

    ledger: Ledger
    places: Places
    systems: Mapping[str, System]
    policy: Policy
    catalogue: Catalogue
    file: str
    text_hash: str

    def __repr__(self) -> str:
        """Return what it is: claims and places would bury it."""
        return f"<Loaded ledger {self.ledger.title!r}: {len(self.ledger.claim)} claims>"


def load(
    name_or_path: str | Path, *, policy: Policy | None = None, catalogue: Catalogue | None = None
) -> Loaded:
    """Load a bundled ledger by name, or a file.

    Parameters
    ----------
    name_or_path : for example "iraq-2020", or the path of a TOML file.
    policy, catalogue : the bundled ones where None.

    Raises
    ------
    ClaimError : with every fault of the file, in the order of its lines.
    """
    file, text = read_ledger_text(name_or_path)
    return read(text, file, policy=policy, catalogue=catalogue)


def read(
    text: str,
    file: str = "ledger",
    *,
    policy: Policy | None = None,
    catalogue: Catalogue | None = None,
) -> Loaded:
    """Read a ledger from TOML text; as `load` otherwise."""
    raw = Document(file, parse(text, file, ClaimError), text)
    return _judge(raw, policy or bundled_policy(), catalogue or bundled(), text)


def adopt(
    ledger: Ledger,
    file: str = "ledger",
    *,
    policy: Policy | None = None,
    catalogue: Catalogue | None = None,
) -> Loaded:
    """Check a ledger that was built in Python, and return it as if loaded from a file."""
    data = ledger.model_dump(exclude_none=True)
    raw = Document(file, data)
    return _judge(raw, policy or bundled_policy(), catalogue or bundled(), ledger.model_dump_json())


def _judge(raw: Document, policy: Policy, catalogue: Catalogue, text: str) -> Loaded:
    ledger, shape = validate_as(Ledger, raw)
    content = entries(raw)
    table = places(catalogue)
    known = places(catalogue, [site for _, site in content.of("site")])
    systems = {**policy.systems, **{system.id: system for _, system in content.of("system")}}
    refused = {(fault.line, fault.key) for fault in shape}
    meaning = check(content, known, systems, table)
    # One line per fault: where the shape is wrong, nothing is said about the meaning.
    faults = [*shape, *(fault for fault in meaning if (fault.line, fault.key) not in refused)]
    if ledger is None or faults:
        raise ClaimError(_sorted(faults))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Loaded(ledger, known, systems, policy, catalogue, raw.file, digest)


def _sorted(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line or 0)
