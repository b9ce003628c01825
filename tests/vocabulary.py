"""Gather every word that a user reads or types: keys of files, options, results, JSON, columns."""

import contextlib
import dataclasses
import importlib
import inspect
import io
import json

import pyarrow.parquet as pq
import typer.main
import xarray as xr
from pydantic import BaseModel

from airshield.cli.app import app, run
from airshield.plan.assignment_file import AssignmentFile
from airshield.plan.bases_file import BasesFile
from airshield.plan.sites_file import SitesFile
from airshield.plan.stock_file import StockFile
from airshield.posture.models import Ledger
from airshield.posture.policy_file import PolicyFile
from airshield.scenario.models import Scenario
from airshield.study.dataset import open_study
from airshield.study.models import StudyFile

FILES = (Scenario, SitesFile, BasesFile, StockFile, AssignmentFile, StudyFile, Ledger, PolicyFile)
ROOMS = ("", ".assessment", ".coverage", ".plan", ".posture", ".replay", ".scenario", ".study")
STUDY = """\
schema_version = 1
id = "tiny"
title = "Tiny"
question = "Does it hold?"
scenario = "textbook"
replications = 64
block = 32
blocks_per_part = 2
samples = 2
sample_replications = 32
[[axis]]
id = "raid_size"
name = "missiles"
keys = ["volley.*.count"]
values = [4, 8]
"""


def _inner(annotation):
    """Yield the classes that an annotation names."""
    if inspect.isclass(annotation) and not getattr(annotation, "__args__", ()):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _inner(part)


def _fields(kind, seen):
    if kind in seen:
        return
    seen.add(kind)
    if issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield field.alias or name
            for inner in _inner(field.annotation):
                yield from _fields(inner, seen)
    elif dataclasses.is_dataclass(kind) and kind.__module__.startswith("airshield"):
        hints = inspect.get_annotations(kind, eval_str=False)
        room = vars(importlib.import_module(kind.__module__))
        for field in dataclasses.fields(kind):
            yield field.name
            for name in str(hints.get(field.name, "")).replace("[", " ").replace("]", " ").split():
                found = room.get(name.strip(",|"))
                if inspect.isclass(found):
                    yield from _fields(found, seen)


def file_keys():
    return {key for model in FILES for key in _fields(model, set())}


def options():
    def commands(group):
        for command in group.commands.values():
            yield from commands(command) if hasattr(command, "commands") else (command,)

    return {
        option.removeprefix("--").removeprefix("no-").replace("-", "_")
        for command in commands(typer.main.get_command(app))
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }


def python_names():
    """Return the parameters of public functions and the fields of public results."""
    found = set()
    for room in ROOMS:
        module = importlib.import_module(f"airshield{room}")
        for name in module.__all__:
            what = getattr(module, name)
            if inspect.isclass(what):
                found |= set(_fields(what, set())) if dataclasses.is_dataclass(what) else set()
            elif inspect.isfunction(what):
                found |= set(inspect.signature(what).parameters)
    return {name for name in found if not name.startswith("_")}


def _keys(node, own):
    """Yield the keys of a JSON value; those of a table by id are ids of the file, not words."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in own:
                yield key
            yield from _keys(value, own)
    elif isinstance(node, list):
        for value in node:
            yield from _keys(value, own)


def _said(*argv):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(io.StringIO()):
        code = run([*argv, "--json"])
    assert code == 0, (argv, stream.getvalue())
    return json.loads(stream.getvalue())


def json_keys(folder):
    """Return the keys that each command puts on stdout, of inputs as small as they can be."""
    few = ("--replications", "64")
    (folder / "tiny.toml").write_text(STUDY, "utf-8")
    study, out = str(folder / "study"), ("--no-plots", "--out")
    said = {
        "assess": _said("assess", "iraq-2020", *few, "--nominal", *out, str(folder / "a")),
        "coverage": _said(
            "coverage", "textbook", "--points", "4", "--azimuths", "2", *out, str(folder / "c")
        ),
        "posture": _said("posture", "iraq-2020", "--on", "2020-03-30", "--explain", "al_asad"),
        "assign": _said("plan", "assign", "eight-interceptors"),
        "doctrines": _said("plan", "assign", "textbook", *few),
        "stock": _said("plan", "stock", "stock-2020"),
        "study run": _said("study", "run", str(folder / "tiny.toml"), "--out", study),
        "study show": _said("study", "show", study),
        "study compare": _said("study", "compare", study, "--axis", "raid_size"),
        "export": _said(
            "export", "textbook", *few, "--format", "csv", "--out", str(folder / "e")
        ),
        "replay": _said("replay", "textbook", *few),
        "check": _said("check"),
    }  # fmt: skip
    # Ids that a file chose: of targets, of the axis, of states of the policy file.
    own = {"missile_1", "missile_2", "missile_3", "raid_size"}
    return {name: set(_keys(found, own)) for name, found in said.items()}


def columns(folder):
    """Return the columns and variables of the files that `json_keys` left in the folder."""
    found = {}
    for path in (folder / "e").glob("*.csv"):
        found[path.stem] = set(path.read_text("utf-8").splitlines()[0].split(","))
    for path in (folder / "study").glob("*.parquet"):
        found["study"] = set(pq.read_schema(path).names)
    with xr.open_dataset(folder / "c" / "coverage.nc", decode_cf=False) as held:
        found["coverage"] = {str(name) for name in held.variables}
        units = {str(name): held[name].attrs.get("units") for name in held.variables}
    found["study data"] = {str(name) for name in open_study(folder / "study").variables}
    return found, units
