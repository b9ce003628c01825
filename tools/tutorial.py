"""Follow a page of the documents as a reader would: save its files, type its commands.

`python tools/tutorial.py docs/tutorial.md` writes what came out back into the page, and the
pictures that it shows into `docs/img/tutorial`. A test follows the page and compares.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILE = re.compile(r"^`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
PICTURE = re.compile(r"\]\((img/tutorial/([\w-]+\.png))\)")
LEFT_OUT = "…"
COLUMNS = "96"


def save_files(page: str, folder: Path) -> None:
    """Write every file that the page tells to save."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")


def blocks(page: str) -> list[str]:
    """Return the bodies of the console blocks."""
    return CONSOLE.findall(page)


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (command, shown lines) of a block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        yield command, shown.splitlines()


def typed(command: str, folder: Path) -> list[str]:
    """Return the lines that a command prints in a folder, both streams as a terminal shows them."""
    where = {**os.environ, "COLUMNS": COLUMNS, "PYTHONIOENCODING": "utf-8"}
    where["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        shell=True,
        env=where,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    # Empty lines at both ends are no part of what is shown.
    return "\n".join(lines).strip("\n").splitlines()


def chunks(shown: list[str]) -> list[list[str]]:
    """Return the runs of lines between marks of what is left out."""
    found: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(line)
    return found


def fits(shown: list[str], printed: list[str]) -> bool:
    """Tell whether what is shown is what was printed, up to what is left out."""
    at, parts = 0, chunks(shown)
    for number, part in enumerate(parts):
        places = range(at, len(printed) - len(part) + 1)
        if number == 0:
            places = places[:1]
        if number == len(parts) - 1 and part:
            places = [n for n in places if n + len(part) == len(printed)]
        place = next((n for n in places if printed[n : n + len(part)] == part), None)
        if place is None:
            return False
        at = place + len(part)
    return len(parts) > 1 or at == len(printed)


def renewed(shown: list[str], printed: list[str]) -> list[str]:
    """Return what was printed in the cut of what was shown: each run from its first line on."""
    if LEFT_OUT not in shown:
        return printed
    found: list[str] = []
    for number, part in enumerate(chunks(shown)):
        found += [LEFT_OUT] if number else []
        if part:
            near = difflib.get_close_matches(part[0], printed, n=1, cutoff=0.4)
            if not near:
                sys.exit(f"no line is like: {part[0]}")
            first = printed.index(near[0])
            found += printed[first : first + len(part)]
    return found


def rewrite(path: Path) -> None:
    """Follow the page, and put what came out and the pictures in its place."""
    page = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as work:
        save_files(page, Path(work))

        def again(found: re.Match[str]) -> str:
            lines: list[str] = []
            for command, shown in steps(found[1]):
                lines += [f"$ {command}", *renewed(shown, typed(command, Path(work)))]
            return "```console\n" + "\n".join(lines) + "\n```"

        path.write_text(CONSOLE.sub(again, page), encoding="utf-8")
        for target, name in PICTURE.findall(page):
            found = Path(work).glob(f"airshield-out/**/{name}")
            source = max(found, key=lambda path: path.stat().st_mtime)
            keep(source, path.parent / target)


def keep(source: Path, target: Path) -> None:
    """Copy a picture with few colours, not wider than a page."""
    from PIL import Image  # noqa: PLC0415  (only here)

    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((1400, 1400))
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(128).save(target, optimize=True)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
