"""A résumé without who somebody is, and the way back: every word that is sent can be found again in the stored text.

Name, contact, photo, age and nationality are left out ("…"), orders to a machine too. Where the name is repeated in
running text, a page's head or an address, a fixed placeholder stands for it, the same for every name: two résumés that
differ in the name alone are sent as the same text. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from evaluations.engines.openai_chat.builtin import TITLE, Passage, names_something, parse
from evaluations.grounding import CleanText, clean
from evaluations.schema import Span

LEFT_OUT = "…"
PLACEHOLDER = "the candidate"

# Periods that lie after this day do not count; for telling identity lines apart the day does not matter.
_ANY_DAY = date.max
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"\+\d[\d ().-]{7,}\d|\(\d{2,4}\)[ .-]?\d{3}[ .-]?\d{2,}|(?<!\d)\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)"
_PROFILE = r"(?:https?://)?(?:www\.)?(?:linkedin\.com|xing\.com|facebook\.com|instagram\.com)/[^\s|,;)]+"
_LABELLED = (
    r"\b(?:date of birth|born(?: on| in)?|d\.?o\.?b\.?|age|nationality|citizenship|gender|sex|marital status|photo|pronouns"
    r"|religion)\s*:[^\n|;•·]*"
)
_PERSONAL = re.compile(f"{_EMAIL}|{_PHONE}|{_PROFILE}|{_LABELLED}", re.IGNORECASE)
# Of the lines that say who somebody is, judging needs where they live, whether they may work, and what they are ready for.
_PLACE = re.compile(
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?: \d[\d -]*)?(?: \([^()]*\))?$"
)
_PERMIT = re.compile(
    r"\b(?:work permit|authori[sz]ed to work|right to work|permanent resident|green card|visa|sponsorship|citizen)\b",
    re.IGNORECASE,
)
_WORD_OF_SENTENCE = re.compile(r"(?<!\S)[a-z][a-z'’-]*[.,;]?(?!\S)")
_FEWEST_WORDS_OF_SENTENCE = 5
_ABOUT_PERSON = re.compile(
    rf"{_PERSONAL.pattern}|\b\d\d[ -]years?[ -]old\b|\baged \d|\bborn\b|\b(?:married|divorced|widowed)\b", re.IGNORECASE
)
_PIECES = re.compile(r"\s*[|;•·\n]\s*|\s+[-–—/]\s+|(?<=[.!?])\s+")
_BETWEEN_LEFT_OUT = frozenset(" \t|;,•·*_…-–—/()#")

_WORD = re.compile(r"[^\W\d_]+")
_LINES_OF_NAME = 3
_NAME_LABEL = re.compile(r"^\W*(?:full |first and last )?name\s*:\s*(?P<name>[^\n|;•·]+)", re.IGNORECASE | re.MULTILINE)
_DOCUMENT = re.compile(
    r"\b(?:curriculum vitae|r[ée]sum[ée]|cv|page \d+(?: of \d+)?|of|for)\b|\([^()A-Z]*\)|\([^()]*/[^()]*\)",
    re.IGNORECASE,
)
_POST_NOMINALS = re.compile(r",\s*(?:[A-Z][A-Za-z.]{0,5}(?:-[A-Z]+)?)(?=\s*(?:,|$))")
_HANDLE = re.compile(
    r"(?P<mail>[\w.+-]+)@|(?:linkedin\.com/in|github\.com|gitlab\.com)/(?P<page>[\w.-]+)", re.IGNORECASE
)
_ADDRESS = re.compile(r"\S*[@/]\S*|\S+\.\S+")
_ADDRESS_PART = re.compile(r"(?<=[/@.])[\w-]{4,}|[\w-]{4,}(?=\.[a-z]{2,8}\b)")
_JOINT = re.compile(r"[ \t]{1,3}|[ ]?[-'.,][ ]?|\. ?-?")
_HONORIFIC = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof)\.?[ ]?$", re.IGNORECASE)
_PARTICLES = frozenset(
    "al ap bin da de del della den der di do dos du el i la le san st te ten ter van von y zu".split()
)
_IN_NO_NAME = frozenset("about and at for from in my of our the to with".split())
# Names that are ordinary words as well, months first: alone they may mean the word, so they count beside another part only.
_ORDINARY = frozenset(
    "april august june may summer winter art banks baker bill bishop black bond bright brooks brown bush butler carpenter "
    "case chance chase christian church clay cook cooper cross day dean drew earl english faith farmer field fisher ford "
    "forest fox frank french gardener gene grace grant gray green guy hall hill hope hunt hunter jack joy key king knight "
    "lake lance law lee long love major marks mark mason mercy miles miller mills norm north page paris park parks pat "
    "pierce pope porter power price ray reed rich rivers rob rose sales school scott sharp shepherd short singer skip small "
    "smith star stone strong sue swift taylor temple trinity turner victor wade walker ward washington waters weaver west "
    "white will wise wolf wood woods worth young austin charlotte chelsea dallas florence georgia houston india jackson "
    "jordan lincoln london madison orlando sydney virginia".split()
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """The folded parts of a candidate's name.

    particles are the "van der" of it, alone those parts that mean nobody and nothing else where they stand by themselves.
    """

    parts: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Piece:
    """A stretch that is sent, ``start:end`` of the sent text, and where it stands in the clean text."""

    start: int
    end: int
    source: Span
    is_name: bool


@dataclass(frozen=True)
class Masked:
    """A résumé as it is sent, and the way back into the stored text."""

    text: str
    cleaned: CleanText
    pieces: tuple[_Piece, ...]
    names: Names

    def stored_spans(self, span: Span) -> list[Span]:
        """Where a stretch of the sent text stands in the stored one; several spans where something was left out."""
        found: list[Span] = []
        for piece in self.pieces:
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if start >= end:
                continue
            first, last = piece.source
            if not piece.is_name:
                first, last = first + start - piece.start, first + end - piece.start
            if found and found[-1].end == first:
                found[-1] = Span(found[-1].start, last)
            else:
                found.append(Span(first, last))
        return [self.cleaned.source_span(*stretch) for stretch in found]

    def hide(self, words: str) -> str:
        """Other words about the same candidate, clean and without name and contact."""
        text = _PERSONAL.sub(LEFT_OUT, clean(words).text)
        for start, end in reversed(list(_name_stretches(text, self.names))):
            text = f"{text[:start]}{PLACEHOLDER}{text[end:]}"
        return text


def mask(resume: str) -> Masked:
    """The résumé in its clean form, without who the candidate is.

    What identity lines say of place, work permit and readiness stays, as far as it can be told apart.
    """
    cleaned = clean(resume)
    text = cleaned.text
    passages = parse(text, _ANY_DAY).passages
    gone = bytearray(len(text))
    for passage in passages:
        if passage.place == "identity":
            gone[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
            for start, end in _kept_pieces(text, passage):
                gone[start:end] = bytes(end - start)
    orders = [cleaned.clean_span(flag.span) for flag in cleaned.flags if flag.kind == "injection" and flag.span]
    for passage in passages:
        if any(passage.start < order.end and passage.end > order.start for order in orders):
            gone[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
    for match in _PERSONAL.finditer(text):
        gone[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    names = _names(text, passages)
    for start, end in _name_stretches(text, names):
        if not any(gone[start:end]):
            gone[start:end] = b"\2" * (end - start)
    sent, pieces = _sent(text, gone)
    return Masked(sent, cleaned, tuple(pieces), names)


def _kept_pieces(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """The stretches of an identity passage that may be sent; a résumé's first line is a name, whatever it looks like."""
    start = passage.start
    edges = [match.span() for match in _PIECES.finditer(text, passage.start, passage.end)]
    for end, following in [*edges, (passage.end, passage.end)]:
        piece = text[start:end]
        is_sentence = len(_WORD_OF_SENTENCE.findall(piece)) >= _FEWEST_WORDS_OF_SENTENCE
        is_wanted = is_sentence or _PERMIT.search(piece) or (passage.line and _PLACE.match(piece))
        if is_wanted and not _ABOUT_PERSON.search(piece):
            yield start, end
        start = following


