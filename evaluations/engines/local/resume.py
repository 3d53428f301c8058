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
from evaluations.engines.local.resume_headings import SECTION_OF, heading_word, plain_name, section_named

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
TITLE = re.compile(
    r"\b(?:engineer|developer|manager|analyst|scientist|nurse|assistant|associate|director|lead|consultant|designer|intern"
    r"|administrator|coordinator|specialist|officer|representative|technician|architect|teacher|clerk|executive|head|"
    r"adviser|advisor|agent|supervisor|programmer|researcher|editor|writer|accountant|barista|cashier|driver|owner|founder"
    r"|freelance\w*|apprentice\w*|trainee|student|staff|rn|lpn|cna|chef|cook|therapist|physician|pharmacist|recruiter|buyer"
    r"|planner|controller|auditor|lawyer|attorney|paralegal|professor|lecturer|tutor|instructor|sergeant|worker|helper"
    r"|teller|host|hostess|server|bartender|porter|labou?rer|operator|mechanic|electrician|welder|plumber|carpenter|caretaker|treasurer|secretary|receptionist"
    r"|concierge|banker|broker|bookkeeper|dentist|midwife|paramedic|carer|care\s?giver|nanny|coach|trainer|facilitator|producer|photographer|illustrator"
    r"|strategist|marketer|copywriter|journalist|reporter|translator|interpreter|publicist|chemist|biologist|geologist|economist|statistician|actuary"
    r"|underwriter|adjuster|tester|seller|salesperson|sales|telesales|steward|guard|inspector|surveyor|foreman|attendant|packer|picker|loader|handler"
    r"|pilot|captain|principal|dean|fellow|resident|counsell?or|chaplain|librarian|archivist|curator|partner|president|chair|vp|ceo|cto|cfo|coo|evangelist"
    r"|advocate|ambassador|dispatcher|merchandiser|stylist|hairdresser|barber|gardener|farmer|florist|butcher|baker|cleaner|housekeeper|janitor|waiter|waitress"
    r"|sub-editor|proofreader|animator|machinist|fitter|roofer|painter|mason|rigger|drafter|draughtsman|estimator|scheduler|expediter|grader|assessor|examiner"
    r"|investigator|detective|firefighter|soldier|officer|nco|dba|sre|sysadmin|devops|scrum master|product owner|freelance)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z][A-Z&]+(?: [A-Z&]+)*(?= [a-z])")
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
    lines = _headings_apart(lines)
    resume = Resume(text)
    section, role, seen_section = "", None, False
    pending: list[int] = []  # lines that may turn out to be the header of the role whose dates follow
    places: list[tuple[Line, Place, Role | None, str, int]] = []

    for number, line in enumerate(lines):
        named = _heading(line, lines, number, section)
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


def _headings_apart(lines: list[Line]) -> list[Line]:
    """The lines again, with a heading cut off where the line below was taken for its continuation."""
    apart: list[Line] = []
    for line in lines:
        opening = _CAPITALS.match(line.text)
        if opening is not None and not line.bullet and section_named(plain_name(opening.group())) is not None:
            # "KEY SKILLS planning | budgets": a page's text layer often puts a heading and its list on one line.
            cut, start = line.start + opening.end(), line.start + opening.end() + 1
            apart.append(replace(line, end=cut, text=opening.group(), gap_after=False))
            apart.append(replace(line, start=start, text=line.text[opening.end() + 1 :], gap_before=False, bold=False))
            continue
        first, _, rest = line.text.partition("\n")
        name = plain_name(first)
        if (
            rest.strip()
            and not line.bullet
            and (section_named(name) is not None or (first.isupper() and len(first.split()) <= 4))
        ):
            start = line.end - len(rest.lstrip())
            cut = line.start + len(first.rstrip())
            apart.append(replace(line, end=cut, text=first.rstrip(), gap_after=False))
            apart.append(replace(line, start=start, text=rest.lstrip(), gap_before=False, bold=False, marks=0))
        else:
            apart.append(line)
    return apart


def _heading(line: Line, lines: list[Line], number: int, section: str) -> tuple[str, int] | None:
    """The section a line opens and where its content begins; None when it opens none."""
    text = line.text.strip()
    if len(text) > 60 and ":" not in text[:40]:
        return None
    name = re.sub(r"\b(?:my|the|and|of)\b(?=\s*$)", "", plain_name(text)).strip()
    looks = line.marks or line.bold or text.endswith(":") or text.isupper() or (line.gap_before and not line.bullet)
    known = section_named(name)
    if known is not None and not line.bullet and (looks or len(name) > 6):
        return known, line.end
    if ":" in text and not line.bullet:
        label, _, content = line.text.partition(":")
        known = SECTION_OF.get(plain_name(label))
        if known is not None and content.strip():
            if known in ("experience", "education", "project") and section != "":
                return None if not line.gap_before else (known, line.end - len(content.lstrip()))
            if known == "language" and not _names_people_language(content):
                known = "listed"
            if section == "listed" and known != "language":
                return None
            return known, line.end - len(content.lstrip())
    is_plain = (
        line.gap_before
        and number > 1
        and text[:1].isupper()
        and re.fullmatch(r"[^\W\d_]+(?:[ &/-]+[^\W\d_]+){1,2}", text)
    )
    if is_plain and not line.bullet and TITLE.search(text) is None:
        # "Healthcare keywords", which in capitals would be a heading as well.
        known = heading_word(name.split()[-1:])
        if known in ("listed", "credential", "language"):
            return known, line.end
    if (line.marks or (text.isupper() and len(name.split()) <= 6 and len(name) > 3)) and not line.bullet:
        words = set(name.split())
        known = heading_word(words)
        if known is not None:
            return known, line.end
        alone = line.gap_before and number > 1 and not TITLE.search(text) and not re.search(r"\d", text)
        if alone and len(words) <= 4 and "," not in text and "|" not in text and section not in ("experience", ""):
            return "claimed", line.end
    return None


_PEOPLE_LANGUAGE = re.compile(
    r"\b(?:english|german|french|spanish|italian|portuguese|polish|dutch|russian|arabic|hindi|mandarin|chinese|japanese"
    r"|korean|turkish|romanian|swedish|norwegian|danish|finnish|czech|greek|hebrew|ukrainian|hungarian|native|fluent)\b",
    re.IGNORECASE,
)


def _names_people_language(content: str) -> bool:
    return bool(_PEOPLE_LANGUAGE.search(content))


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
