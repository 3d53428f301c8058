"""One spelling for the words of names: case, plurals, British and American forms, endings."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=20_000)
def forms_of(word: str) -> tuple[str, str]:
    """A word's plain form (case, plural and spelling variants folded) and its stem."""
    plain = word.lower()
    if plain.isalpha() and plain.isascii():
        if (
            len(plain) > 3
            and plain.endswith("s")
            and not plain.endswith(("ss", "us", "is", "ics", "ios", "aws", "sas"))
        ):
            plain = plain[:-3] + "y" if plain.endswith("ies") and len(plain) > 5 else plain[:-1]
        if len(plain) > 6:
            plain = re.sub(r"is(e|ed|ing|ation)$", r"iz\1", plain)
            plain = re.sub(r"lling$", "ling", plain)
        plain = _SPELLINGS.get(plain, plain)
    return plain, _stem(plain)


_SPELLINGS = {
    "apis": "api", "licence": "license", "programme": "program", "centre": "center", "catalogue": "catalog", "behaviour": "behavior",
    "labour": "labor", "colour": "color", "defence": "defense", "analyse": "analyze", "paediatric": "pediatric",
    "fulfilment": "fulfillment", "enrolment": "enrollment", "judgement": "judgment", "anaesthesia": "anesthesia",
    "haematology": "hematology", "orthopaedic": "orthopedic", "modelled": "modeled", "counselling": "counseling",
}  # fmt: skip


def _stem(plain: str) -> str:
    for ending in ("ement", "ment", "ing", "ed", "er"):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            plain = plain[: -len(ending)]
            if ending in ("ing", "ed", "er") and len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "lse":
                plain = plain[:-1]
            break
    return plain[:-1] if plain.endswith("e") and len(plain) > 3 else plain
