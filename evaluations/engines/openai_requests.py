"""What is sent to a model: the instructions of a step, and the texts as fenced data without who the candidate is. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from evaluations import prompts
from evaluations.canonical import canonical_hash
from evaluations.engines.base import TextUnusable
from evaluations.engines.local.resume import parse
from evaluations.engines.openai_replies import JudgementReply, ReadingReply, ReportReply, strict_schema
from evaluations.grounding import clean
from evaluations.schema import Finding, Requirement, StepName

# Models that refuse a temperature and a seed: they reason, and choose both themselves.
_SELF_WILLED = re.compile(r"(?:ft:)?(?:[\w.-]+/)?(?:o\d|gpt-[5-9]|gpt-\d\d|codex|computer-use)|.*-search\b")
_TOKENS_AROUND = 200
# Periods that lie after this day do not count; for telling identity lines apart the day does not matter.
_ANY_DAY = date.max

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"\+\d[\d ().-]{7,}\d|\(\d{2,4}\)[ .-]?\d{3}[ .-]?\d{2,}|(?<!\d)\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)"
_PROFILE = r"(?:https?://)?(?:www\.)?(?:linkedin\.com|xing\.com|facebook\.com|instagram\.com)/[^\s|,;)]+"
_LABELLED = (
    r"\b(?:date of birth|born(?: on| in)?|d\.?o\.?b\.?|age|nationality|citizenship|gender|sex|marital status|photo|pronouns"
    r"|religion)\s*:[^\n|;•·]*"
)
_PERSONAL = re.compile(f"{_EMAIL}|{_PHONE}|{_PROFILE}|{_LABELLED}", re.IGNORECASE)
# Of the lines that say who somebody is, judging needs where they live, whether they may work, and what they are ready for.
_PLACE = re.compile(
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?: \d[\d -]*)?(?: \([^()]*\))?$"
)
_PERMIT = re.compile(
    r"\b(?:work permit|authori[sz]ed to work|right to work|permanent resident|green card|visa|sponsorship|citizen)\b",
    re.IGNORECASE,
)
_WORD_OF_SENTENCE = re.compile(r"(?<!\S)[a-z][a-z'’-]*[.,;]?(?!\S)")
_FEWEST_WORDS_OF_SENTENCE = 5
_ABOUT_PERSON = re.compile(
    rf"{_PERSONAL.pattern}|\b\d\d[ -]years?[ -]old\b|\baged \d|\bborn\b|\b(?:married|divorced|widowed)\b", re.IGNORECASE
)
_PIECES = re.compile(r"\s*[|;•·\n]\s*|\s+[-–—/]\s+|(?<=[.!?])\s+")
_LEFT_OUT = "…"
_ONLY_LEFT_OUT = re.compile(r"^[ \t|;,•·*_…-]*…[ \t|;,•·*_…-]*$", re.MULTILINE)


@dataclass(frozen=True)
class Prompted:
    """One request to a model: a step's instructions, the user message, and the shape the reply must have."""

    step: StepName
    system: str
    user: str
    reply: type[BaseModel]

    @property
    def most_input_tokens(self) -> int:
        """A bound: limits on what a call may cost rest on it."""
        return most_tokens(self.system + self.user + json.dumps(strict_schema(self.reply))) + _TOKENS_AROUND

    def body(self, *, model: str, most_output_tokens: int, is_own_server: bool = False) -> dict[str, Any]:
        """The body of a call to chat completions. Other servers than the provider's may know the older limit only."""
        return {
            "model": model,
            "messages": [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": self.step, "strict": True, "schema": strict_schema(self.reply)},
            },
            "store": False,
            "max_completion_tokens": most_output_tokens,
            **({"max_tokens": most_output_tokens} if is_own_server else {}),
            **sampling(model),
        }


def sampling(model: str) -> Mapping[str, int]:
    """The parameters that keep a model from answering differently each time; none for models that refuse them."""
    return {} if _SELF_WILLED.match(model) else {"temperature": 0, "seed": 7}


def most_tokens(text: str) -> int:
    """The most tokens a text may come to: none is shorter than a byte. Ordinary English takes a quarter of it."""
    return len(text.encode("utf-8", "replace"))


def fingerprint() -> str:
    """Eight digits that change with the instructions and with the shapes of the replies."""
    steps = {"read": ReadingReply, "judge": JudgementReply, "report": ReportReply}
    return canonical_hash({step: [prompts.load(step), strict_schema(shape)] for step, shape in steps.items()})[:8]


