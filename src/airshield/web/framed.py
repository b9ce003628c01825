"""Say what a finished page of a run may do: exactly its own scripts, nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)


def policy(page: str) -> str:
    """Return the content security policy of a report or replay that is shown in a frame.

    Each inline script is named by its hash; nothing is fetched; the frame has no origin, so that it
    reaches neither the page around it nor the server.
    """
    digests = (hashlib.sha256(s.encode()).digest() for s in _SCRIPT.findall(page))
    hashes = " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-scripts allow-popups"
    )
