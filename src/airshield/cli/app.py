"""Parse the command line, turn mistakes into one line each, and set the exit code."""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import Any

import typer

from airshield import __version__
from airshield.cli.assess import assess
from airshield.cli.catalogue import catalogue
from airshield.cli.check import check
from airshield.cli.cite import cite
from airshield.cli.copy import copy
from airshield.cli.coverage import coverage
from airshield.cli.export import export
from airshield.cli.output import abandon_stdout, error_envelope
from airshield.cli.plan import plan_app
from airshield.cli.posture import posture
from airshield.cli.read import read
from airshield.cli.replay import replay
from airshield.cli.runs import runs
from airshield.cli.schema import schema
from airshield.cli.serve import serve
from airshield.cli.study import study_app
from airshield.cli.validate import validate
from airshield.errors import AirshieldError, Fault, InputError

FAULTS_SHOWN = 50
INTERRUPTED = 130
USAGE_ERROR: Any = typer.BadParameter.__mro__[1]
"""Any misuse of the command line: recent typer carries its own click, and names a subclass only."""

app = typer.Typer(
    name="airshield",
    help="Open air-and-missile-defence analysis: from what is reported to what it defends.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"airshield {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    del version


for command in (
    assess,
    coverage,
    export,
    replay,
    validate,
    catalogue,
    cite,
    check,
    copy,
    posture,
    schema,
    read,
    runs,
    serve,
):
    app.command()(command)
app.add_typer(plan_app)
app.add_typer(study_app)


def report_faults(faults: tuple[Fault, ...]) -> None:
    """Print one line per fault on stderr, at most fifty, then a count."""
    for fault in faults[:FAULTS_SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > FAULTS_SHOWN:
        print(f"… and {len(faults) - FAULTS_SHOWN} more", file=sys.stderr)


def _fail(error: AirshieldError, argv: list[str]) -> int:
    if "--json" in argv:
        print(json.dumps(error_envelope(argv, error), indent=1, ensure_ascii=False))
    if isinstance(error, InputError):
        report_faults(error.faults)
    else:
        print(f"airshield: {error}", file=sys.stderr)
    return error.exit_code


def run(argv: list[str]) -> int:  # noqa: PLR0911  (one return per way to end)
    """Run one command line and return its exit code.

    0 done; 1 a bug of ours; 2 the user's mistake; 3 infeasible; 4 a check failed; 130 interrupted.
    """
    try:
        code = app(args=argv, prog_name="airshield", standalone_mode=False)
        sys.stdout.flush()
    except AirshieldError as error:
        return _fail(error, argv)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except typer.Abort:
        return INTERRUPTED
    except USAGE_ERROR as error:
        message = error.format_message().rstrip(".")
        return _fail(InputError([Fault("command line", None, "", f"{message}; see --help")]), argv)
    except KeyboardInterrupt:
        print("interrupted before anything was finished", file=sys.stderr)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit) as stop:
        # click and rich turn a closed pipe into exit code 1; we leave quietly, as tools do.
        if isinstance(stop, SystemExit) and not isinstance(stop.__context__, BrokenPipeError):
            raise
        abandon_stdout()
        return 0
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line of this process."""
    warnings.showwarning = _show_warning
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter gets another in its stead, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: object = None,
    line: str | None = None,
) -> None:
    del category, filename, lineno, file, line
    print(f"airshield: warning: {message}", file=sys.stderr)
