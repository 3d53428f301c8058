"""What a page says of its files: the picture of a dashboard, the social card, the PDF, or why there is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from xrays import fingerprints
from xrays.cards import Card, listing
from xrays.links import PRINT_MEDIUM, links_of
from xrays.page_data import XRayView

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xrays.models import MarketingSettings, Rendering, XRayPage

# In the order browsers are offered them: the smallest first.
PICTURE_TYPES = (("avif", "image/avif"), ("webp", "image/webp"))
WAITING = "The picture of this dashboard is being made. The dashboard itself is complete and open."
FAILED = "The picture of this dashboard could not be made. The dashboard itself is complete and open."
ABSENT = "There is no picture of this dashboard yet. The dashboard itself is complete and open."
DRAFT = "The picture of this dashboard is made when the x-ray is published."


@dataclass(frozen=True)
class Picture:
    """A picture in media: what a <picture> element and its caption print. width and height in pixels."""

    address: str
    sources: tuple[tuple[str, str], ...]
    width: int
    height: int
    sha256: str
    size: str
    renderer: str
    made_at: datetime | None
    alternative: str

    @property
    def is_print_version(self) -> bool:
        """Whether it was drawn without a browser, from the version for paper."""
        return "print version" in self.renderer


@dataclass(frozen=True)
class File:
    """The PDF: how long it is and what stands for its bytes."""

    pages: int
    size: str
    sha256: str
    name: str


@dataclass(frozen=True)
class Figures:
    """Everything made of one published page. Without capture, capture_state and capture_sentence say why.

    others are pictures of further personas' dashboards, made on demand, by the persona's name.
    """

    capture: Picture | None = None
    capture_state: str = "empty"
    capture_sentence: str = DRAFT
    others: tuple[tuple[str, Picture], ...] = ()
    card: Picture | None = None
    report: File | None = None
    report_is_open: bool = False


def load_figures(page: XRayPage, view: XRayView, marketing: MarketingSettings) -> Figures:
    """The files that belong to what this published page says now. One query."""
    from xrays.models import Rendering

    captures = {
        fingerprints.capture_hash(view, profile.card.key): profile for profile in view.profiles if profile.report
    }
    card_hash = fingerprints.card_hash(view)
    report_hash = fingerprints.report_hash(view, page, marketing, links_of(page, marketing, medium=PRINT_MEDIUM))
    rows = Rendering.objects.filter(page=page.pk, content_hash__in=[*captures, card_hash, report_hash])
    newest = newest_by_content(rows)
    pictures = {
        profile.card.key: _picture(newest[content], dashboard_words(profile.card))
        for content, profile in captures.items()
        if content in newest and newest[content].succeeded
    }
    median = view.median.card.key if view.median else ""
    open_row = newest.get(fingerprints.capture_hash(view, median)) if median else None
    state, sentence = _why_not(open_row)
    card, report = newest.get(card_hash), newest.get(report_hash)
    return Figures(
        capture=pictures.get(median),
        capture_state=state,
        capture_sentence=sentence,
        others=tuple(
            (profile.card.name, pictures[profile.card.key])
            for profile in view.profiles
            if profile.card.key != median and profile.card.key in pictures
        ),
        card=_picture(card, card_words(view)) if card is not None and card.succeeded else None,
        report=_file(report) if report is not None and report.succeeded else None,
        report_is_open=report is not None and report.is_open,
    )


def newest_by_content(rows: QuerySet[Rendering]) -> dict[str, Rendering]:
    """For each content hash the newest row that was made, else the newest try at it.

    A made one stays when a later attempt, in newer templates, has not been made yet.
    """
    newest: dict[str, Rendering] = {}
    for row in rows.order_by("pk"):
        if row.succeeded or row.content_hash not in newest or not newest[row.content_hash].succeeded:
            newest[row.content_hash] = row
    return newest


def _why_not(row: Rendering | None) -> tuple[str, str]:
    """Why there is no picture, as a kind of state and a sentence; of no meaning where there is one."""
    if row is None:
        return "empty", ABSENT
    return ("waiting", WAITING) if row.is_open else ("failed", FAILED)


def dashboard_words(card: Card) -> str:
    """What the picture of a dashboard shows, for those who cannot see it; all of it is text on the dashboard."""
    return (
        f"Dashboard of {card.name}, a fictional persona: ATS score {card.score}, {card.match_label}, {card.met_line}. "
        "Below: how the score comes about, the requirements by name, the match analysis, all findings with their "
        "quotes, and the recommendations."
    )


def card_words(view: XRayView) -> str:
    """What the social card shows."""
    scored = [f"{card.name} {card.result}" for card in view.cards]
    return f"{view.title}. Fictional personas: {listing(scored)}."


def _picture(row: Rendering, alternative: str) -> Picture:
    png = row.files["png"]
    return Picture(
        address=default_storage.url(png["name"]),
        sources=tuple(
            (kind, default_storage.url(row.files[ending]["name"]))
            for ending, kind in PICTURE_TYPES
            if ending in row.files
        ),
        width=row.width or 0,
        height=row.height or 0,
        sha256=png["sha256"],
        size=file_size(png["bytes"]),
        renderer=row.renderer,
        made_at=row.finished_at,
        alternative=alternative,
    )


def _file(row: Rendering) -> File:
    pdf = row.files["pdf"]
    return File(
        pages=row.pages or 0,
        size=file_size(pdf["bytes"]),
        sha256=pdf["sha256"],
        name=pdf["name"],
    )


def file_size(size_bytes: int) -> str:
    """A size for people: 340 kB, 1.2 MB (powers of ten)."""
    if size_bytes < 999_500:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
