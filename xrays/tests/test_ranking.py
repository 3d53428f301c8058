"""The order readers see, and what is measured along it."""

from __future__ import annotations

import pytest

from xrays.ranking import rank


def test_highest_score_stands_first_and_ties_keep_page_order() -> None:
    ranked = rank(["ada", "bo", "cy", "di"], [40, 88, 40, 61])
    assert ranked.profiles == ("bo", "di", "ada", "cy")
    assert ranked.scores == (88, 61, 40, 40)
    assert ranked.lettered() == (("A", "bo"), ("B", "di"), ("C", "ada"), ("D", "cy"))


def test_unscored_stand_last_and_outside_spread_and_median() -> None:
    ranked = rank(["ada", "bo", "cy", "di"], [None, 15, None, 88])
    assert ranked.profiles == ("di", "bo", "ada", "cy")
    assert (ranked.spread, ranked.median) == (73, "bo")


def test_zero_is_a_score() -> None:
    ranked = rank(["ada", "bo", "cy"], [0, None, 50])
    assert ranked.profiles == ("cy", "ada", "bo")
    assert (ranked.spread, ranked.median) == (50, "ada")


@pytest.mark.parametrize(("scores", "median"), [([88, 28, 15], 28), ([88, 60, 28, 15], 28), ([88, 15], 15), ([88], 88)])
def test_median_of_an_even_number_is_the_lower_one(scores: list[int], median: int) -> None:
    assert rank(scores, scores).median == median


def test_one_score_has_no_spread_and_none_has_neither() -> None:
    assert rank(["ada", "bo"], [88, None]).spread is None
    nothing = rank(["ada", "bo"], [None, None])
    assert (nothing.profiles, nothing.spread, nothing.median) == (("ada", "bo"), None, None)
