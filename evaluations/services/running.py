"""The life of work, the same for every kind: sent, claimed, renewed, ended, swept up.

Other apps join in by evaluations.work.register and by running their own work through ``perform``.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, Generic, TypeVar

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now

from evaluations.failures import Failure
from evaluations.services.errors import ServiceError
from evaluations.work import OPEN_STATES, State, Work, WorkQuerySet, message_for, registered

logger = logging.getLogger(__name__)
W = TypeVar("W", bound=Work)


class ClaimLost(Exception):
    """The row was cancelled, or taken over after the lease ran out: whatever was found out is dropped."""


class Claim(Generic[W]):
    """A row while it is one's own. row is as it was when claimed."""

    def __init__(self, row: W, token: uuid.UUID) -> None:
        self.row = row
        self.token = token

    @property
    def _mine(self) -> WorkQuerySet:
        return type(self.row).objects.mine(self.row.pk, self.token)

    def step(self, name: str) -> None:
        """Say what comes next and lengthen the lease for it. Raises ClaimLost."""
        if not type(self.row).objects.renew(self.row.pk, self.token, step=name):
            raise ClaimLost

    @contextmanager
    def result(self, **values: Any) -> Iterator[None]:
        """Write everything that belongs to the result inside; on leaving, the row succeeds with ``values``.

        All of it is one transaction, and only while the claim is held. Raises ClaimLost, and then nothing is written.
        """
        with transaction.atomic():
            if self._mine.select_for_update().values_list("pk", flat=True).first() is None:
                raise ClaimLost
            yield
            self._mine.update(**_ended(State.SUCCEEDED), failure_kind="", failure_sentence="", **values)

    def fail(self, *, kind: str, sentence: str, state: State = State.FAILED) -> None:
        """End the row without a result."""
        self._mine.update(**_ended(state), failure_kind=kind, failure_sentence=sentence)

    def hand_on(self, **values: Any) -> None:
        """End this step and queue the row for the next one, which gets a message, a lease and attempts of its own.

        values are what the step found out. Raises ClaimLost, and then nothing is written.
        """
        with transaction.atomic():
            if not self._mine.update(
                **_queued(), attempts=0, due_at=Now(), sent_at=Now(), failure_kind="", failure_sentence="", **values
            ):
                raise ClaimLost
            send_on_commit(type(self.row), [self.row.pk])

    def retry_or_fail(self, *, kind: str, sentence: str, after_seconds: float | None = None) -> None:
        """Queue the row again for a later attempt, which the sweeper sends; end it when attempts are used up.

        after_seconds: how long the provider asked to wait; the site's own pause where that is longer.
        """
        attempts = self.row.attempts
        if attempts >= settings.WORK_MAX_ATTEMPTS:
            self.fail(kind=kind, sentence=sentence)
            return
        pause = max(settings.WORK_RETRY_SECONDS * 2 ** (attempts - 1), after_seconds or 0)
        self._mine.update(
            **_queued(),
            due_at=Now() + timedelta(seconds=pause),
            sent_at=None,
            failure_kind=kind,
            failure_sentence=sentence,
        )


def perform(model: type[W], pk: int, task: Callable[[Claim[W]], None]) -> None:
    """Claim the row and run ``task`` on it; every outcome ends on the row, nothing is raised.

    task writes its result with ``claim.result``. Does nothing when the row is not to be had: a message that comes
    twice, late, or for a cancelled row. When the database goes away the lease runs out and the sweeper takes over.
    """
    token = model.objects.claim(pk)
    if token is None:
        return
    claim = Claim(model.objects.get(pk=pk), token)
    label = f"{model._meta.label} {pk}"
    try:
        task(claim)
    except ClaimLost:
        logger.info("%s: the claim was lost, the result is dropped", label)
    except Failure as failure:
        logger.info("%s: %s", label, failure.kind)
        if failure.is_refusal:
            claim.fail(kind=failure.kind, sentence=failure.sentence, state=State.REFUSED)
        elif failure.retry:
            claim.retry_or_fail(kind=failure.kind, sentence=failure.sentence, after_seconds=failure.retry_after_seconds)
        else:
            claim.fail(kind=failure.kind, sentence=failure.sentence)
    except SoftTimeLimitExceeded:
        if not connection.in_atomic_block:
            connection.close()  # the signal may have come in the middle of its protocol
        claim.retry_or_fail(kind="timeout", sentence="It took longer than the time limit.")
    except (OperationalError, InterfaceError):
        logger.warning("%s: the database went away; the lease runs out and the work is taken up again", label)
    except Exception as error:
        # The message of an exception may quote a text, so only its type and place are logged.
        place = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        logger.error("%s: %s at\n%s", label, type(error).__name__, place)
        claim.fail(
            kind="error",
            sentence="Something broke on the way. It was logged; running it again is safe.",
        )


def cancel(*, work: W, by: Any = None) -> W:
    """End open work; what a worker still finds out about it is dropped. Raises ServiceError when it already ended."""
    model = type(work)
    cancelled = model.objects.open().filter(pk=work.pk).update(**_ended(State.CANCELLED))
    work.refresh_from_db()
    if cancelled:
        logger.info("%s %s cancelled by user %s", model._meta.label, work.pk, getattr(by, "pk", None))
    elif work.state != State.CANCELLED:
        raise ServiceError(f"It cannot be cancelled, because it already {work.get_state_display().lower()}.")
    return work


def send_on_commit(model: type[Work], pks: Sequence[int]) -> None:
    """Hand the rows to the workers once they are committed. A broker that does not answer costs no row: see sweep."""
    if pks:
        transaction.on_commit(partial(_send, model, list(pks)))


def sweep() -> int:
    """End what used up its attempts and send again what no worker knows of; returns how many were sent."""
    fail_exhausted()
    sent = 0
    for model in registered():
        with transaction.atomic():
            pks = list(
                model.objects.unsent().order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)
            )
            model.objects.filter(pk__in=pks).update(sent_at=Now())
        sent += _send(model, pks)
    return sent


def fail_exhausted() -> int:
    """End rows whose last allowed attempt ended without a word: its process died or its lease ran out."""
    return sum(
        model.objects.exhausted().update(
            **_ended(State.FAILED),
            failure_kind="exhausted",
            failure_sentence=f"{settings.WORK_MAX_ATTEMPTS} attempts ended without an answer, because the worker stopped each time.",
        )
        for model in registered()
    )


def _queued() -> dict[str, Any]:
    return {"state": State.QUEUED, "step": "", "token": None, "lease_expires_at": None}


def _ended(state: State) -> dict[str, Any]:
    return {"state": state, "step": "", "token": None, "lease_expires_at": None, "finished_at": Now()}


def _send(model: type[Work], pks: Sequence[int]) -> int:
    """Send a message for each row; the first one the broker does not take ends it, and the rest wait for the sweeper."""
    for place, pk in enumerate(pks):
        try:
            current_app.send_task(registered()[model], kwargs=message_for(model, pk), retry=False)
        except Exception as error:  # the broker's client raises many kinds, and none may reach the person who asked
            left = pks[place:]
            logger.warning(
                "The broker did not answer (%s); %d rows wait for the sweep", type(error).__name__, len(left)
            )
            model.objects.filter(pk__in=left, state__in=OPEN_STATES).update(sent_at=None)
            return place
    return len(pks)
