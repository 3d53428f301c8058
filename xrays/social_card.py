"""The social card's words and places: an x-ray as one picture of 1200 by 630 pixels. Pure.

Its template draws with literal numbers and colours, because WeasyPrint gives drawings no style sheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xrays.cards import Card, decimal
from xrays.page_data import XRayView
from xrays.statements import number_word
from xrays.strips import points_apart, zones

# What css/print/social-card.css leaves between the side margins, and under a title of so many lines.
WIDTH = 1088
CHART_HEIGHTS = {1: 362, 2: 310, 3: 310}
# Sizes a title may have, by its number of lines; css/print/social-card.css has a class for each.
TITLE_SIZES = {1: (64, 60, 56), 2: (56, 50, 44), 3: (38, 34)}

SCALE_PIXELS = 6
EDGES_PIXELS = 42
HIGHEST_ROW = 148
BAND_WIDTH = 146
BAND_GAP = 20
LEAST_AXIS_WIDTH = 330
COLUMN_GAP = 30
# The smallest text: 10 pixels where the card is shown 500 wide.
SMALL = 24
# The word "fictional" in it, and the space before.
FICTIONAL_WIDTH = 114
CAPITAL_EM = 0.727

# The light scheme of css/tokens.css: of a mark, of what stands on it, of its zone.
COLOURS: Mapping[str, tuple[str, str, str]] = {
    "weak": ("#a97c33", "#000000", "#f6f0e4"),
    "fair": ("#77715f", "#ffffff", "#f1f0ea"),
    "strong": ("#43627c", "#ffffff", "#e9eef2"),
    "excellent": ("#12304f", "#ffffff", "#dde6ef"),
}
KINDS_OF_JOB = {"real": "a real", "reconstructed": "a reconstructed", "invented": "an invented"}

# Widths in em of the two fonts in semi-bold, rounded up, so that nothing runs over by a hair.
INTER = (
    (0.30, "ijlI ’"),
    (0.36, "t!',.:;`|·"),
    (0.42, "1fr()/[\\]"),
    (0.54, '"*–-^_{}'),
    (0.60, "7aceksvxyzFJL?"),
    (0.66, "0235689bdghnopquBEPRSTZ#$&"),
    (0.72, "4DKXY+<=>~"),
    (0.78, "ACGHNOQUV"),
    (0.84, "w"),
    (0.96, "mM…"),
    (1.02, "W%@—"),
)
SOURCE_SERIF = (
    (0.24, "' ’"),
    (0.36, "ijl!,-.:;[]·|"),
    (0.42, 'ftIJ"()/\\`{}'),
    (0.48, "rs*?"),
    (0.54, "cez$_–"),
    (0.60, "0123456789agovxySZ#+<=>^~"),
    (0.66, "bdhknpquCEFLPT"),
    (0.72, "ABRVXY"),
    (0.78, "DGKNOQU&"),
    (0.84, "H—"),
    (0.90, "w@…"),
    (0.96, "mM%"),
    (1.02, "W"),
)
OTHER_EM, FULL_WIDTH_EM = 0.8, 1.05


@dataclass(frozen=True)
class Face:
    """A font at a size in pixels, and how wide texts in it are at most."""

    widths: tuple[tuple[float, str], ...]
    size: int

    def width(self, text: str) -> float:
        """Pixels. An estimate: letters of other fonts than ours count as wide ones."""
        ems = {character: em for em, characters in self.widths for character in characters}
        return self.size * sum(
            ems.get(character, FULL_WIDTH_EM if unicodedata.east_asian_width(character) in "WF" else OTHER_EM)
            for character in unicodedata.normalize("NFD", text)
            if not unicodedata.combining(character)
        )

    def cut(self, text: str, most: float) -> str:
        """The text, or as much of its beginning as fits with an ellipsis."""
        if self.width(text) <= most:
            return text
        end = len(text)
        while end and self.width(f"{text[:end]}…") > most:
            end -= 1
        # Between words, unless that would take much more away.
        between = text.rfind(" ", 0, end + 1)
        end = between if between > end * 2 // 3 else end
        return f"{text[:end].rstrip(' ,;:-–&(')}…"


@dataclass(frozen=True)
class Style:
    """Sizes in pixels that go with a height of rows. name_sizes from the wanted one down.

    is_stacked: the word "fictional" stands under the name, else beside it.
    """

    least_row: int
    name_sizes: tuple[int, ...]
    score_size: int
    unit_size: int
    score_width: int
    band_size: int
    band_height: int
    radius: int
    is_stacked: bool


STYLES = (
    Style(124, (40, 36, 32), 54, 34, 158, 27, 52, 25, is_stacked=True),
    Style(84, (36, 32, 28), 48, 30, 140, 26, 46, 22, is_stacked=True),
    Style(62, (30, 28, 26), 40, 26, 118, 25, 42, 20, is_stacked=True),
    Style(50, (29, 27, 25), 36, 25, 108, 25, 38, 18, is_stacked=False),
    Style(0, (28, 26, 24), 32, 24, 100, 24, 34, 17, is_stacked=False),
)


@dataclass(frozen=True)
class Zone:
    """One band on the axis: where it begins, in points and in pixels, and the colours of its surface and its scale."""

    edge: int
    x: str
    width: str
    surface: str
    scale: str


@dataclass(frozen=True)
class Row:
    """One persona. x is the place of the score on the axis; y values are pixels from the top, of texts their baselines.

    Without a score points is None, and x and the colours are empty.
    """

    letter: str
    name: str
    points: int | None
    score: str
    band: str
    x: str
    mark: str
    on_mark: str
    top: int
    middle: int
    name_y: int
    fictional_y: int
    letter_y: int
    score_y: int
    band_top: int
    band_y: int


@dataclass(frozen=True)
class SocialCard:
    """Everything the card prints, places in pixels of its chart. title_lines: company and role of each, or one of them."""

    kicker: str
    title: str
    title_size: int
    title_lines: tuple[tuple[str, str], ...]
    subject: str
    basis: str
    style: Style
    name_size: int
    rows: tuple[Row, ...]
    rows_height: int
    edges_y: int
    height: int
    zones: tuple[Zone, ...]
    axis_from: int
    axis_to: int
    score_x: int
    band_x: int
    band_middle: int


def social_card(view: XRayView) -> SocialCard:
    """The card of an x-ray with up to six personas, scored or not."""
    job, cards = view.job_description, view.cards
    company, role = (job.company, job.title) if job else ("", view.title)
    size, lines = fitted_title(company, role)
    row_height = min(HIGHEST_ROW, (CHART_HEIGHTS[len(lines)] - EDGES_PIXELS) // max(1, len(cards)))
    rows_height = row_height * len(cards)
    style = next(style for style in STYLES if row_height >= style.least_row)
    band_x = WIDTH - BAND_WIDTH
    axis_to = band_x - BAND_GAP - style.score_width - COLUMN_GAP
    name_size, names, column = fitted_names([card.name for card in cards], style, axis_to)
    axis = _Axis(column + COLUMN_GAP, axis_to)
    return SocialCard(
        kicker=f"X-ray of {KINDS_OF_JOB[job.origin]} job description" if job else "X-ray",
        title=view.title,
        title_size=size,
        title_lines=lines,
        subject=_subject(len(cards), view.strip.spread),
        basis=f"on the same {view.total} requirements" if view.total > 1 else "",
        style=style,
        name_size=name_size,
        rows=tuple(
            _row(card, name, row_height * place, row_height, style, axis)
            for place, (card, name) in enumerate(zip(cards, names, strict=True))
        ),
        rows_height=rows_height,
        edges_y=rows_height + SCALE_PIXELS + 29,
        height=rows_height + EDGES_PIXELS,
        zones=tuple(
            Zone(
                edge=zone.edge,
                x=axis.place(zone.edge),
                width=decimal(axis.pixels(zone.width)),
                surface=COLOURS[zone.key][2],
                scale=COLOURS[zone.key][0],
            )
            for zone in zones()
        ),
        axis_from=axis.start,
        axis_to=axis.end,
        score_x=band_x - BAND_GAP,
        band_x=band_x,
        band_middle=band_x + BAND_WIDTH // 2,
    )


@dataclass(frozen=True)
class _Axis:
    """Where 0 and 100 points lie."""

    start: int
    end: int

    def pixels(self, points: int) -> Fraction:
        return Fraction(points * (self.end - self.start), 100)

    def place(self, points: int) -> str:
        return decimal(self.start + self.pixels(points))


def _subject(count: int, spread: int | None) -> str:
    """What the card shows, in words: "Three fictional personas, 70 points apart"."""
    personas = f"{number_word(count).capitalize()} fictional persona{'' if count == 1 else 's'}"
    return f"{personas}, {points_apart(spread)}" if spread is not None else personas


def _row(card: Card, name: str, top: int, height: int, style: Style, axis: _Axis) -> Row:
    mark, on_mark, _ = COLOURS.get(card.band_key, ("", "", ""))
    middle = top + height // 2
    name_y = middle - 3 if style.is_stacked else middle + _drop(style.name_sizes[0])
    return Row(
        letter=card.letter,
        name=name,
        points=card.points,
        score=card.score,
        band=card.band or "",
        x=axis.place(card.points) if card.points is not None else "",
        mark=mark,
        on_mark=on_mark,
        top=top,
        middle=middle,
        name_y=name_y,
        fictional_y=name_y + SMALL + 5,
        letter_y=middle + _drop(SMALL),
        score_y=middle + _drop(style.score_size),
        band_top=middle - style.band_height // 2,
        band_y=middle + _drop(style.band_size),
    )


def _drop(size: int) -> int:
    """How far below the middle of its capitals a text's baseline lies."""
    return round(size * CAPITAL_EM / 2)


