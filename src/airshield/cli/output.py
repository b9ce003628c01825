"""Shape what goes to stdout for machines: one envelope for success and for errors."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from airshield import __version__
from airshield.errors import AirshieldError, InputError


def abandon_stdout() -> None:
    """Send what is still printed nowhere: the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def envelope(command: str, result: object) -> dict[str, Any]:
    """Return the envelope of a success."""
    return {
        "airshield": __version__,
        "command": command,
        "ok": True,
        "exit_code": 0,
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


def print_json(command: str, result: object) -> None:
    """Print the envelope of a success."""
    from airshield.result.store import finite

    print(json.dumps(finite(envelope(command, result)), indent=1, ensure_ascii=False))
