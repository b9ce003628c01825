"""Work out intervals of days from words of time, against the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

DAY = dt.timedelta(days=1)
Interval = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Basis:
    """What every rule counts from: the day of publication and the words of time."""

    published: dt.date
    words: Mapping[str, Any]


Rule = Callable[[re.Match[str], Basis], Interval | None]


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _make(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _alone(day: dt.date | None) -> Interval | None:
    return None if day is None else (day, day)


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "").lower()


def _year_for(match: re.Match[str], basis: Basis, month: int, day: int = 1) -> int:
    """Return the year that is said, else the last one in which that day has come."""
    said = _group(match, "y")
    if said:
        return int(said)
    here = basis.published
    return here.year if (month, day) <= (here.month, here.day) else here.year - 1


def _number(word: str, basis: Basis) -> int:
    return int(word) if word.isdigit() else int(basis.words["numbers"].get(word.lower(), 3))


def _month_number(match: re.Match[str], basis: Basis) -> int:
    return int(basis.words["months"][_group(match, "mon")])


# ---------------------------------------------------------------------- days
def iso_day(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve 2020-03-30."""
    del basis
    return _alone(_make(int(match["y"]), int(match["m"]), int(match["d"])))


def day_range(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "7 to 8 January"."""
    month = _month_number(match, basis)
    year = _year_for(match, basis, month, min(28, int(match["d2"])))
    first, last = (_make(year, month, int(match[g])) for g in ("d", "d2"))
    return None if first is None or last is None or last < first else (first, last)


def day(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "30 March" and "the fourth of July"."""
    month = _month_number(match, basis)
    ordinal = _group(match, "o")
    number = basis.words["ordinals"][ordinal] if ordinal else int(match["d"])
    return _alone(_make(_year_for(match, basis, month, number), month, number))


def bare_day(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "the 17th": of this month, or of the last one if that day is still to come."""
    here, number = basis.published, int(match["d"])
    if number > here.day:
        here = here.replace(day=1) - DAY
    return _alone(_make(here.year, here.month, number))


def weekday(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "Thursday": the last one that has come, today included."""
    which = _group(match, "which")
    if which == "every":
        return None
    here = basis.published
    back = (here.weekday() - int(basis.words["weekdays"][_group(match, "wd")])) % 7
    if which == "next":
        return _alone(here + (7 - back if back else 7) * DAY)
    return _alone(here - (7 if which == "last" and back == 0 else back) * DAY)


def relative(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "yesterday", "in recent days"."""
    begin, end = basis.words["relative"][_group(match, "rel") or "the day before yesterday"]
    return basis.published - begin * DAY, basis.published - end * DAY


def ago(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "three weeks ago", to a span as wide as the words are loose."""
    here, n, unit = basis.published, _number(match["n"], basis), _group(match, "unit")
    if unit.startswith("day"):
        return _alone(here - n * DAY)
    if unit.startswith("week"):
        middle = here - 7 * n * DAY
        return middle - 3 * DAY, middle + 3 * DAY
    months = n if unit.startswith("month") else 12 * n
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    return dt.date(year, month + 1, 1), month_end(year, month + 1)


# ---------------------------------------------------------------------- weeks and months
def week_of(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "the second week of April"."""
    month = _month_number(match, basis)
    year = _year_for(match, basis, month)
    if _group(match, "o") == "last":
        end = month_end(year, month)
        return (end - 6 * DAY if _group(match, "unit") == "week" else end - 9 * DAY), end
    which = int(basis.words["ordinals"][_group(match, "o")])
    if _group(match, "unit") == "days":
        return dt.date(year, month, 1), dt.date(year, month, 5)
    if which > 4:
        return None
    first = dt.date(year, month, 1 + 7 * (which - 1))
    return first, first + 6 * DAY


def part_of_month(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "early March", "the end of June"."""
    names = {"middle of": "mid", "beginning of": "early", "start of": "early", "end of": "late"}
    word = _group(match, "part")
    low, high = basis.words["parts"][names.get(word, word)]
    month = _month_number(match, basis)
    year = _year_for(match, basis, month, low)
    end = month_end(year, month) if high == 31 else dt.date(year, month, high)
    return dt.date(year, month, low), end


def month(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "in March": the last one that has begun."""
    number = _month_number(match, basis)
    year = _year_for(match, basis, number)
    return dt.date(year, number, 1), month_end(year, number)


def unit(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "last week", "this month", "next year"."""
    what, which, here = _group(match, "unit"), _group(match, "which"), basis.published
    if which == "the" and "earlier" not in match[0].lower():
        return None
    steps = {"last": -1, "past": -1, "next": 1}.get(which, 0)
    if what == "week":
        first = here - here.weekday() * DAY + 7 * steps * DAY
        return first, here if steps == 0 else first + 6 * DAY
    if what == "weekend":
        back = ((here.weekday() - 5) % 7) * DAY
        saturday = here - back + (7 * DAY if steps > 0 else 0 * DAY)
        return saturday, saturday + DAY
    if what == "month":
        year, number = divmod(here.year * 12 + here.month - 1 + steps, 12)
        first = dt.date(year, number + 1, 1)
        return first, here if steps == 0 else month_end(year, number + 1)
    year = here.year + steps
    return dt.date(year, 1, 1), here if steps == 0 else dt.date(year, 12, 31)


def this_part(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "the beginning of the month", "the end of the year"."""
    here = basis.published
    begin = _group(match, "part") in ("beginning", "start")
    if _group(match, "unit") == "month":
        low, high = (1, 10) if begin else (21, month_end(here.year, here.month).day)
        return here.replace(day=low), here.replace(day=high)
    number = 1 if begin else 12
    year = here.year if number <= here.month else here.year - 1
    return dt.date(year, number, 1), month_end(year, number)


# ---------------------------------------------------------------------- seasons and years
def season(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "last autumn", "the winter": the northern hemisphere's seasons."""
    number = int(basis.words["seasons"][_group(match, "season")])
    which, said, here = _group(match, "which"), _group(match, "y"), basis.published
    year = int(said) if said else here.year
    first = dt.date(year, number, 1)
    if not said:
        running = first <= here
        if which == "next":
            year += running
        elif not running or (which == "last" and here <= _season_end(first)):
            year -= 1
        if which in ("this", "the") and not running:
            year = here.year
    first = dt.date(year, number, 1)
    return first, _season_end(first)


def _season_end(first: dt.date) -> dt.date:
    year, number = divmod(first.year * 12 + first.month + 1, 12)
    return month_end(year, number + 1)


def last_day_of_year(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "the last day of the year"."""
    del match
    return _alone(dt.date(basis.published.year - 1, 12, 31))


def years(match: re.Match[str], basis: Basis) -> Interval | None:
    """Resolve "in 1991", "2013-15", "between 2013 and 2015"."""
    del basis
    first = int(match["y"])
    tail = _group(match, "y2")
    last = first
    if tail:
        last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return None if last < first else (dt.date(first, 1, 1), dt.date(last, 12, 31))
