"""Celery's door into this app."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from xrays import renderings, scheduling


@shared_task(name="xrays.publish_scheduled", ignore_result=True)
def publish_scheduled(**_later: object) -> None:
    """Publish and expire what is due; every revision gets one try."""
    scheduling.publish_due()


@shared_task(name="xrays.render", ignore_result=True)
def render(*, rendering_id: int, **_later: object) -> None:
    """Make one picture, card or PDF; every outcome ends on its row."""
    renderings.execute_rendering(rendering_id=rendering_id)


@shared_task(name="xrays.request_outdated", ignore_result=True, expires=600)
def request_outdated(**_later: object) -> None:
    """After a change of templates: ask for the files of published pages again."""
    renderings.request_outdated()


@worker_ready.connect(dispatch_uid="xrays.request_outdated")
def request_outdated_at_start(sender: Any, **_later: object) -> None:
    """A new release may draw differently, and its workers are the first to know. Sent, as the sweep is."""
    with sender.app.connection_for_write() as connection:
        request_outdated.apply_async(connection=connection, retry=False)
