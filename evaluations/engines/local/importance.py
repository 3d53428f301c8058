"""Must or nice: told by the part of the job description, beaten by the words of the statement itself."""

from __future__ import annotations

import re

from evaluations.engines.local.sections import Role
from evaluations.schema import Importance

_NICE = re.compile(
    r"""(?ix)
    \bpreferred\b(?!\s+(?:name|pronoun|supplier|vendor|partner)) | \bpreferabl[ye]\b | \bpreference\b(?!s) | \bprefer\b(?!ence|red)
    | \b(?:a|an|big|huge|definite|strong|real|added|major|is|are)\s+(?:\w+\s+)?plus\b | \bpluses\b | \bplus\s*[.!)]*$ | \bbonus\b(?!\s+(?:plan|scheme|structure|calc\w*|program\w*))
    | \bideal(?:ly)?\b(?!\s+candidates?\s+(?:will|must|has|have|is|are|should|possess)) | \bdesirable\b | \b(?:highly|is|are|also|skills|experience)\s+desired\b | \bdesired\s*[.)]*$
    | \b(?:an?|distinct|strong|real|added|clear|big|definite)\s+(?:added\s+)?(?:advantage|asset)\b | \badvantageous\b | \bnice[- ]to[- ]haves?\b | \bgood[- ]to[- ]have\b | \b(?:is|be)\s+(?:an?\s+)?(?:\w+\s+)?benefit\b
    | \b(?:beneficial|helpful|useful|welcome[d]?|appreciated|favou?red|optional|advantage)\s*[,.!)]*(?:but\b.*)?$
    | \b(?:is|are|would\s+be|be|considered|highly|but)\s+(?:an?\s+|highly\s+|very\s+|also\s+|not\s+)*(?:beneficial|helpful|useful|welcome|appreciated|favou?rable|nice|great|good|valued|regarded|essential|required|necessary|needed|mandatory|compulsory)\b(?<!\bessential)(?<!\brequired)(?<!\bnecessary)(?<!\bneeded)(?<!\bmandatory)(?<!\bcompulsory)
    | \bnot\s+(?:strictly\s+|absolutely\s+)?(?:required|essential|necessary|needed|mandatory|a\s+must)\b
    | \b(?:we'd|we\s+would)\s+(?:love|like)\b | \bextra\s+(?:points|credit)\b | \bpoints\s+for\b | \bhighly\s+(?:valued|regarded)\b
    """
)
_MUST = re.compile(
    r"(?i)\bmust\b(?![- ]haves?\b.{0,30}\bnot\b)|(?<!not )(?<!strictly )(?<!n't )\brequired\b(?! to\b.{0,20}\blearn)|(?<!not )\b(?:essential|mandatory)\b|\b(?:minimum|min\.?)\s+(?:of\s+)?\d|\bat\s+least\s+(?:\d|one|two|three|four|five)|\d\+?\s*(?:years?|months?).{0,40}\bminimum\b"
)


def importance_of(words: str, role: Role, *, listed_as: Importance | None = None) -> Importance:
    """The importance of one statement: its own softening or insisting words first, then the part it stands in."""
    if _NICE.search(words):
        return "nice"
    if _MUST.search(words):
        return "must"
    return listed_as or ("nice" if role == "preferred" else "must")


def is_softened(words: str) -> bool:
    """Whether a statement calls itself a preference."""
    return bool(_NICE.search(words))


def is_insisted(words: str) -> bool:
    """Whether a statement calls itself required."""
    return not is_softened(words) and bool(_MUST.search(words))
