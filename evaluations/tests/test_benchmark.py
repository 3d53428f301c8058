"""The benchmark's figures on a folder small enough to count by hand."""

import json
from datetime import date

import pytest

from evaluations.benchmark import judging, quality, ranking, reading
from evaluations.benchmark.baselines import TfIdfCosine, WordCoverage
from evaluations.benchmark.figures import Figure, at_least, at_most
from evaluations.benchmark.gold import load_folder
from evaluations.benchmark.intervals import clopper_pearson
from evaluations.benchmark.overlaps import Pair, matched, overlaps, tightness
from evaluations.benchmark.quality import measure
from evaluations.benchmark.ranking import PostingRanking
from evaluations.benchmark.table import spoken
from evaluations.engines.scripted import ScriptedEngine
from evaluations.schema import Requirement, Span
from evaluations.tests import broken_engines
from evaluations.tests.labelled import JOB, RESUMES, make_folder, span_of, write_json

AS_OF = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "labelled")


def values(figures: list[Figure]) -> dict[str, tuple[float | None, int]]:
    return {figure.name: (figure.value, figure.count) for figure in figures}


# --- matching


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 10), (5, 30), True),  # half of the shorter
        ((0, 10), (6, 30), False),
        ((0, 100), (40, 44), True),  # inside
        ((0, 10), (10, 20), False),
    ],
)
def test_spans_overlap_by_half_of_the_shorter(first, second, expected):
    assert overlaps(Span(*first), Span(*second)) is expected
    assert overlaps(Span(*second), Span(*first)) is expected


def test_tightness_is_the_best_share_of_what_both_cover():
    assert tightness([Span(0, 100), Span(200, 210)], [Span(0, 50), Span(200, 208)]) == pytest.approx(0.8)
    assert tightness([Span(0, 10)], [Span(9, 30)]) == 0


def test_matching_is_one_to_one_and_tightest_first():
    line, words, other = [Span(0, 60)], [Span(2, 12)], [Span(20, 58)]
    # The whole line overlaps both labels and the two words only the first: the line is left for the second.
    assert matched([line, words], [words, other]) == [Pair(1, 0), Pair(0, 1)]
    assert matched([line], [words, other]) == [Pair(0, 1)]
    assert matched([line, line], [line]) == [Pair(0, 0)]
    assert matched([], [line]) == []


# --- reading


def test_reading_is_counted_as_by_hand(folder):
    (posting,) = load_folder(folder)
    result = reading.read_posting(ScriptedEngine(), posting)
    assert [(own.name, gold.id) for own, gold in result.pairs] == [
        ("Kafka", "g1"),
        ("5+ years of Go or Rust", "g2"),
        ("German is a plus", "g3"),
    ]
    assert [requirement.id for requirement in result.missed] == ["g4"]
    assert [requirement.name for requirement in result.invented] == ["Free lunch"]
    assert values(reading.figures([result])) == {
        "requirements found, F1": (6 / 8, 4),
        "precision": (3 / 4, 4),
        "recall": (3 / 4, 4),
        "recall of musts": (2 / 3, 3),
        "importance right": (1.0, 3),
        "alternatives grouped right": (0.0, 1),
        "years right": (1.0, 1),
        "noise that became requirements": (1 / 2, 2),
    }


def test_engine_that_reads_nothing_misses_everything(folder):
    (posting,) = load_folder(folder)
    (folder / "jds/payments.txt").write_text(f"https://example.org/jobs/1\n{JOB}script: read fail refused\n")
    (posting,) = load_folder(folder)
    result = reading.read_posting(ScriptedEngine(), posting)
    assert len(result.missed) == 4
    assert result.error
    found = values(reading.figures([result]))
    assert found["requirements found, F1"] == (0.0, 4)
    assert found["precision"] == (None, 0)


def asked(*options: str, number: str = "r1") -> Requirement:
    return Requirement(id=number, name="x", kind="skill", importance="must", any_of=options, spans=(Span(0, 9),))


