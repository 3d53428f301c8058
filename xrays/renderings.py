"""The only writer of renderings: pictures of dashboards, social cards and PDFs of published x-rays.

They are asked for when a page is published, made by a worker, and never waited for: until one is there, pages do
without it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string

from evaluations import services
from evaluations.services import Claim
from evaluations.work import LIVE_STATES
from xrays import capture, fingerprints, inprocess, pictures, report_pdf
from xrays.failures import RenderingFailed
from xrays.links import links_of
from xrays.page_data import XRayView, load_xray
from xrays.social_card import social_card

if TYPE_CHECKING:
    from xrays.models import MarketingSettings, Rendering, XRayPage

logger = logging.getLogger(__name__)
# The article shows it at half this width, so one pixel each is sharp on every screen; two would take four times the
# memory and time.
DASHBOARD_WIDTH = 1280
CARD_SIZE = (1200, 630)
FOLDER = "renderings"


def on_publication(sender: type[XRayPage], instance: XRayPage, **_signal: Any) -> None:
    """A page went live, by whichever way: ask for everything it shows."""
    request_renderings(instance)


def on_deletion(sender: type[Rendering], instance: Rendering, **_signal: Any) -> None:
    """A rendering went, with its page: its files go too, unless another one shares the bytes."""
    from xrays.models import Rendering

    names = [file["name"] for file in instance.files.values()]

    def delete() -> None:
        for name in names:
            if not Rendering.objects.filter(files__icontains=name).exists():
                default_storage.delete(name)

    transaction.on_commit(delete)


def request_renderings(page: XRayPage) -> list[Rendering]:
    """The picture of the median persona's dashboard, the social card and the PDF of a published page.

    Each one is queued, or the live row with the same content and templates. Without a score there is no picture.
    """
    from xrays.models import Rendering

    view = view_of(page)
    wanted = [
        (Rendering.Kind.CARD, "", fingerprints.card_hash(view)),
        (Rendering.Kind.REPORT, "", fingerprints.report_hash(view, page, _links(page))),
    ]
    if view.median is not None:
        key = view.median.card.key
        wanted.insert(0, (Rendering.Kind.CAPTURE, key, fingerprints.capture_hash(view, key)))
    return _request(page, wanted)


def request_capture(page: XRayPage, *, persona_id: int) -> Rendering:
    """The picture of one persona's dashboard. Raises ServiceError with a sentence where there is no dashboard."""
    from xrays.models import Rendering

    if not page.live:
        raise services.ServiceError("Dashboards have an address once the x-ray is published. Publish it first.")
    view = view_of(page)
    profile = next((each for each in view.profiles if each.persona.pk == persona_id), None)
    if profile is None or profile.report is None:
        raise services.ServiceError("The published x-ray has no finished evaluation of this persona.")
    key = profile.card.key
    return _request(page, [(Rendering.Kind.CAPTURE, key, fingerprints.capture_hash(view, key))])[0]


def request_outdated() -> int:
    """Ask again for the files of pages whose templates changed since; returns how many pages."""
    pages = list(outdated_pages())
    for page in pages:
        request_renderings(page)
    return len(pages)


def outdated_pages() -> QuerySet[XRayPage]:
    """Published pages without a card of their last publication in today's templates, made, open or failed.

    One that failed as outdated counts for nothing: during a rolling release a worker of the former one took it.
    """
    from xrays.models import Rendering, XRayPage

    tried = Rendering.objects.exclude(failure_kind="outdated").filter(
        Q(queued_at__gte=OuterRef("last_published_at")) | Q(state__in=LIVE_STATES),
        page=OuterRef("pk"),
        kind=Rendering.Kind.CARD,
        template_hash=fingerprints.template_hash(),
    )
    return XRayPage.objects.live().filter(job_description__isnull=False).exclude(Exists(tried)).order_by("pk")


def execute_rendering(*, rendering_id: int) -> None:
    """Make one queued file; every outcome ends on its row."""
    from xrays.models import Rendering

    services.perform(Rendering, rendering_id, _render)


def view_of(page: XRayPage) -> XRayView:
    """What the published page prints."""
    return load_xray(page, provenance_wording=_marketing(page).provenance_wording)


def _marketing(page: XRayPage) -> MarketingSettings:
    from xrays.models import MarketingSettings

    return MarketingSettings.for_site(page.get_site())


def _links(page: XRayPage) -> dict[str, str]:
    return links_of(page, _marketing(page))


def _request(page: XRayPage, wanted: Iterable[tuple[str, str, str]]) -> list[Rendering]:
    from xrays.models import Rendering

    rows, new = [], []
    with transaction.atomic():
        for kind, key, content_hash in wanted:
            identity = {
                "page": page,
                "kind": kind,
                "persona_key": key,
                "content_hash": content_hash,
                "template_hash": fingerprints.template_hash(),
            }
            row = Rendering.objects.live().filter(**identity).first()
            while row is None:
                try:
                    with transaction.atomic():
                        row = Rendering.objects.create(**identity)
                        new.append(row.pk)
                except IntegrityError:  # somebody asked for the same at the same moment
                    row = Rendering.objects.live().filter(**identity).first()
            rows.append(row)
        services.send_on_commit(Rendering, new)
    return rows


