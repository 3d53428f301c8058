"""Date ranges of résumés as whole months, and sums of them that count no month twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter)"
)
_YEAR = r"(?:(?:19|20)\d\d)"
_POINT = (
    rf"(?:(?P<{{0}}day>\d{{{{1,2}}}}(?:st|nd|rd|th)?\s+)?(?P<{{0}}name>{_MONTH})\.?,?\s*(?:of\s+)?(?P<{{0}}year1>{_YEAR}|'\d\d)"
    rf"|(?P<{{0}}month2>0?[1-9]|1[0-2])\s*[/.]\s*(?P<{{0}}year2>{_YEAR}|\d\d(?!\d|[/.]))"
    rf"|(?P<{{0}}year3>{_YEAR})\s*[-/.]\s*(?P<{{0}}month3>0[1-9]|1[0-2])(?!\d)"
    rf"|(?:(?P<{{0}}day4>\d{{{{1,2}}}})[/.])?(?P<{{0}}year4>{_YEAR}))"
)
_OPEN = r"present|now|today|current(?:ly)?|to date|date|ongoing|on-going|till date|until now"
_RANGE = re.compile(
    r"(?<![\w/])(?:from\s+)?(?:"
    + rf"(?P<bare>{_MONTH})\.?\s*(?:-|to|until)\s*"
    + _POINT.format("c")
    + "|"
    + _POINT.format("a")
    + rf"\s*(?:-+|to|until|till|through|thru|and|/)\s*(?:the\s+)?(?:{_POINT.format('b')}|(?P<open>{_OPEN})\b|(?P<short>\d\d)(?![\d/.]))"
    + rf"|(?:since|from|as of)\s+{_POINT.format('s')}(?:\s*(?:-|onwards?|on)\b)?"
    + rf"|{_POINT.format('l')}\s*-\s*(?=$|[)\]|,])"
    + r")(?!\w)",
    re.IGNORECASE | re.MULTILINE,
)
_SINCE = re.compile(rf"\b(?:since|from|starting|as of|beginning)\s+{_POINT.format('p')}", re.IGNORECASE)
_IN = re.compile(rf"(?:^|[.;]\s+)(?:in|during)\s+{_POINT.format('p')}", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months, both ends included, counted from year 0; ``start:end`` of the text is where it is stated."""

    first: int
    last: int
    start: int = 0
    end: int = 0
    is_open: bool = False

    @property
    def months(self) -> int:
        return max(0, self.last - self.first + 1)


def month_of(day: date) -> int:
    """The number of a month, counted from year 0."""
    return day.year * 12 + day.month - 1


def periods_in(text: str, as_of: date) -> list[Period]:
    """Every date range a text states, in order; "present" is ``as_of``, and nothing counts beyond it."""
    today = month_of(as_of)
    found = []
    for match in _RANGE.finditer(text):
        period = _period(match, today)
        if period is not None:
            found.append(period)
    return found


def start_named_in(text: str, as_of: date) -> int | None:
    """The month from which a sentence says its work was done ("From January 2024 …", "In 2023 …"), if it does."""
    match = _SINCE.search(text) or _IN.search(text)
    month = _point(match, "p", is_end=False) if match else None
    return month if month is not None and month <= month_of(as_of) else None


def months_covered(periods: Iterable[Period]) -> int:
    """The number of different months in the periods."""
    covered: set[int] = set()
    for period in periods:
        covered.update(range(period.first, period.last + 1))
    return len(covered)


def _period(match: re.Match[str], today: int) -> Period | None:
    groups = match.groupdict()
    is_open = False
    if groups["bare"]:
        last = _point(match, "c", is_end=True)
        if last is None:
            return None
        month = _month_number(groups["bare"])
        first = last - (last % 12) + month - 1
        if first > last:
            first -= 12
    elif any(groups[f"s{name}"] for name in ("year1", "year2", "year3", "year4")):
        start, last, is_open = _point(match, "s", is_end=False), today, True
        if start is None:
            return None
        first = start
    elif any(groups[f"l{name}"] for name in ("year1", "year2", "year3", "year4")):
        start, last, is_open = _point(match, "l", is_end=False), today, True
        if start is None:
            return None
        first = start
    else:
        start = _point(match, "a", is_end=False)
        if start is None:
            return None
        first = start
        if groups["open"]:
            last, is_open = today, True
        elif groups["short"]:
            year = first // 12 // 100 * 100 + int(groups["short"])
            if groups["ayear4"] is None or year < first // 12:
                return None
            last = year * 12 + 11
        else:
            end = _point(match, "b", is_end=True)
            if end is None:
                return None
            last = end
    if last > today:
        last, is_open = today, True
    if last < first or last - first > 12 * 60:
        return None
    last = _without_full_years(match, first, last, is_open)
    return Period(first, last, match.start(), match.end(), is_open)


def _without_full_years(match: re.Match[str], first: int, last: int, is_open: bool) -> int:
    """Bare years ("2019 - 2021") mean neither January nor December: they count as the difference of the years."""
    groups = match.groupdict()
    if is_open or not groups.get("ayear4") or not (groups.get("byear4") or groups.get("short")):
        return last
    return last if last // 12 == first // 12 else last - 12


def _point(match: re.Match[str], prefix: str, *, is_end: bool) -> int | None:
    groups = match.groupdict()
    if groups[f"{prefix}name"]:
        name = groups[f"{prefix}name"].lower()
        return _year_number(groups[f"{prefix}year1"]) * 12 + _month_number(name) - 1
    if groups[f"{prefix}month2"]:
        return _year_number(groups[f"{prefix}year2"]) * 12 + int(groups[f"{prefix}month2"]) - 1
    if groups[f"{prefix}month3"]:
        return int(groups[f"{prefix}year3"]) * 12 + int(groups[f"{prefix}month3"]) - 1
    if groups[f"{prefix}year4"]:
        return int(groups[f"{prefix}year4"]) * 12 + (11 if is_end else 0)
    return None


def _month_number(name: str) -> int:
    name = name.lower()
    return _SEASONS[name] if name in _SEASONS else _NAMES.index(name[:3]) + 1


def _year_number(text: str) -> int:
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return (2000 if int(digits) < 60 else 1900) + int(digits)
