"""Stretches of a text for readers: the sentence around a quote, and a whole text with its evidence marked.

Nothing here escapes or builds HTML: templates do, and every piece is plain text of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evaluations.schema import Span

LineKind = Literal["heading", "item", "text", "blank"]

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9À-Þ])")
_BULLET = re.compile(r"\s*(?:[-*•▪‣◦·–—]|\d{1,2}[.)])\s+")
_HEADING_CHARACTERS = 60
EXCERPT_CHARACTERS = 320


@dataclass(frozen=True)
class Hit:
    """A stretch of text, and whether it is the quoted one."""

    text: str
    quoted: bool


Excerpt = tuple[Hit, ...]


@dataclass(frozen=True)
class Reference:
    """A link from a marked passage to what rests on it: visible label, words for screen readers, element id."""

    label: str
    words: str
    target: str


@dataclass(frozen=True)
class Annotation:
    """A passage to mark in a text: where it is, the element id that leads to it, and what rests on it."""

    span: Span
    anchor: str = ""
    reference: Reference | None = None


@dataclass(frozen=True)
class Piece:
    """Part of a line. anchors are element ids that begin here; references close a marked passage."""

    text: str
    marked: bool = False
    anchors: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a text, in pieces; bullets are left out of the pieces of an item."""

    kind: LineKind
    pieces: tuple[Piece, ...]

    @property
    def is_marked(self) -> bool:
        return any(piece.marked for piece in self.pieces)


@dataclass(frozen=True)
class Document:
    """A text for readers: all its lines, how many words it has, and the lines that carry a marked passage."""

    lines: tuple[Line, ...]
    words: int
    passages: tuple[Line, ...] = field(default=())


def inside(text: str, span: Span) -> Span | None:
    """The part of a span that lies in the text; None when nothing does."""
    start, end = max(0, span.start), min(len(text), span.end)
    return Span(start, end) if start < end else None


def sentence_around(text: str, span: Span) -> Span:
    """The sentence, or the bullet, in which a span of the text stands; a span over several lines keeps them all."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    bullet = _BULLET.match(text, line_start, line_end)
    start = bullet.end() if bullet and bullet.end() <= span.start else line_start
    end = line_end
    for match in _SENTENCE_END.finditer(text, start, line_end):
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            end = match.start()
            break
    return Span(start, end)


def excerpts(text: str, spans: Iterable[Span], *, limit: int = 3) -> tuple[Excerpt, ...]:
    """The sentences around the spans, quoted words marked; spans of one sentence share it, in the order given."""
    sentences: dict[Span, list[Span]] = {}
    for span in spans:
        found = inside(text, span)
        if found is not None:
            sentences.setdefault(sentence_around(text, found), []).append(found)
    return tuple(_excerpt(text, sentence, within) for sentence, within in list(sentences.items())[:limit])


def _excerpt(text: str, sentence: Span, spans: Sequence[Span]) -> Excerpt:
    merged = _merged(spans)
    start, end = sentence
    room = max(40, (EXCERPT_CHARACTERS - (merged[-1].end - merged[0].start)) // 2)
    cut_start = merged[0].start - start > room
    cut_end = end - merged[-1].end > room
    if cut_start:
        start = text.find(" ", merged[0].start - room, merged[0].start) + 1 or merged[0].start
    if cut_end:
        space = text.rfind(" ", merged[-1].end, merged[-1].end + room)
        end = space if space > 0 else merged[-1].end
    hits = []
    position = start
    for span in merged:
        hits += [Hit(_plain(text[position : span.start]), False), Hit(_plain(text[span.start : span.end]), True)]
        position = span.end
    hits.append(Hit(_plain(text[position:end]), False))
    if cut_start:
        hits.insert(0, Hit("… ", False))
    if cut_end:
        hits.append(Hit(" …", False))
    return tuple(hit for hit in hits if hit.text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


@dataclass
class _Region:
    span: Span
    annotations: list[Annotation]


def document(text: str, annotations: Iterable[Annotation]) -> Document:
    """The text line by line with the annotated passages marked; overlapping passages become one."""
    regions: list[_Region] = []
    within = [(inside(text, each.span), each) for each in annotations]
    for span, annotation in sorted(((s, a) for s, a in within if s), key=lambda pair: pair[0]):
        if regions and span.start < regions[-1].span.end:
            last = regions[-1]
            last.span = Span(last.span.start, max(last.span.end, span.end))
            last.annotations.append(annotation)
        else:
            regions.append(_Region(span, [annotation]))
    lines = tuple(_lines(text, regions))
    return Document(lines=lines, words=len(text.split()), passages=tuple(line for line in lines if line.is_marked))


def _lines(text: str, regions: Sequence[_Region]) -> Iterable[Line]:
    position = 0
    rows = text.splitlines(keepends=True)
    plain = [row.strip() for row in rows]
    for number, row in enumerate(rows):
        start, end = position, position + len(row.rstrip())
        position += len(row)
        if start >= end:
            yield Line("blank", ())
            continue
        bullet = _BULLET.match(text, start, end)
        if bullet and not any(region.span.start < bullet.end() <= region.span.end for region in regions):
            yield Line("item", _pieces(text, bullet.end(), end, regions))
            continue
        before = plain[number - 1] if number else ""
        after = plain[number + 1] if number + 1 < len(plain) else ""
        kind: LineKind = "heading" if _is_heading(plain[number], before, after) else "text"
        yield Line(kind, _pieces(text, start, end, regions))


def _is_heading(line: str, before: str, after: str) -> bool:
    """A look only, never a judgement: a short line without a full stop that stands alone or in capitals."""
    if len(line) > _HEADING_CHARACTERS or line[-1] in ".,;!?":
        return False
    return not before and (not after or line.isupper() or line.endswith(":"))


def _pieces(text: str, start: int, end: int, regions: Sequence[_Region]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    position = start
    for region in regions:
        low, high = max(start, region.span.start), min(end, region.span.end)
        if low >= high:
            continue
        if low > position:
            pieces.append(Piece(text[position:low]))
        begins, closes = region.span.start >= start, region.span.end <= end
        anchors = tuple(each.anchor for each in region.annotations if each.anchor) if begins else ()
        references = (each.reference for each in region.annotations if each.reference) if closes else ()
        pieces.append(Piece(text[low:high], True, anchors, tuple(dict.fromkeys(references))))
        position = high
    if position < end:
        pieces.append(Piece(text[position:end]))
    return tuple(pieces)
