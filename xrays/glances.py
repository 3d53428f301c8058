"""X-rays at a glance, for the index and the home page: two queries, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from evaluations.models import JobDescription
from evaluations.scoring import band_of
from xrays.cards import Card
from xrays.ranking import rank
from xrays.strips import Strip, strip

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xrays.models import XRayPage

ORIGIN_WORDS = {"real": "Real posting", "reconstructed": "Reconstructed posting", "invented": "Invented posting"}


@dataclass(frozen=True)
class Glance:
    """One x-ray in a list: its job, its personas in score order, and their scores on the axis."""

    page: XRayPage
    job_description: JobDescription
    cards: tuple[Card, ...]
    strip: Strip
    published_at: datetime | None

    @property
    def origin_words(self) -> str:
        return ORIGIN_WORDS[self.job_description.origin]


def load_glances(pages: QuerySet[XRayPage], *, limit: int | None = None) -> tuple[Glance, ...]:
    """Published x-rays among the pages, the newest first. One without a job description is left out."""
    from xrays.models import XRayProfile

    found = pages.live().public().filter(job_description__isnull=False).select_related("job_description")
    found = found.defer("job_description__text").order_by("-first_published_at", "-pk")
    listed: Sequence[XRayPage] = list(found[:limit] if limit else found)
    profiles: dict[int, list[XRayProfile]] = {page.pk: [] for page in listed}
    rows = XRayProfile.objects.filter(page_id__in=profiles).select_related("persona", "evaluation")
    rows = rows.defer("persona__text", "evaluation__score_data", "evaluation__report_data").order_by("sort_order", "pk")
    for profile in rows:
        profiles[profile.page_id].append(profile)
    return tuple(_glance(page, profiles[page.pk]) for page in listed)


def _glance(page: XRayPage, profiles: Sequence[object]) -> Glance:
    ranked = rank(profiles, [_score_of(profile) for profile in profiles])
    cards = tuple(_card(letter, profile) for letter, profile in ranked.lettered())
    return Glance(
        page=page,
        job_description=page.job_description,
        cards=cards,
        strip=strip(cards, ranked.spread),
        published_at=page.first_published_at,
    )


def _score_of(profile: object) -> int | None:
    evaluation = profile.evaluation  # type: ignore[attr-defined]
    return evaluation.score if evaluation is not None and evaluation.succeeded else None


def _card(letter: str, profile: object) -> Card:
    persona, points = profile.persona, _score_of(profile)  # type: ignore[attr-defined]
    band = None if points is None else (profile.evaluation.band or band_of(points))  # type: ignore[attr-defined]
    return Card(
        letter=letter,
        key=persona.slug,
        name=persona.name,
        headline=persona.headline,
        level=persona.level,
        points=points,
        band=band,
    )
