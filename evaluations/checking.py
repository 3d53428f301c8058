"""Is an engine's answer whole and true to the texts? A verdict outside the grades is a failure, not a wrong answer.

Every check raises EngineIncomplete, with a sentence that quotes neither text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaluations.engines.base import EngineIncomplete
from evaluations.schema import Judgement, Reading, Report, Requirement, Span

MAX_NAME_LENGTH = 200


def check_requirements(requirements: Sequence[Requirement], text: str) -> None:
    """Every requirement has its own number, a name, and spans that lie in the job description's text."""
    numbers = [requirement.id for requirement in requirements]
    if len(set(numbers)) != len(numbers):
        raise _broken("Two requirements have the same number.")
    for requirement in requirements:
        if not requirement.name.strip() or len(requirement.name) > MAX_NAME_LENGTH:
            raise _broken(f"Requirement {requirement.id} needs a name of at most {MAX_NAME_LENGTH} characters.")
        if not requirement.spans:
            raise _broken(f"Requirement {requirement.id} does not say where the job description states it.")
        if not _within(requirement.spans, text):
            raise _broken(f"Requirement {requirement.id} points outside the job description.")
        if requirement.min_years is not None and requirement.min_years <= 0:
            raise _broken(f"Requirement {requirement.id} states a minimum of years that is not above zero.")


def check_reading(reading: Reading, text: str) -> None:
    """The requirements are whole, and what was skipped lies in the text too."""
    check_requirements(reading.requirements, text)
    if not _within((skipped.span for skipped in reading.skipped), text):
        raise _broken("A skipped passage lies outside the job description.")


def check_judgement(judgement: Judgement, requirements: Sequence[Requirement], resume: str) -> None:
    """One finding per requirement, in order; evidence for met and partial, found word for word in the résumé."""
    asked = [requirement.id for requirement in requirements]
    if [finding.requirement for finding in judgement.findings] != asked:
        raise _broken("The engine did not answer every requirement once.")
    for finding in judgement.findings:
        if not _within(finding.spans, resume) or finding.quote != (
            finding.spans[0].of(resume) if finding.spans else ""
        ):
            raise _broken(f"The evidence for requirement {finding.requirement} is not in the résumé.")
        if finding.verdict in ("met", "partial") and not (finding.basis and finding.spans):
            raise _broken(f"Requirement {finding.requirement} is counted without evidence.")
        if finding.verdict in ("missing", "unclear") and finding.basis is not None:
            raise _broken(f"Requirement {finding.requirement} is not counted and still names a basis.")


def check_report(report: Report, requirements: Sequence[Requirement]) -> None:
    """The words speak only of requirements of this ledger."""
    known = {requirement.id for requirement in requirements}
    spoken = {number for recommendation in report.recommendations for number in recommendation.requirements}
    for dimension in report.analysis:
        spoken.update(point.requirement for point in (*dimension.strengths, *dimension.gaps))
    if not spoken <= known:
        raise _broken("The report speaks of a requirement that the ledger does not have.")


def _within(spans: Iterable[Span], text: str) -> bool:
    return all(0 <= span.start < span.end <= len(text) for span in spans)


def _broken(sentence: str) -> EngineIncomplete:
    return EngineIncomplete(sentence, kind="incomplete")
