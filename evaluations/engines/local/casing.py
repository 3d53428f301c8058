"""Ordinary capitals for a résumé that was typed in one case, so that what is told apart by case can be told apart.

Nothing else changes, not even the length, so offsets stay true. A text of both cases is left alone.
"""

from __future__ import annotations

import re

from evaluations.engines.local import ordinary
from evaluations.engines.local.vocabulary import Vocabulary

MOST_CAPITALS_SHARE = 0.01
MOST_WORDS_OF_NAME = 9

_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
# The lines on top, which hold names of people and places and addresses.
_HEAD = re.compile(r"(?:[^\n]{1,120}(?:\n|$)){1,3}")
_NAME = re.compile(r"(?<![\w@./+'-])[^\W\d_](?=[\w'-]*(?![\w@/]|\.\w))")
_OPENING = re.compile(r"(?:^[^\w\n]*|(?<=[a-z\d)]{2}[.!?])[ ]+[\"'(]?)[a-z]", re.MULTILINE)
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
    """The text with capitals where sentences, names, degrees and states have them, if it has next to none or nothing else."""
    letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    if MOST_CAPITALS_SHARE * letters < capitals < (1 - MOST_CAPITALS_SHARE) * letters:
        return text
    if capitals * 2 > letters:
        acronyms = {name for name in _guarded_names(vocabulary).values() if name.isupper() and len(name) > 2}
        lowered = _CAPITAL_WORD.sub(
            lambda match: match.group() if match.group() in acronyms else match.group().lower(), text
        )
        text = lowered if len(lowered) == len(text) else text
    head = _HEAD.match(text)
    if head is not None:
        lines = (_NAME.sub(_upper, line) if _is_name(line) else line for line in head.group().split("\n"))
        text = "\n".join(lines) + text[head.end() :]
    text = _DOTTED.sub(lambda match: match.group() if match.group() in _LATIN else match.group().upper(), text)
    text = _OPENING.sub(_upper, text)
    text = _FIRST_PERSON.sub("I", text)
    text = "\n".join(_DEGREE.sub(_upper, line) if _STUDIED.search(line) else line for line in text.split("\n"))
    text = _STATE.sub(_upper, text)
    names = _guarded_names(vocabulary)
    anyone = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"{_NAMED_AFTER}(?:{anyone}){_NAMED_BEFORE}", re.MULTILINE | re.IGNORECASE)
    return pattern.sub(lambda match: names[match.group().lower()], text) if names else text


def _is_name(line: str) -> bool:
    """Whether a line on top may be a name, a title or an address: short, and no sentence."""
    return len(line.split()) <= MOST_WORDS_OF_NAME and ". " not in line


def _upper(match: re.Match[str]) -> str:
    return match.group().upper()


def _guarded_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Names that are ordinary words in small letters ("go", "excel"), where they can only be names."""
    names = [name for name, _ in ordinary.groups_by_name().values()]
    names += [surface for term in vocabulary.terms.values() if term.case_sensitive for surface in term.surfaces]
    return {name.lower(): name for name in names if name != name.lower() and " " not in name}
