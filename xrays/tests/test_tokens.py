"""What a reader sees where an editor wrote a token."""

from __future__ import annotations

import pytest

from xrays import tokens
from xrays.tokens import Standing

STANDINGS = (
    Standing("ada-berg", "Ada Berg", score=88, band="Excellent", met=12, total=15, is_evaluated=True),
    Standing("bo-lind", "Bo <Lind>", score=15, band="Weak", met=2, total=15, is_evaluated=True),
)
VALUES = tokens.values(
    STANDINGS, total=15, spread=73, median="Bo <Lind>", requirements={"r03": "Go, Rust or similar", "r04": "R&D"}
)


@pytest.mark.parametrize(
    ("token", "printed"),
    [
        ("[[score:ada-berg]]", "88\u00a0%"),
        ("[[band:ada-berg]]", "Excellent"),
        ("[[met:ada-berg]]", "12"),
        ("[[fraction:ada-berg]]", "12 of 15"),
        ("[[name:ada-berg]]", "Ada Berg"),
        ("[[total]]", "15"),
        ("[[spread]]", "73"),
        ("[[median]]", "Bo &lt;Lind&gt;"),
        ("[[requirement:r03]]", "Go, Rust or similar"),
        ("[[requirement:r04]]", "R&amp;D"),
        ("[[ score:ada-berg ]]", "88\u00a0%"),
    ],
)
def test_token_prints_its_value_escaped(token: str, printed: str) -> None:
    assert tokens.render(f"<p>so {token}.</p>", VALUES) == f"<p>so {printed}.</p>"
    assert tokens.unknown(token, VALUES) == ()


def test_plain_text_around_tokens_is_escaped() -> None:
    assert tokens.render_plain("<b> [[name:bo-lind]]", VALUES) == "&lt;b&gt; Bo &lt;Lind&gt;"


def test_token_without_value_stays_visible_and_is_named() -> None:
    text = "<p>[[score:nobody]] and [[score:ada-berg]] and [[score:nobody]] [[]]</p>"
    assert tokens.render(text, VALUES) == "<p>[[score:nobody]] and 88\u00a0% and [[score:nobody]] [[]]</p>"
    assert tokens.unknown(text, VALUES) == ("[[score:nobody]]", "[[]]")


@pytest.mark.parametrize("text", ["[[score:ada-berg]", "score:ada-berg]]", "[[score:[[total]]"])
def test_broken_brackets_are_unknown(text: str) -> None:
    assert tokens.unknown(text, VALUES) != ()


def test_markup_inside_a_token_makes_it_unknown() -> None:
    assert tokens.unknown("<p>[[score:<b>ada-berg</b>]]</p>", VALUES) == ("[[score:ada-berg]]",)


def test_unscored_persona_has_words_and_no_numbers() -> None:
    standing = Standing("cy", "Cy", is_evaluated=True)
    known = tokens.values([standing], total=9, spread=None, median=None, requirements={})
    assert known == {"name:cy": "Cy", "score:cy": "no score", "band:cy": "not scored", "total": "9"}


def test_persona_without_evaluation_has_a_name_only() -> None:
    known = tokens.values([Standing("cy", "Cy")], total=None, spread=None, median=None, requirements={})
    assert known == {"name:cy": "Cy"}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("<p>Ada reaches 88 %.</p>", ("88 %",)),
        ("<p>Ada reaches <b>88</b>%.</p>", ("88%",)),
        ("<p>Ada reaches 85&nbsp;%, Bo 15 percent.</p>", ("85 %", "15 percent")),
        ("<p>Latency fell by 40 percent.</p>", ()),
        ("<p>[[score:ada-berg]] % of nothing.</p>", ()),
        ("<p>88</p><p>% is a sign.</p>", ("88 %",)),
        ("<p>Eight years, 600 million messages.</p>", ()),
        ("<p>They stand 44 points apart, a 44-point gap.</p>", ("44 points", "44-point")),
        ("<p>They stand [[spread]] points apart.</p>", ()),
    ],
)
def test_percentages_typed_by_hand_are_found(text: str, typed: tuple[str, ...]) -> None:
    assert tokens.typed_percentages(text, (88, 15)) == typed


def test_other_ways_of_writing_a_token_are_no_tokens() -> None:
    assert tokens.unknown("<p>It is {{score:ada-berg}}.</p>", {"score:ada-berg": "88 %"}) == ("{{score:ada-berg}}",)
