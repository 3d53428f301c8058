"""What a model must answer, and what becomes of it: the rules of the method hold, whatever the model says. Pure.

The shapes are sent as strict JSON schema. Where a reply breaks a promise that can be kept without it, the part is
dropped, an editor is told by a flag, and the model may be told by a fault. Where it cannot, FaultyReply is raised. A
fault is a sentence without its full stop; it quotes nothing, neither of the texts nor of the reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluations.checking import MAX_NAME_LENGTH
from evaluations.engines.base import TextUnusable
from evaluations.engines.openai_chat.builtin import COPIED_SHARE, concept_of, copied_stretches
from evaluations.engines.openai_chat.identity import Masked, mask
from evaluations.engines.openai_chat.words import located, numbers_in, plain_words
from evaluations.grounding import clean
from evaluations.schema import (
    Basis,
    Finding,
    Flag,
    Importance,
    Judgement,
    Kind,
    Reading,
    Requirement,
    Span,
    Verdict,
)

MOST_SPANS = 4
MOST_FAULTS = 8
LONGEST_QUOTE = 300
LONGEST_NOTE = 300
# Below this share of the years asked, a time is not short but missing: docs/methodology.md, section 2.
SHORTEST_SHARE = 0.2
NOT_IN_RESUME = "The engine quoted words that do not stand in the résumé, so nothing is counted."

Reply = TypeVar("Reply", bound=BaseModel)
Answer = TypeVar("Answer")


class FaultyReply(Exception):
    """A reply that nothing can be made of."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Checked(Generic[Answer]):
    """What a reply came to. It holds with its faults, and might hold more without them."""

    value: Answer
    faults: tuple[str, ...] = ()


