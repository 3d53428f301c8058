"""The whole text with what was read from it: nothing is lost, nothing is counted twice, every line has its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluations.annotation import Stretch, annotate, annotation_json, count
from evaluations.engines.local import LocalEngine
from evaluations.schema import Requirement, Skipped, Span

PROJECT = Path(__file__).resolve().parents[2]
POSTINGS = sorted(PROJECT.glob("xrays/demo/*/job_description.txt")) + sorted(
    PROJECT.glob("evaluations/benchmark/trust/cases/texts/*/job_description.txt")
)

TEXT = "Cook\n\nYou bring\n- Knife skills and patience\n- Free lunch\n\nSee you.\n"


def requirement(identifier: str, *words: str) -> Requirement:
    return Requirement(
        id=identifier, name=identifier, kind="skill", importance="must", spans=tuple(span_of(part) for part in words)
    )


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def shown(stretches: list[Stretch], text: str = TEXT) -> list[tuple[str, str]]:
    """Each stretch as its words and what became of them."""
    return [(s.span.of(text), ",".join(s.requirements) or s.reason or s.use) for s in stretches]


def test_every_stretch_has_its_use_and_joined_they_are_the_text():
    stretches = annotate(
        TEXT,
        [requirement("r1", "Knife skills"), requirement("r2", "patience")],
        [Skipped(span=span_of("You bring"), reason="a heading"), Skipped(span=span_of("Free lunch"), reason="pay")],
    )
    assert shown(stretches) == [
        ("Cook\n", "unexplained"),
        ("\n", "blank"),
        ("You bring", "a heading"),
        ("\n- ", "blank"),
        ("Knife skills", "r1"),
        (" and ", "joining"),
        ("patience", "r2"),
        ("\n- ", "blank"),
        ("Free lunch", "pay"),
        ("\n\n", "blank"),
        ("See you.\n", "unexplained"),
    ]


def test_overlapping_requirements_share_their_words_and_win_over_what_was_skipped():
    stretches = annotate(
        TEXT,
        [requirement("r2", "Knife skills and patience"), requirement("r1", "skills", "patience")],
        [Skipped(span=span_of("- Knife skills and patience\n- Free lunch"), reason="a list")],
    )
    assert shown(stretches)[3:] == [
        ("- ", "a list"),
        ("Knife ", "r2"),
        ("skills", "r2,r1"),
        (" and ", "r2"),
        ("patience", "r2,r1"),
        ("\n- Free lunch", "a list"),
        ("\n\n", "blank"),
        ("See you.\n", "unexplained"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_the_text_ends_them(line_end):
    text = TEXT.replace("\n", line_end)
    start = text.index("Knife")
    skills = Requirement(id="r1", name="x", kind="skill", importance="must", spans=(Span(start, start + 5),))
    uses = {stretch.span.of(text).strip(): stretch.use for stretch in annotate(text, [skills], [])}
    assert (uses["skills and patience"], uses["See you."]) == ("joining", "unexplained")


def test_empty_text_has_no_stretch():
    assert annotate("", [], []) == []
    assert count("", []) == (0, {}, {})


def test_counts_add_up_to_the_text():
    stretches = annotate(TEXT, [requirement("r1", "patience")], [Skipped(span=span_of("Free lunch"), reason="pay")])
    counts = count(TEXT, stretches)
    assert sum(counts.uses.values()) == counts.total == len(TEXT)
    assert counts.reasons == {"pay": 10}
    document = annotation_json(TEXT, stretches)
    assert document["characters"]["requirement"] == len("patience")
    assert document["skipped"] == [{"span": list(span_of("Free lunch")), "text": "Free lunch", "reason": "pay"}]


def test_thousands_of_requirements_in_one_line_take_no_time_to_speak_of():
    text = "ab " * 20_000
    many = [
        Requirement(id=f"r{n}", name="x", kind="skill", importance="must", spans=(Span(3 * n, 3 * n + 2),))
        for n in range(20_000)
    ]
    assert len(annotate(text, many, [])) == 40_000


@pytest.mark.parametrize("path", POSTINGS, ids=lambda path: path.parent.name)
def test_local_engine_leaves_no_line_without_a_requirement_or_a_reason(path):
    text = path.read_text()
    reading = LocalEngine().read(text)
    stretches = annotate(text, reading.requirements, reading.skipped)
    assert "".join(stretch.span.of(text) for stretch in stretches) == text
    assert [stretch.span.of(text) for stretch in stretches if stretch.use == "unexplained"] == []
