"""The built page is that of the sources, carries its licences, and names no other machine."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from airshield.web.app import static_folder

WEB = Path(__file__).parents[2] / "web"
TOP = ("index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def test_the_committed_page_was_built_from_these_sources():
    names = [
        *TOP,
        *(f"{part}/{p.name}" for part in ("public", "src") for p in (WEB / part).iterdir()),
    ]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(name.encode())
        digest.update((WEB / name).read_bytes())
    built = (static_folder() / "built-from.txt").read_text("utf-8").strip()
    assert built == digest.hexdigest(), "run `npm ci && npm run build` in web/"


def test_the_lock_names_no_registry():
    assert '"resolved"' not in (WEB / "package-lock.json").read_text("utf-8")


def test_the_lock_holds_every_optional_package():
    """`npm ci` refuses a lock that names a package of another platform and does not hold it."""
    held = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {name for one in held.values() for name in one.get("optionalDependencies", {})}
    assert wanted
    assert [name for name in sorted(wanted) if f"node_modules/{name}" not in held] == []


def test_licences_go_with_the_page():
    text = (static_folder() / "licences.txt").read_text("utf-8")
    assert re.search(r"maplibre-gl \d+\.\d+", text)
    assert re.search(r"morphdom \d+\.\d+", text)
    assert re.search(r"milsymbol \d+\.\d+", text)


def test_what_is_sent_is_small_without_the_symbols():
    files = [p for p in static_folder().rglob("*") if p.is_file() and p.name != "symbols.js"]
    sizes = [len(gzip.compress(p.read_bytes(), 5)) for p in files]
    print(f"transfer without the symbols: {sum(sizes):,} bytes, compressed")
    assert sum(sizes) < 1_500_000