def _sent(text: str, gone: bytearray) -> tuple[str, list[_Piece]]:
    """The text with marked characters left out (1) or replaced (2), line by line, and where its words come from."""
    sent: list[str] = []
    pieces: list[_Piece] = []
    length = 0

    def add(words: str, source: Span | None = None, *, is_name: bool = False) -> None:
        nonlocal length
        if source is not None:
            pieces.append(_Piece(length, length + len(words), source, is_name))
        sent.append(words)
        length += len(words)

    position, was_left_out = 0, False
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line)
        position = end
        content_end = end - line.endswith("\n")
        _widen(text, gone, start, content_end)
        is_left_out = content_end > start and all(mark == 1 for mark in gone[start:content_end])
        if is_left_out and was_left_out:
            continue
        was_left_out = is_left_out
        at = start
        while at < content_end:
            to = at
            while to < content_end and gone[to] == gone[at]:
                to += 1
            match gone[at]:
                case 0:
                    add(text[at:to], Span(at, to))
                case 1:
                    before = " " if at > start and text[at].isspace() else ""
                    after = " " if to < content_end and text[to - 1].isspace() else ""
                    add(f"{before}{LEFT_OUT}{after}")
                case _:
                    add(PLACEHOLDER, Span(at, to), is_name=True)
            at = to
        if end > content_end:
            add("\n", Span(content_end, end))
    return "".join(sent), pieces


