"""Whether a text is a résumé at all, what of it was pasted from the job description, and keyword stuffing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.dates import _RANGE
from evaluations.engines.local.degrees import level_of
from evaluations.engines.local.resume import Resume
from evaluations.engines.local.resume_headings import sections_named
from evaluations.engines.local.suitability import _ENGLISH, _FOREIGN
from evaluations.engines.local.titles import TITLE
from evaluations.schema import Flag, Span

COPIED_WORDS = 8
COPIED_SHARE = 0.15
STUFFED_LISTED = 45
REPEATED_TIMES = 4
MOST_DIGITS_SHARE = 0.25
LEAST_BUILT = 4
_NO_RESUME = "This does not look like a résumé: it names no work, education or skills. Paste the whole résumé."
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")

_WORD = re.compile(r"[^\W_]+")
_RESUME_SIGNS = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"^\W*(?:work |professional |relevant |clinical )?(?:experience|employment(?: history)?|work history|career(?: history)?|work)\W*$",
        r"^\W*(?:education|academic background|school|qualifications|training)\b",
        r"^\W*(?:(?:technical|key|other|core) )?(?:skills|competencies|tools|technologies)\b",
        r"\b(?:curriculum vitae|r[ée]sum[ée])\b",
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w+",
        r"\b(?:bachelor|master|b\.?sc|m\.?sc|diploma|university|college|ph\.?d|high school)\b",
        r"^\W*(?:profile|summary|about me|objective|professional summary)\W*$",
        r"^\W*(?:languages|certifications?|certificates|licenses?|references|interests|hobbies|projects)\b",
        r"\b(?:i|my) (?:am|have|was|worked|built|led|work|managed|team)\b",
    )
]
_JOB_SIGNS = re.compile(
    r"\b(?:we are looking|we're looking|you will|you'll|you have|your responsibilities|what you|what we (?:offer|look)|the (?:ideal|successful)"
    r" candidate|equal opportunity|apply now|about the role|job description|we offer|must have|nice to have|who you are|join us|join our)\b",
    re.IGNORECASE,
)


def check_text(plain: str) -> None:
    """Raise TextUnusable when a cleaned text is no English text, plainly something else, or too long or short."""
    words = [word.lower() for word in _WORD.findall(plain) if not word.isdigit()]
    if len(words) < 3:
        raise TextUnusable("There is no text to judge. Paste the résumé's words.", kind="empty")
    letters = "".join(words)
    is_latin = letters.isascii() or sum(letter < "\u0250" for letter in letters) >= 0.6 * len(letters)
    english = sum(word in _ENGLISH for word in words) / len(words)
    foreign = sum(word in _FOREIGN for word in words) / len(words)
    if not is_latin or (len(words) >= 25 and foreign > 0.06 and foreign > 1.2 * english):
        raise TextUnusable(
            "This text is not in English. Only English résumés can be judged. Paste it in English.", kind="language"
        )
    ranges = sum(1 for _ in islice(_RANGE.finditer(plain), 3))
    is_addressed = not ranges and len(_JOB_SIGNS.findall(plain)) >= 3
    if is_addressed and not re.search(r"[\w.+-]+@[\w-]+\.\w+", plain[:400]):
        raise TextUnusable(
            "This looks like a job description. Paste the résumé here and the job description where it belongs.",
            kind="not_a_resume",
        )
    signs = sum(bool(sign.search(plain)) for sign in _RESUME_SIGNS)
    digits = sum(map(str.isdigit, plain)) / max(1, len(plain) - sum(map(str.isspace, plain)))
    if signs + ranges < 2 or digits > MOST_DIGITS_SHARE:
        raise TextUnusable(_NO_RESUME, kind="not_a_resume")


def check_resume(resume: Resume) -> None:
    """Raise TextUnusable when a text has not the build of a résumé: dated work, sections, a title, a degree, a contact.

    A page about work or study has one or two of these; logs, tables, timetables and letters have hardly any.
    """
    lines = [line.strip() for line in resume.text.split("\n") if line.strip()]
    built = (
        2 * any(passage.place == "role" and passage.role is not None for passage in resume.passages)
        + any(TITLE.search(role.header) is not None for role in resume.roles)
        + min(3, len(sections_named(lines)))
        + any(TITLE.search(line) is not None and "=" not in line for line in lines[:8] if len(line) < 90)
        + any(level_of(passage.text) > 0 for passage in resume.in_places("education", "credential"))
        + bool(_MAIL.search(resume.text, 0, 400))
    )
    if built < LEAST_BUILT:
        raise TextUnusable(_NO_RESUME, kind="not_a_resume")


def copied_stretches(text: str, job_description: str) -> tuple[list[tuple[int, int]], float]:
    """The stretches of a text that repeat eight or more words of a job description, and the share of its runs found."""
    runs = _runs_of(job_description)
    if not runs:
        return [], 0.0
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    stretches: list[tuple[int, int]] = []
    seen = set()
    for i in range(len(words) - COPIED_WORDS + 1):
        run = tuple(words[i : i + COPIED_WORDS])
        if run in runs:
            seen.add(run)
            start, end = spans[i][0], spans[i + COPIED_WORDS - 1][1]
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
    return stretches, len(seen) / len(runs)


@lru_cache(maxsize=16)
def _runs_of(job_description: str) -> frozenset[tuple[str, ...]]:
    """Every run of words a copy may have; all personas of an x-ray are held against the same."""
    words = [word.lower() for word in _WORD.findall(job_description)]
    return frozenset(tuple(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1))


def pasted_lines(resume: Resume, copied: list[tuple[int, int]], job_description: str) -> list[tuple[int, int]]:
    """The passages around and between copied stretches that stand in the job description too, short as they are."""
    theirs = f" {' '.join(word.lower() for word in _WORD.findall(job_description))} "
    passages = resume.passages
    words = [_WORD.findall(passage.text.lower()) for passage in passages]
    repeats = [bool(own) and f" {' '.join(own)} " in theirs for own in words]
    pasted = [any(start < p.end and p.start < end for start, end in copied) for p in passages]
    for order in (range(1, len(passages)), range(len(passages) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for number in order:
            between = 0 < number < len(passages) - 1 and pasted[number - 1] and pasted[number + 1]
            if repeats[number] and pasted[number + step] and (between or len(words[number]) >= 2):
                pasted[number] = True
    return [(p.start, p.end) for number, p in enumerate(passages) if pasted[number] and repeats[number]]


def drop_repeated(resume: Resume) -> int:
    """Lists that say the same over and over count for nothing; how often the most repeated item stands.

    A list is dropped when half of its items stand four times or more; an item that stands once elsewhere stays.
    """
    items = [p for p in resume.passages if p.place in ("listed", "claimed", "language") and len(p.text) > 2]
    times = Counter(item.text.lower() for item in items)
    if max(times.values(), default=0) < REPEATED_TIMES:
        return 0
    on_line = Counter(item.line for item in items)
    repeated = Counter(item.line for item in items if times[item.text.lower()] >= REPEATED_TIMES)
    lines = {line for line, count in repeated.items() if count * 2 >= on_line[line]}
    resume.passages = [
        replace(p, place="dropped") if p.line in lines and p.place in ("listed", "claimed", "language") else p
        for p in resume.passages
    ]
    return max(times.values())


def stuffing_flag(
    resume: Resume, listed: Counter[str], shown: set[str], repeated: int, source_span: object
) -> Flag | None:
    """A flag when a résumé lists far more skills than its roles show, or repeats the same words over and over.

    repeated: how often the most repeated list item stands, where such lists were dropped; else 0.
    """
    unshown = [concept for concept in listed if concept not in shown]
    items = [passage for passage in resume.passages if passage.place == "listed"]
    words_in_roles = sum(len(p.text.split()) for p in resume.passages if p.place in ("role", "project"))
    is_much = len(items) >= STUFFED_LISTED and len(items) * 2 > words_in_roles
    if not is_much and len(unshown) < 30 and not repeated:
        return None
    assert callable(source_span)
    places = items or [passage for passage in resume.passages if repeated and passage.place == "dropped"]
    span: Span | None = source_span(places[0].start, places[0].end) if places else None
    if repeated:
        sentence = f"The same skill words stand up to {repeated} times in lists; such lists count for nothing."
    else:
        sentence = f"{len(items)} skills are listed, far more than the roles show in use."
    return Flag(kind="stuffing", sentence=sentence, span=span)
