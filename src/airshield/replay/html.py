"""Write recordings as one page that opens from disk: a 3-D scene with a clock, no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from airshield.replay.model import Recording
from airshield.replay.scene_data import Land, scene
from airshield.result.store import write_text

THREE_VERSION = "0.187.0"
"""Version of three.js in `page/three.min.js`; `vendor/three` builds it."""


def _file(name: str) -> str:
    return (resources.files("airshield.replay") / "page" / name).read_text("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _embedded(content: object) -> Markup:
    """Return JSON that may stand inside a script element: no tag can begin in it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))


def replay_html(recordings: Sequence[Recording], land: Land) -> str:
    """Return the page.

    Parameters
    ----------
    recordings : one or more of the same scenario; the first is shown first.
    land : the borders, for example `airshield.report.basemap.in_view`.
    """
    return (
        _environment()
        .from_string(_file("page.html.j2"))
        .render(
            title=recordings[0].title,
            data=_embedded(scene(recordings, land)),
            style=Markup(_file("style.css")),
            library=Markup(_file("three.min.js")),
            licence=_file("three.LICENSE"),
            version=THREE_VERSION,
            script=Markup(_file("scene.js")),
        )
    )


def write_replay(recordings: Sequence[Recording], path: Path, land: Land) -> Path:
    """Write the page whole or not at all.

    Raises
    ------
    OutputError : it cannot be written.
    """
    write_text(path, replay_html(recordings, land))
    return path