def _widen(text: str, gone: bytearray, start: int, end: int) -> None:
    """Leave out the marks too that stood between two things left out, or between one and the line's edge."""
    at = start
    while at < end:
        if gone[at]:
            at += 1
            continue
        to = at
        while to < end and not gone[to]:
            to += 1
        before = at == start or gone[at - 1] == 1
        after = to == end or gone[to] == 1
        is_whole_line = at == start and to == end
        if before and after and not is_whole_line and all(text[i] in _BETWEEN_LEFT_OUT for i in range(at, to)):
            gone[at:to] = b"\1" * (to - at)
        at = to


def _names(text: str, passages: Iterable[Passage]) -> Names:
    """The candidate's name as the head gives it, behind "Name:", and as addresses spell it."""
    found = [_name_in(match["name"]) for match in _NAME_LABEL.finditer(text)]
    head = (p for p in passages if p.line < _LINES_OF_NAME and p.place in ("identity", "claimed") and not p.section)
    pieces = ((p.line, piece) for p in head for line in p.text.split("\n") for piece in _PIECES.split(line))
    first = next((parts for line, piece in pieces if (parts := _name_in(piece, is_first=not line))), [])
    words = {word for words in (*found, first, *_names_in_addresses(text)) for word in words}
    particles = words & _PARTICLES
    parts = words - particles
    lowered = {word.group() for word in _WORD.finditer(_ADDRESS.sub(" ", text)) if word.group().islower()}
    alone = {
        part for part in parts if len(part) > 1 and part not in _ORDINARY | lowered and not _is_trade(part.title())
    }
    return Names(frozenset(parts), frozenset(particles), frozenset(alone))


