"""A model's words beside the texts they speak of: made plain, found again, and searched for numbers it made up. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from evaluations.grounding import locate
from evaluations.schema import Span

# A quote shorter than this must be whole words: "Go" does not stand in "Google".
_WHOLE_WORDS_BELOW = 20
_SHORTEST_PIECE = 8

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKUP = re.compile(r"\*\*|`|</?[a-zA-Z][^<>]{0,80}>|^\s*(?:#{1,6}|[-*•])\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_GAP = re.compile(r"\s*(?:\[\s*)?(?:…|\.{3})(?:\s*\])?\s*")
_AROUND_QUOTE = " \t\r\n\"'“”‘’«»•·*"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|(?:{'|'.join(_WORDS)})\b)"
_CLAIMS = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "percent": rf"(?:({_NUMBER})\s*%?\s*(?:-|–|to)\s*)?({_NUMBER})\s*(?:%|per\s?cent|percentage)",
        "points": rf"({_DIGITS})[\s-]+points?\b",
        "share": rf"({_NUMBER})\s+out\s+of\s+(?:the\s+|its\s+|all\s+)?({_NUMBER})",
        "requirements": rf"({_NUMBER})\s+of\s+(?:the\s+|its\s+|all\s+|these\s+)?({_NUMBER})\s+(?:\w+\s+){{0,2}}requirements?\b",
        "rating": rf"({_DIGITS})\s*/\s*(5|10|100)\b",
        "score": rf"\b(?:scor(?:e|es|ed|ing)|rat(?:ed|ing))\s+(?:(?:of|is|was|at|as|:)\s*)?({_NUMBER})",
    }.items()
}


def plain_words(text: str, length: int) -> str:
    """A model's words as one line without markup and hidden characters, cut at a word to at most so many characters."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    line = " ".join(_MARKUP.sub("", _LINK.sub(r"\1", seen)).split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0][: length - 1]
    return cut.rstrip(" ,;:-–(") + "…"


def first_sentences(text: str, words: int) -> str:
    """As many whole sentences as fit into so many words; the first one is cut where it alone is longer."""
    kept: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if sum(len(other.split()) for other in (*kept, sentence)) > words:
            break
        kept.append(sentence)
    if kept or not text:
        return " ".join(kept)
    return " ".join(text.split()[:words]).rstrip(" ,;:-–(") + "…"


def located(
    quotes: Sequence[str],
    text: str,
    *,
    longest: int | None = None,
    after: int = 0,
    sent: str | None = None,
    stored_spans: Callable[[Span], Sequence[Span]] = lambda span: (span,),
) -> tuple[list[Span], int]:
    """Where quotes stand in a text, in the order of the quotes and each place once, and how many do not wholly.

    A quote with "…" or "..." in it that does not stand there as a whole is looked for piece by piece. The spans carry
    no outer blanks, bullets and full stops, and at most ``longest`` characters. A place from ``after`` on comes before
    an earlier one: short quotes stand in many places, and a list is read from top to bottom. Where a model saw another text than the
    stored one, ``sent`` is what it saw and ``stored_spans`` the way back from there.
    """
    seen = text if sent is None else sent
    spans: dict[Span, None] = {}
    strays = 0
    for quote in quotes:
        whole = _find(quote, seen, after)
        pieces = [whole] if whole else [_find(piece, seen, after) for piece in _pieces(quote)]
        places = [span for piece in pieces if piece for span in stored_spans(piece)]
        trimmed = [span for place in places if (span := _trimmed(place, text, longest))]
        spans.update(dict.fromkeys(trimmed))
        strays += not trimmed or None in pieces
    return list(spans), strays


def _pieces(quote: str) -> Iterator[str]:
    pieces = _GAP.split(quote)
    if len(pieces) > 1:
        yield from (piece for piece in pieces if len(piece.strip()) >= _SHORTEST_PIECE)


def _find(quote: str, text: str, after: int) -> Span | None:
    """The place of a quote from ``after`` on, else anywhere."""
    found = _first(quote, text[after:]) if after else None
    return Span(found.start + after, found.end + after) if found else _first(quote, text)


def _first(quote: str, text: str) -> Span | None:
    """The first place of a quote, also where the model put quotation marks or a bullet around it."""
    for words in dict.fromkeys((quote.strip(), quote.strip(_AROUND_QUOTE))):
        if not any(character.isalnum() for character in words):
            continue
        match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
        if match:
            return Span(*match.span())
        span = locate(words, text)
        if span and (len(words) >= _WHOLE_WORDS_BELOW or not _cuts_word(span, text)):
            return span
    return None


def _cuts_word(span: Span, text: str) -> bool:
    return any(0 < edge < len(text) and text[edge - 1 : edge + 1].isalnum() for edge in span)


def _trimmed(span: Span, text: str, longest: int | None) -> Span | None:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "-•·*–"):
        start += 1
    if longest is not None and end - start > longest:
        blank = text.rfind(" ", start, start + longest)
        end = blank if blank > start else start + longest
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;,"):
        end -= 1
    return Span(start, end) if end > start else None


def numbers_in(*texts: str) -> set[tuple[str, ...]]:
    """The percentages, points, shares, ratings and scores that texts state, in one spelling each."""
    found = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        for kind, pattern in _CLAIMS.items():
            for match in pattern.finditer(plain):
                numbers = [_spelt(number) for number in match.groups() if number]
                found.update([(kind, number) for number in numbers] if kind == "percent" else [(kind, *numbers)])
    return found


def _spelt(number: str) -> str:
    word = number.lower()
    if word in _WORDS:
        return str(_WORDS.index(word))
    digits = word.replace(",", "")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
