"""Say where the page is served, where its files lie, and how much it may be asked for."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Limits:
    """What one request or run may ask for; beyond it stands a refusal that names the limit."""

    body_bytes: int = 1_000_000
    replications: int = 1_000_000
    threats: int = 2_000
    threat_replications: int = 100_000_000
    """Threats times replications: what decides time and memory."""
    run_s: float = 900.0
    runs_at_once: int = 1
    """A run uses every core already."""
    runs_waiting: int = 16
    runs_kept: int = 500
    scenarios_kept: int = 500


@dataclass(frozen=True)
class Settings:
    """Where the page is served and who may ask.

    Attributes
    ----------
    workspace : folder of the saved scenarios and runs.
    host : address that is listened on.
    token : secret that every request must show; None: none, on loopback only.
    """

    workspace: Path
    host: str = "127.0.0.1"
    token: str | None = None
    limits: Limits = field(default_factory=Limits)


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