def fitted_names(names: Sequence[str], style: Style, axis_to: int) -> tuple[int, list[str], int]:
    """Size of the names, the names as they fit, and the width of their column; axis_to is where the axis ends."""
    beside = 0 if style.is_stacked else FICTIONAL_WIDTH
    most = axis_to - LEAST_AXIS_WIDTH - COLUMN_GAP - beside
    faces = [Face(INTER, size) for size in style.name_sizes]
    face = next((face for face in faces if all(face.width(name) <= most for name in names)), faces[-1])
    shown = [_shortened(name, face, most) for name in names]
    widest = max((face.width(name) for name in shown), default=0)
    return face.size, shown, max(round(widest) + beside, FICTIONAL_WIDTH)


def _shortened(name: str, face: Face, most: float) -> str:
    """The name, or first name and initial where the whole is too wide, or what fits of that."""
    parts = name.split()
    if face.width(name) <= most or len(parts) < 2:
        return face.cut(name, most)
    return face.cut(f"{parts[0]} {parts[-1][0]}.", most)


def fitted_title(company: str, role: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Size and lines of the title: on one line, company above role, or the role on two lines, cut where it must be."""
    for size in TITLE_SIZES[1]:
        if Face(SOURCE_SERIF, size).width(f"{company} {role}") <= WIDTH:
            return size, ((company, role),)
    if not company:
        return _with_role_on_two_lines("", role)
    for size in TITLE_SIZES[2]:
        face = Face(SOURCE_SERIF, size)
        if max(face.width(company), face.width(role)) <= WIDTH:
            return size, ((company, ""), ("", role))
    return _with_role_on_two_lines(company, role)


def _with_role_on_two_lines(company: str, role: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    faces = [Face(SOURCE_SERIF, size) for size in TITLE_SIZES[3]]
    face = next((face for face in faces if face.width(_halves(role, face)[1]) <= WIDTH), faces[-1])
    lines = [(face.cut(company, WIDTH), ""), *(("", face.cut(half, WIDTH)) for half in _halves(role, face))]
    return face.size, tuple(line for line in lines if any(line))


def _halves(text: str, face: Face) -> tuple[str, str]:
    """The text in two parts of about the same width, the first no wider than a line."""
    words = text.split()
    splits = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    fitting = [split for split in splits if face.width(split[0]) <= WIDTH]
    return min(fitting, key=lambda split: max(face.width(part) for part in split), default=(text, ""))
