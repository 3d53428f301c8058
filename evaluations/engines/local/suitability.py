"""Is this text an English job description at all? Said before anything is read out of it."""

from __future__ import annotations

import re

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.titles import TITLE
from evaluations.limits import REQUIREMENTS, RESUME_PASSAGES, TEXT_CHARACTERS, TEXT_LINES, line_count

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "a",
        "an",
        "is",
        "are",
        "on",
        "as",
        "you",
        "your",
        "our",
        "we",
        "will",
        "be",
        "that",
        "this",
        "or",
        "at",
        "from",
        "have",
        "has",
        "by",
        "it",
        "their",
        "who",
        "can",
        "all",
        "not",
        "must",
        "which",
        "other",
        "any",
        "more",
        "work",
        "working",
    ]
)
_FOREIGN = frozenset(
    # German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish words that are no English ones.
    [
        "der",
        "das",
        "und",
        "mit",
        "für",
        "von",
        "zu",
        "wir",
        "sie",
        "eine",
        "einen",
        "einer",
        "ist",
        "auf",
        "im",
        "bei",
        "deine",
        "dein",
        "ihre",
        "nicht",
        "als",
        "oder",
        "sowie",
        "dem",
        "den",
        "le",
        "les",
        "des",
        "et",
        "une",
        "dans",
        "pour",
        "vous",
        "nous",
        "avec",
        "sur",
        "votre",
        "nos",
        "est",
        "du",
        "au",
        "aux",
        "ou",
        "qui",
        "el",
        "los",
        "las",
        "y",
        "una",
        "con",
        "para",
        "por",
        "su",
        "en",
        "que",
        "como",
        "nuestro",
        "tu",
        "del",
        "al",
        "il",
        "gli",
        "di",
        "che",
        "per",
        "della",
        "nel",
        "sono",
        "e",
        "del",
        "alla",
        "os",
        "uma",
        "com",
        "não",
        "você",
        "nossa",
        "da",
        "dos",
        "mais",
        "seu",
        "ao",
        "het",
        "een",
        "van",
        "voor",
        "met",
        "wij",
        "jij",
        "je",
        "onze",
        "niet",
        "op",
        "te",
        "bij",
        "ook",
        "i",
        "w",
        "na",
        "z",
        "do",
        "się",
        "jest",
        "oraz",
        "dla",
        "nie",
        "naszym",
        "och",
        "att",
        "som",
        "är",
        "på",
        "av",
        "med",
        "ett",
        "för",
        "vi",
        "dig",
        "jest",
        "oder",
    ]
) - frozenset(["a", "an", "as", "in", "on", "at", "or", "me", "to", "do", "is", "i", "per"])

_JOB_SIGNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:requirements?|qualifications?)\b",
        r"\bresponsibilit(?:y|ies)\b|\bduties\b|\bwhat you(?:'ll| will)\b",
        r"\byou(?:'ll| will| have| are|'re|'ve)\b|\byour\b",
        r"\bwe(?:'re| are) (?:looking|hiring|seeking|searching)\b|\bwe (?:seek|need|want|expect|offer)\b|\bis (?:looking|seeking|hiring)\b",
        r"\b(?:candidates?|applicants?|apply|applying|vacancy|hiring|recruit\w*)\b",
        r"\b(?:the|this) (?:role|position|job|post|opportunity)\b|\bjob (?:description|title|summary|type|purpose)\b",
        r"\b\d+\s*\+?\s*(?:years?|yrs)\b.{0,40}\bexperience\b|\bexperience (?:in|with|of|working)\b|\bexperience\b.{0,20}\brequired\b",
        r"\b(?:preferred|required|must have|must be|nice to have|desirable|essential|a plus)\b",
        r"\bjoin (?:our|us|the)\b|\bour (?:team|company|clients|school|hospital|restaurant|office)\b|\breport(?:s|ing) to\b",
        r"\b(?:salary|full[- ]time|part[- ]time|permanent|benefits|per hour|per annum|contract)\b",
        r"\b(?:ability to|knowledge of|proficien\w+|familiarity with|skills)\b",
    )
]
# What is said of work only: a flat, a club or a service has conditions and addresses its readers too.
_WORK_SIGNS = re.compile(
    r"\b(?:requirements?|qualifications?|responsibilit(?:y|ies)|duties|candidates?|applicants?|vacancy|hiring|recruit\w*|salary|wages?"
    r"|(?:full|part)[- ]time|job|career|employ(?:ment|er|ees?)|colleagues|shifts?|skills|experience|(?:our|the|your|a) team|(?:this|the) (?:role|position))\b",
    re.IGNORECASE,
)
_RESUME_SIGNS = re.compile(
    r"\b(?:curriculum vitae|r[ée]sum[ée]|work (?:history|experience)|employment history|professional (?:experience|summary)"
    r"|career (?:history|summary|objective)|education|references available|core competencies)\b",
    re.IGNORECASE,
)
_DATES = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*|\d{1,2}/)?(?:19|20)\d\d\s*(?:-|to|until)\s*"
    r"(?:(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*|\d{1,2}/)?(?:19|20)\d\d|present|now|today|current|\d\d\b)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:you|your|you'll|candidates?|applicants?|we(?:'re| are) (?:looking|hiring|seeking)|is (?:looking|seeking|hiring)"
    r"|required|qualifications|responsibilities include|must have|the (?:role|position|successful|ideal))\b",
    re.IGNORECASE,
)


