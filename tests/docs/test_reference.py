"""The reference covers every option, every case and every exit code."""

import re
from pathlib import Path

import typer.main

from airshield.cli.app import app
from airshield.scenario import bundled_names

DOCS = Path(__file__).parents[2] / "docs"


def _commands(group, before=""):
    """Yield (name, command) of each command, those of groups as "group command"."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_and_option_has_an_entry():
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    whole = typer.main.get_command(app)
    head = text.split("## airshield\n")[1].split("\n## ")[0]
    for option in ("--help", "-h", *(name for part in whole.params for name in part.opts)):
        assert f"`{option}`" in head, option
    for name, command in _commands(whole):
        assert f"## {name}\n" in text
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                # As `airshield --help` writes it: an optional one in brackets.
                word = parameter.name.upper()
                usage = f"`airshield {name} {word if parameter.required else f'[{word}]'}"
                assert usage in section, (name, word)
            for option in (*parameter.opts, *parameter.secondary_opts):
                if option.startswith("--") and option != "--help":
                    assert re.search(rf"`{option}[ `]", section), (name, option)


def test_every_bundled_scenario_is_introduced():
    text = (DOCS / "reference" / "cli.md").read_text("utf-8").split("\n## ")[0]
    assert sorted(re.findall(r"^\| `([\w-]+)` \|", text, re.M)) == list(bundled_names())


def test_every_exit_code_is_explained():
    text = (DOCS / "formats" / "result.md").read_text("utf-8")
    for code in (0, 1, 2, 3, 4, 130):
        assert f"| {code} |" in text
