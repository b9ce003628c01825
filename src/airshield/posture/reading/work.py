"""Read files from end to end: open them, propose claims, write the draft and its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from airshield.catalogue import bundled
from airshield.errors import ClaimError, Fault, InputError
from airshield.posture.models import Letter
from airshield.posture.places import places
from airshield.posture.policy import bundled_policy
from airshield.posture.reading.confirm import load_draft
from airshield.posture.reading.draft import Draft, build_draft, decided, draft_toml, refuse
from airshield.posture.reading.inputs import Opened, open_document
from airshield.posture.reading.lexicon import Lexicon, load_lexicon
from airshield.posture.reading.page import draft_page
from airshield.posture.reading.reader import Reader, SourceText
from airshield.posture.reading.rules import RuleReader
from airshield.result.store import write_text

DRAFT, PAGE = "draft.toml", "draft.html"


@dataclass(frozen=True)
class Written:
    """A draft and where it was written."""

    draft: Draft
    draft_file: Path
    page_file: Path
    sources: tuple[SourceText, ...]


def open_all(files: Sequence[Path], lexicon: Lexicon) -> list[tuple[Path, Opened]]:
    """Open every file.

    Raises
    ------
    ClaimError : one line for each file that cannot be read.
    """
    found: list[tuple[Path, Opened]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            found.append((file, open_document(file, lexicon)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise ClaimError(faults)
    return found


def sources(
    opened: Sequence[tuple[Path, Opened]], published: dt.date | None, source: str
) -> list[SourceText]:
    """Say of each text when and by whom it was published.

    Raises
    ------
    ClaimError : no day or no name was given; the days that the pages state are offered.
    """
    faults = []
    if published is None:
        for file, document in opened:
            offer = (
                f"the page states {document.page_date}: give that if it is right"
                if document.page_date
                else "the text itself states none"
            )
            message = f"the day of publication is missing, and is never guessed; {offer}"
            faults.append(Fault(str(file), None, "--published", message))
    if not source.strip():
        message = "who published it is missing; name the outlet or the office"
        faults.append(Fault("command line", None, "--source", message))
    if faults or published is None:
        raise ClaimError(faults)
    return [SourceText(d.text, f.name, source, published, d.page_date) for f, d in opened]


def read_files(
    files: Sequence[Path],
    published: dt.date | None,
    source: str,
    out: Path,
    *,
    reader: Reader | None = None,
    letter: Letter = "C",
    force: bool = False,
) -> Written:
    """Propose claims from files and write `draft.toml` and `draft.html`.

    Parameters
    ----------
    files : plain text, HTML or PDF, in English. published, source : hold for all of them.
    out : folder. reader : the built-in rules where None. letter : grade of the publisher, A to F.
    force : replace a draft in which a person has taken decisions.

    Returns
    -------
    The draft and the paths that were written. No ledger is touched.

    Raises
    ------
    ClaimError : files that cannot be read, a missing day or name, a draft with decisions in `out`.
    OutputError : the folder cannot be written.
    """
    lexicon = load_lexicon()
    if not files:
        raise refuse("command line", "no file is named; give at least one to read", "FILE")
    texts = sources(open_all(files, lexicon), published, source)
    draft_file, page_file = out / DRAFT, out / PAGE
    _keep_decisions(draft_file, force)
    back_end = reader or RuleReader(lexicon)
    readings = [(text, back_end.read(text)) for text in texts]
    draft = build_draft(readings, places(bundled()), tuple(bundled_policy().systems), letter=letter)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise refuse(
            str(out), f"cannot be written ({reason.strerror}); name another --out"
        ) from None
    write_text(draft_file, draft_toml(draft))
    write_text(page_file, draft_page(draft, texts, DRAFT))
    return Written(draft, draft_file, page_file, tuple(texts))


def _keep_decisions(file: Path, force: bool) -> None:
    if force or not file.exists():
        return
    taken = decided(load_draft(file))
    if taken:
        message = (
            f"{taken} decisions were taken in this draft; name another --out, or replace it "
            "with --force"
        )
        raise refuse(str(file), message)
