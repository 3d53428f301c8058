"""Error pages in the site's design, the files search engines ask for, and pictures in media."""

import mimetypes
import posixpath

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from evaluations.limits import TEXT_CHARACTERS
from xrays.links import RENDERINGS_FOLDER

# What media may be read by everybody: files made of published pages, and Wagtail's sized copies of pictures. Documents
# and original uploads are not among them.
PUBLIC_MEDIA = (f"{RENDERINGS_FOLDER}/", "images/")
YEAR_SECONDS = 365 * 24 * 60 * 60


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be taken; a text that is far too long says so."""
    too_long = isinstance(exception, RequestDataTooBig)
    context = {
        "too_long": too_long,
        "most_megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2,
        "most_characters": f"{TEXT_CHARACTERS:,}",
    }
    return HttpResponse(render_to_string("400.html", context), status=413 if too_long else 400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: no context processor may ask a database that may be what broke."""
    try:
        html = render_to_string("500.html")
    except Exception:  # an error here would run through every middleware again; missing static files are one such
        html = "<!doctype html><html lang=en><title>Something went wrong</title><h1>Something went wrong here</h1>"
    return HttpResponse(html, status=500)


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the admin is nobody's business."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    text = f"User-agent: *\nDisallow: {reverse('wagtailadmin_home')}\n\nSitemap: {sitemap}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """A public file in media; its name changes with its bytes, so it may be kept for ever.

    Served here too where a proxy in front does not do it: a page must not lose its picture by the way it is deployed.
    """
    if posixpath.normpath(name) != name or not name.startswith(PUBLIC_MEDIA) or not _is_of_public_page(name):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousOperation, ValueError) as error:  # ValueError: a name no file can have
        raise Http404 from error
    kind, _ = mimetypes.guess_type(name)
    response = FileResponse(file, content_type=kind or "application/octet-stream")
    response["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def _is_of_public_page(name: str) -> bool:
    """Whether everybody may see the page a file was made of; other files are of no page."""
    from xrays.models import XRayPage

    folder, _, rest = name.partition("/")
    if folder != RENDERINGS_FOLDER:
        return True
    page = rest.partition("/")[0]
    return page.isdecimal() and XRayPage.objects.live().public().filter(pk=int(page)).exists()
