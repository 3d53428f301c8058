"""The only writer of renderings: pictures of dashboards, social cards and PDFs of published x-rays.

They are asked for when a page is published, made by a worker, and never waited for: until one is there, pages do
without it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string

from evaluations import services
from evaluations.services import Claim
from evaluations.work import LIVE_STATES, OPEN_STATES
from xrays import capture, fingerprints, inprocess, pictures, report_pdf
from xrays.failures import RenderingFailed
from xrays.links import PRINT_MEDIUM, RENDERINGS_FOLDER, links_of
from xrays.models import MarketingSettings, MethodPage, Rendering, XRayPage
from xrays.page_data import Profile, XRayView, load_xray
from xrays.social_card import social_card

logger = logging.getLogger(__name__)
KINDS = Rendering.Kind
# The article shows it at half this width, so one pixel each is sharp on every screen; two would take four times the
# memory and time.
DASHBOARD_WIDTH = 1280
CARD_SIZE = (1200, 630)


class Wanted(NamedTuple):
    """A file a page shows: its kind, the persona's part of the address or nothing, and what it stands for."""

    kind: str
    persona_key: str
    content_hash: str


def delete_files(row: Rendering) -> None:
    """Delete the files of a row that is gone, once that is committed; those another row shares stay."""
    names = [file["name"] for file in row.files.values()]

    def delete() -> None:
        for name in names:
            if not Rendering.objects.filter(files__icontains=name).exists():
                default_storage.delete(name)

    transaction.on_commit(delete)


def request_quietly(page: XRayPage) -> None:
    """request_renderings for a caller that must not fail for the sake of a picture: what goes wrong is logged."""
    try:
        with transaction.atomic():
            request_renderings(page)
    except Exception:
        logger.exception("The files of page %s could not be asked for", page.pk)


def request_renderings(page: XRayPage) -> list[Rendering]:
    """The picture of the median persona's dashboard, the social card and the PDF of a published page.

    Pictures of further dashboards that were taken on demand are taken anew. Each file is queued, or the live row with
    the same content and templates. Without a score there is no picture; of a page that not everybody may see, nothing
    is made.
    """
    if not is_public(page):
        return []
    view = view_of(page)
    files = wanted(page, view)
    taken = set(page.renderings.filter(kind=KINDS.CAPTURE).values_list("persona_key", flat=True))
    further = [each for each in captures(view) if each.persona_key in taken and each not in files]
    return _request(page, [*files, *further])


def wanted(page: XRayPage, view: XRayView) -> list[Wanted]:
    """The files a published page shows, the picture first."""
    files = [
        Wanted(KINDS.CARD, "", fingerprints.card_hash(view)),
        Wanted(KINDS.REPORT, "", _report_hash(view, page)),
    ]
    return [*_captures(view, [view.median] if view.median else []), *files]


def captures(view: XRayView) -> list[Wanted]:
    """The pictures that can be taken of a published page: one for each finished evaluation."""
    return _captures(view, [profile for profile in view.profiles if profile.report])


def _captures(view: XRayView, profiles: Iterable[Profile]) -> list[Wanted]:
    keys = [profile.card.key for profile in profiles]
    return [Wanted(KINDS.CAPTURE, key, fingerprints.capture_hash(view, key)) for key in keys]


def is_public(page: XRayPage) -> bool:
    """Whether everybody may see the page."""
    return page.live and page.get_site() is not None and not page.get_view_restrictions().exists()


def request_capture(page: XRayPage, *, persona_id: int) -> Rendering:
    """The picture of one persona's dashboard. Raises ServiceError with a sentence where there is no dashboard."""
    if not is_public(page):
        raise services.ServiceError(
            "Pictures are made of x-rays that everybody may see. Publish it first, and without a password."
        )
    view = view_of(page)
    profile = next((each for each in view.profiles if each.persona.pk == persona_id), None)
    if profile is None or profile.report is None:
        raise services.ServiceError("The published x-ray has no finished evaluation of this persona.")
    key = profile.card.key
    return _request(page, [Wanted(KINDS.CAPTURE, key, fingerprints.capture_hash(view, key))])[0]


def request_outdated(*, everything: bool = False) -> int:
    """Ask again for the files of pages whose templates changed since, or of all pages; returns how many pages."""
    pages = list(XRayPage.objects.live() if everything else outdated_pages())
    for page in pages:
        request_quietly(page)
    return len(pages)


