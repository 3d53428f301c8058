"""What tests see of a page: its words, ids, links and inline code."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from django.test import Client

from xrays.models import XRayPage
from xrays.pins import profiles_of


class Outline(HTMLParser):
    """Ids, links, inline code and duplicate ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def dashboard_address(page: XRayPage, place: int = 0) -> str:
    return f"{page.url}dashboard/{profiles_of(page)[place].persona.slug}/"