def _render(claim: Claim[Rendering]) -> None:
    from xrays.models import Rendering, XRayPage

    row = claim.row
    page = XRayPage.objects.select_related("job_description").get(pk=row.page_id)
    if not page.live:
        raise RenderingFailed("The x-ray is not published.", kind="page_unavailable")
    view = view_of(page)
    current = {
        Rendering.Kind.CAPTURE: lambda: fingerprints.capture_hash(view, row.persona_key),
        Rendering.Kind.CARD: lambda: fingerprints.card_hash(view),
        Rendering.Kind.REPORT: lambda: fingerprints.report_hash(view, page, _links(page)),
    }[Rendering.Kind(row.kind)]()
    if (current, fingerprints.template_hash()) != (row.content_hash, row.template_hash):
        raise RenderingFailed("The page changed before this was made.", kind="outdated")
    draw: Callable[[XRayPage, XRayView, Rendering], dict[str, Any]] = {
        Rendering.Kind.CAPTURE: _capture,
        Rendering.Kind.CARD: _card,
        Rendering.Kind.REPORT: _report,
    }[Rendering.Kind(row.kind)]
    claim.step("drawing")
    made = draw(page, view, row)
    claim.step("saving")
    stem = f"{FOLDER}/{page.pk}/{row.kind}{f'-{row.persona_key}' if row.persona_key else ''}"
    files = {ending: _stored(stem, ending, content) for ending, content in made.pop("contents").items()}
    with claim.result(files=files, **made):
        pass


def _capture(page: XRayPage, view: XRayView, row: Rendering) -> dict[str, Any]:
    if capture.find_browser() is None:
        context = {**_print_context(page, view), "profile": view.profile(row.persona_key)}
        return _drawn_from_print(page, "print/dashboard.html", context, width=DASHBOARD_WIDTH)
    address = f"{_links(page)['dashboards_address']}{row.persona_key}/"
    photograph = capture.photograph(
        inprocess.get_page(address), address=address, fetch=inprocess.get_static, width=DASHBOARD_WIDTH
    )
    return _picture(photograph.png, photograph.renderer)


def _card(page: XRayPage, view: XRayView, row: Rendering) -> dict[str, Any]:
    context = {"card": social_card(view)}
    width, height = CARD_SIZE
    if capture.find_browser() is None:
        return _drawn_from_print(page, "print/social_card.html", context, width=width, endings=("png",))
    photograph = capture.photograph(
        render_to_string("print/social_card.html", context),
        address=_links(page)["canonical_address"],
        fetch=inprocess.get_static,
        width=width,
        height=height,
    )
    return _picture(photograph.png, photograph.renderer, endings=("png",))


def _report(page: XRayPage, view: XRayView, row: Rendering) -> dict[str, Any]:
    pdf = _print(page, "print/report.html", _print_context(page, view))
    for warning in pdf.warnings:
        logger.warning("PDF of page %s: %s", page.pk, warning)
    return {"contents": {"pdf": pdf.content}, "renderer": report_pdf.renderer_name(), "pages": pdf.pages}


def _print(page: XRayPage, template: str, context: dict[str, Any]) -> report_pdf.Pdf:
    address = urlsplit(_links(page)["canonical_address"])
    return report_pdf.write_pdf(
        render_to_string(template, context),
        base_url=f"{address.scheme}://{address.netloc}/",
        fetch=inprocess.get_static,
    )


def _drawn_from_print(
    page: XRayPage, template: str, context: dict[str, Any], *, width: int, endings: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The picture where there is no browser: the print version, page under page."""
    png = report_pdf.rasterise(_print(page, template, context).content, width_pixels=width)
    return _picture(png, f"{report_pdf.renderer_name()}, print version", endings=endings)


def _picture(png: bytes, renderer: str, *, endings: tuple[str, ...] = ()) -> dict[str, Any]:
    width, height = pictures.dimensions(png)
    contents = {"png": png} if endings == ("png",) else pictures.variants(png)
    return {"contents": contents, "renderer": renderer, "width": width, "height": height}


def _print_context(page: XRayPage, view: XRayView) -> dict[str, Any]:
    return {"page": page, "view": view, "marketing": _marketing(page), **_links(page)}


def _stored(stem: str, ending: str, content: bytes) -> dict[str, Any]:
    """Save the bytes under a name that is theirs alone, so that they may be cached for ever."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{stem}-{digest[:16]}.{ending}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    return {"name": name, "sha256": digest, "bytes": len(content)}
