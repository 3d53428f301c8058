"""Is this quote really in that text, and where; what is hidden in a text; what in it tries to give orders.

`clean` gives the form engines work on, with a map back, so that every span they report points into the text exactly
as it is stored.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.orders import orders_in
from evaluations.schema import Flag, Span

# Characters a reader cannot see: zero-width, soft hyphen, direction marks, variation selectors, invisible fillers.
_INVISIBLE = frozenset(
    chr(code)
    for code in (
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0080),
        *range(0xE0100, 0xE01F0),
    )
)
# Variation selectors follow emoji, and joiners stand inside them: ordinary typing, not something hidden.
_ORDINARY_INVISIBLE = frozenset({"\u00ad", "\ufe0f", "\ufe0e", "\u200d", "\ufeff"})

# A longer run of blanks or line breaks is shortened to this: it says nothing, and would make every later step slow.
LONGEST_BLANK = 40
# The same for characters without a blank between them: no word, address or list of anything is longer.
LONGEST_WORD = 500

_PUNCTUATION = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "⁄": "/", "∕": "/",
    }
)  # fmt: skip

# Letters of other alphabets that look like Latin ones; folded only inside a word that also has Latin letters.
_LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈаеорсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
        "ABEKMHOPCTYXSIJaeopcyxsijhdqwABEZHIKMNOPTYXoav",
        strict=True,
    )
)

# Characters that stay as they are: printable ASCII but the backtick, and line feeds.
_PLAIN_RUN = re.compile(r"[ -_a-~\n]+")
_TOO_LONG = re.compile(rf"\s{{{LONGEST_BLANK + 1}}}|\S{{{LONGEST_WORD + 1}}}")
_STRETCHES = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class CleanText:
    """A text in the form engines work on, and the way back to the stored one.

    offsets[i] is where character i of ``text`` begins in the source, ends[i] where it ends.
    """

    text: str
    source: str
    offsets: Sequence[int]
    ends: Sequence[int]
    flags: tuple[Flag, ...]

    def source_span(self, start: int, end: int) -> Span:
        """Where the half-open stretch ``start:end`` of the clean text stands in the source; it must not be empty."""
        return Span(self.offsets[start], self.ends[end - 1])

    def orders(self) -> list[tuple[int, int]]:
        """The stretches of the clean text that give orders to a machine."""
        spans = [self.clean_span(flag.span) for flag in self.flags if flag.kind == "injection" and flag.span]
        return [(span.start, span.end) for span in spans]

    def clean_span(self, span: Span) -> Span:
        """Where a stretch of the source stands in the clean text."""
        start = bisect_right(self.ends, span.start)
        end = bisect_right(self.offsets, span.end - 1)
        return Span(start, max(start, end))


def clean(text: str) -> CleanText:
    """The text with compatibility forms, quotes, dashes, line ends and look-alikes made plain, and nothing hidden.

    Words hyphenated at a line end are joined. Line breaks are kept, so lines of the result are lines of the source,
    except that runs of more than LONGEST_BLANK blanks and breaks, and of LONGEST_WORD characters without one, are
    shortened.
    """
    characters: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    hidden = blanks = unbroken = 0
    first_hidden: int | None = None
    index, length = 0, len(text)
    while index < length:
        run = _PLAIN_RUN.match(text, index)
        if run is not None:
            for stretch in _STRETCHES.finditer(run.group()) if _TOO_LONG.search(run.group()) else (run,):
                first = stretch.start() if stretch is run else index + stretch.start()
                whole = stretch.end() - stretch.start()
                kept = whole if stretch is run else min(whole, LONGEST_BLANK if stretch[0].isspace() else LONGEST_WORD)
                characters.extend(stretch.group()[:kept])
                offsets.extend(range(first, first + kept))
                ends.extend(range(first + 1, first + kept + 1))
            blanks = unbroken = 0
            index = run.end()
            continue
        character = text[index]
        end = index + 1
        if character in _INVISIBLE:
            if character not in _ORDINARY_INVISIBLE:
                hidden += 1
                first_hidden = index if first_hidden is None else first_hidden
            index = end
            continue
        if character == "\r":
            if end < length and text[end] == "\n":
                end += 1
            plain = "\n"
        elif character in "\v\f\u0085\u2028\u2029":
            plain = "\n"
        elif character == "\t" or (character < " " and character != "\n"):
            plain = " "
        elif character < "\x7f":
            plain = "'" if character == "`" else character
        else:
            plain = unicodedata.normalize("NFKC", character.translate(_PUNCTUATION)).translate(_PUNCTUATION)
        for piece in plain:
            blanks, unbroken = (blanks + 1, 0) if piece.isspace() else (0, unbroken + 1)
            if blanks > LONGEST_BLANK or unbroken > LONGEST_WORD:
                continue
            characters.append(piece)
            offsets.append(index)
            ends.append(end)
        index = end
    lookalikes = _fold_lookalikes(characters)
    _join_hyphenated(characters, offsets, ends)
    flags = []
    if hidden:
        assert first_hidden is not None
        noun = "character" if hidden == 1 else "characters"
        sentence = f"{hidden} hidden {noun} removed before reading."
        flags.append(Flag(kind="hidden", sentence=sentence, span=Span(first_hidden, first_hidden + 1)))
    if lookalikes:
        place = offsets[lookalikes[0]] if lookalikes[0] < len(offsets) else 0
        sentence = f"{len(lookalikes)} letters of another alphabet stood inside Latin words and were read as Latin."
        flags.append(Flag(kind="lookalike", sentence=sentence, span=Span(place, place + 1)))
    plain_text = "".join(characters)
    for start, end in orders_in(plain_text):
        span = Span(offsets[start], ends[end - 1])
        flags.append(Flag(kind="injection", sentence="This passage reads like an instruction to a machine.", span=span))
    return CleanText(text=plain_text, source=text, offsets=offsets, ends=ends, flags=tuple(flags))


def locate(quote: str, text: str) -> Span | None:
    """Where a quote stands in a text, forgiving only white space, case and typographic variants; None if nowhere."""
    if not quote.strip():
        return None
    position = text.find(quote)
    if position >= 0:
        return Span(position, position + len(quote))
    source = clean(text)
    words = clean(quote).text.split()
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.search(pattern, source.text, re.IGNORECASE) if words else None
    return source.source_span(match.start(), match.end()) if match else None


def _fold_lookalikes(characters: list[str]) -> list[int]:
    """Fold look-alike letters in place inside words that have Latin letters too; the indexes that were folded."""
    folded: list[int] = []
    if _LOOKALIKES.keys().isdisjoint(characters):
        return folded
    start = 0
    for end in range(len(characters) + 1):
        if end < len(characters) and characters[end].isalnum():
            continue
        word = range(start, end)
        if any(characters[i].isascii() and characters[i].isalpha() for i in word):
            for i in word:
                if characters[i] in _LOOKALIKES:
                    characters[i] = _LOOKALIKES[characters[i]]
                    folded.append(i)
        start = end + 1
    return folded


def _join_hyphenated(characters: list[str], offsets: list[int], ends: list[int]) -> None:
    """Join words broken at a line end ("develop-" + "ment"): both sides lower case, no blank line between."""
    joined = "".join(characters)
    for match in reversed(list(re.finditer(r"(?<=[a-z]{2})-\n[ ]{0,8}(?=[a-z]{3})", joined))):
        cut = slice(match.start(), match.end())
        del characters[cut], offsets[cut], ends[cut]


def without_hidden(text: str) -> tuple[str, int]:
    """The text without the characters nobody sees, and how many those were; marks of ordinary typing stay."""
    hidden = _INVISIBLE - _ORDINARY_INVISIBLE
    kept = "".join(character for character in text if character not in hidden)
    return kept, len(text) - len(kept)
