"""Edit ledgers without loss: add and correct claims, merge two ledgers, write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from airshield.catalogue import Catalogue
from airshield.errors import ClaimError, Fault
from airshield.files import read_file
from airshield.posture.check import TABLES
from airshield.posture.loading import Loaded, adopt, read
from airshield.posture.models import Claim, Document, Ledger, Model
from airshield.posture.policy import Policy
from airshield.posture.source import LEDGERS
from airshield.result.store import write_text


def dump(ledger: Ledger) -> str:
    """Return a ledger as TOML text that loads to the same ledger; comments are not kept."""
    content = plain(ledger)
    head = {key: value for key, value in content.items() if key not in TABLES}
    tables = {name: content.get(name, ()) for name in TABLES}
    return tomli_w.dumps(head) + _blocks(tables)


def plain(item: Model) -> dict[str, Any]:
    """Return a table of a ledger as its file would hold it: keys at their default left out."""
    return item.model_dump(exclude_none=True, exclude_defaults=True)


def _blocks(tables: Mapping[str, Iterable[dict[str, Any]]]) -> str:
    """Write each entry as a table of its own: a list in brackets could not be added to."""
    return "".join(
        f"\n[[{name}]]\n{tomli_w.dumps(row)}" for name, rows in tables.items() for row in rows
    )


def supersede(loaded: Loaded, claim: Claim) -> Loaded:
    """Return the ledger with a claim added that corrects another; the old one stays.

    Raises
    ------
    ClaimError : `claim.supersedes` is empty, or the ledger is not sound with the claim.
    """
    if claim.supersedes is None:
        message = "is missing; name the claim that this one corrects"
        raise ClaimError([Fault(loaded.file, None, f"claim.{claim.id}.supersedes", message)])
    ledger = loaded.ledger.model_copy(update={"claim": (*loaded.ledger.claim, claim)})
    return adopt(ledger, loaded.file, policy=loaded.policy, catalogue=loaded.catalogue)


def append(
    path: Path,
    documents: Iterable[Document] = (),
    claims: Iterable[Claim] = (),
    *,
    policy: Policy | None = None,
    catalogue: Catalogue | None = None,
) -> Loaded:
    """Add documents and claims at the end of a ledger file; what stands there stays, to the byte.

    Raises
    ------
    ClaimError : the file would not be sound; nothing is written then.
    OutputError : it cannot be written.
    """
    before = read_file(LEDGERS, path)
    added = _blocks(
        {
            "document": [plain(document) for document in documents],
            "claim": [plain(claim) for claim in claims],
        }
    )
    text = f"{before.rstrip()}\n{added}"
    loaded = read(text, str(path), policy=policy, catalogue=catalogue)
    write_text(path, text)
    return loaded


def merge(first: Loaded, second: Loaded) -> Loaded:
    """Return both ledgers as one: entries that are the same stand once.

    Raises
    ------
    ClaimError : one line per id that stands for different things in the two; or the whole is not
        sound.
    """
    faults = []
    tables: dict[str, Any] = {}
    for table in TABLES:
        own = {item.id: item for item in getattr(first.ledger, table)}
        for item in getattr(second.ledger, table):
            if item.id in own and own[item.id] != item:
                message = (
                    f'"{item.id}" stands for something else in {first.file}; give one of the two '
                    "another id"
                )
                faults.append(Fault(second.file, None, f"{table}.{item.id}", message))
            own.setdefault(item.id, item)
        tables[table] = tuple(own.values())
    if faults:
        raise ClaimError(faults)
    ledger = first.ledger.model_copy(
        update={
            **tables,
            "coverage_start": min(first.ledger.coverage_start, second.ledger.coverage_start),
            "coverage_end": max(first.ledger.coverage_end, second.ledger.coverage_end),
        }
    )
    file = f"{first.file} and {second.file}"
    return adopt(ledger, file, policy=first.policy, catalogue=first.catalogue)
