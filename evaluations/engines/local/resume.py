"""A résumé as passages: which words stand in a role, a list, a claim, a degree; and the roles with their dates.

Name, contact, photo, age and nationality lines become the ``identity`` place, which judging reads for addresses and
work permits only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from evaluations.engines.local.dates import Period, months_covered, periods_in, start_named_in
from evaluations.engines.local.lines import Line, cut_long, lines_of
from evaluations.engines.local.resume_headings import heading_of, headings_apart
from evaluations.engines.local.titles import TITLE

Place = Literal[
    "role",
    "header",
    "project",
    "education",
    "credential",
    "language",
    "listed",
    "claimed",
    "leisure",
    "identity",
    "dropped",
]
# Far beyond any sentence of a real résumé; a longer one is judged in parts.
LONGEST_PASSAGE = 1_000
# Places whose words show something done, in the order a sceptic would trust them.
SHOWING: tuple[Place, ...] = ("role", "project", "header")

_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w+|\+?\(?\d{2,4}\)?[ .-]\d{3}[ .-]?\d{2,}|(?:https?://|www\.|linkedin\.com|github\.com)\S+"
    r"|\b(?:date of birth|born(?: on| in)?|d\.?o\.?b\.?|age|nationality|citizenship|gender|marital status|photo|pronouns"
    r"|phone|mobile|e-?mail|address|tel)\s*:",
    re.IGNORECASE,
)
_PERMIT = re.compile(
    r"\b(?:citizen|permanent resident|green card|work permit|authori[sz]ed to work|right to work|visa|sponsorship)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\"'(]?[A-Z0-9])")
# A full stop that ends no sentence: "B.A. Communications", "St. Mary's", "approx. 40".
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]\.)+|\b(?:Dr|St|Mt|Ft|Mr|Mrs|Ms|Prof|No|approx|incl|e\.g|i\.e|etc|vs|Inc|Ltd|Co|B\.Sc|M\.Sc|Ph\.D)\.)$"
)
# "DNS in Cloudflare since April 2024.", "audits 2021 and 2023": dates a sentence names, not those of a job.
_IN_PASSING = re.compile(
    r"(?i)\b(?:since|from)\s+(?:\w+\s+)?(?:19|20)\d\d(?!\s*(?:-|to\b|until))|\b(?:19|20)\d\d\s+and\s+(?:\w+\s+)?(?:19|20)\d\d"
)
_ENTRY = re.compile(r"(?<=\S)\s+[·•|]\s+|;\s+|(?<=[.!?])\s+(?=[\"'(]?[A-Z0-9])")
_ITEM = re.compile(r"\s*(?:[,;|•·\n]|\s[-–/]\s)\s*(?![^()]{0,80}\))")
_LABEL = re.compile(r"(?P<label>[A-Z][\w &/+-]{1,34}):\s+(?=\S)")


@dataclass(frozen=True)
class Role:
    """One job, project or stint with its header ``start:end`` and its dates."""

    index: int
    start: int
    end: int
    header: str
    section: str
    periods: tuple[Period, ...]

    @property
    def months(self) -> int:
        return months_covered(self.periods)


@dataclass(frozen=True)
class Passage:
    """A sentence, list item or header, ``start:end`` of the clean text. since is the month its own words name."""

    start: int
    end: int
    text: str
    place: Place
    role: Role | None = None
    section: str = ""
    since: int | None = None
    line: int = 0


@dataclass
class Resume:
    """All that judging reads of a résumé; offsets are those of the clean text."""

    text: str
    passages: list[Passage] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)

    def at(self, position: int) -> Passage | None:
        """The passage at a place of the text."""
        low, high = 0, len(self.passages)
        while low < high:
            middle = (low + high) // 2
            if self.passages[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        found = self.passages[low] if low < len(self.passages) else None
        return found if found is not None and found.start <= position else None

    def in_places(self, *places: Place) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.place in places)

    def jobs(self) -> list[Role]:
        """The roles that are work: in an experience section, not projects, studies or leisure."""
        return [role for role in self.roles if role.section in ("experience", "")]


def parse(text: str, as_of: date) -> Resume:
    """The résumé in a clean text."""
    masked, lines = lines_of(text)
    lines = headings_apart(lines)
    resume = Resume(text)
    section, role, seen_section = "", None, False
    pending: list[int] = []  # lines that may turn out to be the header of the role whose dates follow
    places: list[tuple[Line, Place, Role | None, str, int]] = []

    for number, line in enumerate(lines):
        named = heading_of(line, lines, number, section)
        if named is not None:
            section, rest = named
            role, pending, seen_section = None, [], True
            if rest >= line.end:
                places.append((line, "dropped", None, "heading", line.start))
                continue
            places.append((line, _place(section, None), None, section, rest))
            if section in ("language", "listed", "identity") and rest > line.start and not line.gap_before:
                # "Languages: English, French" is a section of one line when it does not open a block of its own.
                following = lines[number + 1] if number + 1 < len(lines) else None
                if following is not None and _LABEL.match(following.text) is None and not line.gap_after:
                    continue
            continue
        dates = periods_in(line.text, as_of)
        if dates and section in ("listed", "language", "claimed", "identity"):
            # A dated title opens a role whatever the heading above it is called.
            if _is_dated_title(line, dates, lines, number):
                section, role, seen_section = "experience", None, True
                pending = [number - 1] if number and _is_title_above(lines[number - 1], line, dates) else []
            else:
                dates = []
        if dates and pending == [] and resume.roles and _dates_the_line_above(line, dates, places, resume.roles[-1]):
            role = replace(
                resume.roles[-1], end=line.end, header=masked[resume.roles[-1].start : line.end], periods=tuple(dates)
            )
            resume.roles[-1] = role
            places = [
                (*place[:2], role, *place[3:]) if place[2] and place[2].index == role.index else place
                for place in places
            ]
            places.append((line, _header_place(section), role, section, line.start))
            continue
        if dates and _is_header(line, dates, section, lines, number):
            start = line.start
            for earlier in pending:
                start = min(start, lines[earlier].start)
            end = line.end
            role = Role(len(resume.roles), start, end, masked[start:end], section or "experience", tuple(dates))
            following = lines[number + 1] if number + 1 < len(lines) else None
            if not pending and following is not None and _starts_with_dates_only(line, dates) and not following.bullet:
                end = following.end
                role = Role(role.index, start, end, masked[start:end], role.section, role.periods)
            resume.roles.append(role)
            for earlier in pending:
                places[earlier] = (lines[earlier], _header_place(section), role, section, lines[earlier].start)
            pending = []
            body_follows = _body_in_header_line(line, dates)
            place: Place = "project" if section == "project" and body_follows else _header_place(section)
            places.append((line, place, role, section, line.start))
            continue
        if not seen_section and role is None:
            following = lines[number + 1] if number + 1 < len(lines) else None
            if number and following is not None and TITLE.search(line.text) and not line.bullet:
                if _is_title_above(line, following, periods_in(following.text, as_of)):
                    pending = [number]
            place = "identity" if number == 0 or _CONTACT.search(line.text) or _PERMIT.search(line.text) else "claimed"
            if number < 3 and place == "claimed" and len(line.text.split()) <= 4 and not TITLE.search(line.text):
                place = "identity"
            places.append((line, place, None, "", line.start))
            continue
        if _CONTACT.search(line.text) and section in ("", "identity", "claimed") and len(line.text) < 120:
            places.append((line, "identity", None, section, line.start))
            continue
        if role is not None and line.start < role.end:
            places.append((line, _header_place(section), role, section, line.start))
            continue
        if _may_be_header(line, section, role, lines, number):
            if pending and (lines[pending[-1]].gap_after or len(pending) >= 2):
                pending = pending[1:] if len(pending) >= 2 and not lines[pending[-1]].gap_after else []
            pending.append(number)
            if line.gap_before and role is not None and TITLE.search(line.text) is None and not line.bold:
                pass
        else:
            pending = []
        places.append((line, _place(section, role), role, section, line.start))

    for number, (line, place, its_role, its_section, start) in enumerate(places):
        since: int | None = None  # what one sentence of a line dates, the next ones continue
        for begin, end in _pieces(masked, start, line.end, place):
            piece = masked[begin:end]
            place_here: Place = (
                "listed" if place == "role" and _is_keyword_list(masked[line.start : line.end]) else place
            )
            since = start_named_in(piece, as_of) or since
            resume.passages.append(Passage(begin, end, piece, place_here, its_role, its_section, since, number))
    return resume


def _is_header(line: Line, dates: list[Period], section: str, lines: list[Line], number: int) -> bool:
    """Whether a line with a date range opens a role, rather than telling of one."""
    if section in ("credential",):
        return False
    text = line.text
    if section == "leisure":
        return len(text) < 90 and not line.bullet
    outside = len(text) - sum(period.end - period.start for period in dates)
    if line.bullet and outside > 70:
        return False
    closes = dates[-1].end >= len(text.rstrip(" .)*_")) - 1
    if (
        text.rstrip().endswith(".")
        and outside > 60
        and section != "project"
        and not (closes and TITLE.search(text[:60]))
    ):
        return False
    if section != "project" and not TITLE.search(text) and _IN_PASSING.search(text) and outside > 12:
        return False
    at_edge = dates[0].start <= 3 or dates[-1].end >= len(text.rstrip()) - 45 or "|" in text or "(" in text
    return (at_edge and outside <= 160) or section == "project"


def _is_dated_title(line: Line, dates: list[Period], lines: list[Line], number: int) -> bool:
    """Whether a line is a job's title with its dates, or the dates below such a title."""
    text = line.text.strip()
    outside = len(text) - sum(period.end - period.start for period in dates)
    if line.bullet or outside > 110 or "\n" in text:
        return False
    at_end = dates[-1].end >= len(line.text.rstrip(" .)*_")) - 1
    if outside <= 12:
        return number > 0 and _is_title_above(lines[number - 1], line, dates)
    return at_end and bool(TITLE.search(text)) and len(text.split()) <= 18


