"""What makes pictures, cards and PDFs of published pages out of date, and who asks for new ones.

Nothing here may fail: a publication or a saved form is worth more than a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, post_page_move

from evaluations.models import JobDescription, Persona
from xrays import renderings, tasks
from xrays.models import MarketingSettings, Rendering, XRayPage

if TYPE_CHECKING:
    from django.db.models import Model


def connect() -> None:
    """Listen; called once, when the app is ready."""
    page_published.connect(on_publication, sender=XRayPage, dispatch_uid="xrays.publication")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(on_new_address, dispatch_uid="xrays.new_address")
    for record in (JobDescription, Persona):
        post_save.connect(on_changed_record, sender=record, dispatch_uid=f"xrays.changed_{record.__name__}")
    for setting in (MarketingSettings, Site):
        post_save.connect(on_changed_site, sender=setting, dispatch_uid=f"xrays.changed_{setting.__name__}")
    post_delete.connect(on_deletion, sender=Rendering, dispatch_uid="xrays.deletion")


def on_publication(sender: type[XRayPage], instance: XRayPage, **_signal: Any) -> None:
    """A page went live, by whichever way."""
    renderings.request_quietly(instance)


def on_new_address(sender: type[Page], instance: Page, **_signal: Any) -> None:
    """Pictures and files print the address of their page; it changes with that of every page above."""
    for page in XRayPage.objects.descendant_of(instance, inclusive=True).live():
        renderings.request_quietly(page)


def on_changed_record(sender: type[Model], instance: Any, created: bool, raw: bool, **_signal: Any) -> None:
    """A name or a headline was put right: pages print it at once, so their pictures must follow."""
    if created or raw:
        return
    field = "job_description" if sender is JobDescription else "profiles__persona"
    for page in XRayPage.objects.live().filter(**{field: instance}).distinct():
        renderings.request_quietly(page)


def on_changed_site(sender: type[Model], created: bool, raw: bool, **_signal: Any) -> None:
    """Wordings and host names stand on every page: a worker goes through them all."""
    if not (created or raw):
        tasks.request_everything()


def on_deletion(sender: type[Rendering], instance: Rendering, **_signal: Any) -> None:
    renderings.delete_files(instance)
