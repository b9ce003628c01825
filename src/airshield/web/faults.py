"""Turn every refusal into one JSON shape: `{"error": {code, message, faults}}`."""

from __future__ import annotations

import json
from typing import Any

from airshield.errors import AirshieldError, Fault, InputError


class RefusalError(AirshieldError):
    """A request that is refused.

    Attributes
    ----------
    status : HTTP status, 400 to 499 or 503. code : one word for programs. faults : as of a file.
    """

    def __init__(
        self, status: int, code: str, message: str, faults: tuple[Fault, ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.faults = faults


def error_content(code: str, message: str, faults: tuple[Fault, ...] = ()) -> dict[str, Any]:
    """Return the one shape of an error."""
    rows = [
        {"file": f.file, "line": f.line, "key": f.key, "message": f.message} for f in faults[:50]
    ]
    return {"error": {"code": code, "message": message, "faults": rows}}


def error_bytes(code: str, message: str) -> bytes:
    """Return the same as the body of a response."""
    return json.dumps(error_content(code, message), ensure_ascii=False).encode()


def from_input(error: InputError) -> RefusalError:
    """Return the refusal of faulty input; the first fault is the message."""
    more = len(error.faults) - 1
    rest = f" (and {more} more)" if more > 0 else ""
    message = f"{error.faults[0]}{rest}" if error.faults else "the input has faults"
    return RefusalError(422, "faults", message, error.faults)
