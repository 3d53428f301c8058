"""Sentences around quotes, and texts with their evidence marked."""

from __future__ import annotations

from evaluations.schema import Span
from xrays.excerpts import Annotation, Reference, document, excerpts
from xrays.templatetags.xray_tags import excerpt, marked_lines

TEXT = "About us\n\nWe care. Nurses run the ward 🏥 at night. They rest by day.\n- Spanish, a plus\n"


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def joined(text: str, *spans: Span) -> list[str]:
    return ["".join(f"[{hit.text}]" if hit.quoted else hit.text for hit in hits) for hits in excerpts(text, spans)]


def test_excerpt_is_the_sentence_with_the_quoted_words_marked() -> None:
    assert joined(TEXT, span_of("at night")) == ["Nurses run the ward 🏥 [at night]."]


def test_spans_of_one_sentence_share_an_excerpt_and_overlaps_merge() -> None:
    assert joined(TEXT, span_of("run the ward"), span_of("the ward 🏥"), span_of("Spanish")) == [
        "Nurses [run the ward 🏥] at night.",
        "[Spanish], a plus",
    ]


def test_long_sentences_are_cut_around_the_quote() -> None:
    text = f"{'before ' * 100}the quote {'after ' * 100}"
    (shown,) = joined(text, span_of("the quote", text))
    assert shown.startswith("… before") and "[the quote]" in shown and shown.endswith(" …")
    assert len(shown) < 400


def test_spans_outside_the_text_show_nothing() -> None:
    assert excerpts(TEXT, [Span(5000, 5010), Span(4, 4)]) == ()
    assert document(TEXT, [Annotation(Span(5000, 5010), "x")]).passages == ()


def test_document_keeps_every_word_and_knows_its_lines() -> None:
    built = document(TEXT, [])
    assert [line.kind for line in built.lines] == ["heading", "blank", "text", "item"]
    assert built.words == len(TEXT.split())
    assert "".join(piece.text for piece in built.lines[3].pieces) == "Spanish, a plus"


def test_overlapping_passages_become_one_with_all_their_links() -> None:
    built = document(
        TEXT,
        [
            Annotation(span_of("run the ward"), "job-1", Reference("1", "Requirement 1", "requirement-1")),
            Annotation(span_of("the ward 🏥"), "job-2", Reference("2", "Requirement 2", "requirement-2")),
        ],
    )
    (line,) = built.passages
    marked = [piece for piece in line.pieces if piece.marked]
    assert [(piece.text, piece.anchors, [each.target for each in piece.references]) for piece in marked] == [
        ("run the ward 🏥", ("job-1", "job-2"), ["requirement-1", "requirement-2"])
    ]


def test_a_passage_over_two_lines_is_marked_on_both_and_linked_once() -> None:
    text = "first line\nsecond line\n"
    built = document(text, [Annotation(Span(6, 17), "a", Reference("1", "One", "r"))])
    first, second = (next(piece for piece in line.pieces if piece.marked) for line in built.lines)
    assert (first.text, first.anchors, first.references) == ("line", ("a",), ())
    assert (second.text, second.anchors, [each.target for each in second.references]) == ("second", (), ["r"])


def test_markup_in_a_text_stays_text() -> None:
    text = "I know <script>alert(1)</script> & more."
    whole = Annotation(span_of("<script>alert(1)</script>", text), "a", Reference("1", 'say "hi"', "r"))
    html = marked_lines(document(text, [whole]).lines)
    assert "<script>" not in html
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in html
    assert 'aria-label="say &quot;hi&quot;"' in html
    (hits,) = excerpts(text, [whole.span])
    assert excerpt(hits) == "I know <mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark> &amp; more."
