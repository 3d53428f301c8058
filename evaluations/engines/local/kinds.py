"""What kind of thing a demand asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluations.engines.local.amounts import amounts_in
from evaluations.engines.local.known import Known
from evaluations.engines.local.sections import Role
from evaluations.engines.local.wording import CREDENTIAL, DEGREE, LOGISTIC, PHYSICAL, SOFT, SPOKEN
from evaluations.schema import Kind

_DONE = re.compile(
    r"(?i)\b(?:experience[ds]?|track\s+record|history\s+of|years?|months?|worked|working\s+(?:in|as)|background\s+in|exposure\s+to|career|record\s+of|previously|led|managed|built|shipped|roles?)\b"
)
_USED = re.compile(
    r"(?i)\b(?:experience\s+(?:with|using|working\s+with)|worked\s+with|used|using|knowledge|proficien\w+|familiar\w*|understanding|skills?|skilled|expertise|fluen\w+|literacy|literate|command|grasp|methods?|tools?|software|techniques?|background\s+in)\b"
)
_LINE_OF_BUSINESS = re.compile(
    r"(?i)\b(?:industry|industries|sector|vertical|regulated)\b(?!\s+(?:or|standards?|best|trends|experience|certif))"
)
_LANGUAGE = re.compile(
    r"(?i)\b(?:fluen\w+|native|bilingual|proficien\w+|speak\w*|spoken|written|language|conversational|mother\s+tongue|[abc][12]\b|business[- ]level|verbal|read|command|level|skills?|write)\b"
)
_FEELING = re.compile(
    r"(?i)^(?:you(?:'re|\s+are|\s+have)?\s+)?(?:an?\s+|the\s+|strong\s+|genuine\s+|real\s+|highly\s+|be\s+|ability\s+and\s+)*(?:desire|passion\w*|love|excite\w+|motivat\w+|willing\w*|empathy|enthusias\w+|curio\w+|commitment|committed|eager\w*|treat|appreciate|innate)\b"
)
_BEYOND_WORK = re.compile(r"(?i)\b(?:beyond|outside)\s+(?:of\s+)?work\b")
_TECHNICAL_ACT = re.compile(
    r"(?i)\b(?:debug\w*|program\w*|cod(?:e|ing)|architect\w*|deploy\w*|script\w*|configur\w*|diagnos\w*|operate|protocols?|systems?|algorithms?|software|data|models?|methods?|engineering)\b"
)


def kind_of(span: str, clause: str, role: Role, known: Sequence[Known], concept_kind: str | None) -> Kind:
    """The kind of one demand. ``span`` is its own words, ``clause`` the words around it that bear on it."""
    kinds = {m.kind for m in known}
    if DEGREE.search(span):
        return "education"
    if role == "physical" and not (kinds and kinds <= {"skill", "credential"} and concept_kind):
        return "soft" if re.search(r"(?i)\b(?:communicat|read and write|interpersonal)", span) else "other"
    if "credential" in kinds and concept_kind in (None, "credential") and not re.search(r"(?i)\bexperience\b", span):
        return "credential"
    if LOGISTIC.search(span) or _BEYOND_WORK.search(span) or (PHYSICAL.search(span) and not kinds & {"skill"}):
        return "other"
    if (
        SPOKEN.search(span)
        and (kinds <= {"language", "soft"})
        and (_LANGUAGE.search(clause) or concept_kind == "language")
    ):
        return "language"
    if concept_kind in ("credential", "education", "language"):
        return concept_kind  # type: ignore[return-value]
    if CREDENTIAL.search(span) and not re.search(r"(?i)\bexperience\b", span):
        return "credential"
    if _FEELING.match(span) or re.search(r"(?i)\b(?:mindset|mentality|attitude|work\s+ethic)\b", span):
        return "soft"
    if (concept_kind == "domain" and not amounts_in(clause)) or (kinds == {"domain"} and not amounts_in(clause)):
        return "domain"
    if concept_kind == "skill":
        return "experience" if _is_activity(span, clause, known) else "skill"
    if concept_kind == "soft" and not re.search(
        r"(?i)\b\d+\+?\s*(?:years?|months?)\b|\bexperience\s+(?:in|of)\b", clause
    ):
        return "soft"
    if _LINE_OF_BUSINESS.search(clause) and "skill" not in kinds:
        return "domain"
    if _DONE.search(clause):
        return (
            "skill"
            if _USED.search(clause) and "skill" in kinds and not _is_activity(span, clause, known)
            else "experience"
        )
    if "skill" in kinds:
        return "skill"
    if _USED.search(clause) and not SOFT.search(span):
        return "skill"
    if SOFT.search(span) and not (kinds <= {"skill"} and _TECHNICAL_ACT.search(span)):
        return "soft"
    if _USED.search(clause) or _TECHNICAL_ACT.search(span):
        return "skill"
    return "soft" if re.match(r"(?i)you(?:'re|\s+are)\b", clause) else "skill"


def _is_activity(span: str, clause: str, known: Sequence[Known]) -> bool:
    """Whether the words ask for time spent on an activity rather than for a named tool, language or method."""
    if not _DONE.search(clause):
        return False
    named = re.findall(r"\b[\w+#.]*[A-Z+#][\w+#.]*", span)
    if span[:1].isupper():
        named = named[1:]
    proper = bool(named)
    if proper and not re.search(r"(?i)\bexperience\s+in\b|\byears?\b", clause):
        return False
    if proper and len(known) == 1 and len(named) <= 2 and not known[0].concept.count("_"):
        return False
    return not _USED.search(clause)
