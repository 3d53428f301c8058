"""All figures of an engine on a benchmark folder, beside those of the baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from evaluations.benchmark import judging, ranking, reading, speed
from evaluations.benchmark.baselines import BASELINES, Baseline
from evaluations.benchmark.figures import Figure
from evaluations.benchmark.gold import Posting
from evaluations.engines.base import Engine

OWN_LEDGER = "postings in order, on what was read"
GOLD_LEDGER = "postings in order, on the gold ledger"
STEPS = ("reading", "judging", "ranking", "baselines", "speed")


@dataclass(frozen=True)
class Quality:
    """What was measured, and the cases behind it."""

    figures: tuple[Figure, ...]
    readings: tuple[reading.PostingReading, ...]
    judged: tuple[judging.Judged, ...]
    rankings: tuple[ranking.PostingRanking, ...]


def measure(
    engine: Engine, postings: Sequence[Posting], as_of: date, progress: Callable[[str], None] = lambda _: None
) -> Quality:
    """Reading, judging, ranking and speed of an engine; progress is told what comes next."""
    progress("reading")
    readings = tuple(reading.read_posting(engine, posting) for posting in postings)
    progress("judging")
    judged = tuple(judging.judge_postings(engine, postings, as_of))
    progress("ranking")
    own = ranking.rank_postings(ranking.on_own_ledger(engine, as_of), postings)
    gold = ranking.rank_postings(ranking.on_gold_ledger(engine, as_of), postings)
    figures = [
        *reading.figures(readings),
        *judging.figures(judged),
        ranking.figure(OWN_LEDGER, own),
        ranking.figure(GOLD_LEDGER, gold),
    ]
    progress("baselines")
    simple = {baseline.name: _baseline_values(baseline, postings, as_of) for baseline in BASELINES}
    progress("speed")
    figures += speed.figures(engine, postings, as_of)
    beside = tuple(
        replace(figure, baselines={name: values.get((figure.task, figure.name)) for name, values in simple.items()})
        for figure in figures
    )
    return Quality(beside, readings, judged, tuple(own))


def _baseline_values(
    baseline: Baseline, postings: Sequence[Posting], as_of: date
) -> dict[tuple[str, str], float | None]:
    """A baseline's values by task and name; it ranks by its one number for the whole résumé."""
    rankings = ranking.rank_postings(
        lambda posting, resume: baseline.document_points(posting.text, resume.text), postings
    )
    figures = [
        *reading.figures([reading.read_posting(baseline, posting) for posting in postings]),
        *judging.figures(judging.judge_postings(baseline, postings, as_of)),
        ranking.figure(OWN_LEDGER, rankings),
    ]
    return {(figure.task, figure.name): figure.value for figure in figures}
