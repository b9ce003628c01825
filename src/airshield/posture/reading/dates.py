"""Find words of time in a text and resolve them to intervals of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from airshield.posture.reading import calendar_rules as rules
from airshield.posture.reading.calendar_rules import Basis, Interval, Rule, month_end


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


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _precision(first: dt.date, last: dt.date) -> str:
    days = (last - first).days
    if days == 0:
        return "day"
    if days == 6 and first.weekday() == 0:
        return "week"
    whole = first.day == 1 and last == month_end(first.year, first.month)
    return "month" if whole else "range"


_NUMBER_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<y>(?:19|20)\d\d))?"
_Y = r"(?P<y>(?:19|20)\d\d)"


def _whole_days(month: str, ordinal: str) -> list[tuple[str, Rule]]:
    """Return the patterns for days of a month."""
    return [
        (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", rules.iso_day),
        (
            rf"(?:(?:night of|between|from)\s+)?{_NUMBER_DAY}\s+(?:to|and|until|[-–])\s+"
            rf"(?P<d2>\d{{1,2}})\s+(?P<mon>{month})\.?{_YEAR}",
            rules.day_range,
        ),
        (
            rf"(?:{_NUMBER_DAY}|(?:the\s+)?(?P<o>{ordinal}))\s+(?:of\s+)?(?P<mon>{month})\b"
            rf"\.?{_YEAR}",
            rules.day,
        ),
        (rf"(?P<mon>{month})\.?\s+{_NUMBER_DAY}\b(?!\s*(?:mm|km)){_YEAR}", rules.day),
    ]


def _months(month: str, ordinal: str) -> list[tuple[str, Rule]]:
    """Return the patterns for months and their parts."""
    return [
        (
            rf"the\s+(?P<o>{ordinal}|last)\s+(?P<unit>week|days)\s+of\s+(?P<mon>{month})\b{_YEAR}",
            rules.week_of,
        ),
        (
            rf"(?:the\s+)?(?P<part>early|mid|late|middle of|beginning of|start of|end of)"
            rf"[\s-]+(?P<mon>{month})\b{_YEAR}",
            rules.part_of_month,
        ),
        (
            r"the\s+(?P<part>beginning|start|end)\s+of\s+(?:the|this)\s+(?P<unit>month|year)",
            rules.this_part,
        ),
        (r"the\s+last\s+day\s+of\s+the\s+year", rules.last_day_of_year),
        (rf"(?:in|since|by|until|of|for|this|last)\s+(?P<mon>{month})\b{_YEAR}", rules.month),
        (rf"(?P<mon>{month})\s+{_Y}", rules.month),
        (r"the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?!\s+\w*(?:\s+)?century)\b", rules.bare_day),
    ]


def _relative(day: str, season: str, number: str, relative: str) -> list[tuple[str, Rule]]:
    """Return the patterns that count from the day of publication."""
    n = rf"(?P<n>\d{{1,3}}|{number}|several|a few)"
    return [
        (rf"{n}\s+(?P<unit>days?|weeks?|months?|years?)\s+(?:ago|earlier)", rules.ago),
        (r"(?:the\s+)?day before yesterday", rules.relative),
        (
            r"(?:earlier|later)?\s*(?:in\s+)?(?P<which>this|last|past|the|next)\s+"
            r"(?P<unit>week(?:end)?|month|year)(?!s?\s+of)\b",
            rules.unit,
        ),
        (
            rf"(?P<which>last|this|next|the)\s+(?P<season>{season})\b(?!\s+of\b){_YEAR}",
            rules.season,
        ),
        (rf"(?:in|since)\s+(?:the\s+)?(?P<season>{season})\b(?:\s+of)?{_YEAR}", rules.season),
        (
            rf"(?P<which>last|this|next|on|since|by|every)?\s*\b(?P<wd>{day})"
            r"(?:\s+(?:night|morning|evening|afternoon))?\b",
            rules.weekday,
        ),
        (rf"(?P<rel>{relative})", rules.relative),
    ]


def _years() -> list[tuple[str, Rule]]:
    """Return the patterns for years."""
    return [
        (rf"{_Y}[-–](?P<y2>\d\d)\b", rules.years),
        (rf"(?:between|from)\s+{_Y}\s+(?:and|to|until)\s+(?P<y2>(?:19|20)\d\d)\b", rules.years),
        (rf"(?:in|since|until|of|from|the\s+summer\s+of)\s+{_Y}\b", rules.years),
    ]


class DateResolver:
    """Find and resolve the dates of a text that came out on one day.

    Source: own rules; general parsers give one day for "last week" and nothing for "early March",
    where a report needs an interval.

    Limits: English; the northern hemisphere's seasons; a month without a year is the last one that
    has begun, a weekday the last one that has come, today included.
    """

    def __init__(self, published: dt.date, words: Mapping[str, Any]) -> None:
        self.basis = Basis(published, words)
        named = {
            key: _alternatives(words[key])
            for key in ("months", "weekdays", "numbers", "seasons", "ordinals", "relative")
        }
        table = [
            *_whole_days(named["months"], named["ordinals"]),
            *_months(named["months"], named["ordinals"]),
            *_relative(named["weekdays"], named["seasons"], named["numbers"], named["relative"]),
            *_years(),
        ]
        self._rules = tuple((re.compile(rf"\b{p}", re.IGNORECASE), rule) for p, rule in table)

    def find(self, text: str) -> list[DateMention]:
        """Return the dates of a text in order, none overlapping; earlier rules go first."""
        found: list[DateMention] = []
        for pattern, rule in self._rules:
            for match in pattern.finditer(text):
                if any(m.start < match.end() and match.start() < m.end for m in found):
                    continue
                interval = rule(match, self.basis)
                if interval is not None:
                    found.append(_mention(text, match, interval, self.basis))
        return sorted(found, key=lambda m: m.start)


def _mention(text: str, match: re.Match[str], interval: Interval, basis: Basis) -> DateMention:
    first, last = interval
    before = text[max(0, match.start() - 12) : match.start()] + match[0]
    since = re.search(r"\bsince\b", before, re.IGNORECASE) is not None
    if since and first <= basis.published:
        last = basis.published
    until = re.search(r"\b(?:until|till)\b", before, re.IGNORECASE) is not None
    precision = _precision(first, last)
    return DateMention(match.start(), match.end(), first, last, precision, since, until)
