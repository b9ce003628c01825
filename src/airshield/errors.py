"""Draw the tree of exceptions that airshield raises on purpose.

AirshieldError
├── InputError          the user's mistake; carries faults; exit code 2
│   ├── CatalogueError  in a catalogue file
│   ├── ScenarioError   in a scenario file
│   ├── ClaimError      in a ledger of claims, or in the policy file of its inference
│   └── OutputError     a result cannot be written
├── InfeasibleError     no answer exists; exit code 3
├── CheckError          a check failed; exit code 4
├── MissingExtraError   an optional dependency is not installed; exit code 2
└── RunError            the kernel reported a named status (a bug or a limit of ours)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One mistake in an input: where it stands, what the rule is, and the mend.

    Attributes
    ----------
    file : name of the file as the user typed it, or a short word such as "command line".
    line : line number from 1, or None where no line applies.
    key : dotted path of the key, for example `fire_unit.patriot_erbil.boresight_deg`; may be empty.
    message : one sentence: the value, the rule, and how to mend it.
    """

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        line = f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"
        # What a file holds may break lines, or steer a terminal: one fault stays one line.
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def by_line(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults in the order of their lines, those without a line first."""
    return sorted(faults, key=lambda fault: fault.line or 0)


class AirshieldError(Exception):
    """Root of every exception that airshield raises on purpose."""

    exit_code = 1


class InputError(AirshieldError):
    """One or more mistakes of the user, collected before anything is raised."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class CatalogueError(InputError):
    """Mistakes in a catalogue file."""


class ScenarioError(InputError):
    """Mistakes in a scenario file."""


class ClaimError(InputError):
    """Mistakes in a ledger of claims, or in the policy file of its inference."""


class OutputError(InputError):
    """A result cannot be written where the user asked."""


class InfeasibleError(AirshieldError):
    """The question has no answer under its own constraints."""

    exit_code = 3


class CheckError(AirshieldError):
    """A check of consistency failed."""

    exit_code = 4


class MissingExtraError(AirshieldError):
    """An optional dependency is not installed."""

    exit_code = 2

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'airshield[{extra}]'")


class RunError(AirshieldError):
    """The kernel ended with a named status other than OK."""
