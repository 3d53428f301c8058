"""Scores on one axis from 0 to 100: positions, and the words that say the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xrays.cards import Card, band_edges

ROW_PIXELS = 60
# The longest name that fits beside a dot in the middle of a phone's axis.
NAME_CHARACTERS = 18
HEAD_PIXELS = 30


@dataclass(frozen=True)
class Zone:
    """One band on the axis; x, width and centre in percent of its length."""

    name: str
    key: str
    edge: int
    x: int
    width: int
    middle: float


@dataclass(frozen=True)
class Mark:
    """One persona on the axis. y values are pixels from the top; toward_end says on which side its label fits."""

    letter: str
    name: str
    points: int
    score: str
    band: str
    band_key: str
    target: str
    y: int
    toward_end: bool

    @property
    def label_y(self) -> int:
        """Beside the dot where there is free axis, above the stem where the label runs along it."""
        return self.y - 1 if self.toward_end else self.y - 9

    @property
    def sign_y(self) -> int:
        """The line under the label: band and the word that the persona is fictional."""
        return self.y + 14 if self.toward_end else self.y + 17


@dataclass(frozen=True)
class Strip:
    """Everything the spread strip draws and says. bracket_from and bracket_to are the lowest and highest score."""

    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    unscored: tuple[str, ...]
    spread: int | None
    description: str

    @property
    def rows_end(self) -> int:
        return HEAD_PIXELS + ROW_PIXELS * len(self.marks)

    @property
    def height(self) -> int:
        return self.rows_end + (68 if self.spread is not None else 26)

    @property
    def axis_y(self) -> int:
        return self.rows_end + 18

    @property
    def bracket_y(self) -> int:
        return self.rows_end + 40

    @property
    def bracket_from(self) -> int:
        return min(mark.points for mark in self.marks)

    @property
    def bracket_to(self) -> int:
        return max(mark.points for mark in self.marks)

    @property
    def bracket_middle(self) -> float:
        """Where the spread is written, kept far enough from both ends for its words to fit."""
        return min(78.0, max(22.0, (self.bracket_from + self.bracket_to) / 2))

    @property
    def spread_words(self) -> str:
        return points_apart(self.spread)


def zones() -> tuple[Zone, ...]:
    """The bands as zones of the axis, lowest first."""
    return tuple(
        Zone(name=band, key=band.lower(), edge=start, x=start, width=end - start, middle=(start + end) / 2)
        for band, start, end in band_edges()
    )


def strip(cards: Sequence[Card], spread: int | None) -> Strip:
    """Cards in page order on the axis; those without a score are only named."""
    scored = [card for card in cards if card.points is not None and card.band is not None]
    marks = tuple(
        Mark(
            letter=card.letter,
            name=short_name(card.name),
            points=card.points or 0,
            score=card.score,
            band=card.band or "",
            band_key=card.band_key,
            target=f"profile-{card.key}",
            y=HEAD_PIXELS + ROW_PIXELS * place + 36,
            toward_end=(card.points or 0) < 45,
        )
        for place, card in enumerate(scored)
    )
    words = [f"{card.name}, fictional: {card.score}, {card.band}." for card in scored]
    if spread is not None:
        words.append(f"Spread: {points_apart(spread)}.")
    unscored = tuple(card.name for card in cards if card.points is None)
    return Strip(zones=zones(), marks=marks, unscored=unscored, spread=spread, description=" ".join(words))


def short_name(name: str) -> str:
    """The name, or first name and initial where the whole would not fit on a phone's axis."""
    parts = name.split()
    if len(name) <= NAME_CHARACTERS or len(parts) < 2:
        return name if len(name) <= NAME_CHARACTERS else f"{name[: NAME_CHARACTERS - 1]}…"
    return f"{parts[0][: NAME_CHARACTERS - 3]} {parts[-1][0]}."


def points_apart(spread: int | None) -> str:
    """The spread in words."""
    if spread is None:
        return ""
    return f"{spread} point{'' if spread == 1 else 's'} apart"
