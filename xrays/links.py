"""Where things are: absolute addresses of a published x-ray, for what is made away from any request, and files in media."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from xrays.models import MarketingSettings, XRayPage

# Pictures, cards and PDFs lie in this folder of media, in one of their page's key.
RENDERINGS_FOLDER = "renderings"
# How campaign parameters name readers who come from the PDF.
PRINT_MEDIUM = "pdf"


def links_of(page: XRayPage, marketing: MarketingSettings, *, medium: str = "") -> dict[str, str]:
    """The addresses templates name, all absolute; empty ones where the page belongs to no site.

    medium takes the place of the setting's in the campaign parameters.
    """
    article = page.full_url or ""
    return {
        "article_address": article,
        "canonical_address": article,
        "dashboards_address": f"{article}dashboard/" if article else "",
        "call_to_action_link": urljoin(
            article, marketing.link(marketing.call_to_action_url, campaign=page.slug, medium=medium)
        ),
        "pricing_link": urljoin(article, marketing.link(marketing.pricing_url, campaign=page.slug, medium=medium)),
    }
