"""Resolve words of time to intervals of days, against the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DateMention:
    """An interval of days that a stretch of text names; both ends belong to it."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    precision: str
    since: bool = False
    until: bool = False


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _precision(first: dt.date, last: dt.date) -> str:
    days = (last - first).days
    if days == 0:
        return "day"
    if days == 6 and first.weekday() == 0:
        return "week"
    whole = first.day == 1 and last == _month_end(first.year, first.month)
    return "month" if whole else "range"


class DateResolver:
    """Find and resolve the dates of a text that came out on one day.

    Source: own rules; general parsers give one day for "last week" and nothing for "early March",
    where a report needs an interval.

    Limits: English; the northern hemisphere's seasons; a month without a year is the last one that
    has begun, a weekday the last one that has come, today included.
    """

    def __init__(self, published: dt.date, words: Mapping[str, Any]) -> None:
        self.published = published
        self._words = words
        month, day = _alternatives(words["months"]), _alternatives(words["weekdays"])
        number, season = _alternatives(words["numbers"]), _alternatives(words["seasons"])
        ordinal, relative = _alternatives(words["ordinals"]), _alternatives(words["relative"])
        number_day = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
        year = r"(?:,?\s+(?P<y>(?:19|20)\d\d))?"
        n = rf"(?P<n>\d{{1,3}}|{number}|several|a few)"
        rules: tuple[tuple[str, Callable[[re.Match[str]], tuple[dt.date, dt.date] | None]], ...] = (
            (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", self._iso),
            (
                rf"(?:(?:night of|between|from)\s+)?{number_day}\s+(?:to|and|until|[-–])\s+"
                rf"(?P<d2>\d{{1,2}})\s+(?P<mon>{month})\.?{year}",
                self._day_range,
            ),
            (
                rf"(?:{number_day}|(?:the\s+)?(?P<o>{ordinal}))\s+(?:of\s+)?(?P<mon>{month})\b"
                rf"\.?{year}",
                self._day,
            ),
            (rf"(?P<mon>{month})\.?\s+{number_day}\b(?!\s*(?:mm|km)){year}", self._day),
            (
                rf"the\s+(?P<o>{ordinal}|last)\s+(?P<unit>week|days)\s+of\s+(?P<mon>{month})\b"
                rf"{year}",
                self._week_of,
            ),
            (
                rf"(?:the\s+)?(?P<part>early|mid|late|middle of|beginning of|start of|end of)"
                rf"[\s-]+(?P<mon>{month})\b{year}",
                self._part,
            ),
            (r"the\s+last\s+day\s+of\s+the\s+year", self._last_day_of_year),
            (rf"(?:in|since|by|until|of|for|this|last)\s+(?P<mon>{month})\b{year}", self._month),
            (rf"(?P<mon>{month})\s+(?P<y>(?:19|20)\d\d)", self._month),
            (r"the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?!\s+\w*(?:\s+)?century)\b", self._bare_day),
            (rf"{n}\s+(?P<unit>days?|weeks?|months?|years?)\s+(?:ago|earlier)", self._ago),
            (r"(?:the\s+)?day before yesterday", self._relative),
            (
                r"(?:earlier|later)?\s*(?:in\s+)?(?P<which>this|last|past|the|next)\s+"
                r"(?P<unit>week(?:end)?|month|year)(?!s?\s+of)\b",
                self._unit,
            ),
            (
                rf"(?P<which>last|this|next|the)\s+(?P<season>{season})\b(?!\s+of\b){year}",
                self._season,
            ),
            (rf"(?:in|since)\s+(?:the\s+)?(?P<season>{season})\b(?:\s+of)?{year}", self._season),
            (
                rf"(?P<which>last|this|next|on|since|by|every)?\s*\b(?P<wd>{day})"
                r"(?:\s+(?:night|morning|evening|afternoon))?\b",
                self._weekday,
            ),
            (rf"(?P<rel>{relative})", self._relative),
            (r"(?P<y>(?:19|20)\d\d)[-–](?P<y2>\d\d)\b", self._year),
            (r"(?:in|since|until|of|the\s+summer\s+of)\s+(?P<y>(?:19|20)\d\d)\b", self._year),
        )
        self._rules = tuple((re.compile(rf"\b{p}", re.IGNORECASE), f) for p, f in rules)

    def find(self, text: str) -> list[DateMention]:
        """Return the dates of a text in order, none overlapping; earlier rules go first."""
        found: list[DateMention] = []
        for pattern, resolve in self._rules:
            for match in pattern.finditer(text):
                if any(m.start < match.end() and match.start() < m.end for m in found):
                    continue
                interval = resolve(match)
                if interval is not None:
                    found.append(self._mention(text, match, interval))
        return sorted(found, key=lambda m: m.start)

    def _mention(
        self, text: str, match: re.Match[str], interval: tuple[dt.date, dt.date]
    ) -> DateMention:
        first, last = interval
        before = text[max(0, match.start() - 12) : match.start()] + match[0]
        since = re.search(r"\bsince\b", before, re.IGNORECASE) is not None
        if since and first <= self.published:
            last = self.published
        until = re.search(r"\b(?:until|till)\b", before, re.IGNORECASE) is not None
        precision = _precision(first, last)
        return DateMention(match.start(), match.end(), first, last, precision, since, until)

    # ------------------------------------------------------------------ rules
    def _make(self, year: int, month: int, day: int) -> dt.date | None:
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None

    def _year_for(self, match: re.Match[str], month: int, day: int = 1) -> int:
        """Return the year that is said, else the last one in which that day has come."""
        said = match.groupdict().get("y")
        if said:
            return int(said)
        year = self.published.year
        return year if (month, day) <= (self.published.month, self.published.day) else year - 1

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else int(self._words["numbers"].get(word.lower(), 3))

    def _month_number(self, match: re.Match[str]) -> int:
        return int(self._words["months"][match["mon"].lower()])

    def _iso(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        day = self._make(int(match["y"]), int(match["m"]), int(match["d"]))
        return None if day is None else (day, day)

    def _day_range(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        month = self._month_number(match)
        year = self._year_for(match, month, min(28, int(match["d2"])))
        first, last = (self._make(year, month, int(match[g])) for g in ("d", "d2"))
        return None if first is None or last is None or last < first else (first, last)

    def _day(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        month = self._month_number(match)
        ordinal = match.groupdict().get("o")
        number = self._words["ordinals"][ordinal.lower()] if ordinal else int(match["d"])
        day = self._make(self._year_for(match, month, number), month, number)
        return None if day is None else (day, day)

    def _bare_day(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        here, number = self.published, int(match["d"])
        if number > here.day:
            here = here.replace(day=1) - DAY
        day = self._make(here.year, here.month, number)
        return None if day is None else (day, day)

    def _week_of(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        month = self._month_number(match)
        year = self._year_for(match, month)
        end = _month_end(year, month)
        if match["o"].lower() == "last":
            return (end - 6 * DAY if match["unit"] == "week" else end - 9 * DAY), end
        which = int(self._words["ordinals"][match["o"].lower()])
        if match["unit"] == "days":
            return dt.date(year, month, 1), dt.date(year, month, 5)
        if which > 4:
            return None
        first = dt.date(year, month, 1 + 7 * (which - 1))
        return first, first + 6 * DAY

    def _part(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        names = {"middle of": "mid", "beginning of": "early", "start of": "early", "end of": "late"}
        word = match["part"].lower()
        low, high = self._words["parts"][names.get(word, word)]
        month = self._month_number(match)
        year = self._year_for(match, month, low)
        end = _month_end(year, month) if high == 31 else dt.date(year, month, high)
        return dt.date(year, month, low), end

    def _last_day_of_year(self, match: re.Match[str]) -> tuple[dt.date, dt.date]:
        del match
        day = dt.date(self.published.year - 1, 12, 31)
        return day, day

    def _month(self, match: re.Match[str]) -> tuple[dt.date, dt.date]:
        month = self._month_number(match)
        year = self._year_for(match, month)
        return dt.date(year, month, 1), _month_end(year, month)

    def _ago(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        n, unit = self._number(match["n"]), match["unit"].lower()
        if unit.startswith("day"):
            day = self.published - n * DAY
            return day, day
        if unit.startswith("week"):
            day = self.published - 7 * n * DAY
            return day - 3 * DAY, day + 3 * DAY
        months = n if unit.startswith("month") else 12 * n
        index = self.published.year * 12 + self.published.month - 1 - months
        year, month = divmod(index, 12)
        return dt.date(year, month + 1, 1), _month_end(year, month + 1)

    def _unit(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        unit, which = match["unit"].lower(), match["which"].lower()
        if which == "the" and "earlier" not in match[0].lower():
            return None
        steps = {"last": -1, "past": -1, "next": 1}.get(which, 0)
        here = self.published
        if unit == "week":
            first = here - here.weekday() * DAY + 7 * steps * DAY
            return first, here if steps == 0 else first + 6 * DAY
        if unit == "weekend":
            saturday = here - ((here.weekday() - 5) % 7) * DAY + (7 * DAY if steps > 0 else 0 * DAY)
            return saturday, saturday + DAY
        if unit == "month":
            year, month = divmod(here.year * 12 + here.month - 1 + steps, 12)
            first = dt.date(year, month + 1, 1)
            return first, here if steps == 0 else _month_end(year, month + 1)
        year = here.year + steps
        return dt.date(year, 1, 1), here if steps == 0 else dt.date(year, 12, 31)

    def _season(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        month = int(self._words["seasons"][match["season"].lower()])
        which = (match.groupdict().get("which") or "").lower()
        said = match.groupdict().get("y")
        year = int(said) if said else self.published.year
        first = dt.date(year, month, 1)
        if not said:
            running = dt.date(year, month, 1) <= self.published
            if which == "next":
                year += running
            elif not running or (which == "last" and self.published <= self._season_end(first)):
                year -= 1
            if which in ("this", "the") and not running:
                year = self.published.year
        first = dt.date(year, month, 1)
        return first, self._season_end(first)

    def _season_end(self, first: dt.date) -> dt.date:
        year, month = divmod(first.year * 12 + first.month + 1, 12)
        return _month_end(year, month + 1)

    def _weekday(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        which = (match["which"] or "").lower()
        if which == "every":
            return None
        number = int(self._words["weekdays"][match["wd"].lower()])
        back = (self.published.weekday() - number) % 7
        if which == "next":
            day = self.published + (7 - back if back else 7) * DAY
        else:
            day = self.published - (7 if which == "last" and back == 0 else back) * DAY
        return day, day

    def _relative(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        word = (match.groupdict().get("rel") or "the day before yesterday").lower()
        begin, end = self._words["relative"][word]
        return self.published - begin * DAY, self.published - end * DAY

    def _year(self, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
        first = int(match["y"])
        tail = match.groupdict().get("y2")
        last = first // 100 * 100 + int(tail) if tail else first
        return None if last < first else (dt.date(first, 1, 1), dt.date(last, 12, 31))