def check_size(text: str, noun: str) -> None:
    """Raise TextUnusable (too_long) when a text is far beyond any "job description" or "résumé"; noun says which."""
    if len(text) > TEXT_CHARACTERS:
        found, most = f"{len(text):,} characters", f"{TEXT_CHARACTERS:,}"
    elif (lines := line_count(text)) > TEXT_LINES:
        found, most = f"{lines:,} lines", f"{TEXT_LINES:,}"
    else:
        return
    raise TextUnusable(f"The {noun} has {found}; {most} is the limit. Paste only the {noun}.", kind="too_long")


def check_requirement_count(count: int) -> None:
    """Raise TextUnusable when a text asks for more things than any job does."""
    if count > REQUIREMENTS:
        raise TextUnusable(
            f"The text asks for more than {REQUIREMENTS:,} things. Paste only the job description.", kind="too_long"
        )


def check_passage_count(count: int) -> None:
    """Raise TextUnusable when a résumé falls into more sentences and list items than any career fills."""
    if count > RESUME_PASSAGES:
        raise TextUnusable(
            f"The résumé has {count:,} sentences and list items; {RESUME_PASSAGES:,} is the limit. Paste only the résumé.",
            kind="too_long",
        )


def check_job_description(plain: str) -> None:
    """Raise TextUnusable when a cleaned text cannot be read as an English job description."""
    words = [word.lower() for word in _WORD.findall(plain)]
    if not words:
        raise TextUnusable("There is no text to read. Paste the job description's words.", kind="empty")
    letters = sum(map(len, words))
    latin = sum(1 for word in words for letter in word if letter < "\u0250")
    english = sum(word in _ENGLISH for word in words) / len(words)
    foreign = sum(word in _FOREIGN for word in words) / len(words)
    if latin < 0.6 * letters or (len(words) >= 12 and foreign > 0.05 and foreign > 1.2 * english):
        raise TextUnusable(
            "This text is not in English. Only English job descriptions can be read. Paste it in English.",
            kind="language",
        )
    signs = sum(bool(sign.search(plain)) for sign in _JOB_SIGNS)
    if len(_DATES.findall(plain)) >= 2 and _RESUME_SIGNS.search(plain) and len(_ADDRESSED.findall(plain)) < 3:
        raise TextUnusable(
            "This looks like a résumé. Paste the job description here and the résumé as a persona.",
            kind="not_a_job_description",
        )
    if signs < 2 or not (_WORK_SIGNS.search(plain) or TITLE.search(plain, 0, 120)):
        raise TextUnusable(
            "This does not look like a job description: it says nothing of a role, its duties or its requirements. Paste the whole posting.",
            kind="not_a_job_description",
        )
