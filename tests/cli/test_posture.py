"""`airshield posture`: the table, the explanation, the envelope, plots, and mistakes."""

import json

import pytest

from airshield.cli.app import run
from airshield.posture import dump, load

ASK = ["posture", "iraq-2020", "--on", "2020-04-12"]


def out(capsys, *arguments):
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_the_table_says_what_is_known_and_what_is_not(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    text = " ".join(out(capsys, *ASK).split())
    assert "Ayn al-Asad Air Base 95 %, very likely 90 %, very likely 2 1 or more" in text
    assert "policy weights, uncalibrated" in text
    silent = text.split("No reporting on Patriot:")[1].split("No reporting")[0]
    assert "camp-taji" in silent
    assert "balad" in silent
    assert "ain-al-asad" not in silent
    assert "The bayes rule differs by more than 15 points at:" in text
    assert "r−0.1 r+0.1 ×0.5 ×2" in text
    assert "Brier 0.020, n = 7" in text
    assert "%" not in silent


def test_both_clocks(capsys):
    early = out(capsys, *ASK, "--known-by", "2020-04-05")
    assert "known by 2020-04-05" in early
    # Nothing had come out on short-range systems.
    assert "Camp Taji" not in early.split("No reporting")[0]
    nothing = out(capsys, "posture", "iraq-2020", "--on", "2020-01-05", "--known-by", "2020-01-05")
    assert "no reporting" in nothing
    assert "%" not in nothing.split("rounded to 5 %")[1].split("Scored")[0]


def test_the_explanation_goes_claim_by_claim(capsys):
    text = out(capsys, *ASK, "--explain", "al-Asad")
    assert "X08-02: being assembled (B2, afp-2020-03-30-iraqi-military)" in text
    assert "shares a party or channel with X08-01" in text
    assert "retells X08: a copy moves nothing" in text
    assert "0.9427" in text


def test_the_envelope_has_four_digits(capsys):
    found = json.loads(out(capsys, *ASK, "--json", "--explain", "erbil"))
    result = found["result"]
    rows = {(r["system"], r["site"]): r for r in result["rows"]}
    assert rows["patriot", "ain-al-asad"]["p_on_site"] == 0.9372
    assert rows["patriot", "erbil"]["p_operational"] == 0.8697
    silent = rows["patriot", "balad"]
    assert not silent["reporting"]
    assert silent["p_on_site"] is silent["count"] is silent["states"] is None
    assert silent["drift"]["operational"] == 0.0082
    assert result["known_by"] == "2020-08-23"
    assert result["score"]["n"] == 7
    assert {v["change"] for v in result["sensitivity"][0]["variants"]} >= {"r − 0.1", "rates × 2"}
    claims = {c["claim"]: c for c in result["explanation"][0]["claims"]}
    assert claims["X17-02"]["weight"] == 1
    assert claims["S1-04b"]["moved"] == 0


def test_the_other_rule_and_another_policy(capsys, tmp_path):
    from importlib import resources  # noqa: PLC0415

    text = (resources.files("airshield.posture") / "data" / "policy.toml").read_text("utf-8")
    path = tmp_path / "policy.toml"
    path.write_text(text.replace("B = [0.7, 0.7", "B = [0.6, 0.6", 1), "utf-8")
    other = json.loads(out(capsys, *ASK, "--json", "--policy", str(path)))["result"]
    assert other["policy"] == str(path)
    row = next(r for r in other["rows"] if r["site"] == "camp-taji" and r["reporting"])
    assert row["p_operational"] == pytest.approx(0.6 * 0.997**2, abs=1e-4)
    bayes = out(capsys, *ASK, "--rule", "bayes")
    assert "The mixture rule differs" in bayes


def test_plots_are_drawn(capsys, tmp_path):
    folder = tmp_path / "new" / "plots"
    assert "saved in" in out(capsys, *ASK, "--plots", str(folder))
    names = {path.name for path in folder.iterdir()}
    assert names == {
        f"posture-{what}.{kind}"
        for what in ("time", "map", "sensitivity")
        for kind in ("png", "svg")
    }
    svg = (folder / "posture-time.svg").read_text("utf-8")
    assert "uncalibrated" in svg
    assert "Ayn al-Asad" in svg


def test_two_ledgers(capsys, tmp_path):
    path = tmp_path / "again.toml"
    path.write_text(dump(load("iraq-2020").ledger), "utf-8")
    assert out(capsys, *ASK, "--also", str(path)).count("Ayn al-Asad") > 0
    text = path.read_text("utf-8").replace('status = "present"', 'status = "withdrawn"', 1)
    path.write_text(text, "utf-8")
    assert run([*ASK, "--also", str(path)]) == 2
    errors = capsys.readouterr().err
    assert "claim.S2-13" in errors
    assert "stands for something else in iraq-2020" in errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["posture", "iraq-2021", "--on", "2020-04-12"], "no bundled ledger of that name"),
        (["posture", "iraq-2020"], "--on"),
        (["posture", "iraq-2020", "--on", "12 April"], "write year-month-day"),
        (["posture", "iraq-2020", "--on", "2019-04-12"], "before the ledger's coverage"),
        ([*ASK, "--known-by", "soon"], "--known-by"),
        ([*ASK, "--rule", "guess"], "mixture or bayes"),
        ([*ASK, "--explain", "Atlantis"], "says nothing of"),
        ([*ASK, "--policy", "none.toml"], "no such file"),
        ([*ASK, "--also", "none.toml"], "no such file"),
    ],
)
def test_a_mistake_is_one_clear_line(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    errors = capsys.readouterr().err
    assert words in errors
    assert "Traceback" not in errors
    assert errors.count("\n") == 1


def test_plots_that_cannot_be_written(capsys, tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    assert run([*ASK, "--plots", str(file)]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["ledger", "policy"])
def test_schemas(kind, capsys):
    found = json.loads(out(capsys, "schema", kind))
    assert found["additionalProperties"] is False
