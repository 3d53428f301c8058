"""What people did to ledgers and evaluations, in the history of the page at hand, or of the record where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import LogActionRegistry, LogFormatter, log

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model

    from evaluations.models import Ledger, Persona

LOCKED = "xrays.ledger_locked"
REQUESTED = "xrays.evaluations_requested"
RERUN = "xrays.evaluations_rerun"
CANCELLED = "xrays.work_cancelled"


def note_locked(place: Model, ledger: Ledger, *, by: AbstractBaseUser) -> None:
    """A ledger was locked. place: the page or the ledger itself, whose history says so."""
    log(instance=place, action=LOCKED, user=by, data={"ledger": ledger.pk})


def note_requested(
    place: Model,
    first: Sequence[Persona],
    again: Sequence[Persona],
    *,
    engine: str,
    ledger: Ledger,
    by: AbstractBaseUser,
) -> None:
    """Evaluations were asked for: of personas nobody had run there yet, and of some again."""
    for action, personas in ((REQUESTED, first), (RERUN, again)):
        if personas:
            names = [persona.name for persona in personas]
            log(instance=place, action=action, user=by, data={"personas": names, "engine": engine, "ledger": ledger.pk})


def note_cancelled(place: Model, what: str, *, by: AbstractBaseUser) -> None:
    """Somebody ended work before it was done. what: "the evaluation of …"."""
    log(instance=place, action=CANCELLED, user=by, data={"what": what})


def register(actions: LogActionRegistry) -> None:
    """Tell Wagtail how these entries read."""

    @actions.register_action(LOCKED)
    class Locked(LogFormatter):
        label = "Lock a ledger"

        def format_message(self, entry: Any) -> str:
            return f"Ledger {entry.data.get('ledger', '')} locked"

    @actions.register_action(REQUESTED)
    class Requested(LogFormatter):
        label = "Ask for evaluations"

        def format_message(self, entry: Any) -> str:
            return f"Evaluation asked for: {_on_what(entry)}"

    @actions.register_action(RERUN)
    class Rerun(LogFormatter):
        label = "Run evaluations again"

        def format_message(self, entry: Any) -> str:
            return f"Evaluation run again: {_on_what(entry)}"

    @actions.register_action(CANCELLED)
    class Cancelled(LogFormatter):
        label = "Cancel work"

        def format_message(self, entry: Any) -> str:
            return f"Cancelled: {entry.data.get('what', 'work')}"


def _on_what(entry: Any) -> str:
    names = ", ".join(entry.data.get("personas", ()))
    return f"{names} (engine {entry.data.get('engine', '')}, ledger {entry.data.get('ledger', '')})"