class _Shape(BaseModel):
    """Base of the reply shapes: every field required, none besides, no type bent into another."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class ReadRequirement(_Shape):
    name: str
    kind: Kind
    importance: Importance
    any_of: list[str]
    open_ended: bool
    min_years: float | None
    quotes: list[str]


class ReadingReply(_Shape):
    usable: Literal["yes", "not_a_job_description", "other_language"]
    requirements: list[ReadRequirement]


class JudgedRequirement(_Shape):
    requirement: str
    verdict: Verdict
    basis: Literal["shown", "adjacent", "short", "listed", "claimed", "none"]
    quotes: list[str]
    note: str
    years_found: float | None


class JudgementReply(_Shape):
    usable: Literal["yes", "not_a_resume", "other_language"]
    findings: list[JudgedRequirement]


class ReportPoint(_Shape):
    sentence: str
    requirement: str


class ReportDimension(_Shape):
    summary: str
    strengths: list[ReportPoint]
    gaps: list[ReportPoint]


class ReportRecommendation(_Shape):
    action: str
    why: str
    how: str
    requirements: list[str]


class ReportReply(_Shape):
    assessment: str
    experience: ReportDimension
    technical: ReportDimension
    soft: ReportDimension
    recommendations: list[ReportRecommendation]


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """A shape as the JSON schema of a provider's strict mode: nothing by reference, no titles or descriptions."""
    whole = shape.model_json_schema()
    definitions = whole.pop("$defs", {})

    def plain(schema: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return plain(definitions[schema["$ref"].rsplit("/", 1)[1]])
        made: dict[str, Any] = {}
        for key, value in schema.items():
            if key in ("title", "description"):
                continue
            if key == "properties":
                made[key] = {name: plain(inner) for name, inner in value.items()}
            elif key == "items":
                made[key] = plain(value)
            elif key == "anyOf":
                made[key] = [plain(inner) for inner in value]
            else:
                made[key] = value
        return made

    return plain(whole)


def parsed(shape: type[Reply], content: str) -> Reply:
    """The reply in a model's words. Raises FaultyReply for anything but JSON of exactly this shape."""
    try:
        return shape.model_validate_json(content)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
    raise FaultyReply(*list(dict.fromkeys(_shape_fault(problem) for problem in problems))[:MOST_FAULTS])


def _shape_fault(problem: Mapping[str, Any]) -> str:
    """The place and kind of a mismatch; the name of a field nobody asked for is the model's and stays out."""
    kind, path = problem["type"], list(problem["loc"])
    if kind == "json_invalid":
        return "it is not valid JSON"
    if kind == "extra_forbidden":
        path.pop()
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "it"
    match kind:
        case "extra_forbidden":
            return f"{place} has a field that was not asked for"
        case "missing":
            return f"{place} is missing"
        case _:
            return f"{place} is not of the kind that was asked for"


def reading_from(reply: ReadingReply, text: str) -> Checked[Reading]:
    """The ledger in the order of the stored text; what has no words in it to point at is left out, with a flag.

    Raises TextUnusable for a text that is no English job description, FaultyReply where no entry has words in it.
    """
    if reply.usable == "other_language":
        raise TextUnusable(
            "This text is not in English. Only English job descriptions can be read. Paste it in English.",
            kind="language",
        )
    if reply.usable == "not_a_job_description":
        raise TextUnusable(
            "This does not look like a job description: it does not describe a job and what it asks. Paste the whole posting.",
            kind="not_a_job_description",
        )
    if not reply.requirements:
        raise TextUnusable(
            "No requirement was found: the text does not say what a candidate must have or know. Paste the whole posting.",
            kind="not_a_job_description",
        )
    flags = list(clean(text).flags)
    faults: list[str] = []
    found: list[Requirement] = []
    reached = 0
    for place, entry in enumerate(reply.requirements):
        spans, strays = located(entry.quotes, text, after=reached)
        name = plain_words(entry.name, MAX_NAME_LENGTH)
        if strays or not spans:
            faults.append(f"requirements[{place}].quotes does not stand in the job description, character by character")
        if not spans:
            sentence = f"“{name}” was left out: the engine could not point at words of the job description that ask it."
            flags.append(Flag(kind="format", sentence=sentence))
            continue
        reached = spans[0].start
        _add(found, _requirement(entry, name, sorted(spans), text))
    if not found:
        raise FaultyReply("none of its quotes stands in the job description, character by character")
    found.sort(key=lambda requirement: requirement.spans[0])
    numbered = tuple(requirement.model_copy(update={"id": f"r{number}"}) for number, requirement in enumerate(found, 1))
    return Checked(Reading(requirements=numbered, flags=tuple(flags)), tuple(faults[:MOST_FAULTS]))


def _requirement(entry: ReadRequirement, name: str, spans: Sequence[Span], text: str) -> Requirement:
    stated = spans[0].of(text)
    any_of = _alternatives(entry)
    name = name or plain_words(stated, MAX_NAME_LENGTH)
    return Requirement(
        id="",
        name=name,
        kind=entry.kind,
        importance=entry.importance,
        any_of=any_of,
        open_ended=entry.open_ended,
        min_years=entry.min_years if entry.min_years and entry.min_years > 0 else None,
        concept=concept_of(entry.kind, any_of, name, clean(stated).text),
        spans=tuple(spans),
    )


def _alternatives(entry: ReadRequirement) -> tuple[str, ...]:
    """The alternatives without blanks and repeats; a single one is none, unless others like it count too."""
    different: dict[str, str] = {}
    for alternative in entry.any_of:
        word = plain_words(alternative, MAX_NAME_LENGTH)
        if word:
            different.setdefault(word.casefold(), word)
    return tuple(different.values()) if len(different) > 1 or entry.open_ended else ()


def _add(found: list[Requirement], new: Requirement) -> None:
    """Add a requirement, or join it with one of the same name at the same place: the stricter importance holds."""
    for place, old in enumerate(found):
        overlaps = any(a.start < b.end and b.start < a.end for a in old.spans for b in new.spans)
        if overlaps and old.name.casefold() == new.name.casefold():
            stricter = "must" if "must" in (old.importance, new.importance) else "nice"
            found[place] = old.model_copy(
                update={
                    "importance": stricter,
                    "any_of": tuple(dict.fromkeys((*old.any_of, *new.any_of))),
                    "open_ended": old.open_ended or new.open_ended,
                    "min_years": old.min_years or new.min_years,
                    "concept": old.concept or new.concept,
                    "spans": tuple(sorted({*old.spans, *new.spans})),
                }
            )
            return
    found.append(new)


def judgement_from(
    reply: JudgementReply, requirements: Sequence[Requirement], job_description: str, resume: str
) -> Checked[Judgement]:
    """One finding per requirement in ledger order, counted only as far as words of the stored résumé carry it.

    Raises TextUnusable for a text that is no English résumé, FaultyReply unless every requirement is answered once, and
    where evidence is claimed and none of it stands in the résumé: that tells nothing about the candidate.
    """
    if reply.usable == "other_language":
        raise TextUnusable(
            "This text is not in English. Only English résumés can be judged. Paste it in English.", kind="language"
        )
    if reply.usable == "not_a_resume":
        raise TextUnusable(
            "This does not look like a résumé: it names no work, education or skills. Paste the whole résumé.",
            kind="not_a_resume",
        )
    asked = [requirement.id for requirement in requirements]
    _demand_one_answer_each([answer.requirement for answer in reply.findings], asked)
    answers = {answer.requirement: answer for answer in reply.findings}
    masked = mask(resume)
    cleaned = masked.cleaned
    flags = list(cleaned.flags)
    stretches, copied_share = copied_stretches(cleaned.text, clean(job_description).text)
    copied = [cleaned.source_span(start, end) for start, end in stretches]
    if copied_share >= COPIED_SHARE:
        sentence = (
            f"{round(copied_share * 100)} % of the job description's word runs stand in the résumé word for word."
        )
        flags.append(Flag(kind="copied", sentence=sentence, span=max(copied, key=lambda span: span.end - span.start)))
    numbers = numbers_in(job_description, resume)
    findings, faults = [], []
    for requirement in requirements:
        finding, is_quoted = _finding(answers[requirement.id], requirement, resume, masked, copied)
        if not is_quoted:
            faults.append(f"{requirement.id} lacks a quote that stands in the résumé, character by character")
            sentence = (
                f"For {requirement.id} the engine gave words that do not stand in the résumé; they were left out."
            )
            flags.append(Flag(kind="format", sentence=sentence))
        if numbers_in(finding.note) - numbers:
            finding = finding.model_copy(update={"note": ""})
        findings.append(finding)
    if faults and not any(finding.spans for finding in findings):
        raise FaultyReply("none of its quotes stands in the résumé, character by character")
    return Checked(Judgement(findings=tuple(findings), flags=tuple(flags)), tuple(faults[:MOST_FAULTS]))


def _demand_one_answer_each(answered: Sequence[str], asked: Sequence[str]) -> None:
    faults = []
    if lacking := [number for number in asked if number not in answered]:
        faults.append(f"it does not answer {', '.join(lacking)}")
    if repeated := [number for number in asked if answered.count(number) > 1]:
        faults.append(f"it answers {', '.join(repeated)} more than once")
    if set(answered) - set(asked):
        faults.append("it answers requirements that the ledger does not have")
    if faults:
        raise FaultyReply(*faults)


def _finding(
    answer: JudgedRequirement, requirement: Requirement, resume: str, masked: Masked, copied: Sequence[Span]
) -> tuple[Finding, bool]:
    """What an answer becomes, and whether all it rests on was quoted from the résumé."""
    note = plain_words(answer.note, LONGEST_NOTE)
    years = answer.years_found if answer.years_found is not None and answer.years_found >= 0 else None
    spans: list[Span] = []
    is_quoted = True
    if answer.verdict in ("met", "partial"):
        spans, strays = located(
            answer.quotes, resume, longest=LONGEST_QUOTE, sent=masked.text, stored_spans=masked.stored_spans
        )
        is_quoted = bool(spans) and not strays
        if not spans:
            note, years = NOT_IN_RESUME, None
    spans = spans[:MOST_SPANS]
    verdict, basis = _ruled(
        answer, requirement.min_years, years, is_found=bool(spans), is_copied=_lies_in(spans, copied)
    )
    if basis is None:
        spans = []
    finding = Finding(
        requirement=requirement.id,
        verdict=verdict,
        basis=basis,
        spans=tuple(spans),
        quote=spans[0].of(resume) if spans else "",
        note=note,
        years_found=years,
    )
    return finding, is_quoted


def _ruled(
    answer: JudgedRequirement, asked: float | None, years: float | None, *, is_found: bool, is_copied: bool
) -> tuple[Verdict, Basis | None]:
    """The verdict and basis that docs/methodology.md allows for an answer. asked and years are in years."""
    if answer.verdict in ("missing", "unclear"):
        return answer.verdict, None
    if not is_found:
        return "missing", None
    basis = answer.basis if answer.basis != "none" and not is_copied else "claimed"
    if basis in ("shown", "short") and asked and (years is None or years < asked):
        # Years nobody counted cannot meet a minimum.
        is_too_short = years is not None and years < asked * SHORTEST_SHARE
        return ("missing", None) if is_too_short else ("partial", "short")
    if basis == "shown":
        return ("met", "shown") if answer.verdict == "met" else ("partial", "adjacent")
    return "partial", basis


def _lies_in(spans: Sequence[Span], copied: Sequence[Span]) -> bool:
    """Whether all the evidence is, for the most part, pasted from the job description."""

    def is_pasted(span: Span) -> bool:
        shared = sum(max(0, min(span.end, other.end) - max(span.start, other.start)) for other in copied)
        return shared * 2 >= span.end - span.start

    return bool(spans) and all(is_pasted(span) for span in spans)
