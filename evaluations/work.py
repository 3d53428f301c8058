"""Rows that a worker fills: claimed under a lease, written only while the claim is still one's own.

The row is the record of work. A message on the broker is a hint that may be lost or delivered twice; neither harms.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now


class State(models.TextChoices):
    """Where a piece of work stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    SUCCEEDED = "succeeded", "Succeeded"
    FAILED = "failed", "Failed"
    REFUSED = "refused", "Refused"
    CANCELLED = "cancelled", "Cancelled"


LIVE_STATES = (State.QUEUED, State.RUNNING, State.SUCCEEDED)
OPEN_STATES = (State.QUEUED, State.RUNNING)


class WorkQuerySet(models.QuerySet["Work"]):
    """Claims and results, each one UPDATE on the database's clock."""

    def open(self) -> Self:
        """Rows that still have to end."""
        return self.filter(state__in=OPEN_STATES)

    def live(self) -> Self:
        """Rows that hold a result or will: the ones a request for the same work is answered with."""
        return self.filter(state__in=LIVE_STATES)

    def waiting(self) -> Self:
        """Rows a worker may claim now: queued and due, or running under a lease that ran out, with attempts left."""
        return self.filter(
            Q(state=State.QUEUED, due_at__lte=Now()) | Q(state=State.RUNNING, lease_expires_at__lt=Now()),
            attempts__lt=settings.WORK_MAX_ATTEMPTS,
        )

    def unsent(self) -> Self:
        """Waiting rows that no message speaks of, as far as is known: never sent, or sent so long ago that it is lost."""
        long_ago = Now() - timedelta(seconds=settings.WORK_RESEND_SECONDS)
        return self.waiting().filter(Q(sent_at__isnull=True) | Q(sent_at__lt=long_ago))

    def exhausted(self) -> Self:
        """Rows whose last allowed attempt ended without a word."""
        return self.filter(
            Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_expires_at__lt=Now()),
            attempts__gte=settings.WORK_MAX_ATTEMPTS,
        )

    def claim(self, pk: int) -> uuid.UUID | None:
        """Take the row for a lease's length; the token that proves it, or None when it is not to be had."""
        token = uuid.uuid4()
        claimed = (
            self.waiting()
            .filter(pk=pk)
            .update(
                state=State.RUNNING,
                token=token,
                attempts=F("attempts") + 1,
                lease_expires_at=Now() + timedelta(seconds=settings.WORK_LEASE_SECONDS),
                started_at=Coalesce(F("started_at"), Now()),
                step="",
            )
        )
        return token if claimed else None

    def mine(self, pk: int, token: uuid.UUID) -> Self:
        """The row, if the claim is still held."""
        return self.filter(pk=pk, state=State.RUNNING, token=token)

    def renew(self, pk: int, token: uuid.UUID, *, step: str) -> bool:
        """Lengthen the lease before a long step and say which it is; False when the claim is lost."""
        return bool(
            self.mine(pk, token).update(
                step=step, lease_expires_at=Now() + timedelta(seconds=settings.WORK_LEASE_SECONDS)
            )
        )


class Work(models.Model):
    """State, lease and outcome of one piece of work. failure_sentence is for people, failure_kind for counting.

    Work of several steps is queued again after each; attempts and step are those of the present one, started_at is
    when the first one began. due_at is the earliest time of the next attempt, sent_at when a message was last handed
    to the broker (None: it would not take it). A queued row with a failure is one that is tried again.
    """

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, editable=False)
    step = models.CharField(max_length=60, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    token = models.UUIDField(null=True, blank=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, db_default=Now(), editable=False)
    failure_kind = models.CharField(max_length=40, blank=True, editable=False)
    failure_sentence = models.TextField(blank=True, editable=False)
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def succeeded(self) -> bool:
        return self.state == State.SUCCEEDED

    @staticmethod
    def indexes_for(name: str) -> Iterable[Any]:
        """The index the sweeper reads: open rows only."""
        return [models.Index(fields=["state", "lease_expires_at"], name=name, condition=Q(state__in=OPEN_STATES))]


_tasks: dict[type[Work], str] = {}


def register(model: type[Work], task_name: str) -> None:
    """Tell the sweeper which task fills rows of this model; call it from the app's ``ready``.

    The task gets the primary key under the keyword ``<model name>_id``, for example evaluation_id.
    """
    _tasks[model] = task_name


def registered() -> Mapping[type[Work], str]:
    """Every kind of work and the name of its task."""
    return MappingProxyType(_tasks)


def message_for(model: type[Work], pk: int) -> dict[str, int]:
    """The keyword arguments of the task that fills this row."""
    return {f"{model._meta.model_name}_id": pk}
