"""Read the days that a user asks about."""

from __future__ import annotations

import datetime as dt

from airshield.errors import Fault, InputError


def day(option: str, word: str) -> dt.date:
    """Read a day of the command line.

    Raises
    ------
    InputError : it is no date; names the option.
    """
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        message = f'"{word}" is no date; write year-month-day, as 2020-04-12'
        raise InputError([Fault("command line", None, option, message)]) from None


def day_or_none(option: str, word: str | None) -> dt.date | None:
    """Read a day that need not be given; as `day` otherwise."""
    return None if word is None else day(option, word)
