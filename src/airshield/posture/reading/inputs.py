"""Open what the user wants read: plain text, HTML and PDF, or say in one sentence why not."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path

from airshield.errors import ClaimError
from airshield.extras import late
from airshield.posture.reading.draft import refuse
from airshield.posture.reading.lexicon import Lexicon

TEXT_CHARACTERS_MOST = 300_000
FILE_BYTES_MOST = 50_000_000
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|article)\b", re.I)
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True)
class Opened:
    """The words of a file, and the day that the page states of itself, if it does."""

    text: str
    kind: str
    page_date: dt.date | None


def open_document(path: Path, lexicon: Lexicon) -> Opened:
    """Return the words of a text, HTML or PDF file.

    Parameters
    ----------
    path : the file; its first bytes say what it is, not its name.
    lexicon : for the words by which English is known.

    Raises
    ------
    ClaimError : missing, a directory, empty, binary, too long, a PDF without text, or not English.
    MissingExtraError : HTML or PDF without the extra `read`.
    """
    raw = _bytes(path)
    if raw.startswith(b"%PDF"):
        opened = _pdf(raw, str(path))
    elif _HTML.match(raw[:2000].removeprefix(b"\xef\xbb\xbf")) or _named_html(path, raw):
        opened = _html(raw, str(path))
    else:
        opened = Opened(_decoded(raw, str(path)), "text", None)
    _check(opened, str(path), lexicon)
    return opened


def _named_html(path: Path, raw: bytes) -> bool:
    return path.suffix.lower() in (".html", ".htm", ".xhtml") and b"<" in raw and b"\0" not in raw


def _bytes(path: Path) -> bytes:
    file = str(path)
    if path.is_dir():
        raise refuse(file, "this is a directory; name the files in it")
    try:
        size = path.stat().st_size
        if size > FILE_BYTES_MOST:
            raise refuse(file, f"{size / 1e6:.0f} MB is too large; the most is 50 MB")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise refuse(file, "there is no such file") from None
    except OSError as reason:
        raise refuse(file, f"the file cannot be read: {reason.strerror}") from None
    if not raw.strip():
        raise refuse(file, "the file is empty; there is nothing to read")
    return raw


def _decoded(raw: bytes, file: str) -> str:
    if b"\0" in raw:
        raise refuse(file, "this is a binary file; text, HTML and PDF can be read")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        printable = sum(32 <= b < 127 or b in b"\n\r\t" for b in raw[:4000])
        if printable < 0.7 * len(raw[:4000]):
            message = "this is a binary file; text, HTML and PDF can be read"
        else:
            message = "this is not UTF-8 text; save it as UTF-8"
        raise refuse(file, message) from None


def _check(opened: Opened, file: str, lexicon: Lexicon) -> None:
    text = opened.text
    if not text.strip():
        why = {
            "pdf": "the PDF holds no text, only pictures perhaps; run text recognition on it first",
            "html": "the page holds no article text; save the text itself",
        }.get(opened.kind, "the file is empty; there is nothing to read")
        raise refuse(file, why)
    if len(text) > TEXT_CHARACTERS_MOST:
        message = (
            f"{len(text) / 1e6:.1f} million characters are no report; the most is 0.3 million: "
            "cut it into its documents"
        )
        raise refuse(file, message)
    words = re.findall(r"[^\W\d_]+", text.lower())
    known = set(lexicon.words["function_words"])
    share = sum(word in known for word in words) / max(len(words), 1)
    if share < lexicon.words["function_share"]:
        message = (
            f"this does not read as English ({share:.0%} of its words are common English ones); "
            "the reader knows English only"
        )
        raise refuse(file, message)


def _html(raw: bytes, file: str) -> Opened:
    trafilatura = late("trafilatura", "read")
    words = trafilatura.extract(
        raw, include_comments=False, include_tables=True, favor_recall=True, include_links=False
    )
    found = trafilatura.extract_metadata(raw)
    if words is None and b"\0" in raw:
        raise refuse(file, "this is a binary file; text, HTML and PDF can be read")
    return Opened(words or "", "html", _iso(getattr(found, "date", None)))


def _iso(words: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words[:10]) if words else None
    except ValueError:
        return None


def _pdf(raw: bytes, file: str) -> Opened:
    pypdf = late("pypdf", "read")
    damaged = late("pypdf.errors", "read").PyPdfError
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refuse(file, "the PDF is locked with a password; save it without one")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        facts = reader.metadata
        created = str(facts.get("/CreationDate", "")) if facts is not None else ""
    except ClaimError:
        raise
    except (damaged, ValueError, KeyError, TypeError, IndexError, AttributeError) as reason:
        words = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
        raise refuse(file, f"the PDF is damaged and cannot be read: {words}") from None
    match = _PDF_DATE.match(created)
    day = _iso("-".join(match.groups())) if match else None
    return Opened(_unwrapped(text), "pdf", day)


def _unwrapped(text: str) -> str:
    """Join the lines that a PDF breaks at its margin; a blank line or a short line ends them."""
    joined = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"(?<=[^\n.!?:”\"])\n(?=[a-z0-9(“\"])", " ", joined)
