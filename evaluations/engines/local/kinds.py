"""What kind of thing a demand asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluations.engines.local.listing import Known
from evaluations.engines.local.sections import Role
from evaluations.engines.local.wording import CREDENTIAL, DEGREE, LOGISTIC, PHYSICAL, SOFT, SPOKEN, content_words
from evaluations.schema import Kind

_DONE = re.compile(
    r"(?i)\b(?:experience[ds]?|track\s+record|history\s+of|years?|months?|worked|working\s+(?:with|in|as|on)|background\s+in|exposure\s+to|career|record\s+of|previously|led|managed|built|shipped|having)\b"
)
_KNOWN = re.compile(
    r"(?i)\b(?:knowledge|proficien\w+|familiar\w*|understanding|skill\w*|expertise|fluen\w+|literacy|literate|command|grasp|methods?|tools?|software|techniques?|certif\w+)\b"
)
_LINE_OF_BUSINESS = re.compile(
    r"(?i)\b(?:industry|industries|sector|domain|vertical|market\s+experience|environment\s+experience|regulated)\b"
)
_LANGUAGE = re.compile(
    r"(?i)\b(?:fluen\w+|native|bilingual|proficien\w+|speak\w*|spoken|written|language|conversational|mother\s+tongue|[abc][12]\b|business[- ]level|verbal|read|command|level|skills?)\b"
)


def kind_of(span: str, clause: str, role: Role, known: Sequence[Known], concept_kind: str | None) -> Kind:
    """The kind of one demand. ``span`` is its own words, ``clause`` the words around it that bear on it."""
    if DEGREE.search(span):
        return "education"
    if role == "physical" and not (known and all(m.kind in ("skill", "credential") for m in known) and concept_kind):
        return "soft" if re.search(r"(?i)\b(?:communicat|read and write|interpersonal)", span) else "other"
    if LOGISTIC.search(span) or (PHYSICAL.search(span) and concept_kind not in ("skill", "credential")):
        return "other"
    if SPOKEN.search(span) and _LANGUAGE.search(clause) and concept_kind in (None, "language", "soft"):
        return "language"
    if concept_kind in ("credential", "education", "language"):
        return concept_kind  # type: ignore[return-value]
    if CREDENTIAL.search(span) and not re.search(r"(?i)\bexperience\b", span):
        return "credential"
    if concept_kind:
        extra = [w for w in content_words(span)]
        if concept_kind == "skill" and _DONE.search(span) and len(extra) > 5 and not _KNOWN.search(span):
            return "experience"
        return concept_kind  # type: ignore[return-value]
    kinds = {m.kind for m in known}
    if _LINE_OF_BUSINESS.search(clause) and not kinds & {"skill"}:
        return "domain"
    if _DONE.search(clause) and not (kinds == {"soft"} and not re.search(r"\d", span)):
        return "experience"
    if re.search(
        r"(?i)^(?:an?\s+)?(?:desire|passion\w*|love|excite\w+|motivat\w+|willing\w*|empathy|enthusias\w+|curio\w+)",
        span,
    ):
        return "soft"
    if "skill" in kinds:
        return "skill"
    if _KNOWN.search(clause) and not SOFT.search(span):
        return "skill"
    if SOFT.search(span) or "soft" in kinds:
        return "soft"
    if _KNOWN.search(clause):
        return "skill"
    return "soft" if re.search(r"(?i)\b(?:able|ability|you|take|be)\b", clause) else "skill"
