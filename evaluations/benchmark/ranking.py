"""Ranking: does the better résumé score higher, and does a list of keywords not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evaluations.bench import evaluate_resume
from evaluations.benchmark.figures import Figure, at_least, share
from evaluations.benchmark.gold import WHO, GoldResume, Posting
from evaluations.engines.base import Engine, EngineError
from evaluations.schema import Requirement

TASK = "ranking"
STUFFED_MARGIN_POINTS = 5

Scorer = Callable[[Posting, GoldResume], float | None]


@dataclass(frozen=True)
class PostingRanking:
    """The scores of one posting's résumés, by who; None where there is no score."""

    posting: str
    points: Mapping[str, float | None]

    @property
    def is_ordered(self) -> bool:
        """Strong above middle above weak, and a keyword list not above weak by more than five points.

        A keyword list without a score is held down well enough; any other résumé without a score is not in order.
        """
        strong, middle, weak = (self.points.get(who) for who in WHO[:3])
        if strong is None or middle is None or weak is None:
            return False
        stuffed = self.points.get("stuffed")
        return strong > middle > weak and (stuffed is None or stuffed <= weak + STUFFED_MARGIN_POINTS)


def rank_postings(scorer: Scorer, postings: Sequence[Posting]) -> list[PostingRanking]:
    """The scores of every posting that has all of strong, middle and weak."""
    rankings = []
    for posting in postings:
        if set(WHO[:3]) <= {resume.who for resume in posting.resumes}:
            points = {resume.who: scorer(posting, resume) for resume in posting.resumes}
            rankings.append(PostingRanking(posting.name, points))
    return rankings


def on_own_ledger(engine: Engine, as_of: date) -> Scorer:
    """Scores as an x-ray has them: the engine reads the posting and judges on what it read."""
    ledgers: dict[str, tuple[Requirement, ...]] = {}

    def score(posting: Posting, resume: GoldResume) -> float | None:
        if posting.name not in ledgers:
            try:
                ledgers[posting.name] = engine.read(posting.text).requirements
            except EngineError:
                ledgers[posting.name] = ()
        return _points(engine, ledgers[posting.name], posting, resume, as_of)

    return score


def on_gold_ledger(engine: Engine, as_of: date) -> Scorer:
    """Scores on the labelled requirements."""

    def score(posting: Posting, resume: GoldResume) -> float | None:
        return _points(engine, posting.requirements, posting, resume, as_of)

    return score


def _points(
    engine: Engine, requirements: Sequence[Requirement], posting: Posting, resume: GoldResume, as_of: date
) -> float | None:
    if not requirements:
        return None
    outcome = evaluate_resume(engine, requirements, posting.text, resume.who, resume.text, as_of)
    return outcome.score.points if outcome.score else None


def figure(name: str, rankings: Sequence[PostingRanking]) -> Figure:
    """The share of postings in order; all must be."""
    count = len(rankings)
    return Figure(TASK, name, share(sum(ranking.is_ordered for ranking in rankings), count), count, at_least(1.0))