def reading_request(text: str) -> Prompted:
    """Raises TextUnusable for an empty text."""
    plain = _plain(text)
    if not plain.strip():
        raise TextUnusable("There is no text to read. Paste the job description's words.", kind="empty")
    return Prompted("read", prompts.load("read"), prompts.fenced("JOB_DESCRIPTION", plain), ReadingReply)


def judging_request(requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Prompted:
    """What is the same for all personas comes first, so that a provider may remember it. Raises TextUnusable."""
    ledger = [_entry(requirement, job_description) for requirement in requirements]
    parts = [
        *_posting(job_description),
        prompts.fenced("LEDGER", _json(ledger)),
        f"“Present” in the résumé means {as_of.isoformat()}.",
        prompts.fenced("RESUME", _judged_text(resume)),
    ]
    return Prompted("judge", prompts.load("judge"), "\n\n".join(parts), JudgementReply)


def reporting_request(
    requirements: Sequence[Requirement], job_description: str, resume: str, findings: Sequence[Finding]
) -> Prompted:
    """Neither score nor band is told, so that none can be repeated. Raises TextUnusable, and KeyError for a stray finding."""
    known = {requirement.id: requirement for requirement in requirements}
    ledger = [
        {
            **_entry(known[finding.requirement], job_description),
            "verdict": finding.verdict,
            "basis": finding.basis,
            "years_found": finding.years_found,
            "quote": _plain(finding.quote),
            "note": _plain(finding.note),
        }
        for finding in findings
    ]
    parts = [
        *_posting(job_description),
        prompts.fenced("LEDGER", _json(ledger)),
        prompts.fenced("RESUME", _judged_text(resume)),
    ]
    return Prompted("report", prompts.load("report"), "\n\n".join(parts), ReportReply)


def without_identity(resume: str) -> str:
    """The résumé in its clean form, with "…" for name, contact, photo, age and nationality, and for orders to a machine.

    What those lines say of place, work permit and readiness stays, as far as it can be told apart. Every stretch between
    two "…" stands in the stored text.
    """
    cleaned = clean(resume)
    orders = [cleaned.clean_span(flag.span) for flag in cleaned.flags if flag.kind == "injection" and flag.span]
    pieces: list[str] = []
    position = 0
    for passage in parse(cleaned.text, _ANY_DAY).passages:
        is_order = any(passage.start < order.end and passage.end > order.start for order in orders)
        if passage.place != "identity" and not is_order:
            continue
        words = cleaned.text[passage.start : passage.end]
        kept = (
            [] if is_order else [piece for piece in _PIECES.split(words) if _is_kept(piece, is_first=not passage.line)]
        )
        pieces += [cleaned.text[position : passage.start], _LEFT_OUT, *(f" {piece} {_LEFT_OUT}" for piece in kept)]
        position = passage.end
    text = "".join([*pieces, cleaned.text[position:]])
    text = _ONLY_LEFT_OUT.sub(_LEFT_OUT, _PERSONAL.sub(_LEFT_OUT, text))
    return re.sub(rf"{_LEFT_OUT}(?:\s*{_LEFT_OUT})+", _LEFT_OUT, text)


def _is_kept(piece: str, *, is_first: bool) -> bool:
    """Whether a piece of an identity line may be sent; the first line of a résumé is a name, whatever it looks like."""
    if _ABOUT_PERSON.search(piece):
        return False
    if _PERMIT.search(piece) or len(_WORD_OF_SENTENCE.findall(piece)) >= _FEWEST_WORDS_OF_SENTENCE:
        return True
    return not is_first and _PLACE.match(piece) is not None


def _judged_text(resume: str) -> str:
    if not _plain(resume).strip():
        raise TextUnusable("There is no text to judge. Paste the résumé's words.", kind="empty")
    return _encodable(without_identity(resume))


def _posting(job_description: str) -> list[str]:
    plain = _plain(job_description)
    return [prompts.fenced("JOB_DESCRIPTION", plain)] if plain.strip() else []


def _entry(requirement: Requirement, job_description: str) -> dict[str, Any]:
    """What a model needs of a requirement; stated holds the job description's own words for it."""
    return {
        **requirement.model_dump(include={"id", "name", "kind", "importance", "any_of", "open_ended", "min_years"}),
        "stated": [_plain(span.of(job_description)) for span in requirement.spans if span.end <= len(job_description)],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _plain(text: str) -> str:
    return _encodable(clean(text).text)


def _encodable(text: str) -> str:
    """Without halves of surrogate pairs, which no request can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
