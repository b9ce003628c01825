"""The Python reference names every public name of every public room, and no other."""

import importlib
import re
from pathlib import Path

import pytest

import airshield

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "python"
# `result` and `simulate` have no public names.
ROOMS = sorted(set(airshield._ROOMS) - {"result", "simulate"})


def test_every_room_has_a_page():
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted([*ROOMS, "index"])
    for room in ("result", "simulate"):
        assert not hasattr(importlib.import_module(f"airshield.{room}"), "__all__")


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_names_what_its_room_exports(room):
    text = (PAGES / f"{room}.md").read_text("utf-8")
    named = re.findall(rf"^\.\. auto\w+:: airshield\.{room}\.(\w+)$", text, re.M)
    exported = importlib.import_module(f"airshield.{room}").__all__
    assert sorted(named) == sorted(exported)
    assert f"`ash.{room}`" in text


@pytest.mark.parametrize("room", ROOMS)
def test_each_public_function_and_class_says_what_it_is(room):
    module = importlib.import_module(f"airshield.{room}")
    for name in module.__all__:
        public = getattr(module, name)
        if callable(public):
            assert (public.__doc__ or "").strip(), (room, name)
            assert not public.__doc__.startswith(f"{name}("), (room, name)


def test_the_index_names_every_room():
    index = (PAGES / "index.md").read_text("utf-8")
    (block,) = re.findall(r"```\{toctree\}\n.*?\n\n(.*?)```", index, re.S)
    assert sorted(block.split()) == ROOMS
    for name in ("load", "assess", "compare"):
        assert f"`ash.{name}`" in index
        assert name in airshield.__all__
