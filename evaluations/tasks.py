"""Celery's door: each task hands over to a service. ``_later`` lets a newer sender add arguments."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from evaluations import services


@shared_task(name="evaluations.execute", ignore_result=True)
def execute(*, evaluation_id: int, **_later: object) -> None:
    """Run one queued evaluation; every outcome ends on its row."""
    services.execute_evaluation(evaluation_id=evaluation_id)


@shared_task(name="evaluations.read", ignore_result=True)
def read(*, ledger_id: int, **_later: object) -> None:
    """Read one queued job description; every outcome ends on its row."""
    services.execute_ledger(ledger_id=ledger_id)


@shared_task(name="evaluations.check_vocabulary", ignore_result=True)
def check_vocabulary(*, vocabularycheck_id: int, **_later: object) -> None:
    """Judge one finished evaluation again with a newer vocabulary; every outcome ends on the check's row."""
    services.execute_vocabulary_check(check_id=vocabularycheck_id)


@shared_task(name="evaluations.sweep", ignore_result=True, expires=60)
def sweep(**_later: object) -> None:
    """Take up what was lost and end what cannot end by itself."""
    services.sweep()


@worker_ready.connect(dispatch_uid="evaluations.sweep")
def sweep_at_start(sender: Any, **_later: object) -> None:
    """What a broker lost while no worker ran is taken up at once. Sent, not run: this process only forks others."""
    with sender.app.connection_for_write() as connection:
        sweep.apply_async(connection=connection, retry=False)
