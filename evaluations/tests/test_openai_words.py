"""A model's words: made plain, found again in the text, searched for numbers nobody stated."""

import pytest

from evaluations.engines.openai_chat.words import first_sentences, located, numbers_in, plain_words

TEXT = """Senior engineer
- Built a Go service for 40,000 requests a second; cut cost by 35 %.
- Google Cloud, “Kafka” and C++
- Led a team of six devel-
opers in Berlin."""


@pytest.mark.parametrize(
    ("words", "length", "plain"),
    [
        ("  Shown\n in \t a role. ", 300, "Shown in a role."),
        ("**Shown** in `Go`, see [the page](https://example.org)", 300, "Shown in Go, see the page"),
        ("# <b>Title</b>", 300, "Title"),
        ("zero\u200bwidth\x00 and \x1b[31mcolour", 300, "zerowidth and [31mcolour"),
        ("C# and a < b", 300, "C# and a < b"),
        ("one two three four", 14, "one two three…"),
        ("one two three four", 13, "one two…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("", 10, ""),
    ],
)
def test_plain_words_are_one_line_cut_at_a_word(words, length, plain):
    assert plain_words(words, length) == plain
    assert len(plain) <= length


def test_first_sentences_keeps_whole_sentences():
    assert first_sentences("One two. Three four five. Six.", 5) == "One two. Three four five."
    assert first_sentences("One two three.", 2) == "One two…"
    assert first_sentences("", 2) == ""


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Built a Go service", ["Built a Go service"]),
        ("- Built a Go service for 40,000 requests a second; cut cost by 35 %.",
         ["Built a Go service for 40,000 requests a second; cut cost by 35 %"]),
        ("“Built a Go service”", ["Built a Go service"]),
        ("built  a go\nservice", ["Built a Go service"]),
        ("Kafka", ["Kafka"]),
        ("Go", ["Go"]),
        ("Led a team of six developers", ["Led a team of six devel-\nopers"]),
        ("Built a Go service … cut cost by 35 %", ["Built a Go service", "cut cost by 35 %"]),
        ("Built a Go service [...] cut cost by 35 %", ["Built a Go service", "cut cost by 35 %"]),
    ],
)  # fmt: skip
def test_located_finds_quotes_and_their_pieces(quote, found):
    spans, strays = located([quote], TEXT)
    assert [span.of(TEXT) for span in spans] == found
    assert strays == 0


@pytest.mark.parametrize("quote", ["Rust", "Goo", "", "…", "- ", "Built a Rust service"])
def test_located_does_not_find_what_is_not_there(quote):
    assert located([quote], TEXT) == ([], 1)


def test_located_keeps_the_pieces_that_stand_there_and_tells():
    spans, strays = located(["Built a Go service … and won a prize", "Kafka", "Kafka"], TEXT)
    assert [span.of(TEXT) for span in spans] == ["Built a Go service", "Kafka"]
    assert strays == 1


def test_located_looks_behind_a_place_first():
    text = "We use Kafka. Asked: Python, Kafka"
    assert [span.start for span in located(["Kafka"], text)[0]] == [7]
    assert [span.start for span in located(["Kafka"], text, after=21)[0]] == [29]
    assert [span.start for span in located(["kafka."], text, after=21)[0]] == [7]


def test_located_cuts_long_quotes_at_a_word():
    spans, _ = located([TEXT[18:80]], TEXT, longest=30)
    assert [span.of(TEXT) for span in spans] == ["Built a Go service for 40,000"]


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("a 93.70% match", {("percent", "93.7")}),
        ("thirty to 40 per cent", {("percent", "40")}),
        ("30–40 %", {("percent", "30"), ("percent", "40")}),
        ("earns 12 points", {("points", "12")}),
        ("seven out of ten", {("share", "7", "10")}),
        ("meets 7 of the 10 strict requirements", {("requirements", "7", "10")}),
        ("rated 8/10", {("rating", "8", "10"), ("score", "8")}),
        ("a score of 87", {("score", "87")}),
        ("5 of 7 years in Go, a team of 6, 24/7, 1,200 users, 2019-2021, points out", set()),
    ],
)
def test_numbers_in_finds_what_only_the_method_may_state(sentence, numbers):
    assert numbers_in(sentence) == numbers
