"""What templates need beyond Django's own: prose with tokens, marked texts, the site's navigation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from xrays import statements, tokens
from xrays.excerpts import Excerpt, Line, Piece

register = template.Library()

# Kept out of the header even where no page is marked for menus.
FOOTER_ONLY_SLUGS = frozenset({"privacy"})


@dataclass(frozen=True)
class Link:
    """A link of the navigation."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """Links of header and footer."""

    home: str
    header: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()


@register.filter
def prose(text: str, values: Mapping[str, str] | None) -> SafeString:
    """An editor's rich text as HTML, its tokens replaced."""
    return tokens.render(expand_db_html(text or ""), values or {})


@register.filter
def plain_prose(text: str, values: Mapping[str, str] | None) -> SafeString:
    """Plain text with tokens as HTML, everything escaped."""
    return tokens.render_plain(text or "", values or {})


@register.filter
def printed_date(day: Any) -> str:
    """A date or time as pages print it: 23 November 2026."""
    return statements.printed_date(day) if day else ""


@register.filter
def excerpt(hits: Excerpt) -> SafeString:
    """A sentence with its quoted words marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", hit.text) if hit.quoted else hit.text,) for hit in hits)
    )


@register.filter
def marked_lines(lines: Sequence[Line]) -> SafeString:
    """Lines of a document as paragraphs, marked passages with links to what rests on them."""
    return format_html_join("\n", "{}", ((_line(line),) for line in lines if line.kind != "blank"))


def _line(line: Line) -> SafeString:
    content = format_html_join("", "{}", ((_piece(piece),) for piece in line.pieces))
    return format_html('<p class="document__line document__line--{}">{}</p>', line.kind, content)


def _piece(piece: Piece) -> SafeString | str:
    if not piece.marked:
        return piece.text
    anchors = format_html_join("", '<span class="document__anchor" id="{}"></span>', ((a,) for a in piece.anchors))
    references = format_html_join(
        "",
        '<a class="document__reference" href="#{}" aria-label="{}">{}</a>',
        ((each.target, each.words, each.label) for each in piece.references),
    )
    return format_html("{}<mark>{}</mark>{}", anchors, piece.text, references)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation:
    """Links to the pages right below home: those marked for menus in the header, all in the footer. One query a request."""
    request: HttpRequest | None = context.get("request")
    known = getattr(request, "_xray_navigation", None)
    if known is not None:
        return known
    site = Site.find_for_request(request) if request is not None else None
    if request is None or site is None:
        return Navigation(home="/")
    children = list(Page.objects.child_of(site.root_page).live().defer_streamfields().order_by("path"))
    marked = [page for page in children if page.show_in_menus]
    header = marked or [page for page in children if page.slug not in FOOTER_ONLY_SLUGS]
    links = {page.pk: _link(page, request) for page in children}
    found = Navigation(
        home=site.root_page.get_url(request) or "/",
        header=tuple(links[page.pk] for page in header),
        footer=tuple(links.values()),
    )
    request._xray_navigation = found  # type: ignore[attr-defined]
    return found


def _link(page: Page, request: HttpRequest) -> Link:
    address = page.get_url(request) or "/"
    return Link(label=page.title, address=address, is_current=request.path.startswith(address))


@register.simple_tag
def mark(verdict: str) -> SafeString:
    """The sign of a verdict as a picture without a name; its word must stand beside it."""
    return _MARKS.get(verdict, _MARKS["unclear"])


def _mark(name: str, shapes: str) -> SafeString:
    return mark_safe(  # noqa: S308 — fixed shapes
        f'<svg class="mark mark--{name}" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{shapes}</svg>'
    )


_MARKS = {
    "met": _mark("met", '<circle cx="8" cy="8" r="7"/>'),
    "partial": _mark("partial", '<circle class="mark__ring" cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 0 0 12z"/>'),
    "missing": _mark("missing", '<circle class="mark__ring" cx="8" cy="8" r="6"/>'),
    "unclear": _mark("unclear", '<path class="mark__ring" d="M3.5 8h9"/>'),
}
