"""Run `airshield read`: propose claims from texts, or put confirmed ones into a ledger."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from airshield.errors import ClaimError, Fault
from airshield.posture.models import Letter
from airshield.posture.reading import confirm, read_files
from airshield.posture.reading.draft import parse_day
from airshield.posture.reading.model_reader import ModelReader

MODEL_KEY = "AIRSHIELD_MODEL_KEY"


@dataclass(frozen=True)
class ReadRequest:
    """What the user typed."""

    files: tuple[Path, ...]
    published: str | None
    source: str
    reliability: str
    out: Path
    model_url: str
    model_name: str
    confirm: Path | None
    into: Path | None
    force: bool
    quiet: bool


def run_read(request: ReadRequest) -> dict[str, Any]:
    """Do what was asked; return what goes into the JSON envelope."""
    if request.confirm is not None or request.into is not None:
        return _confirm(request)
    return _propose(request)


def _fault(key: str, message: str) -> ClaimError:
    return ClaimError([Fault("command line", None, key, message)])


def _confirm(request: ReadRequest) -> dict[str, Any]:
    if request.confirm is None:
        raise _fault("--confirm", "--into needs --confirm DRAFT, the draft to take claims from")
    if request.into is None:
        raise _fault("--into", "--confirm needs --into LEDGER, the ledger that the claims go to")
    if request.files:
        raise _fault("FILE", "--confirm reads no texts; leave the files out")
    done = confirm(request.confirm, request.into)
    if not request.quiet:
        print(
            f"{request.into}: {done.confirmed} claims added; {done.rejected} rejected and "
            f"{done.pending} open ones stay in {request.confirm}"
        )
    return {
        "ledger": str(request.into),
        "confirmed": done.confirmed,
        "rejected": done.rejected,
        "pending": done.pending,
    }


def _propose(request: ReadRequest) -> dict[str, Any]:
    if request.reliability not in get_args(Letter):
        raise _fault("--reliability", f'"{request.reliability}" is no grade; write A to F')
    published = parse_day(request.published) if request.published is not None else None
    reader = None
    if request.model_url:
        key = os.environ.get(MODEL_KEY, "")
        reader = ModelReader(request.model_url, request.model_name, key)
    written = read_files(
        request.files,
        published,
        request.source,
        request.out,
        reader=reader,
        letter=cast(Letter, request.reliability),
        force=request.force,
    )
    draft = written.draft
    if not request.quiet:
        _show(written.draft_file, written.page_file, draft)
    return {
        "reader": draft.reader,
        "draft": str(written.draft_file),
        "page": str(written.page_file),
        "claims": [c.model_dump(mode="json", exclude_none=True) for c in draft.claim],
        "traps": [t.model_dump(mode="json") for t in draft.trap],
        "new_sites": [site.id for site in draft.site],
        "note": draft.note,
    }


def _show(draft_file: Path, page_file: Path, draft: Any) -> None:
    for document in draft.document:
        if document.note:
            print(f"{document.id}: {document.note}; taken: {document.published}")
    if draft.note:
        print(draft.note)
    for claim in draft.claim:
        trap = f"  [{claim.trap}, no fact]" if claim.trap else ""
        trap += "  [weak]" if claim.weak else ""
        denied = "not " if claim.polarity == "negative" else ""
        print(
            f"{claim.sites[0]:<18} {claim.system:<16} {denied + claim.status:<18} "
            f"{claim.source_reliability}{claim.information_credibility}  “{claim.quote}”{trap}"
        )
    weak = sum(claim.weak for claim in draft.claim)
    print(
        f"{len(draft.claim)} claims proposed, {weak} of them weak, {len(draft.trap)} stretches to "
        f"beware of; none is in a ledger.\n"
        f"Read them beside the text in {page_file}, decide, then:\n"
        f"  airshield read --confirm {draft_file} --into LEDGER.toml"
    )
