"""Write a draft as one self-contained page: the text with its spans, each claim to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

from jinja2 import Environment

from airshield.posture.models import Document
from airshield.posture.reading.draft import Draft, DraftClaim, DraftTrap, draft_toml
from airshield.posture.reading.reader import SourceText


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the claims that rest on it and the kinds of trap in it."""

    text: str
    claims: tuple[str, ...]
    traps: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One document of the page."""

    document: Document
    name: str
    pieces: tuple[Piece, ...]
    claims: tuple[DraftClaim, ...]
    traps: tuple[DraftTrap, ...]


def pieces(
    text: str, claims: Sequence[DraftClaim], traps: Sequence[DraftTrap]
) -> tuple[Piece, ...]:
    """Cut a text where any span begins or ends; spans may overlap. Nothing of it is lost."""
    edges = {0, len(text)}
    spans: list[DraftClaim | DraftTrap] = [*claims, *traps]
    for item in spans:
        edges |= {_start(item), _end(item)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    found = []
    for start, end in pairwise(cuts):
        inside = [c.id for c in claims if _start(c) <= start and end <= _end(c)]
        kinds = [t.kind for t in traps if _start(t) <= start and end <= _end(t)]
        found.append(Piece(text[start:end], tuple(inside), tuple(dict.fromkeys(kinds))))
    return tuple(found)


def _start(item: DraftClaim | DraftTrap) -> int:
    return item.char_start or 0


def _end(item: DraftClaim | DraftTrap) -> int:
    return item.char_end or 0


def draft_page(draft: Draft, sources: Sequence[SourceText], file: str) -> str:
    """Return the page of a draft.

    Parameters
    ----------
    draft : its documents stand in the order of `sources`, the texts that were read.
    file : name under which the page offers the decided draft for saving.
    """
    parts = []
    for document, source in zip(draft.document, sources, strict=True):
        claims = tuple(c for c in draft.claim if c.document == document.id)
        traps = tuple(t for t in draft.trap if t.document == document.id)
        cut = pieces(source.text, claims, traps)
        parts.append(Part(document, source.name, cut, claims, traps))
    template = resources.files("airshield.posture.reading") / "templates" / "draft.html.j2"
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template.read_text("utf-8")).render(
        draft=draft,
        parts=parts,
        file=file,
        title=", ".join(dict.fromkeys(d.publisher for d in draft.document)),
        new_sites={site.id for site in draft.site},
        toml=draft_toml(draft),
    )
