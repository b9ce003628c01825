"""`airshield read` as a user meets it."""

import json

import pytest

from airshield.cli.app import run

STORY = (
    "A Patriot battery is operational at Ain al-Asad, two officials said on Saturday. It was set "
    "up in two weeks, they said. There are no Patriots at Balad or at Taji.\n"
)
GIVEN = ["--published", "2020-04-13", "--source", "A wire agency"]


@pytest.fixture
def story(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def errors(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if line]


def test_a_text_becomes_a_draft_and_a_page(story, capsys):
    assert run(["read", "story.txt", *GIVEN]) == 0
    out = capsys.readouterr().out
    assert "none is in a ledger" in out
    assert "ain-al-asad" in out
    folder = story.parent / "airshield-out" / "reading"
    assert sorted(path.name for path in folder.iterdir()) == ["draft.html", "draft.toml"]


def test_json_and_confirmation(story, capsys):
    assert run(["read", "story.txt", *GIVEN, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["claims"][0]["decision"] == "pending"
    draft = story.parent / result["draft"]
    draft.write_text(draft.read_text().replace('"pending"', '"confirm"', 1))
    assert run(["read", "--confirm", str(draft), "--into", "mine.toml"]) == 0
    assert "1 claims added" in capsys.readouterr().out
    assert run(["posture", "mine.toml", "--on", "2020-04-13"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["story.txt", "--source", "A"], "the day of publication is missing"),
        (["story.txt", "--published", "2020-04-13"], "who published it is missing"),
        (["story.txt", "--published", "yesterday", "--source", "A"], "is no date"),
        (["no.txt", *GIVEN], "there is no such file"),
        ([*GIVEN], "no file is named"),
        (["story.txt", *GIVEN, "--reliability", "G"], "is no grade"),
        (["story.txt", *GIVEN, "--model-url", "here"], "is no address"),
        (["--confirm", "no.toml", "--into", "l.toml"], "there is no such file"),
        (["--confirm", "story.txt"], "needs --into"),
        (["--into", "l.toml"], "needs --confirm"),
        (["story.txt", "--confirm", "d.toml", "--into", "l.toml"], "leave the files out"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(story, capsys, arguments, words):
    assert run(["read", *arguments]) == 2
    (line,) = errors(capsys)
    assert words in line
    assert not (story.parent / "airshield-out").exists()
