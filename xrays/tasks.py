"""Celery's door into this app."""

from __future__ import annotations

from celery import shared_task

from xrays import scheduling


@shared_task(name="xrays.publish_scheduled", ignore_result=True)
def publish_scheduled(**_later: object) -> None:
    """Publish and expire what is due; every revision gets one try."""
    scheduling.publish_due()
