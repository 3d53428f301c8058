"""What is sent to a model: the instructions of a step, and the texts as fenced data without who the candidate is. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from evaluations import prompts
from evaluations.canonical import canonical_hash
from evaluations.engines.base import TextUnusable
from evaluations.engines.openai_chat.identity import Masked, mask
from evaluations.engines.openai_chat.replies import JudgementReply, ReadingReply, ReportReply, strict_schema
from evaluations.grounding import clean
from evaluations.schema import Finding, Requirement, Span, StepName

# Models that reason choose their temperature themselves and refuse another; those that search refuse a seed as well.
_REASONS = re.compile(r"(?:ft:)?(?:[\w.-]+/)?(?:o\d|gpt-(?:[5-9]|\d\d)(?!-chat)|codex|computer-use)")
_SEARCHES = re.compile(r".*-search\b")
_SEED = 7
_AGAIN = "YOUR EARLIER ANSWER to this message has faults:"
_WHOLE = "Answer this message again, from the beginning and in full, without them."
_TOKENS_AROUND = 200
# What bounds an answer or says where it is kept, and decides nothing in it: an answer that reaches the limit is a failure.
_DECIDES_NOTHING = ("max_completion_tokens", "max_tokens", "store")


@dataclass(frozen=True)
class Prompted:
    """One request to a model: a step's instructions, the user message, and the shape the reply must have."""

    step: StepName
    system: str
    user: str
    reply: type[BaseModel]

    def again(self, faults: Sequence[str]) -> Prompted:
        """The same request with what was wrong with the answer to it, in words of this program."""
        told = "\n".join(f"- {fault}" for fault in faults)
        return replace(self, user=f"{self.user}\n\n{_AGAIN}\n{told}\n{_WHOLE}")

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
    """What keeps a model from answering differently each time, as far as the model takes it."""
    if _SEARCHES.match(model):
        return {}
    return {"seed": _SEED} if _REASONS.match(model) else {"temperature": 0, "seed": _SEED}


def most_tokens(text: str) -> int:
    """The most tokens a text may come to: none is shorter than a byte. Ordinary English takes a quarter of it."""
    return len(text.encode("utf-8", "replace"))


@cache
def fingerprint(model: str) -> str:
    """Eight digits that change with anything that is sent besides the texts: words, shapes of replies, parameters.

    They are those of three small requests, so that nothing can be added to a request and forgotten here.
    """
    asked = Requirement(id="r1", name="a", kind="skill", importance="must", spans=(Span(0, 1),))
    steps = (
        reading_request("a"),
        judging_request((asked,), "a", "a", date.min),
        reporting_request((asked,), "a", "a", (Finding(requirement="r1", verdict="missing"),)),
    )
    bodies = [step.again(("a",)).body(model=model, most_output_tokens=1) for step in steps]
    decisive = [{name: value for name, value in body.items() if name not in _DECIDES_NOTHING} for body in bodies]
    return canonical_hash(decisive)[:8]


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
        prompts.fenced("RESUME", _encodable(_masked(resume).text)),
    ]
    return Prompted("judge", prompts.load("judge"), "\n\n".join(parts), JudgementReply)


def reporting_request(
    requirements: Sequence[Requirement], job_description: str, resume: str, findings: Sequence[Finding]
) -> Prompted:
    """Neither score nor band is told, so that none can be repeated. Raises TextUnusable, and KeyError for a stray finding."""
    known = {requirement.id: requirement for requirement in requirements}
    masked = _masked(resume)
    ledger = [
        {
            **_entry(known[finding.requirement], job_description),
            "verdict": finding.verdict,
            "basis": finding.basis,
            "years_found": finding.years_found,
            "quote": _encodable(masked.hide(finding.quote)),
            "note": _encodable(masked.hide(finding.note)),
        }
        for finding in findings
    ]
    parts = [
        *_posting(job_description),
        prompts.fenced("LEDGER", _json(ledger)),
        prompts.fenced("RESUME", _encodable(masked.text)),
    ]
    return Prompted("report", prompts.load("report"), "\n\n".join(parts), ReportReply)


def _masked(resume: str) -> Masked:
    if not _plain(resume).strip():
        raise TextUnusable("There is no text to judge. Paste the résumé's words.", kind="empty")
    return mask(resume)


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