@pytest.mark.parametrize(
    ("gold", "own", "doubles", "expected"),
    [
        (asked("Go", "Rust"), asked("Go", "Rust"), [], True),
        (asked("Go", "Rust"), asked("Golang", "Rust language", "Go"), [], True),
        (asked("Go", "Rust"), asked("Go"), [asked("Rust")], False),  # torn into two
        (asked("Go", "Rust"), asked("Go", "Rust"), [asked()], False),
        (asked("Go", "Rust"), asked(), [], False),  # not grouped
        (asked("Go", "Rust", "C++"), asked("Go", "Rust"), [], True),  # two thirds are enough
        (asked("Go", "Rust", "C++", "Zig"), asked("Go", "Rust"), [], False),
        (asked("Go", "Rust"), asked("Kafka", "Redis"), [], False),
        (asked("Go", "Rust"), None, [], False),  # missed
        (asked("Marketo"), asked("Marketo"), [], True),  # "Marketo or similar"
        (asked("bachelor's degree in nursing", "enrolled in a BSN"), asked("Bachelor's in nursing", "a BSN"), [], True),
        (asked(), asked("Go", "Rust"), [], False),  # grouped what is no group
        (asked(), asked(), [], None),
        (asked(), None, [], None),
    ],
)
def test_alternatives_are_right_when_one_requirement_carries_them(gold, own, doubles, expected):
    assert reading.options_right(gold, own, doubles) is expected


# --- judging


def test_judging_is_counted_as_by_hand(folder):
    rows = judging.judge_postings(ScriptedEngine(), load_folder(folder), AS_OF)
    found = values(judging.figures(rows))
    assert found["verdicts that agree"] == (11 / 16, 16)
    assert found["met and missing swapped"] == (1 / 16, 16)
    assert found["unclear or no answer"] == (0.0, 16)
    # Eight of nine: the quote about Kafka does not reach "bank".
    assert found["quote stands where the label points"] == (pytest.approx(8 / 9), 9)
    # met 8/13, partial 2/6, missing 12/13
    assert found["macro-F1 of the verdicts"] == (pytest.approx((8 / 13 + 2 / 6 + 12 / 13) / 3), 16)


def test_quote_that_is_too_long_is_wrong(folder):
    padding = "x" * 300
    path = folder / "resumes/payments/middle.txt"
    text = path.read_text()
    path.write_text(text.replace("Ran Kafka", f"{padding} Ran Kafka"))
    labels = json.loads((folder / "resumes/payments/gold.json").read_text())
    changed = path.read_text()
    labels["middle"]["g1"]["spans"] = [span_of(f"{padding} Ran Kafka", changed)]
    labels["middle"]["g3"]["spans"] = [span_of("letters", changed)]
    labels["middle"]["g4"]["spans"] = [span_of("Likes writing", changed)]
    write_json(folder / "resumes/payments/gold.json", labels)
    rows = judging.judge_postings(ScriptedEngine(), load_folder(folder), AS_OF)
    assert values(judging.figures(rows))["quote stands where the label points"] == (pytest.approx(7 / 9), 9)


def test_engine_that_gives_no_answer_agrees_with_nothing(folder):
    (folder / "resumes/payments/weak.txt").write_text("Al Moss\nSold shoes.\nscript: judge fail refused\n")
    (folder / "resumes/payments/middle.txt").write_text(RESUMES["middle"] + "script: judge unclear\n")
    found = values(judging.figures(judging.judge_postings(ScriptedEngine(), load_folder(folder), AS_OF)))
    assert found["unclear or no answer"] == (8 / 16, 16)
    assert found["verdicts that agree"] == (4 / 16, 16)
    assert found["met and missing swapped"] == (0.0, 16)


def test_macro_f1_leaves_out_a_verdict_nobody_knows():
    assert judging.macro_f1([("met", "met"), ("missing", "missing")]) == 1.0
    assert judging.macro_f1([("unclear", "met"), ("met", "met")]) == pytest.approx(2 / 3)
    assert judging.macro_f1([]) is None


