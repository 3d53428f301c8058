"""Whether a text is a résumé at all, what of it was pasted from the job description, and keyword stuffing."""

from __future__ import annotations

import re
from collections import Counter

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.dates import _RANGE
from evaluations.engines.local.resume import Resume
from evaluations.engines.local.suitability import _ENGLISH, _FOREIGN
from evaluations.schema import Flag, Span

COPIED_WORDS = 8
COPIED_SHARE = 0.15
STUFFED_LISTED = 45

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


def check_resume(plain: str) -> None:
    """Raise TextUnusable when a cleaned text cannot be judged as an English résumé."""
    words = [word.lower() for word in _WORD.findall(plain) if not word.isdigit()]
    if len(words) < 3:
        raise TextUnusable("There is no text to judge. Paste the résumé's words.", kind="empty")
    letters = sum(map(len, words))
    latin = sum(1 for word in words for letter in word if letter < "\u0250")
    english = sum(word in _ENGLISH for word in words) / len(words)
    foreign = sum(word in _FOREIGN for word in words) / len(words)
    if latin < 0.6 * letters or (len(words) >= 25 and foreign > 0.06 and foreign > 1.2 * english):
        raise TextUnusable(
            "This text is not in English. Only English résumés can be judged. Paste it in English.", kind="language"
        )
    signs = sum(bool(sign.search(plain)) for sign in _RESUME_SIGNS)
    ranges = len(_RANGE.findall(plain))
    addressed = len(_JOB_SIGNS.findall(plain))
    if addressed >= 3 and ranges < 1 and not re.search(r"[\w.+-]+@[\w-]+\.\w+", plain[:400]):
        raise TextUnusable(
            "This looks like a job description. Paste the résumé here and the job description where it belongs.",
            kind="not_a_resume",
        )
    if signs + min(ranges, 3) < 2:
        raise TextUnusable(
            "This does not look like a résumé: it names no work, education or skills. Paste the whole résumé.",
            kind="not_a_resume",
        )


def copied_stretches(text: str, job_description: str) -> tuple[list[tuple[int, int]], float]:
    """The stretches of a text that repeat eight or more words of a job description, and the share of its runs found."""
    theirs = [word.lower() for word in _WORD.findall(job_description)]
    if len(theirs) < COPIED_WORDS:
        return [], 0.0
    runs = {tuple(theirs[i : i + COPIED_WORDS]) for i in range(len(theirs) - COPIED_WORDS + 1)}
    tokens = [(match.start(), match.end(), match.group().lower()) for match in _WORD.finditer(text)]
    stretches: list[tuple[int, int]] = []
    seen = set()
    for i in range(len(tokens) - COPIED_WORDS + 1):
        run = tuple(token[2] for token in tokens[i : i + COPIED_WORDS])
        if run in runs:
            seen.add(run)
            start, end = tokens[i][0], tokens[i + COPIED_WORDS - 1][1]
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
    return stretches, len(seen) / len(runs)


def stuffing_flag(resume: Resume, listed: Counter[str], shown: set[str], source_span: object) -> Flag | None:
    """A flag when a résumé lists far more skills than its roles show, or repeats the same words over and over."""
    unshown = [concept for concept in listed if concept not in shown]
    items = [passage for passage in resume.passages if passage.place == "listed"]
    words_in_roles = sum(len(p.text.split()) for p in resume.passages if p.place in ("role", "project"))
    repeated = Counter(passage.text.lower() for passage in items if len(passage.text) > 2)
    most = max(repeated.values(), default=0)
    is_much = len(items) >= STUFFED_LISTED and len(items) * 2 > words_in_roles
    if not is_much and len(unshown) < 30 and most < 4:
        return None
    assert callable(source_span)
    first = items[0] if items else None
    span: Span | None = source_span(first.start, first.end) if first else None
    if most >= 4:
        sentence = f"The same skill words stand up to {most} times in lists."
    else:
        sentence = f"{len(items)} skills are listed, far more than the roles show in use."
    return Flag(kind="stuffing", sentence=sentence, span=span)
