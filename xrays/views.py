"""Error pages in the site's design, and the files search engines ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET


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
