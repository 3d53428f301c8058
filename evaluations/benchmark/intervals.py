"""Exact binomial intervals after Clopper and Pearson (1934), by bisection on the binomial's tails."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

CONFIDENCE = 0.95


def clopper_pearson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of shares that could have given this many successes, never narrower than its confidence says.

    (0, 1) for no trial: nothing is known. Raises ValueError for impossible counts.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no count")
    if trials == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low, high = 0.0, 1.0
    if successes > 0:
        low = _crossing(lambda share: _at_most(trials - successes, trials, 1 - share) < tail)
    if successes < trials:
        high = _crossing(lambda share: _at_most(successes, trials, share) > tail)
    return low, high


def _crossing(is_below: Callable[[float], bool]) -> float:
    """The share up to which a condition holds, to about 16 digits."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if is_below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(successes: int, trials: int, share: float) -> float:
    """The chance of at most this many successes."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return float(successes >= trials)
    whole = lgamma(trials + 1)
    return min(
        1.0,
        sum(
            exp(whole - lgamma(k + 1) - lgamma(trials - k + 1) + k * log(share) + (trials - k) * log1p(-share))
            for k in range(successes + 1)
        ),
    )
