"""What the Evaluations panel says of the pictures and files of a published page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.utils import timezone

from xrays import renderings
from xrays.admin.status import WorkStatus, describe_work
from xrays.figures import newest_by_content
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
    """The files of what the published page says now: those it shows, and pictures taken of further dashboards."""
    if page is None or page.pk is None or not renderings.is_public(page):
        return FilesStatus(is_published=False)
    now = timezone.now()
    newest = newest_by_content(page.renderings.all())
    view = renderings.view_of(page)
    names = {profile.card.key: profile.card.name for profile in view.profiles}
    shown = renderings.wanted(page, view)
    further = [each for each in renderings.captures(view) if each not in shown and each.content_hash in newest]
    files = tuple(_status(each, names, newest.get(each.content_hash), now) for each in (*shown, *further))
    rows = [newest.get(wanted.content_hash) for wanted in shown]
    return FilesStatus(
        is_published=True,
        files=files,
        is_open=any(file.status.is_open for file in files),
        can_make=any(row is None or not (row.is_open or row.succeeded) for row in rows),
    )


def _status(wanted: renderings.Wanted, names: Mapping[str, str], row: Rendering | None, now: datetime) -> FileStatus:
    kind = Rendering.Kind(wanted.kind).label
    name = f"{kind}: {names[wanted.persona_key]}" if wanted.persona_key else kind
    if row is None:
        return FileStatus(name, WorkStatus("Not made yet", "idle"), ())
    return FileStatus(name, describe_work(row, now=now), _links(row))


def _links(row: Rendering) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label, default_storage.url(row.files[ending]["name"]))
        for ending, label in ENDINGS.items()
        if ending in row.files
    )
