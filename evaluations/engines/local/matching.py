"""Judging: what a résumé shows of each requirement, with the words that show it.

A skill is met when a role, project or credential shows it; only listed or only claimed is partial, and so are a
neighbour, too short a time, and an expired licence. What is denied, wished for, or pasted from the job description
never counts as shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from evaluations.engines.local.casing import with_usual_case
from evaluations.engines.local.evidence import Searcher
from evaluations.engines.local.hygiene import (
    COPIED_SHARE,
    check_resume,
    check_text,
    copied_stretches,
    drop_repeated,
    pasted_lines,
    stuffing_flag,
)
from evaluations.engines.local.judges import judge_one
from evaluations.engines.local.outcome import Outcome
from evaluations.engines.local.resume import Passage, Place, Resume, parse
from evaluations.engines.local.suitability import check_passage_count, check_size
from evaluations.engines.local.vocabulary import Vocabulary
from evaluations.grounding import CleanText, clean
from evaluations.orders import without
from evaluations.schema import Finding, Flag, Judgement, Requirement, Span

MAXIMUM_QUOTE = 300
MAXIMUM_SPANS = 4
# How much of a trade's demands a résumé must meet before work that only looks alike counts in full.
FIELD_SHARE = 0.4
FEWEST_DEMANDS = 5
_TRADE = ("skill", "experience", "domain")
_OTHER_FIELD = "Looks alike; the résumé shows too little of this field for it to count in full."


def judge(
    requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date, vocabulary: Vocabulary
) -> Judgement:
    """One finding per requirement, in the given order, and what is odd about the résumé.

    Raises TextUnusable for a text that is no English résumé. The job description may be empty.
    """
    check_size(job_description, "job description")
    cleaned, parsed = readable(resume, as_of, vocabulary)
    posting = _clean_once(job_description)
    copied, copied_share = copied_stretches(cleaned.text, posting.text)
    is_pasted = copied_share >= COPIED_SHARE
    if is_pasted:
        copied = [*copied, *pasted_lines(parsed, copied, posting.text)]
    _demote_copied(parsed, copied, "dropped" if is_pasted else "claimed")
    repeated = drop_repeated(parsed)
    searcher = Searcher(parsed, vocabulary)
    outcomes = [judge_one(requirement, job_description, searcher) for requirement in requirements]
    outcomes = _in_context(requirements, outcomes)
    findings = [
        _finding(requirement, outcome, cleaned) for requirement, outcome in zip(requirements, outcomes, strict=True)
    ]
    flags = list(cleaned.flags)
    if is_pasted:
        start, end = max(copied, key=lambda stretch: stretch[1] - stretch[0])
        sentence = (
            f"{round(copied_share * 100)} % of the job description's word runs stand in the résumé word for word."
        )
        flags.append(Flag(kind="copied", sentence=sentence, span=cleaned.source_span(start, end)))
    stuffing = _stuffing(parsed, searcher, repeated, cleaned)
    if stuffing is not None:
        flags.append(stuffing)
    return Judgement(findings=tuple(findings), flags=tuple(flags))


def readable(resume: str, as_of: date, vocabulary: Vocabulary) -> tuple[CleanText, Resume]:
    """The clean text of what looks like an English résumé, and its parts. Raises TextUnusable like ``judge``."""
    check_size(resume, "résumé")
    cleaned = clean(resume)
    check_text(cleaned.text)
    parsed = parse(with_usual_case(without(cleaned.text, cleaned.orders()), vocabulary), as_of)
    check_passage_count(len(parsed.passages))
    check_resume(parsed)
    return cleaned, parsed


def _in_context(requirements: Sequence[Requirement], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Outcomes, with inferred work halved where the résumé as a whole shows little of the field.

    Signs speak of work in general: planning weddings looks like planning supply. Where fewer than FIELD_SHARE of the
    demands of the trade are met, what no passage names comes near at most.
    """
    trade = [place for place, requirement in enumerate(requirements) if requirement.kind in _TRADE]
    met = sum(outcomes[place].verdict == "met" for place in trade)
    if len(trade) < FEWEST_DEMANDS or met >= FIELD_SHARE * len(trade):
        return list(outcomes)
    return [
        replace(outcome, verdict="partial", basis="adjacent", note=_OTHER_FIELD)
        if place in trade and outcome.verdict == "met" and outcome.is_inferred
        else outcome
        for place, outcome in enumerate(outcomes)
    ]


@lru_cache(maxsize=64)
def _clean_once(text: str) -> CleanText:
    """A job description is the same for all personas of an x-ray."""
    return clean(text)


def _demote_copied(resume: Resume, copied: list[tuple[int, int]], demoted: Place) -> None:
    """Words copied from the job description are a claim at most; where much of it was pasted, they are nothing."""
    if not copied:
        return
    changed: list[Passage] = []
    for passage in resume.passages:
        overlap = sum(max(0, min(passage.end, end) - max(passage.start, start)) for start, end in copied)
        if overlap * 2 >= passage.end - passage.start and passage.place not in ("dropped", "header", "language"):
            place: Place = "dropped" if passage.place == "identity" else demoted
            passage = replace(passage, place=place, role=None, section="copied")
        changed.append(passage)
    resume.passages = changed


def _stuffing(resume: Resume, searcher: Searcher, repeated: int, cleaned: CleanText) -> Flag | None:
    listed: Counter[str] = Counter()
    shown: set[str] = set()
    for concept, mentions in searcher.by_concept.items():
        for mention in mentions:
            passage = resume.at(mention.start)
            if passage is None:
                continue
            if passage.place == "listed":
                listed[concept] += 1
            elif passage.place in ("role", "project", "header", "credential", "education"):
                shown.add(concept)
    return stuffing_flag(resume, listed, shown, repeated, cleaned.source_span)


def _finding(requirement: Requirement, outcome: Outcome, cleaned: CleanText) -> Finding:
    spans = []
    for start, end in outcome.stretches[:MAXIMUM_SPANS]:
        start, end = _trimmed(cleaned.text, start, end, outcome.focus)
        if end > start:
            span = cleaned.source_span(start, end)
            if span not in spans:
                spans.append(span)
    return Finding(
        requirement=requirement.id,
        verdict=outcome.verdict,
        basis=outcome.basis,
        spans=tuple(spans),
        quote=Span(*spans[0]).of(cleaned.source) if spans else "",
        note=outcome.note,
        years_found=outcome.years_found,
    )


def _trimmed(text: str, start: int, end: int, focus: int | None) -> tuple[int, int]:
    """A stretch without outer blanks and full stop, at most MAXIMUM_QUOTE long, cut at a word around the focus."""
    while start < end and text[start].isspace():
        start += 1
    if end - start > MAXIMUM_QUOTE:
        centre = focus if focus is not None and start <= focus < end else start
        first = max(start, min(centre - MAXIMUM_QUOTE // 2, end - MAXIMUM_QUOTE))
        if first > start:
            blank = text.find(" ", first, first + 40)
            first = blank + 1 if blank >= 0 else first
        last = min(end, first + MAXIMUM_QUOTE)
        if last < end:
            blank = text.rfind(" ", first, last)
            last = blank if blank > first + 100 else last
        start, end = first, last
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,"):
        end -= 1
    return start, end
