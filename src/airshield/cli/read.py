"""Define `airshield read`: propose claims from texts, or put confirmed ones into a ledger."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from airshield.cli.days import day_or_none
from airshield.cli.options import JsonOption
from airshield.cli.output import print_json
from airshield.errors import ClaimError, Fault

MODEL_KEY = "AIRSHIELD_MODEL_KEY"


@dataclass(frozen=True)
class Request:
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


def read(
    file: Annotated[
        list[Path] | None, typer.Argument(help="Texts to read: plain text, HTML or PDF, English.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Day of publication, 2020-03-30; never guessed.")
    ] = None,
    source: Annotated[str, typer.Option(help="Who published it.")] = "",
    reliability: Annotated[
        str, typer.Option(help="Suggested grade of the publisher, A to F.")
    ] = "C",
    out: Annotated[Path, typer.Option(help="Folder for the draft and its page.")] = Path(
        "airshield-out/reading"
    ),
    confirm: Annotated[
        Path | None, typer.Option(help="A draft with decisions: put what is confirmed into --into.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="The ledger that confirmed claims go to; made if missing.")
    ] = None,
    model_url: Annotated[
        str,
        typer.Option(help="Address of a language model's chat endpoint: it reads, not the rules."),
    ] = "",
    model_name: Annotated[str, typer.Option(help="Name of that model, if it needs one.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a draft in which decisions were taken.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Propose claims from reports, for a person to confirm; or confirm them into a ledger."""
    request = Request(
        files=tuple(file or ()),
        published=published,
        source=source,
        reliability=reliability,
        out=out,
        model_url=model_url,
        model_name=model_name,
        confirm=confirm,
        into=into,
        force=force,
        quiet=as_json,
    )
    result = _confirm(request) if confirm or into else _propose(request)
    if as_json:
        print_json("read", result)


def _fault(key: str, message: str) -> ClaimError:
    return ClaimError([Fault("command line", None, key, message)])


def _confirm(request: Request) -> dict[str, Any]:
    from airshield.posture.reading import confirm

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


def _propose(request: Request) -> dict[str, Any]:
    from airshield.posture.models import Letter
    from airshield.posture.reading import read_files
    from airshield.posture.reading.model_reader import ModelReader

    if request.reliability not in get_args(Letter):
        raise _fault("--reliability", f'"{request.reliability}" is no grade; write A to F')
    published = day_or_none("--published", request.published)
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
