"""What decides a picture or file of an x-ray, as hashes: what the page says, and how it is drawn."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from evaluations.canonical import canonical_hash
from xrays.page_data import XRayView

if TYPE_CHECKING:
    from xrays.models import MarketingSettings, XRayPage

# Code that draws and is no template counts by this number: raise it when a picture would come out differently.
DRAWING = 1
# What draws is read from these folders; the admin's own templates and styles are not in any picture.
TEMPLATES = ("base.html", "components", "print", "xrays/dashboard.html")
STATIC = ("css", "fonts")
NOT_DRAWN = ("admin",)


def facts(view: XRayView) -> dict[str, Any]:
    """What dashboards and the social card print, as far as it can change: names, results, and which records they are of."""
    job = view.job_description
    return {
        "title": view.title,
        "job": [job.company, job.title, job.field, job.level, job.place, job.origin] if job else None,
        "ledger": view.ledger.content_hash if view.ledger else None,
        "profiles": [
            [
                *(profile.card.letter, profile.card.key, profile.card.name, profile.card.headline, profile.card.level),
                *(profile.card.points, profile.card.band, profile.foot.evaluation if profile.foot else None),
            ]
            for profile in view.profiles
        ],
    }


def capture_hash(view: XRayView, key: str) -> str:
    """What the picture of one persona's dashboard shows; key is the persona's part of the address."""
    return canonical_hash({"capture": key, **facts(view)})


def card_hash(view: XRayView) -> str:
    """What the social card shows."""
    return canonical_hash({"card": True, **facts(view)})


def report_hash(view: XRayView, page: XRayPage, marketing: MarketingSettings, links: dict[str, str]) -> str:
    """What the PDF prints: all facts, every text an editor wrote, statements, wordings, and the addresses in it."""
    job = view.job_description
    return canonical_hash(
        {
            "report": True,
            **facts(view),
            "prose": [page.introduction, page.role_summary, page.synthesis],
            "claims": [
                [claim.claim, claim.contrast, claim.text, *(quote.text for quote in claim.quotes)]
                for claim in view.claims
            ],
            "personas": [[profile.persona.summary, profile.paragraph] for profile in view.profiles],
            "statements": [view.provenance, view.disclaimer, page.author_name, str(page.first_published_at)],
            "text": [job.text_hash, job.show, job.source_url, str(job.captured_on)] if job else None,
            "wordings": [marketing.call_to_action, marketing.pricing_line, marketing.pricing_label],
            "links": links,
        }
    )


@cache
def template_hash() -> str:
    """How pictures and files are drawn: every template, style sheet and font that has a part in them."""
    root = Path(settings.BASE_DIR)
    folders = [root / "templates" / name for name in TEMPLATES] + [root / "static" / name for name in STATIC]
    files = [path for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*"))]
    digest = hashlib.sha256(str(DRAWING).encode())
    for path in sorted(path for path in files if path.is_file() and not path.name.startswith(NOT_DRAWN)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