def _name_in(words: str, *, is_first: bool = True) -> list[str]:
    """The folded parts of a name, empty for words that are none. Only a first line may be one word or "Quill, Jane"."""
    if not is_first and _PLACE.match(words.strip()):
        return []
    plain = _POST_NOMINALS.sub("", _DOCUMENT.sub(" ", words)).strip(" \t,-:#*_.")
    for candidate in (plain, plain.split(",")[0]):
        parts = _WORD.findall(candidate)
        has_letters_only = not re.search(r"[^\w\s.,'\"()-]|\d|_", candidate)
        are_capital = all(part[0].isupper() or part.lower() in _PARTICLES for part in parts)
        if _IN_NO_NAME & {part.lower() for part in parts}:
            continue
        if has_letters_only and (1 if is_first else 2) <= len(parts) <= 5 and are_capital and not _is_trade(candidate):
            return [_folded(part) for part in parts]
    return []


def _is_trade(words: str) -> bool:
    return bool(TITLE.search(words)) or names_something(words)


def _names_in_addresses(text: str) -> Iterator[list[str]]:
    """Two neighbouring capitalised words that together are the name part of a mail address or a profile's address."""
    handles = {re.sub(r"[\W\d_]", "", _folded(match["mail"] or match["page"])) for match in _HANDLE.finditer(text)}
    handles.discard("")
    if not handles:
        return
    words = list(_WORD.finditer(text))
    for one, other in pairwise(words):
        if not (one.group()[0].isupper() and other.group()[0].isupper()):
            continue
        if not re.fullmatch(_JOINT, text[one.end() : other.start()]):
            continue
        parts = [_folded(one.group()), _folded(other.group())]
        spelt = {parts[0] + parts[1], parts[1] + parts[0], parts[0][0] + parts[1]}
        if min(map(len, parts)) > 1 and spelt & handles:
            yield parts


def _name_stretches(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Where a text names the candidate, without overlaps: parts of the name in a row, or one that can be nothing else."""
    if not names.parts:
        return
    position = 0
    for run in _runs(text, names):
        start, end = run[0].start(), run[-1].end()
        parts = [word.group() for word in run if len(word.group()) > 1 and _folded(word.group()) in names.parts]
        titled = _HONORIFIC.search(text, max(0, start - 6), start)
        is_alone = all(_folded(part) in names.alone for part in parts)
        is_beside = titled is not None or len(run) > 1
        is_capital = any(part[0].isupper() for part in parts)
        if parts and ((is_capital and (is_beside or is_alone)) or (is_alone and len(parts) > 1)):
            start = titled.start() if titled else start
            yield from _addresses(text, names.parts, position, start)
            yield start, end
            position = end
    yield from _addresses(text, names.parts, position, len(text))


def _runs(text: str, names: Names) -> Iterator[list[re.Match[str]]]:
    """Words in a row that may belong to the name; of particles only its own may open one, and none may close it."""
    initials = {part[0] for part in names.parts}

    def belongs(word: re.Match[str]) -> bool:
        folded = _folded(word.group())
        is_initial = len(folded) == 1 and folded in initials and word.group().isupper()
        return folded in names.parts or folded in names.particles or is_initial

    run: list[re.Match[str]] = []
    for word in (*_WORD.finditer(text), None):
        if word is not None and belongs(word) and (not run or _JOINT.fullmatch(text, run[-1].end(), word.start())):
            run.append(word)
            continue
        while run and _folded(run[-1].group()) in names.particles:
            run.pop()
        if run:
            yield run
        run = [word] if word is not None and belongs(word) else []


def _addresses(text: str, names: frozenset[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of addresses that spell the name in one word: github.com/janequill."""
    for match in _ADDRESS_PART.finditer(text, start, end):
        letters = re.sub(r"[\W\d_]", "", _folded(match.group()))
        if letters not in names and _is_spelt(letters, names):
            yield match.span()


def _is_spelt(letters: str, names: frozenset[str]) -> bool:
    """Whether letters are nothing but parts of a name, one behind the other, an initial allowed in front."""
    if letters[1:] in names and letters[0] in {part[0] for part in names}:
        return True
    rests = [letters.removeprefix(part) for part in names if letters.startswith(part)]
    return any(not rest or _is_spelt(rest, names) for rest in rests)


def _folded(word: str) -> str:
    """Small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
