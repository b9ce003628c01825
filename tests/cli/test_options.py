"""Options that several commands share are called, told and taken alike."""

import re

import pytest
import typer.main

from airshield.cli.app import app, run
from airshield.replay.formats import FORMATS


def commands(group, before=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


OPTIONS = {
    (name, option): parameter
    for name, command in commands(typer.main.get_command(app))
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("--")
}
# A reading's folder and force are those of a draft; `study plot` writes into its study's folder.
# `copy` writes one file; the seed of `runs` is one to look for.
APART = {
    ("read", "--out"), ("read", "--force"), ("study plot", "--out"), ("runs", "--seed"),
    ("copy", "--out"), ("copy", "--force"),
}  # fmt: skip


@pytest.mark.parametrize("option", ["--seed", "--catalogue", "--json", "--force", "--out"])
def test_one_option_is_told_in_the_same_words_everywhere(option):
    told = {
        re.sub(r"\[default: .*\]", "", found.help)
        for (name, own), found in OPTIONS.items()
        if own == option and (name, own) not in APART
    }
    assert len(told) == 1, told


@pytest.mark.parametrize("option", ["--on", "--known-by"])
def test_days_are_asked_for_alike(option):
    told = [found.help for (_, own), found in OPTIONS.items() if own == option]
    assert len(told) == 2
    assert len({words.split(",")[0].split(" [")[0] for words in told}) == 1, told


def test_export_lists_its_formats_without_a_scenario(capsys):
    assert run(["export", "--list"]) == 0
    rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert rows == {name: found.what for name, found in FORMATS.items()}


def test_the_old_name_of_an_azimuth_is_refused_with_its_new_one(capsys):
    assert run(["coverage", "iraq-2020", "--azimuth", "81"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "--azimuth-deg" in told[0]
