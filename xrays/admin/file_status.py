"""What the Evaluations panel says of the pictures and files of a published page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils import timezone

from xrays.admin.status import WorkStatus, describe_work
from xrays.models import Rendering, XRayPage

ENDINGS = {"png": "PNG", "webp": "WebP", "avif": "AVIF", "pdf": "PDF"}


@dataclass(frozen=True)
class FileStatus:
    """The newest try at one file. links are (label, address) of what was made."""

    name: str
    status: WorkStatus
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FilesStatus:
    """All files of a page. is_published: only then there is anything to make; can_make: something failed or is missing."""

    is_published: bool
    files: tuple[FileStatus, ...] = ()
    is_open: bool = False
    can_make: bool = False


def files_status(page: XRayPage | None) -> FilesStatus:
    """The files of the page as published. One query."""
    if page is None or page.pk is None or not page.live:
        return FilesStatus(is_published=False)
    newest: dict[tuple[str, str], Rendering] = {}
    for row in page.renderings.order_by("pk"):
        newest[row.kind, row.persona_key] = row
    now = timezone.now()
    order = list(Rendering.Kind)
    rows = sorted(newest.values(), key=lambda row: (order.index(row.kind), row.persona_key))
    kinds = {row.kind for row in rows}
    return FilesStatus(
        is_published=True,
        files=tuple(FileStatus(_name(row), describe_work(row, now=now), _links(row)) for row in rows),
        is_open=any(row.is_open for row in rows),
        can_make=not {Rendering.Kind.CARD, Rendering.Kind.REPORT} <= kinds
        or any(not row.is_open and not row.succeeded for row in rows),
    )


def _name(row: Rendering) -> str:
    return f"{row.get_kind_display()}, {row.persona_key}" if row.persona_key else row.get_kind_display()


def _links(row: Rendering) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label, default_storage.url(row.files[ending]["name"]))
        for ending, label in ENDINGS.items()
        if ending in row.files
    )
