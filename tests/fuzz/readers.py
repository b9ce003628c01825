"""Every reader of airshield under one shape: sound files to spoil, and a call on a path."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pdf_page import pdf

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORT = (
    "BAGHDAD, March 30 (Reuters) - One of two Patriot missile batteries has arrived at Ain al-Asad "
    "base and is being assembled, a U.S. official said on Monday. The other was to be deployed to "
    "Erbil within days, a military source said. Officials denied last week that any had gone to "
    "Taji; at least 2 C-RAM guns have been working there since early March 2020.\n\n"
    "“They are not yet operational”, the official said, and would not say when they will be.\n"
)


@dataclass(frozen=True)
class Reader:
    """One reader.

    Attributes
    ----------
    seeds : sound files; kind : "toml", "json" or "bytes"; name : of the file that is written.
    call : takes the path of the file, or of a folder that holds it; examples : of a short run.
    """

    seeds: tuple[bytes, ...]
    kind: str
    call: object
    examples: int
    name: str = "file.toml"


def _bundled(room):
    folder = resources.files(f"airshield.{room}") / "data"
    return {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir(), key=str)}


def _scenario(path):
    from airshield.posture import resolve
    from airshield.scenario import dump, load, read
    from airshield.simulate.lower import lower

    loaded = load(path)
    again = read(dump(loaded.scenario), "again") if loaded.scenario.terrain is None else loaded
    assert again.scenario.id == loaded.scenario.id
    resolved = resolve(loaded)
    lower(resolved.loaded.scenario, resolved.loaded.catalogue)


def _catalogue(path):
    from airshield.catalogue import load_catalogue

    load_catalogue([path])


def _ledger(path):
    from airshield.posture import infer, load

    infer(load(path), dt.date(2020, 4, 12))


def _policy(path):
    from airshield.posture.policy import load_policy

    load_policy(path)


def _plan(path):
    from airshield.plan.assignment_file import load_assignment
    from airshield.plan.bases_file import load_bases
    from airshield.plan.files import is_scenario
    from airshield.plan.sites_file import load_sites
    from airshield.plan.stock_file import load_stock

    assert not is_scenario(path) or b"volley" in path.read_bytes()
    content = path.read_bytes()
    kinds = {b"[[weapon": load_assignment, b"[[base": load_bases, b"[raid]": load_stock}
    next((read for word, read in kinds.items() if word in content), load_sites)(path)


def _study(path):
    from airshield.study.files import load_study, point_of

    point_of(load_study(path), 0)


def _text(path):
    from airshield.posture.reading.work import read_files

    read_files([path], dt.date(2020, 3, 30), "Reuters", path.parent / "out", force=True)


def _draft(path):
    from airshield.posture.reading.confirm import confirm

    ledger = path.parent / "ledger.toml"
    ledger.unlink(missing_ok=True)
    confirm(path, ledger)


def _sound_draft():
    from airshield.catalogue import bundled
    from airshield.posture.places import places
    from airshield.posture.policy import bundled_policy
    from airshield.posture.reading.draft import build_draft, draft_toml
    from airshield.posture.reading.lexicon import load_lexicon
    from airshield.posture.reading.reader import SourceText
    from airshield.posture.reading.rules import RuleReader

    source = SourceText(REPORT, "a.txt", "Reuters", dt.date(2020, 3, 30), None)
    reading = RuleReader(load_lexicon()).read(source)
    draft = build_draft([(source, reading)], places(bundled()), tuple(bundled_policy().systems))
    return draft_toml(draft).replace('decision = "pending"', 'decision = "confirm"').encode()


STUDY_MANIFEST = {
    "title": "Small", "question": "",
    "format": "airshield-study/1", "run_hash": "a" * 64, "complete": True,
    "inputs": {"command": "study", "seed": 3, "version": "0.1.0"}, "study_id": "small",
    "scenario_id": "textbook", "date": "2020-04-12", "design": "grid", "samples": 0,
    "replications": 300, "n_points": 4, "files": {"results.parquet": "b" * 64},
}  # fmt: skip
RUN_MANIFEST = {
    "format": "airshield-result/1", "run_hash": "c" * 64,
    "inputs": {"seed": 1, "replications": 100, "version": "0.1.0"},
    "scenario_id": "textbook", "files": {"assessment.json": "d" * 64},
}  # fmt: skip
DESIGN = {
    "axes": [{"id": "size", "name": "missiles", "keys": ["volley.raid.count"], "values": [2, 4]}],
    "points": [[2], [4]],
}  # fmt: skip


def _result_rows():
    """Return sound rows of a study of two points."""
    from airshield.study.merge import RESULT_SCHEMA
    from airshield.study.parts import table_bytes

    rows = [
        (point, 0, arm, owner, measure, 300, 30.0, 40.0)
        for point in range(2)
        for arm in ("defended", "undefended", "difference")
        for owner in ("all", "base")
        for measure in (
            "leakers",
            "p_no_leaker",
            "people_exposed",
            "intercepts",
            "stopped",
            "spent",
        )
    ]
    rows += [(point, 0, "histogram", "all", "1", 300, 300.0, 300.0) for point in range(2)]
    columns = dict(zip(RESULT_SCHEMA, zip(*rows, strict=True), strict=True))
    return table_bytes(columns, RESULT_SCHEMA, {"run_hash": "a" * 64})


def _manifest(path):
    from airshield.study.index import Wanted, find_runs

    find_runs(path.parent, Wanted(seed=3))
    _opened(path.parent)


def _design(path):
    _manifest_of(path.parent)
    _opened(path.parent)


def _results(path):
    from airshield.study.index import ask, find_runs

    _manifest_of(path.parent)
    find_runs(path.parent)
    ask(path.parent, "select count(*) from runs")
    _opened(path.parent)
    ask(path.parent, "select sum(total) from results")


def _manifest_of(folder):
    """Write the manifest that belongs to a folder: what is spoiled is not told by its digest."""
    from airshield.study.written import digest_of

    _completed(folder)
    names = ("design.json", "results.parquet")
    files = {name: digest_of(folder / name) for name in names}
    (folder / "manifest.json").write_text(json.dumps({**STUDY_MANIFEST, "files": files}))


def _completed(folder):
    if not (folder / "results.parquet").exists():
        (folder / "results.parquet").write_bytes(_result_rows())
    if not (folder / "design.json").exists():
        (folder / "design.json").write_text(json.dumps(DESIGN))


def _opened(folder):
    from airshield.study.dataset import open_study

    _completed(folder)
    open_study(folder)


def _part(path):
    from airshield.study.parts import PART_SCHEMA, is_part, read_rows

    if is_part(path, "a" * 64, "00-0000000"):
        read_rows(path, PART_SCHEMA)


def _sound_part():
    from airshield.study.parts import PART_SCHEMA, part_bytes

    row = (0, 0, 0, "defended", "all", "leakers", 100, 3.0, 3.0)
    columns = {name: [value] * 40 for name, value in zip(PART_SCHEMA, row, strict=True)}
    return part_bytes(columns, "a" * 64, "00-0000000")


def _store(path):
    from airshield.result.store import prepare

    prepare(path.parent, {"seed": 1})


def _draft_of_the_page(path):
    from airshield.web.drafts import draft
    from airshield.web.faults import RefusalError
    from airshield.web.settings import Limits
    from airshield.web.view import view

    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return  # refused by the framework before it reaches us; asked over HTTP in tests/web
    if isinstance(data, dict):
        try:
            view(draft(data, Limits())[0])
        except RefusalError:
            return


def _saved_runs(path):
    from airshield.web.runs import Runs
    from airshield.web.settings import Limits

    folder = path.parent / "20200412-120000-abcdef"
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_bytes(path.read_bytes())
    for run in Runs(path.parent, Limits()).all():
        assert run.id


SAVED_RUN = {
    "id": "20200412-120000-abcdef", "kind": "assess", "titles": ["x"], "options": {"seed": 1},
    "created": "2020-04-12T12:00:00", "state": "running", "stage": "", "done": 0, "wanted": 0,
    "seconds": 0.0, "summary": {}, "error": None, "files": ["a.json"],
}  # fmt: skip


def _terrain(path):
    from airshield.simulate.terrain import read_terrain

    read_terrain(path)


def _tiff():
    import numpy as np
    from rasterio import Affine
    from rasterio.io import MemoryFile

    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=12, height=9, count=1, dtype="float32", crs="EPSG:4326",
            transform=Affine(0.1, 0, 44, 0, -0.1, 33),
        ) as out:  # fmt: skip
            out.write(np.arange(108, dtype="float32").reshape(1, 9, 12))
        return bytes(memory.read())


def _pages():
    from pypdf import PdfWriter

    html = "<!DOCTYPE html><html><head><title>x</title></head><body><article>"
    html += "".join(f"<p>{part}</p>" for part in REPORT.split("\n\n") * 3)
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    return REPORT.encode(), (html + "</article></body></html>").encode(), _pdf(), stream.getvalue()


def _pdf():
    """Return a PDF with the words of the report."""
    words = REPORT.encode("ascii", "ignore").decode().replace("(", "").replace(")", "")
    return pdf([line[:90] for line in words.split(". ")])


def _scenarios():
    own = [p for p in sorted(EXAMPLES.glob("*.toml")) if p.stem not in ("catalogue", "terrain")]
    return (*_bundled("scenario").values(), *(path.read_bytes() for path in own))


def _json_scenarios():
    from airshield.scenario import bundled_names, load
    from airshield.web.drafts import to_json

    return tuple(json.dumps(to_json(load(name)), default=str).encode() for name in bundled_names())


def _ledger_seed():
    """Return the bundled ledger cut after its first claims: as sound, and read in a moment."""
    text = _bundled("posture")["iraq-2020-claims.toml"].decode()
    heads = [i for i in range(len(text)) if text.startswith("\n[[claim]]", i)]
    return text[: heads[12]].encode()


MAKERS = {
    "scenario": lambda: Reader(_scenarios(), "toml", _scenario, 200),
    "catalogue": lambda: Reader(tuple(_bundled("catalogue").values()), "toml", _catalogue, 60),
    "ledger": lambda: Reader((_ledger_seed(),), "toml", _ledger, 80),
    "policy": lambda: Reader((_bundled("posture")["policy.toml"],), "toml", _policy, 120),
    "plan": lambda: Reader(tuple(_bundled("plan").values()), "toml", _plan, 120),
    "study": lambda: Reader(tuple(_bundled("study").values()), "toml", _study, 60),
    "text": lambda: Reader(_pages(), "bytes", _text, 70, "file"),
    "draft": lambda: Reader((_sound_draft(),), "toml", _draft, 100),
    "manifest": lambda: Reader(
        (json.dumps(STUDY_MANIFEST).encode(), json.dumps(RUN_MANIFEST).encode()),
        "json", _manifest, 50, "manifest.json"),
    "design": lambda: Reader((json.dumps(DESIGN).encode(),), "json", _design, 60, "design.json"),
    "results": lambda: Reader((_result_rows(),), "bytes", _results, 50, "results.parquet"),
    "part": lambda: Reader((_sound_part(),), "bytes", _part, 200, "part.parquet"),
    "store": lambda: Reader(
        (json.dumps(RUN_MANIFEST).encode(),), "json", _store, 200, "manifest.json"),
    "page": lambda: Reader(_json_scenarios(), "json", _draft_of_the_page, 120, "x.json"),
    "saved_runs": lambda: Reader(
        (json.dumps(SAVED_RUN).encode(),), "json", _saved_runs, 200, "run.json"),
    "terrain": lambda: Reader((_tiff(),), "bytes", _terrain, 200, "x.tif"),
}  # fmt: skip
"""Makers of readers, by name; what a maker needs is loaded when it is called."""
