"""The words about one evaluation: assessment, analysis in three dimensions, five recommendations.

All wording is chosen by the ids and names of requirements, never by anything else in the résumé, so that two people
with the same evidence read the same report.
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.engines.local.analysis import analyse
from evaluations.engines.local.assessment import assess
from evaluations.engines.local.names import name_of
from evaluations.engines.local.recommendations import Case, recommend
from evaluations.schema import Judgement, Report, Requirement, Score


def report(
    requirements: Sequence[Requirement], job_description: str, resume: str, judgement: Judgement, score: Score | None
) -> Report:
    """Assessment, analysis and recommendations; the same findings always give the same words.

    The résumé speaks through the quotes of the findings only. Raises KeyError for a finding without a requirement.
    """
    known = {requirement.id: requirement for requirement in requirements}
    names = {requirement.id: name_of(requirement, job_description) for requirement in requirements}
    findings = judgement.findings
    case = Case(known, findings, names, job_description, score)
    return Report(
        assessment=assess(findings, known, names, score),
        analysis=analyse(findings, known, names),
        recommendations=recommend(case),
    )
