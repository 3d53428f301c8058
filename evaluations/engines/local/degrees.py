"""Degrees: what a requirement asks for and what a résumé's education shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.engines.local.denial import is_absent
from evaluations.engines.local.hedges import is_lapsed
from evaluations.engines.local.resume import Passage, Resume
from evaluations.engines.local.words import stems_of

# Levels: 1 school, 2 vocational or diploma, 3 associate, 4 bachelor, 5 master, 6 doctorate.
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern))
    for level, pattern in (
        (6, r"(?i:\b(?:ph\.?\s?d|doctorate|doctoral|d\.?phil|doctor of \w+)\b)|\b(?:M\.?D\.?|J\.?D\.?|Pharm\.?D|D\.?N\.?P)\b"),
        (5, r"(?i:\bmaster(?:'?s)?\b(?! tongue)|\bm\.?sc\b|\bmba\b|\bm\.?eng\b|\bmsn\b|\bmagister\b|\bdipl\.?-?ing)|\b(?:M\.?S\.?|M\.?A\.?|M\.?Ed|M\.?Tech|MPH|MPA|LL\.?M)\b"),
        (4, r"(?i:\bbachelor(?:'?s)?\b|\bb\.?sc\b|\bb\.?eng\b|\bb\.?tech\b|\bbsn\b|\bbba\b|\bundergraduate degree|\bb\.?com\b|\bll\.?b\b|\blicenciatura\b)|\b(?:B\.?S\.?|B\.?A\.?|B\.?Ed|BFA|B\.?E\.?|B\.?B\.?A\.?|B\.?S\.?N\.?|B\.?Tech\.?|BCA)(?!\w)"),
        (3, r"(?i:\bassociate(?:'?s)?(?: degree)? (?:of|in|degree)|\bassociate's\b|\badn\b|\ba\.?a\.?s\b|\bfoundation degree)|\b(?:A\.?A\.?|A\.?S\.?)\b(?= )"),
        (2, r"(?i:\bdiploma\b(?! (?:19|20)\d\d)|\bbootcamp\b|\bapprenticeship\b|\bvocational\b|\bcertificate (?:iii|iv|program)|\bhnd\b|\bausbildung\b|\bnvq\b)"),
        (1, r"(?i:\bhigh school\b|\bged\b|\bsecondary school\b|\ba-levels?\b|\babitur\b|\bgcses?\b|\brealschule\b|\bmatura\b|\bmittlere reife\b)"),
    )
)  # fmt: skip
_ANY_DEGREE = re.compile(r"\b(?:college|university|academic)?\s*degree\b|\bgraduate\b|\bgraduated\b", re.IGNORECASE)
_PLAIN_DEGREE = re.compile(r"\bdegree in\b|\bgraduated? (?:in|of)\b", re.IGNORECASE)
_ANY_SCHOOL = re.compile(r"\b(?:school|program(?:me)?) (?:of|in|for)\b", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"\b(?:in progress|enrolled|expected|ongoing|started|candidate|of \d+ (?:courses|credits)|not (?:yet )?(?:completed|finished)|"
    r"short of|credits (?:left|missing|to go)|incomplete|dropped out|unfinished|part-completed|to be completed|withdrew|left before)\b",
    re.IGNORECASE,
)
_ALLIED: tuple[frozenset[str], ...] = tuple(
    stems_of(words)
    for words in (
        "computer computing informatics software information mathematics engineering physics electrical electronics data statistics technology"
        " cybersecurity systems telecommunications",
        "mathematics statistics economics econometrics computer data physics biostatistics quantitative engineering actuarial operations "
        "informatics analytics epidemiology bioinformatics",
        "business administration marketing management economics finance commerce communications accounting international sales trade",
        "nursing nurse midwifery",
        "biology biochemistry chemistry life biomedical pharmacy biotechnology medicine health",
        "accounting finance economics business taxation audit",
        "design art arts graphic communication interaction media illustration",
        "psychology sociology social education pedagogy counseling",
        "law legal jurisprudence",
        "media journalism communication literature english languages publishing",
        "logistics supply industrial operations transport",
        "architecture civil construction building structural",
        "mechanical electrical industrial engineering mechatronics aerospace materials manufacturing",
    )
)
_TECHNICAL = stems_of(
    "technical stem quantitative science mathematics statistics biostatistics computer engineering physics data informatics economics "
    "chemistry biology technology analytics"
)
_NO_FIELD = stems_of(
    "degree bachelor master doctorate associate diploma field related science arts university college school graduate accredited level "
    "similar discipline subject studies study higher program equivalent experience any relevant four year technical quantitative "
    "minimum preferred required completed education"
)


@dataclass(frozen=True)
class Degree:
    """One degree a résumé states, as finished or not."""

    level: int
    passage: Passage
    is_finished: bool
    fields: frozenset[str]
    is_listed: bool = False


def level_of(text: str) -> int:
    """The highest degree a text names, 0 for none."""
    return next((level for level, pattern in _LEVELS if pattern.search(text)), 0)


def _place_of(text: str, level: int) -> tuple[int, int]:
    """Where a text names a degree of a level."""
    match = next((pattern for own, pattern in _LEVELS if own == level), _PLAIN_DEGREE).search(
        text
    ) or _PLAIN_DEGREE.search(text)
    return match.span() if match else (0, 0)


def lowest_level_of(text: str) -> int:
    """The lowest degree a text asks for ("Bachelor's or Master's"), 0 for none."""
    found = [level for level, pattern in _LEVELS if pattern.search(text)]
    if found:
        return min(found)
    if _ANY_SCHOOL.search(text):
        return 3
    return 4 if _ANY_DEGREE.search(text) else 0


def degrees_in(resume: Resume) -> list[Degree]:
    """Every degree of a résumé; those in lists and claims are marked as listed."""
    found = []
    for passage in resume.passages:
        if passage.place in ("dropped", "leisure", "identity", "language", "role", "header", "project"):
            if not (passage.place in ("header", "role") and passage.section in ("education", "")):
                continue
        level = level_of(passage.text) or (4 if _PLAIN_DEGREE.search(passage.text) else 0)
        if not level or is_absent(passage.text, *_place_of(passage.text, level), own=True):
            continue
        is_listed = passage.place not in ("education", "credential", "header")
        particulars = re.search(r"\b(?:19|20)\d\d\b", passage.text) or re.search(
            r"\b(?:university|college|school|institute|academy|universit\w+|hochschule|polytechnic)\b",
            passage.text,
            re.I,
        )
        if re.search(r"(?i)\brelated fields?\b|\bor equivalent\b|\b(?:required|preferred)\b", passage.text):
            is_listed = True  # the words of a posting, not of a school
        elif (
            level >= 3
            and particulars
            and re.search(r"(?i)\b(?:secondary|high|primary|middle)\s+school\b", passage.text)
        ):
            is_listed = is_listed or not re.search(
                r"(?i)\b(?:university|college|institute|academy|polytechnic|hochschule)\b", passage.text
            )
        if not particulars and not is_listed:
            is_listed = not _has_neighbour_particulars(passage, resume)
        finished = not (_UNFINISHED.search(passage.text) or is_lapsed(passage.text))
        if passage.role is not None and any(p.is_open for p in passage.role.periods) and passage.section == "education":
            finished = False
        if finished and passage.place == "education":
            finished = not _next_says_unfinished(passage, resume)
        found.append(Degree(level, passage, finished, stems_of(passage.text), is_listed))
    return found


def fields_asked(text: str) -> frozenset[str]:
    """The stems of the subjects a requirement names; empty when any subject will do."""
    return frozenset(word for word in stems_of(text) - _NO_FIELD if len(word) > 1 and not word.isdigit())


def is_field_fit(asked: str, degree: Degree, *, is_open: bool) -> bool:
    """Whether a degree's subject is the one asked for or, where related ones count, a related one."""
    fields = fields_asked(asked)
    wants_technical = bool(re.search(r"\b(?:technical|quantitative|stem)\b", asked, re.IGNORECASE))
    if not fields and not wants_technical:
        return True
    if fields & degree.fields:
        return True
    if wants_technical and degree.fields & _TECHNICAL:
        return True
    if is_open:
        return any(group & fields and group & degree.fields for group in _ALLIED)
    return False


def _has_neighbour_particulars(passage: Passage, resume: Resume) -> bool:
    """A degree on one line, the school or year on the next."""
    for other in resume.passages:
        if other.place == "education" and 0 < abs(other.line - passage.line) <= 2:
            if re.search(r"\b(?:19|20)\d\d\b|\b(?:university|college|institute|school|academy)\b", other.text, re.I):
                return True
    return passage.role is not None


def _next_says_unfinished(passage: Passage, resume: Resume) -> bool:
    return any(
        other.line == passage.line and other.start > passage.start and _UNFINISHED.search(other.text)
        for other in resume.passages
    )
