"""Publishing and expiring on a date, in place of Wagtail's command of the same purpose.

Wagtail's own stops at the first page that cannot be published and has cleared that page's schedule by then. Here
every revision gets its own try and its own transaction: a refused one keeps its schedule and is tried again on the
next run, the others are published.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, ModelLogEntry, Page, PageLogEntry, Revision

logger = logging.getLogger(__name__)

REFUSED_ACTION = "xrays.publish_refused"


class Outcome(NamedTuple):
    """How many objects were published, expired and refused in one run."""

    published: int = 0
    expired: int = 0
    refused: int = 0


def publish_due() -> Outcome:
    """Expire and publish whatever is due now; one object that fails stops none of the others."""
    expired = sum(_expire(model, pk) for model, pk in _expired_keys())
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at", "pk")
    results = [_publish(pk) for pk in list(due.values_list("pk", flat=True))]
    return Outcome(published=results.count(True), expired=expired, refused=results.count(False))


def _expired_keys() -> list[tuple[type[DraftStateMixin], object]]:
    models = [Page]
    models += [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [
        (model, pk)
        for model in models
        for pk in model.objects.filter(live=True, expire_at__lt=timezone.now())
        .order_by("expire_at")
        .values_list("pk", flat=True)
    ]


def _expire(model: type[DraftStateMixin], pk: object) -> bool:
    try:
        with transaction.atomic():
            instance = model.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, live=True).first()
            if instance is None:
                return False
            instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("Could not expire %s %s", model._meta.label, pk)
        return False
    return True


def _publish(pk: int) -> bool | None:
    """True when published, False when refused, None when somebody else took it or its schedule is gone."""
    try:
        with transaction.atomic():
            due = Revision.objects.select_for_update(skip_locked=True).filter(
                pk=pk, approved_go_live_at__lt=timezone.now()
            )
            revision = due.first()
            if revision is None:
                return None
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as refusal:
        _record_refusal(pk, refusal.messages)
        return False
    except Exception:
        logger.exception("Could not publish revision %s on its date", pk)
        return False
    return True


def _record_refusal(pk: int, sentences: list[str]) -> None:
    """Put the refusal into the page's history, once for as long as the reasons stay the same."""
    revision = Revision.objects.filter(pk=pk).first()
    instance = revision.content_object if revision is not None else None
    if instance is None:
        return  # deleted since
    entries = (
        PageLogEntry.objects.filter(page_id=instance.pk)
        if isinstance(instance, Page)
        else ModelLogEntry.objects.for_instance(instance)
    )
    latest = entries.filter(action=REFUSED_ACTION, revision=revision).order_by("-timestamp", "-pk").first()
    if latest is None or latest.data.get("sentences") != sentences:
        log(instance=instance, action=REFUSED_ACTION, revision=revision, data={"sentences": sentences})
        logger.warning("Scheduled publication of revision %s refused: %s", pk, " ".join(sentences))
