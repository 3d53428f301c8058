"""A model's report: kept as far as it agrees with the findings, with quotes and points that are ours. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evaluations import scoring
from evaluations.engines.openai_chat.builtin import DIMENSIONS
from evaluations.engines.openai_chat.replies import (
    Checked,
    FaultyReply,
    ReportDimension,
    ReportPoint,
    ReportRecommendation,
    ReportReply,
)
from evaluations.engines.openai_chat.words import first_sentences, numbers_in, plain_words
from evaluations.schema import (
    Dimension,
    DimensionName,
    Finding,
    Judgement,
    Kind,
    Point,
    Recommendation,
    Report,
    Requirement,
    Score,
    Verdict,
)

LONGEST_SENTENCE = 400
LONGEST_ACTION = 120
FEWEST_WORDS_OF_ASSESSMENT, MOST_WORDS_OF_ASSESSMENT = 50, 80
# So many words too few or too many are not worth another call; too long an assessment is cut at a sentence.
_TOLERATED_WORDS = 10
FEWEST_RECOMMENDATIONS, MOST_RECOMMENDATIONS = 3, 5

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_ADDRESSED = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Ww]e|[Oo]ur|I)\b")
_GENDERED = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\br\d{1,3}\b")
_BAND = re.compile(r"\b(?P<band>excellent|strong|fair|weak) (?:match|band)\b", re.IGNORECASE)


def report_from(
    reply: ReportReply,
    requirements: Sequence[Requirement],
    job_description: str,
    resume: str,
    judgement: Judgement,
    score: Score | None,
) -> Checked[Report]:
    """The report with quotes from the findings and points from the method; what contradicts a finding is left out.

    Raises FaultyReply for numbers the model invented, an empty assessment, or fewer than three recommendations.
    """
    known = {requirement.id: requirement for requirement in requirements}
    findings = {finding.requirement: finding for finding in judgement.findings if finding.requirement in known}
    dimensions = (reply.experience, reply.technical, reply.soft)
    points = [point for part in dimensions for point in (*part.strengths, *part.gaps)]
    words = [reply.assessment, *(part.summary for part in dimensions), *(point.sentence for point in points)]
    words += [text for advice in reply.recommendations for text in (advice.action, advice.why, advice.how)]
    if numbers_in(*words) - numbers_in(job_description, resume):
        raise FaultyReply("it states a score, a count or a percentage, which only the method may")
    if {match["band"].lower() for match in _BAND.finditer(reply.assessment)} - {score.band.lower() if score else ""}:
        raise FaultyReply("it names another band than the method gives")
    assessment = first_sentences(plain_words(reply.assessment, 2_000), MOST_WORDS_OF_ASSESSMENT)
    if not assessment:
        raise FaultyReply("its assessment is empty")
    strengths = _points((p for part in dimensions for p in part.strengths), findings, ("met", "partial"))
    gaps = _points((p for part in dimensions for p in part.gaps), findings, ("partial", "missing", "unclear"))
    analysis = []
    for part, (name, title, kinds) in zip(dimensions, DIMENSIONS, strict=True):
        analysis.append(_dimension(part, name, title, kinds, known, strengths, gaps))
    recommendations = _recommendations(reply.recommendations, known, judgement.findings, score)
    report = Report(assessment=assessment, analysis=tuple(analysis), recommendations=recommendations)
    return Checked(report, tuple(_faults(words, len(recommendations))))


def _faults(words: Sequence[str], recommendations: int) -> Iterator[str]:
    """What a report should not be like, and may be where the model does not know better. words: the assessment first."""
    length = len(words[0].split())
    excess = max(FEWEST_WORDS_OF_ASSESSMENT - length, length - MOST_WORDS_OF_ASSESSMENT)
    if excess > _TOLERATED_WORDS:
        yield (
            f"its assessment has {length} words instead of {FEWEST_WORDS_OF_ASSESSMENT} to {MOST_WORDS_OF_ASSESSMENT}"
        )
    own = [_QUOTED.sub("", text) for text in words]
    if any(_ADDRESSED.search(text) for text in own):
        yield "it speaks to somebody or of itself (you, your, we, I) instead of about the candidate"
    if any(_GENDERED.search(text) for text in own):
        yield "it says he or she, which nobody told it"
    if any(_NUMBERED.search(text) for text in words):
        yield "its sentences name requirements by their ids"
    if recommendations < MOST_RECOMMENDATIONS:
        yield "it holds fewer than five different recommendations that answer a requirement"


def _dimension(
    part: ReportDimension,
    name: DimensionName,
    title: str,
    kinds: Sequence[Kind],
    known: Mapping[str, Requirement],
    strengths: Sequence[Point],
    gaps: Sequence[Point],
) -> Dimension:
    """A point stands in the dimension of its requirement's kind, wherever the model put it."""
    return Dimension(
        name=name,
        title=title,
        summary=plain_words(part.summary, LONGEST_SENTENCE),
        strengths=tuple(point for point in strengths if known[point.requirement].kind in kinds),
        gaps=tuple(point for point in gaps if known[point.requirement].kind in kinds),
    )


def _points(
    points: Iterable[ReportPoint], findings: Mapping[str, Finding], verdicts: Sequence[Verdict]
) -> tuple[Point, ...]:
    """The points that speak of a finding with one of these verdicts, one a requirement."""
    made: dict[str, Point] = {}
    for point in points:
        finding = findings.get(point.requirement)
        sentence = plain_words(point.sentence, LONGEST_SENTENCE)
        if finding is not None and finding.verdict in verdicts and sentence and point.requirement not in made:
            made[point.requirement] = Point(sentence=sentence, requirement=point.requirement, quote=finding.quote)
    return tuple(made.values())


def _recommendations(
    replies: Sequence[ReportRecommendation],
    known: Mapping[str, Requirement],
    findings: Sequence[Finding],
    score: Score | None,
) -> tuple[Recommendation, ...]:
    made: dict[str, Recommendation] = {}
    for advice in replies:
        ids = tuple(dict.fromkeys(number for number in advice.requirements if number in known))
        action = plain_words(advice.action, LONGEST_ACTION).rstrip(".")
        why, how = plain_words(advice.why, LONGEST_SENTENCE), plain_words(advice.how, LONGEST_SENTENCE)
        if not (ids and action and why and how) or action.casefold() in made:
            continue
        after = scoring.points_if_met(findings, known, ids) if score else None
        gain = after - score.points if score and after is not None else 0
        made[action.casefold()] = Recommendation(action=action, why=why, how=how, requirements=ids, points=gain)
    if len(made) < FEWEST_RECOMMENDATIONS:
        raise FaultyReply("it holds fewer than three different recommendations that answer a requirement")
    return tuple(sorted(made.values(), key=lambda advice: -advice.points)[:MOST_RECOMMENDATIONS])
