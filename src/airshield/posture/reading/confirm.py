"""Turn the confirmed claims of a draft into claims of a ledger; nothing else enters it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from airshield.errors import ClaimError, Fault
from airshield.files import Document as File
from airshield.files import parse, read_file
from airshield.files.shape import validate_as
from airshield.posture.editing import plain
from airshield.posture.loading import Loaded, read
from airshield.posture.models import Claim, Ledger, Model
from airshield.posture.reading.draft import Draft, DraftClaim
from airshield.posture.source import DRAFTS, LEDGERS
from airshield.result.store import write_text


@dataclass(frozen=True)
class Confirmation:
    """What went into the ledger, and what did not."""

    ledger: Loaded
    confirmed: int
    rejected: int
    pending: int


def load_draft(path: Path) -> Draft:
    """Load a draft file.

    Raises
    ------
    ClaimError : every fault of its shape, with line and key.
    """
    return _loaded(path)[0]


def _loaded(path: Path) -> tuple[Draft, File]:
    text = read_file(DRAFTS, path)
    file = File(str(path), parse(text, str(path), ClaimError), text)
    draft, faults = validate_as(Draft, file)
    if draft is None or faults:
        raise ClaimError(faults)
    return draft, file


def _claim(draft: DraftClaim) -> Claim:
    return Claim.model_validate(draft.model_dump(exclude={"decision", "trap", "speaker", "weak"}))


def confirm(draft_file: Path, ledger_file: Path) -> Confirmation:
    """Add the confirmed claims of a draft to a ledger file, which is made if it is not there.

    Parameters
    ----------
    draft_file : a draft in which a person has set decisions.
    ledger_file : what stands there stays, to the byte; documents, sites and systems that the
        claims need are added with them.

    Raises
    ------
    ClaimError : a fault in the draft, nothing confirmed in it, or a ledger that would not be
        sound with the new claims; nothing is written then.
    OutputError : the ledger cannot be written.
    """
    draft, file = _loaded(draft_file)
    wanted = [claim for claim in draft.claim if claim.decision == "confirm"]
    if not wanted:
        message = 'nothing is confirmed; set decision = "confirm" on the claims that hold'
        raise ClaimError([file.fault(("claim",), message)])
    before = read_file(LEDGERS, ledger_file) if ledger_file.exists() else _head(draft, wanted)
    held = parse(before, str(ledger_file), ClaimError)
    text = f"{before.rstrip()}\n\n{tomli_w.dumps(_added(draft, wanted, held))}"
    loaded = read(text, str(ledger_file))
    write_text(ledger_file, text)
    counts = [sum(c.decision == d for c in draft.claim) for d in ("reject", "pending")]
    return Confirmation(loaded, len(wanted), counts[0], counts[1])


def _added(draft: Draft, wanted: list[DraftClaim], held: dict[str, Any]) -> dict[str, Any]:
    """Return the tables to add; what the ledger holds word for word is not added again."""

    def new(table: str, items: list[Model]) -> list[dict[str, Any]]:
        there = [row for row in held.get(table, ()) if isinstance(row, dict)]
        rows = [plain(item) for item in items]
        return [row for row in rows if row not in there]

    sites = {site for claim in wanted for site in claim.sites}
    systems = {claim.system for claim in wanted}
    documents = {claim.document for claim in wanted}
    tables = {
        "site": new("site", [s for s in draft.site if s.id in sites]),
        "system": new("system", [s for s in draft.system if s.id in systems]),
        "document": new("document", [d for d in draft.document if d.id in documents]),
        "claim": [plain(_claim(claim)) for claim in wanted],
    }
    return {name: rows for name, rows in tables.items() if rows}


def _head(draft: Draft, wanted: list[DraftClaim]) -> str:
    """Return the head of a new ledger that covers what its first claims speak of."""
    published = {document.id: document.published for document in draft.document}
    days = [published[c.document] for c in wanted if c.document in published]
    days += [day for c in wanted for day in (c.event_start, c.event_end) if day is not None]
    if not days:
        message = "no claim names a document of the draft; mend `document`"
        raise ClaimError([Fault(draft.reader, None, "claim", message)])
    ledger = Ledger(
        schema_version=1,
        title="Claims confirmed from drafts",
        coverage_start=min(days),
        coverage_end=max(days),
    )
    return tomli_w.dumps(plain(ledger))