def outdated_pages() -> QuerySet[XRayPage]:
    """Published pages that lack one of their kinds of files in today's templates: made, open, or failed since publication.

    One that failed as outdated counts for nothing: during a rolling release a worker of the former one took it.
    """
    of_page = Rendering.objects.filter(page=OuterRef("pk"))
    tried = of_page.exclude(failure_kind="outdated").filter(
        Q(queued_at__gte=OuterRef("last_published_at")) | Q(state__in=LIVE_STATES),
        template_hash=fingerprints.template_hash(),
    )
    lacks = ~Exists(tried.filter(kind=KINDS.CARD)) | ~Exists(tried.filter(kind=KINDS.REPORT))
    # A page without a score never had a picture.
    lacks |= Exists(of_page.filter(kind=KINDS.CAPTURE)) & ~Exists(tried.filter(kind=KINDS.CAPTURE))
    return XRayPage.objects.live().public().filter(lacks, job_description__isnull=False).order_by("pk")


def execute_rendering(*, rendering_id: int) -> None:
    """Make one queued file; every outcome ends on its row."""
    services.perform(Rendering, rendering_id, _render)


def view_of(page: XRayPage) -> XRayView:
    """What the published page prints."""
    return load_xray(page, provenance_wording=_marketing(page).provenance_wording)


def _marketing(page: XRayPage) -> MarketingSettings:
    return MarketingSettings.for_site(page.get_site())


def _links(page: XRayPage) -> dict[str, str]:
    return links_of(page, _marketing(page), medium=PRINT_MEDIUM)


def _request(page: XRayPage, files: Iterable[Wanted]) -> list[Rendering]:
    rows, new = [], []
    with transaction.atomic():
        for kind, key, content_hash in files:
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
    row = claim.row
    page, view = _current(row)
    draw: Callable[[XRayPage, XRayView, Rendering], dict[str, Any]] = {
        KINDS.CAPTURE: _capture,
        KINDS.CARD: _card,
        KINDS.REPORT: _report,
    }[KINDS(row.kind)]
    claim.step("drawing")
    made = draw(page, view, row)
    _current(row)  # what was drawn from records that changed meanwhile is not what the row stands for
    claim.step("saving")
    stem = f"{RENDERINGS_FOLDER}/{page.pk}/{row.kind}{f'-{row.persona_key}' if row.persona_key else ''}"
    files = {ending: _stored(stem, ending, content) for ending, content in made.pop("contents").items()}
    with claim.result(files=files, **made):
        _delete_superseded(row)


def _delete_superseded(row: Rendering) -> None:
    """Rows whose place this one takes, with their files: what a page no longer says is not to be had any more."""
    same = Rendering.objects.filter(page=row.page_id, kind=row.kind, persona_key=row.persona_key)
    for former in same.exclude(pk=row.pk).exclude(state__in=OPEN_STATES):
        former.delete()


def _current(row: Rendering) -> tuple[XRayPage, XRayView]:
    """The page as it stands and what it prints. Raises RenderingFailed when that is not what the row stands for."""
    page = XRayPage.objects.select_related("job_description").get(pk=row.page_id)
    if not is_public(page):
        raise RenderingFailed("The x-ray is not published, or not open to everybody.", kind="page_unavailable")
    view = view_of(page)
    content_hash = {
        KINDS.CAPTURE: lambda: fingerprints.capture_hash(view, row.persona_key),
        KINDS.CARD: lambda: fingerprints.card_hash(view),
        KINDS.REPORT: lambda: _report_hash(view, page),
    }[KINDS(row.kind)]()
    if (content_hash, fingerprints.template_hash()) != (row.content_hash, row.template_hash):
        raise RenderingFailed("The page changed before this was made.", kind="outdated")
    return page, view


def _report_hash(view: XRayView, page: XRayPage) -> str:
    return fingerprints.report_hash(view, page, _marketing(page), _links(page))


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
    method = MethodPage.objects.live().public().first()
    return {
        "page": page,
        "view": view,
        "marketing": _marketing(page),
        "method_address": method.full_url if method else "",
        **_links(page),
    }


def _stored(stem: str, ending: str, content: bytes) -> dict[str, Any]:
    """Save the bytes under a name that is theirs alone, so that they may be cached for ever.

    What a worker that was killed left under this name may be cut off, so only whole bytes count as stored.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"{stem}-{digest[:16]}.{ending}"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            is_whole = hashlib.sha256(file.read()).hexdigest() == digest
        if not is_whole:
            default_storage.delete(name)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return {"name": name, "sha256": digest, "bytes": len(content)}