# --- ranking


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((90, 60, 30, 35), True),
        ((90, 60, 30, 36), False),  # the keyword list is too high
        ((90, 60, 30, None), True),
        ((60, 60, 30, 5), False),  # a tie is no order
        ((90, 30, 60, 5), False),
        ((90, 60, None, 5), False),
    ],
)
def test_order_of_a_posting(points, expected):
    named = dict(zip(("strong", "middle", "weak", "stuffed"), points, strict=True))
    assert PostingRanking("payments", named).is_ordered is expected


def test_ranking_on_the_gold_ledger_uses_the_method(folder):
    postings = load_folder(folder)
    (found,) = ranking.rank_postings(ranking.on_gold_ledger(ScriptedEngine(), AS_OF), postings)
    # Weights 12, 12, 2 and 6: middle has 12 + 3 of 32, stuffed 26 of 32.
    assert found.points == {"strong": 100, "middle": 47, "weak": 0, "stuffed": 81}
    assert ranking.figure("order", [found]).value == 0.0


# --- intervals, bars, table


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.30850),
        (10, 10, 0.69150, 1.0),
        (5, 10, 0.18709, 0.81291),
        (1, 20, 0.00127, 0.24873),
        (95, 100, 0.88717, 0.98357),
        (0, 0, 0.0, 1.0),
    ],
)
def test_exact_interval(successes, trials, low, high):
    assert clopper_pearson(successes, trials) == pytest.approx((low, high), abs=1e-5)


def test_impossible_counts_have_no_interval():
    with pytest.raises(ValueError, match="11 of 10"):
        clopper_pearson(11, 10)


@pytest.mark.parametrize(
    ("value", "bar", "expected"),
    [(0.85, at_least(0.85), True), (0.849, at_least(0.85), False), (0.02, at_most(0.02), True), (None, at_least(0.5), False), (0.1, None, None)],
)  # fmt: skip
def test_bar_is_met_or_not(value, bar, expected):
    assert Figure("task", "name", value, 9, bar).is_met is expected


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "100.0 %"), (0.9999, "99.9 %"), (0.0001, "0.1 %"), (0.0, "0.0 %"), (None, "–")]
)
def test_share_below_the_whole_is_never_printed_as_whole(value, text):
    assert spoken(value, "share") == text


# --- baselines


def test_baselines_read_every_list_line_as_a_must():
    names = [requirement.name for requirement in WordCoverage().read(JOB).requirements]
    assert names == ["Kafka", "5+ years of Go or Rust", "German is a plus [language]", "Free lunch"]
    assert {requirement.importance for requirement in TfIdfCosine().read(JOB).requirements} == {"must"}


def test_word_coverage_judges_by_the_share_of_words():
    requirement = asked()
    verdicts = [
        WordCoverage()
        .judge([requirement.model_copy(update={"name": name})], "", "Ran Kafka streams.\n", AS_OF)
        .findings[0]
        .verdict
        for name in ("Kafka streams", "Kafka streams on Linux servers", "Kafka on Linux servers at night", "Cobol")
    ]
    assert verdicts == ["met", "partial", "missing", "missing"]
    assert WordCoverage().document_points("Kafka streams, Rust, Go", "Kafka and Rust") == 50


def test_cosine_of_the_same_text_is_whole_and_of_another_nothing():
    assert TfIdfCosine().document_points("Kafka streams", "Kafka streams") == pytest.approx(100)
    assert TfIdfCosine().document_points("Kafka streams", "Sold shoes") == 0


# --- the whole


def test_measure_puts_baselines_beside_every_figure_but_speed(folder):
    result = measure(ScriptedEngine(), load_folder(folder), AS_OF)
    found = {figure.name: figure for figure in result.figures}
    assert found["requirements found, F1"].baselines["word coverage"] == 6 / 8
    assert found[quality.OWN_LEDGER].baselines["TF-IDF cosine"] in (0.0, 1.0)
    assert {figure.baselines["word coverage"] for figure in result.figures if figure.task == "speed"} == {None}
    assert all(figure.value is not None and figure.value > 0 for figure in result.figures if figure.task == "speed")


def test_engine_that_invents_is_no_better_for_it(folder):
    rows = judging.judge_postings(broken_engines.Rolling(), load_folder(folder), AS_OF)
    assert values(judging.figures(rows))["verdicts that agree"][0] < 0.8
