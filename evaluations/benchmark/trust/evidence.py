"""What evidence does to a score: more never lowers it, less never raises it, and every quote is really there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evaluations.benchmark.trust import editing
from evaluations.benchmark.trust.examining import Answer, Examiner
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job, Person
from evaluations.schema import Finding, Judgement, Requirement, Score, Span


def monotonic(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """Adding: a line that meets a requirement in one résumé goes into the latest role of another that lacks it. Removing:
    a list line that carries a verdict is taken out. Only list lines move, because a role's head line carries dates too."""
    tally = Tally("monotonic", "true evidence added never lowers the score, evidence removed never raises it")
    for job in jobs:
        for person in job.people:
            before = examiner.answer_of(job, person)
            if before.error:
                tally.note(f"{job.slug} {person.slug}", False, before.summary())
                continue
            for number, sentence in _evidence_of_others(examiner, job, person, before):
                text = editing.with_bullet_in_latest_role(person.text, sentence)
                if text is not None:
                    after = examiner.evaluate(job, text, f"{person.slug} with {number}")
                    difference = after.difference_from(before)
                    detail = (
                        f"{before.summary()} before, {after.summary()} after: {', '.join(after.changes_from(before))}"
                    )
                    held = difference is not None and difference >= 0
                    tally.note(f"{job.slug} {person.slug} with evidence of {number}", held, detail)
            for line in sorted({line for line in map(_line_in(person.text), before.findings) if line}):
                text = person.text[: line.start] + person.text[line.end :]
                after = examiner.evaluate(job, text, f"{person.slug} without {line.start}")
                # Without its evidence a résumé may have no score at all, which is not a higher one.
                gain = after.difference_from(before)
                held = gain <= 0 if gain is not None else not after.is_broken
                detail = f"{before.summary()} before, {after.summary()} after: {', '.join(after.changes_from(before))}"
                tally.note(f"{job.slug} {person.slug} without characters {line.start}-{line.end}", held, detail)
    return [tally.measure()]


def _evidence_of_others(examiner: Examiner, job: Job, person: Person, before: Answer) -> list[tuple[str, str]]:
    """List lines of the job's other people, each by the requirement it meets there and this person does not meet."""
    lacking = {number for number, verdict in before.verdicts.items() if verdict in ("missing", "partial")}
    found: dict[str, str] = {}
    for other in job.people:
        if other.slug == person.slug:
            continue
        for finding in examiner.answer_of(job, other).findings:
            number = finding.requirement
            if number in lacking and number not in found and finding.verdict == "met" and finding.basis == "shown":
                line = _line_in(other.text)(finding)
                if line:
                    found[number] = editing.bullet_text(line.of(other.text))
    return list(found.items())


def _line_in(text: str) -> Callable[[Finding], Span | None]:
    """What finds the list line that carries a finding in this text."""
    return lambda finding: editing.bullet_around(text, finding.spans[0]) if finding.spans else None


def one_ledger(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """One case for each résumé: one finding for each requirement of the ledger, in its order, and N is theirs."""
    tally = Tally("one ledger", "all people of a job are judged on the same requirements")
    for job in jobs:
        asked = [requirement.id for requirement in examiner.ledger(job)]
        for person in job.people:
            answer = examiner.answer_of(job, person)
            answered = [finding.requirement for finding in answer.findings]
            total = answer.score.total if answer.score else None
            held = bool(asked) and answered == asked and total == len(asked)
            detail = answer.error or f"{len(asked)} requirements asked, {len(answered)} answered, N = {total}"
            tally.note(f"{job.slug} {person.slug}", held, detail)
    return [tally.measure()]


class GroundedWatch:
    """Sees every judgement of a whole examination: each met or partial verdict points at words that are there."""

    def __init__(self) -> None:
        self.tally = Tally("grounded", "quotes stand word for word in the text, at the place given")

    def __call__(
        self, case: str, requirements: Sequence[Requirement], resume: str, judgement: Judgement, score: Score | None
    ) -> None:
        for finding in judgement.findings:
            if finding.verdict in ("met", "partial") or finding.spans or finding.quote:
                fault = grounding_fault(finding, resume)
                self.tally.note(f"{case}: {finding.requirement}", not fault, fault)

    def watch_reading(self, job: Job, requirements: Sequence[Requirement]) -> None:
        """The requirements of a ledger must stand in the job description in the same way."""
        for requirement in requirements:
            inside = all(0 <= s.start < s.end <= len(job.text) and s.of(job.text).strip() for s in requirement.spans)
            self.tally.note(f"{job.slug}: {requirement.id}", inside and bool(requirement.spans), "no words at the span")


def grounding_fault(finding: Finding, resume: str) -> str:
    """What is wrong with a finding's evidence, empty where nothing is."""
    if not finding.spans:
        return "counted without a span"
    for span in finding.spans:
        if not 0 <= span.start < span.end <= len(resume):
            return f"the span {list(span)} lies outside the text"
        if not span.of(resume).strip():
            return f"the span {list(span)} covers no words"
    if finding.quote != finding.spans[0].of(resume):
        return "the quote is not what stands at its span"
    return ""
