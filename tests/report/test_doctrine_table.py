"""The comparison of doctrines with the best assignment, in page and terminal, or why it lacks."""

import io
import sys
from dataclasses import replace

import pytest
from rich.console import Console

import airshield as ash
from airshield.cli.app import run
from airshield.plan.doctrine import NotCompared, doctrine_gap_or_reason
from airshield.report import render_doctrines
from airshield.report.doctrine_table import doctrine_sentence, doctrine_table
from airshield.report.html import report_html


@pytest.fixture(scope="module")
def textbook():
    return doctrine_gap_or_reason(ash.load("textbook"), seed=1, replications=200)


def _printed(found):
    console = Console(file=io.StringIO(), width=120)
    render_doctrines(found, console)
    return " ".join(console.file.getvalue().split())


def test_the_sentence_has_the_closed_form_and_its_proof(textbook):
    # Four rounds at each of four missiles, each hitting with .7, leave 4 x .3^4.
    said = doctrine_sentence(textbook)
    assert "16 of 16 rounds" in said
    assert "leave 0.0324 of 4 threats" in said
    assert "no assignment leaves less" in said
    assert said in _printed(textbook)


def test_the_table_has_a_row_for_each_doctrine(textbook):
    table = doctrine_table(textbook)
    assert [row[0] for row in table.rows] == ["shoot-shoot", "shoot-look-shoot", "salvo"]
    for row in table.rows:
        value, interval = row[2].split(" ", 1)
        assert float(row[4]) == pytest.approx(float(value) - 0.0324, abs=2e-3)
        low, high = interval.strip("()").split("–")
        assert float(low) <= float(value) <= float(high)


def test_a_proof_that_was_stopped_states_its_gap(textbook):
    short = replace(textbook.optimum, stopped_by="time limit", lower_bound=0.02, gap=0.38)
    said = doctrine_sentence(replace(textbook, optimum=short))
    assert "stopped by the time limit: no assignment leaves less than 0.02 (gap 38.0%)" in said


def test_where_it_does_not_apply_the_reason_stands_instead():
    found = doctrine_gap_or_reason(ash.load("al-asad-2020-01-08"), seed=1)
    assert isinstance(found, NotCompared)
    assert "was not computed: no fire unit with launchers" in _printed(found)
    assert doctrine_table(found).rows == ()


def test_without_highs_the_reason_is_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    found = doctrine_gap_or_reason(ash.load("textbook"), seed=1, replications=10)
    assert isinstance(found, NotCompared)
    assert "airshield[plan]" in found.reason


def test_the_page_has_the_table_or_the_reason(textbook):
    assessment = ash.assess("textbook", replications=200, ranges=False)
    page = report_html(assessment, None, textbook)
    assert "Doctrines against the best possible assignment" in page
    assert 'class="doctrines"' in page
    reason = report_html(assessment, None, NotCompared("only decoys come"))
    assert "was not computed: only decoys come" in reason
    assert 'class="doctrines"' not in reason
    assert "best possible assignment" not in report_html(assessment)


def test_the_command_shows_it_unless_only_nominal_values_are_asked(tmp_path, capsys):
    words = ["assess", "textbook", "--replications", "200", "--no-plots", "--out"]
    assert run([*words, str(tmp_path / "all")]) == 0
    assert "leave 0.0324 of 4 threats" in " ".join(capsys.readouterr().out.split())
    assert run([*words, str(tmp_path / "nominal"), "--nominal"]) == 0
    assert "best possible assignment" not in capsys.readouterr().out
