"""Define `airshield copy`: a bundled file as a file of the user's own, to be changed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from airshield.cli.options import JsonOption
from airshield.cli.output import print_json
from airshield.errors import Fault, InputError

if TYPE_CHECKING:
    from airshield.files import Shelf


class FileKind(StrEnum):
    """Kinds of files of which some are bundled."""

    SCENARIO = "scenario"
    PLAN = "plan"
    STUDY = "study"
    LEDGER = "ledger"


def copy(
    name: Annotated[str, typer.Argument(help="A bundled scenario, plan, study or ledger.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write [default: ./<name>.toml].")
    ] = None,
    kind: Annotated[
        FileKind | None, typer.Option(help="Which of two of one name [default: the first].")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Copy a bundled file, so that it can be changed."""
    from airshield.files import bundled_text
    from airshield.result.store import write_text

    path = out or Path(f"{name}.toml")
    found, shelf = _find(name, kind)
    if path.exists() and not force:
        raise _refuse(str(path), "there is such a file; name another, or replace it with --force")
    write_text(path, bundled_text(shelf, name))
    if as_json:
        print_json("copy", {"file": str(path), "kind": found, "name": name})
        return
    print(f"{path}: the {found} {name}; give it an id of its own, then: airshield check {path}")


def _find(name: str, kind: FileKind | None) -> tuple[str, Shelf]:
    """Return the kind and the shelf of a bundled name, of the kind that is asked for."""
    from airshield.cli.shelves import SHELVES
    from airshield.files import bundled_names, nearest

    asked = {key: shelf for key, shelf in SHELVES.items() if kind is None or key == kind.value}
    for key, shelf in asked.items():
        if name in bundled_names(shelf):
            return key, shelf
    known = [one for shelf in asked.values() for one in bundled_names(shelf)]
    raise _refuse("command line", f'"{name}" is not bundled; {nearest(name, sorted(set(known)))}')


def _refuse(file: str, message: str) -> InputError:
    return InputError([Fault(file, None, "", message)])
