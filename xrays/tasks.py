"""Celery's door into this app."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction

from xrays import renderings, scheduling

logger = logging.getLogger(__name__)


@shared_task(name="xrays.publish_scheduled", ignore_result=True, expires=300)
def publish_scheduled(**_later: object) -> None:
    """Publish and expire what is due; every revision gets one try."""
    scheduling.publish_due()


@shared_task(name="xrays.render", ignore_result=True)
def render(*, rendering_id: int, **_later: object) -> None:
    """Make one picture, card or PDF; every outcome ends on its row."""
    renderings.execute_rendering(rendering_id=rendering_id)


@shared_task(name="xrays.request_outdated", ignore_result=True, expires=600)
def request_outdated(*, everything: bool = False, **_later: object) -> None:
    """Ask again for the files of published pages in old templates, or of all pages."""
    renderings.request_outdated(everything=everything)


def request_everything() -> None:
    """Send request_outdated for all pages once this is committed. Without a broker it is left to the next publication."""

    def send() -> None:
        try:
            request_outdated.apply_async(kwargs={"everything": True}, retry=False)
        except Exception as error:  # the broker's client raises many kinds, and none may reach who saved a form
            logger.warning("The broker did not answer (%s); pictures keep the former wordings", type(error).__name__)

    transaction.on_commit(send)


@worker_ready.connect(dispatch_uid="xrays.request_outdated")
def request_outdated_at_start(sender: Any, **_later: object) -> None:
    """A new release may draw differently, and its workers are the first to know. Sent, as the sweep is."""
    with sender.app.connection_for_write() as connection:
        request_outdated.apply_async(connection=connection, retry=False)