def _is_title_above(above: Line, line: Line, dates: list[Period]) -> bool:
    """Whether a line is the title that belongs to the dates on the next line."""
    if not dates or above.bullet or above.marks or above.gap_after or len(above.text) > 130:
        return False
    return _starts_with_dates_only(line, dates) and not above.text.rstrip().endswith((".", ";", ":"))


def _dates_the_line_above(
    line: Line, dates: list[Period], places: list[tuple[Line, Place, Role | None, str, int]], role: Role
) -> bool:
    """Whether dates on a line of their own belong to the header just above, which names a year in passing."""
    last = places[-1] if places else None
    return (
        last is not None
        and last[2] is not None
        and last[2].index == role.index
        and last[0].end == role.end
        and not last[0].gap_after
        and not last[0].bullet
        and role.periods != ()
        and _starts_with_dates_only(line, dates)
        and not _starts_with_dates_only(last[0], list(role.periods))
        and last[1] == "header"
    )


def _starts_with_dates_only(line: Line, dates: list[Period]) -> bool:
    return len(line.text.strip()) - sum(period.end - period.start for period in dates) <= 12


def _body_in_header_line(line: Line, dates: list[Period]) -> bool:
    return len(line.text) - dates[-1].end > 60


def _may_be_header(line: Line, section: str, role: Role | None, lines: list[Line], number: int) -> bool:
    if section not in ("experience", "", "project", "education") or line.bullet or len(line.text) > 130:
        return False
    return not (
        line.text.rstrip().endswith((".", ";")) and not re.search(r"\b(?:Inc|Ltd|Co|Corp|GmbH|S\.A)\.$", line.text)
    )


