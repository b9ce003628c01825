"""Turn the sections of this project's docstrings into lists for the Python reference.

The house form follows numpydoc's headings, but gives one line to several names and no types, which
stand in the signature: `seed, replications : of the judgement`. General readers take the words
after the colon for a type.
"""

import re
from itertools import pairwise

from sphinx.application import Sphinx

LISTED = ("Attributes", "Parameters", "Raises", "Returns", "Yields")
TITLE = re.compile(r"^-{3,}$")
ENTRY = re.compile(r"^([*\w][\w*., ]*?) : (.*)$")


def _sections(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Return (title, lines) of a docstring; the first title is empty."""
    starts = [n for n, (_, below) in enumerate(pairwise(lines)) if TITLE.match(below)]
    ends = [*starts[1:], len(lines)] if starts else []
    head = lines[: starts[0]] if starts else lines
    parts = [(lines[a], lines[a + 2 : b]) for a, b in zip(starts, ends, strict=True)]
    return [("", head), *parts]


def _listed(lines: list[str]) -> list[str]:
    """Return a list, one item for each entry, with what runs on below it."""
    found: list[str] = []
    for line in lines:
        entry = ENTRY.match(line)
        if entry:
            names = ", ".join(f"``{name}``" for name in entry[1].split(", "))
            found.append(f"- {names} – {entry[2]}")
        elif line.strip():
            found.append(f"  {line.strip()}")
    return found if found and found[0].startswith("- ") else [line.strip() for line in lines]


def rewrite(
    _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Rewrite one docstring in place."""
    found: list[str] = []
    for title, body in _sections(lines):
        if title in LISTED:
            found += ["", f"**{title}**", "", *_listed(body), ""]
        elif title:
            found += ["", *body]
        else:
            found += body
    lines[:] = found


ALIAS = re.compile(r"TypeAliasForwardRef\('(\w+)'\)")


def plain(
    _app: Sphinx,
    _what: str,
    _name: str,
    _obj: object,
    _options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Name type aliases in a signature plainly: in a union Sphinx shows how it holds them."""
    return signature and ALIAS.sub(r"\1", signature), returns


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-process-signature", plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
