"""The demo's site: its plain pages and the people who work on it. Running it again changes nothing that is there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Page, Site

from xrays.demo import load_pages
from xrays.models import HomePage, MethodPage, TextPage, XRayIndexPage

EDITOR = "editor"


def ensure_editor(password: str) -> Any:
    """The demo's editor, who may write and publish; the password is set to the given one."""
    editor, _ = get_user_model().objects.get_or_create(
        username=EDITOR, defaults={"email": "editor@example.org", "first_name": "Demo", "last_name": "Editor"}
    )
    if not editor.check_password(password):
        editor.set_password(password)
        editor.save(update_fields=["password"])
    editor.groups.set(Group.objects.filter(name__in=["Editors", "Moderators", "Marketing"]))
    return editor


def ensure_site(*, address: str = "localhost", port: int = 8000) -> XRayIndexPage:
    """Home, index, method and the plain pages; the index, under which x-rays go."""
    texts = load_pages()
    home = _ensure_home(texts["home"], address=address, port=port)
    index = _ensure_child(home, XRayIndexPage, slug="xray", title="X-rays", introduction=texts["index"]["introduction"])
    _ensure_child(home, MethodPage, slug="method", **_page_fields(texts["method"], lead_field="introduction"))
    for slug in ("pricing", "about", "privacy"):
        _ensure_child(home, TextPage, slug=slug, **_page_fields(texts[slug], lead_field="lead"))
    return index


def _ensure_home(texts: dict[str, Any], *, address: str, port: int) -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        assert root is not None, "migrations make the root page"
        fields = _page_fields(texts, lead_field="lead")
        home = root.add_child(instance=HomePage(slug="jobjam", headline=texts["headline"], **fields))
        home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != home.pk:
        stock = site.root_page if site.pk else None
        site.root_page, site.hostname, site.port, site.site_name = home, address, port, "JobJam X-Rays"
        site.save()
        if stock is not None and stock.specific_class is Page and not stock.get_children().exists():
            stock.delete()
    return home


def _ensure_child(parent: Page, model: type[Page], *, slug: str, **fields: Any) -> Any:
    existing = model.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    page = parent.add_child(instance=model(slug=slug, **fields))
    page.save_revision().publish()
    return page


def _page_fields(texts: dict[str, Any], *, lead_field: str) -> dict[str, Any]:
    """Title, lead and body of a page out of its table in pages.toml."""
    body = [(part["type"], part["text"]) for part in texts.get("body", [])]
    return {"title": texts["title"], lead_field: texts["lead"], "body": body}