def _header_place(section: str) -> Place:
    if section in ("education", "credential", "leisure"):
        return section  # type: ignore[return-value]
    return "header"


def _place(section: str, role: Role | None) -> Place:
    if section == "experience":
        return "role"
    if section == "":
        return "role" if role is not None else "claimed"
    return section  # type: ignore[return-value]


def _is_keyword_list(text: str) -> bool:
    items = [item for item in re.split(r"[,;|·•]", text) if item.strip()]
    return len(items) > 15 and sum(len(item.split()) for item in items) / len(items) <= 3.2


def _pieces(text: str, start: int, end: int, place: Place) -> Iterator[tuple[int, int]]:
    """The sentences or list items of a stretch, without outer blanks."""
    stretch = text[start:end]
    if place == "header":
        cuts = [(0, len(stretch))]
    else:
        breaks = _ITEM if place in ("listed", "language") else _ENTRY if place == "credential" else _SENTENCE
        edges = [0]
        for match in breaks.finditer(stretch):
            if breaks is _SENTENCE and _ABBREVIATED.search(stretch, max(0, match.start() - 20), match.start()):
                continue
            edges += [match.start(), match.end()]
        edges.append(len(stretch))
        cuts = list(zip(edges[::2], edges[1::2], strict=True))
    for first, last in (part for cut in cuts for part in cut_long(stretch, *cut, LONGEST_PASSAGE)):
        piece = stretch[first:last]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            tail = len(piece) - len(piece.rstrip())
            yield start + first + lead, start + last - tail
