"""Read TOML with the line of every key, so that a fault can name its place.

No TOML reader gives lines. This scanner walks the text once and remembers where each key path
begins: tables, arrays of tables, dotted and quoted keys, keys of inline tables and of arrays.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from airshield.errors import Fault, InputError

Path = tuple[str | int, ...]
LARGEST = 2**64 - 1
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_END = re.compile(r"\(at end of document\)")


def parse(text: str, file: str, error: type[InputError] = InputError) -> dict[str, Any]:
    """Parse TOML.

    Parameters
    ----------
    text : of the file; file : its name for faults; error : what is raised for files of its kind.

    Raises
    ------
    InputError : of the kind given: broken TOML, with its line and the reader's reason; a whole
        number beyond 64 bits.
    """
    try:
        content = tomllib.loads(text)
    except RecursionError:
        raise error([Fault(file, None, "", "values are nested too deeply")]) from None
    except ValueError as reason:
        # Mostly TOMLDecodeError; plain ValueError for a number with thousands of digits.
        message = str(reason)
        at = _AT.search(message)
        line = int(at[1]) if at else text.count("\n") + 1
        cause = _END.sub("", _AT.sub("", message)).strip().rstrip(".")
        mend = "mend the TOML syntax at this line"
        raise error([Fault(file, line, "", f"not valid TOML: {cause}; {mend}")]) from None
    _refuse_large(content, text, file, error)
    return content


def _refuse_large(content: dict[str, Any], text: str, file: str, error: type[InputError]) -> None:
    """Refuse whole numbers of more than 64 bits, which no float, array or database takes."""
    todo: list[tuple[Path, Any]] = [((), content)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, dict):
            todo += [((*path, key), inner) for key, inner in node.items()]
        elif isinstance(node, list):
            todo += [((*path, k), inner) for k, inner in enumerate(node)]
        elif isinstance(node, int) and not -LARGEST <= node <= LARGEST:
            key = ".".join(str(step) for step in path)
            message = "this whole number has more than 64 bits; write a smaller one"
            raise error([Fault(file, TomlLines(text).line(path), key, message)])


class TomlLines:
    """Find the line of a key path in TOML text that `tomllib` accepts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._found: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._scan()

    def line(self, path: Path) -> int | None:
        """Return the line (from 1) of a path, or of its nearest parent that has one."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._found:
                return self._found[path[:end]]
        return None

    # ------------------------------------------------------------------ reading characters
    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _step(self, n: int = 1) -> None:
        self._line += self._text.count("\n", self._at, self._at + n)
        self._at += n

    def _skip(self, newlines: bool) -> None:
        blanks = " \t\r\n" if newlines else " \t\r"
        while (c := self._peek()) and (c in blanks or c == "#"):
            if c == "#":
                end = self._text.find("\n", self._at)
                self._step((end if end >= 0 else len(self._text)) - self._at)
            else:
                self._step()

    def _string(self) -> str:
        quote = self._peek()
        triple = quote * 3
        if self._text.startswith(triple, self._at):
            end = self._at + 3
            while not self._text.startswith(triple, end):
                end += 2 if quote == '"' and self._text[end] == "\\" else 1
            # Up to two quotes may stand directly before the closing ones.
            while self._text.startswith(quote, end + 3):
                end += 1
            body = self._text[self._at + 3 : end]
            self._step(end + 3 - self._at)
            return body
        end = self._at + 1
        while self._text[end] != quote:
            end += 2 if quote == '"' and self._text[end] == "\\" else 1
        raw = self._text[self._at : end + 1]
        self._step(end + 1 - self._at)
        return str(tomllib.loads(f"k = {raw}")["k"])

    def _key(self) -> tuple[str, ...]:
        parts = []
        while True:
            self._skip(newlines=False)
            if self._peek() in "\"'":
                parts.append(self._string())
            else:
                bare = _BARE.match(self._text, self._at)
                parts.append(bare[0] if bare else "")
                self._step(len(parts[-1]))
            self._skip(newlines=False)
            if self._peek() != ".":
                return tuple(parts)
            self._step()

    # ------------------------------------------------------------------ structure
    def _note(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._found.setdefault(path[:end], line)

    def _resolve(self, keys: tuple[str, ...]) -> Path:
        """Turn header keys into a path with the index of the last element of each array."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _header(self) -> Path:
        line = self._line
        double = self._text.startswith("[[", self._at)
        self._step(2 if double else 1)
        keys = self._key()
        self._step(2 if double else 1)
        if double:
            array = (*self._resolve(keys[:-1]), keys[-1])
            self._arrays[array] = self._arrays.get(array, -1) + 1
            path: Path = (*array, self._arrays[array])
        else:
            path = self._resolve(keys)
        self._note(path, line)
        # A header says where its table is, even if a sub-table came before it.
        self._found[path] = line
        return path

    def _value(self, path: Path) -> None:
        c = self._peek()
        if c in "\"'":
            self._string()
        elif c == "[":
            self._step()
            index = 0
            self._skip(newlines=True)
            while self._peek() != "]":
                self._note((*path, index), self._line)
                self._value((*path, index))
                index += 1
                self._skip(newlines=True)
                if self._peek() == ",":
                    self._step()
                    self._skip(newlines=True)
            self._step()
        elif c == "{":
            self._step()
            self._skip(newlines=True)
            while self._peek() != "}":
                self._pair(path)
                self._skip(newlines=True)
                if self._peek() == ",":
                    self._step()
                    self._skip(newlines=True)
            self._step()
        else:
            end = re.compile(r"[,\]}#\n]|$").search(self._text, self._at)
            self._step((end.start() if end else len(self._text)) - self._at)

    def _pair(self, table: Path) -> None:
        line = self._line
        path: Path = (*table, *self._key())
        self._note(path, line)
        self._step()  # the equals sign
        self._skip(newlines=False)
        self._value(path)

    def _scan(self) -> None:
        table: Path = ()
        self._skip(newlines=True)
        while self._peek():
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(newlines=True)
