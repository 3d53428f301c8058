"""Ordinary capitals for a résumé that was typed without any, so that what is told apart by case can be told apart.

Nothing else changes, not even the length, so offsets stay true. A text that has capitals is left alone.
"""

from __future__ import annotations

import re

from evaluations.engines.local.ordinary import written_names
from evaluations.engines.local.vocabulary import Vocabulary

MOST_CAPITALS_SHARE = 0.01

_OPENING = re.compile(r"(?:^[^\w\n]*|(?<=[.!?;])[ ]+[\"'(]?)[a-z]", re.MULTILINE)
_FIRST_PERSON = re.compile(r"(?<![\w.'-])i(?=[ ,]|'(?:m|ve|d|ll)\b)")
_DOTTED = re.compile(r"(?<![\w.])(?:[a-z]\.){2,4}(?=[\s,;)]|$)")
_LATIN = frozenset(("e.g.", "i.e.", "a.m.", "p.m.", "a.k.a."))
_DEGREE = re.compile(
    r"(?:^[^\w\n]*|(?<=[,;|:(])[ ]?|(?<= - ))(?:ba|bs|ms|ma|bfa|bca|be|aa|as|md|jd|mph|mpa|llm|aas|mfa|bed|med)(?=[ ,(])(?! (?:a|an|the|well|part|soon|of)\b)",
    re.MULTILINE | re.IGNORECASE,
)
_STUDIED = re.compile(r"\b(?:university|college|school|institute|academy|polytechnic|(?:19|20)\d\d)\b", re.IGNORECASE)
_STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|va"
    "|wa|wv|wi|wy|dc|uk|usa|eu"
)
_STATE = re.compile(rf"(?<=[a-z], )(?:{_STATES})(?=[ ]*(?:$|[|·•(]|\d{{5}}|- ))", re.MULTILINE | re.IGNORECASE)
_NAMED_AFTER = r"(?:(?<=\bin )|(?<=\bwith )|(?<=\busing )|(?<=\bvia )|(?<=\bfrom )|(?<=[,;/|•:(] )|(?<=[,;/|•:(])|(?<=^)|(?<=^- )|(?<=^• )|(?<=^\* ))"
_NAMED_BEFORE = r"(?=[ ]*(?:$|[,;.:/|•()])|[ ](?:and|or|services?|microservices?|with|for|to|on|programming|developers?|components?|apps?)\b)"


def with_usual_case(text: str, vocabulary: Vocabulary) -> str:
    """The text with capitals where sentences, names, degrees and states have them, if it has next to none."""
    letters = sum(map(str.isalpha, text))
    if sum(map(str.isupper, text)) > MOST_CAPITALS_SHARE * letters:
        return text
    text = _OPENING.sub(lambda match: match.group().upper(), text)
    text = _FIRST_PERSON.sub("I", text)
    text = _DOTTED.sub(lambda match: match.group() if match.group() in _LATIN else match.group().upper(), text)
    text = "\n".join(_DEGREE.sub(_upper, line) if _STUDIED.search(line) else line for line in text.split("\n"))
    text = _STATE.sub(_upper, text)
    names = _guarded_names(vocabulary)
    anyone = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"{_NAMED_AFTER}(?:{anyone}){_NAMED_BEFORE}", re.MULTILINE | re.IGNORECASE)
    return pattern.sub(lambda match: names[match.group().lower()], text) if names else text


def _upper(match: re.Match[str]) -> str:
    return match.group().upper()


def _guarded_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Names that are ordinary words in small letters ("go", "excel"), where they can only be names."""
    surfaces = (s for term in vocabulary.terms.values() if term.case_sensitive for s in term.surfaces)
    return dict(written_names()) | {surface.lower(): surface for surface in surfaces if surface != surface.lower() and " " not in surface}
