"""Print to a terminal or a pipe whose reader may leave early."""

from __future__ import annotations

from rich.console import Console

from airshield.cli.output import abandon_stdout


class PipeConsole(Console):
    """A console that goes on where nobody reads any more, where rich would end the process.

    `airshield assess … | head -1` wants no more lines, but its files all the same.
    """

    def on_broken_pipe(self) -> None:
        """Send what is still printed nowhere."""
        self.quiet = True
        abandon_stdout()
