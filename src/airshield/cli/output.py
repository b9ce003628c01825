"""Shape what goes to stdout for machines: one envelope for success and for errors."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Final

from airshield import __version__
from airshield.errors import AirshieldError, InputError

BROKEN: Final = 1
"""A case of `validate` fails: the program, or this installation of it, is wrong."""
INFEASIBLE: Final = 3
"""The answer is that there is none."""
INTERRUPTED: Final = 130
"""The user broke off; what was finished is saved."""


def abandon_stdout() -> None:
    """Send what is still printed nowhere: the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def envelope(command: str, result: object, exit_code: int = 0) -> dict[str, Any]:
    """Return the envelope of an answer; one that is no success has an exit code of its own."""
    return {
        "airshield": __version__,
        "command": command,
        "ok": exit_code == 0,
        "exit_code": exit_code,
        "result": result,
        "faults": [],
    }


def error_envelope(argv: list[str], error: AirshieldError) -> dict[str, Any]:
    """Return the envelope of an error: the same keys, no result, one entry per fault."""
    if isinstance(error, InputError):
        faults = [
            {"file": f.file, "line": f.line, "key": f.key, "message": f.message}
            for f in error.faults
        ]
    else:
        faults = [{"file": "", "line": None, "key": "", "message": str(error)}]
    return {
        "airshield": __version__,
        "command": next((word for word in argv if not word.startswith("-")), ""),
        "ok": False,
        "exit_code": error.exit_code,
        "result": None,
        "faults": faults,
    }


def print_json(command: str, result: object, exit_code: int = 0) -> None:
    """Print the envelope of an answer: not-a-number as null, days as year-month-day."""
    from airshield.result.store import finite

    content = finite(envelope(command, result, exit_code))
    print(json.dumps(content, indent=1, ensure_ascii=False, default=str))
