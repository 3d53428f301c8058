"""Reading against gold ledgers: what was found, missed and invented, and what is right about what was found.

A predicted and a gold requirement match when a span of each covers at least half of the shorter; one to one, the
tightest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.benchmark.figures import Figure, at_least, at_most, share
from evaluations.benchmark.gold import Posting
from evaluations.benchmark.overlaps import any_overlaps, matched
from evaluations.engines.base import Engine, EngineError
from evaluations.schema import Requirement, Span

TASK = "reading"
# Of the options the label names, this part must be among the predicted ones.
COVERED_OPTIONS = 2 / 3
_WORD = re.compile(r"[^\W_]+|[+#]+")
_LITTLE_WORDS = frozenset("a an and as at by for from in of on or the to with other similar".split())


@dataclass(frozen=True)
class PostingReading:
    """What an engine read out of one posting, next to its labels; error is its sentence where it read nothing.

    pairs are (predicted, gold), missed are gold, invented predicted; noise are the stretches of noise that yielded something.
    """

    posting: Posting
    predicted: tuple[Requirement, ...]
    pairs: tuple[tuple[Requirement, Requirement], ...]
    missed: tuple[Requirement, ...]
    invented: tuple[Requirement, ...]
    noise: tuple[tuple[Span, Requirement], ...]
    right_options: tuple[str, ...]
    wrong_options: tuple[str, ...]
    error: str | None = None


def read_posting(engine: Engine, posting: Posting) -> PostingReading:
    """What an engine makes of a posting; where it gives no answer, every labelled requirement is missed."""
    try:
        predicted = engine.read(posting.text).requirements
    except EngineError as failure:
        return compare(posting, (), failure.sentence)
    return compare(posting, predicted)


def compare(posting: Posting, predicted: Sequence[Requirement], error: str | None = None) -> PostingReading:
    """Predicted requirements against a posting's labels."""
    gold = posting.requirements
    indexes = matched([r.spans for r in predicted], [r.spans for r in gold])
    partner = {pair.gold: pair.predicted for pair in indexes}
    pairs = tuple((predicted[i], gold[j]) for i, j in indexes)
    loose = [i for i in range(len(predicted)) if i not in set(partner.values())]
    right, wrong = [], []
    for j, requirement in enumerate(gold):
        own = predicted[partner[j]] if j in partner else None
        doubles = [predicted[i] for i in loose if any_overlaps(predicted[i].spans, requirement.spans)]
        verdict = options_right(requirement, own, doubles)
        if verdict is not None:
            (right if verdict else wrong).append(requirement.id)
    noise = []
    for stretch in posting.noise:
        found = next((r for r in predicted if any_overlaps(r.spans, [stretch])), None)
        if found is not None:
            noise.append((stretch, found))
    return PostingReading(
        posting=posting,
        predicted=tuple(predicted),
        pairs=pairs,
        missed=tuple(requirement for j, requirement in enumerate(gold) if j not in partner),
        invented=tuple(predicted[i] for i in loose),
        noise=tuple(noise),
        right_options=tuple(right),
        wrong_options=tuple(wrong),
        error=error,
    )


def options_right(gold: Requirement, own: Requirement | None, doubles: Sequence[Requirement]) -> bool | None:
    """Whether alternatives were grouped as labelled; None where there is nothing to group or to judge.

    own is the predicted requirement matched to this one, doubles those that overlap it and are matched to nothing: the
    other halves of a group that was torn. Labelled with options: right when exactly one predicted requirement stands for
    it, with at least two options (one, where the label names only one) that cover two thirds of the labelled ones.
    Labelled without: wrong when the predicted one has two options or more, so a torn "A and B" is not rewarded.
    """
    if not gold.any_of:
        return None if own is None or len(own.any_of) < 2 else False
    if own is None or doubles or len(own.any_of) < min(2, len(gold.any_of)):
        return False
    covered = sum(any(_same_option(option, other) for other in own.any_of) for option in gold.any_of)
    return covered >= COVERED_OPTIONS * len(gold.any_of)


def _same_option(first: str, second: str) -> bool:
    """Whether two names of an option share at least half of the words of the shorter."""
    one, other = _words(first), _words(second)
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def _words(name: str) -> set[str]:
    words = {word.lower().removesuffix("s") for word in _WORD.findall(name.replace("’", "'").replace("'s", ""))}
    return words - _LITTLE_WORDS or words


def figures(readings: Sequence[PostingReading]) -> list[Figure]:
    """All figures of reading over all postings together."""
    predicted = sum(len(reading.predicted) for reading in readings)
    gold = sum(len(reading.posting.requirements) for reading in readings)
    pairs = [pair for reading in readings for pair in reading.pairs]
    musts = [r for reading in readings for r in reading.posting.requirements if r.importance == "must"]
    found_musts = sum(labelled.importance == "must" for _, labelled in pairs)
    right = sum(own.importance == labelled.importance for own, labelled in pairs)
    years = [(own, labelled) for own, labelled in pairs if own.min_years or labelled.min_years]
    options_right_count = sum(len(reading.right_options) for reading in readings)
    options = options_right_count + sum(len(reading.wrong_options) for reading in readings)
    stretches = sum(len(reading.posting.noise) for reading in readings)
    noisy = sum(len(reading.noise) for reading in readings)
    harmonic = share(2 * len(pairs), predicted + gold)
    return [
        Figure(TASK, "requirements found, F1", harmonic, gold, at_least(0.85)),
        Figure(TASK, "precision", share(len(pairs), predicted), predicted),
        Figure(TASK, "recall", share(len(pairs), gold), gold),
        Figure(TASK, "recall of musts", share(found_musts, len(musts)), len(musts), at_least(0.92)),
        Figure(TASK, "importance right", share(right, len(pairs)), len(pairs), at_least(0.95)),
        Figure(TASK, "alternatives grouped right", share(options_right_count, options), options, at_least(0.90)),
        Figure(TASK, "years right", share(sum(map(_same_years, years)), len(years)), len(years), at_least(0.95)),
        Figure(TASK, "noise that became requirements", share(noisy, stretches), stretches, at_most(0.02)),
    ]


def _same_years(pair: tuple[Requirement, Requirement]) -> bool:
    own, labelled = pair
    return abs((own.min_years or 0.0) - (labelled.min_years or 0.0)) < 0.01
