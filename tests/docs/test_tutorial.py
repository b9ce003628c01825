"""The tutorial, followed command by command in a fresh folder, prints what it shows.

`python tools/tutorial.py docs/tutorial.md` writes the outputs anew; the commit then says why.
"""

import re
from pathlib import Path

import pytest
import tutorial
from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tutorial.md").read_text("utf-8")


def test_shown_lines_fit_what_was_printed_and_no_other():
    printed = ["a", "b", "c", "d"]
    for shown in (["a", "b", "c", "d"], ["a", "…"], ["…", "d"], ["a", "…", "c", "d"], ["…"]):
        assert tutorial.fits(shown, printed), shown
    for shown in (["a", "b", "c"], ["b", "…"], ["…", "c"], ["a", "…", "e", "…"], ["c", "…", "b"]):
        assert not tutorial.fits(shown, printed), shown
    assert tutorial.renewed(["number 1", "…", "end 1"], ["number 2", "x", "end 2"]) == [
        "number 2",
        "…",
        "end 2",
    ]


def test_every_step_of_the_question_is_there():
    commands = re.findall(r"^\$ airshield (\w+)", PAGE, re.M)
    wanted = ["read", "posture", "assess", "coverage", "plan", "replay", "study"]
    assert [name for name in dict.fromkeys(commands) if name in wanted] == wanted


@pytest.mark.slow
def test_the_tutorial_prints_what_it_shows(tmp_path):
    tutorial.save_files(PAGE, tmp_path)
    for block in tutorial.blocks(PAGE):
        for command, shown in tutorial.steps(block):
            printed = tutorial.typed(command, tmp_path)
            assert tutorial.fits(shown, printed), f"{command}\n" + "\n".join(printed)
    # Pictures are of this run: another installation of fonts may move letters, never the size.
    for _, name in tutorial.PICTURE.findall(PAGE):
        assert list(tmp_path.glob(f"airshield-out/**/{name}")), name


@pytest.mark.parametrize("picture", sorted((DOCS / "img" / "tutorial").glob("*.png")))
def test_each_picture_is_shown_and_small(picture):
    assert f"(img/tutorial/{picture.name})" in PAGE
    assert picture.stat().st_size < 150_000
    with Image.open(picture) as opened:
        assert opened.width <= 1400
