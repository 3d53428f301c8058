"""Reads of evaluations for lists, panels and pages. Each function costs a constant number of queries.

What a page prints comes from pinned evaluations (``printable_evaluations``); what an editor watches comes from
``panel_states``, which also says what is out of date and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from evaluations.engines.base import EngineError
from evaluations.inputs import reading_hash
from evaluations.models import (
    Evaluation,
    Finding,
    JobDescription,
    Ledger,
    Persona,
    ProviderCall,
    Requirement,
    Version,
)
from evaluations.standing import Standing, standings
from evaluations.vocabularies import engine_in_use
from evaluations.work import State

V = TypeVar("V", bound=Version)
COSTS_LOOKED_AT = 50


@dataclass(frozen=True)
class PanelState:
    """Where one persona stands on one ledger.

    latest is the newest evaluation in any state. finished is the newest that succeeded and holds for the inputs of
    today, the one to pin; where none does, the newest that succeeded, and ``stale`` says in a sentence why it no
    longer holds. All are None or empty when there is nothing. standings are those of all that succeeded, by key.
    """

    persona: Persona
    latest: Evaluation | None
    finished: Evaluation | None
    stale: str
    standings: Mapping[int, Standing] = field(default_factory=dict)

    @property
    def current(self) -> Evaluation | None:
        """The finished evaluation, if it holds for the inputs of today."""
        return None if self.stale else self.finished


class Place(NamedTuple):
    """Where personas may stand: a ledger with its job description loaded, and the engine that judges there."""

    ledger: Ledger
    personas: Sequence[Persona]
    engine: str


def panel_states(*, ledger: Ledger, personas: Sequence[Persona], engine: str) -> list[PanelState]:
    """The state of each persona on this ledger by this engine, in the given order. At most three queries."""
    return states_at([Place(ledger, personas, engine)])[0]


def states_at(places: Sequence[Place]) -> list[list[PanelState]]:
    """panel_states for many places at once, in the given order, in as many queries as for one."""
    ledgers = {place.ledger.pk: place.ledger for place in places}
    by_key = {persona.pk: persona for place in places for persona in place.personas}
    own: dict[tuple[int, int, str], list[Evaluation]] = {}
    rows = Evaluation.objects.filter(
        ledger__in=ledgers, persona__in=by_key, engine__in={place.engine for place in places}
    )
    for evaluation in rows.defer("score_data", "report_data").order_by("-pk"):
        evaluation.ledger, evaluation.persona = ledgers[evaluation.ledger_id], by_key[evaluation.persona_id]
        own.setdefault((evaluation.ledger_id, evaluation.persona_id, evaluation.engine), []).append(evaluation)
    found = standings(row for rows in own.values() for row in rows if row.state == State.SUCCEEDED)
    return [
        [
            _panel_state(persona, own.get((place.ledger.pk, persona.pk, place.engine), []), found)
            for persona in place.personas
        ]
        for place in places
    ]


def _panel_state(persona: Persona, own: Sequence[Evaluation], found: Mapping[int, Standing]) -> PanelState:
    """own: the persona's evaluations there, newest first."""
    # Not simply the newest: after an engine was taken back to an earlier version, the evaluation that holds again
    # is an older one, and a request is answered with it.
    succeeded = [evaluation for evaluation in own if evaluation.pk in found]
    holding = [evaluation for evaluation in succeeded if not found[evaluation.pk].stale]
    finished = next(iter(holding or succeeded), None)
    return PanelState(
        persona=persona,
        latest=own[0] if own else None,
        finished=finished,
        stale=found[finished.pk].stale if finished is not None else "",
        standings={evaluation.pk: found[evaluation.pk] for evaluation in succeeded},
    )


def stale_reason(
    evaluation: Evaluation,
    *,
    ledger: Ledger | None = None,
    persona: Persona | None = None,
    engine: str | None = None,
) -> str:
    """Why an evaluation no longer holds, to follow "the evaluation is stale: "; empty when it does.

    ledger, persona and engine: what the evaluation should be of, where that may have moved on. What else makes it
    stale, evaluations.standing says; where many are asked for, panel_states has the answers.
    """
    if persona is not None and evaluation.persona_id != persona.pk:
        return "it is of another version of the résumé."
    if ledger is not None and evaluation.ledger_id != ledger.pk:
        return "it was made on another ledger."
    if engine is not None and evaluation.engine != engine:
        return f"it was made by the engine “{evaluation.engine}”, not by “{engine}”."
    return standing_of(evaluation).stale


def standing_of(evaluation: Evaluation) -> Standing:
    """How one finished evaluation stands by itself."""
    return standings([evaluation])[evaluation.pk]


def ledger_stale_reason(ledger: Ledger) -> str:
    """Why a request to read the job description again would not return this ledger; empty when it would.

    To follow "the ledger is stale: ".
    A ledger that an editor changed is never stale by the engine: people decided what it says.
    """
    if ledger.changed:
        return ""
    try:
        reader = engine_in_use(ledger.engine)
    except EngineError:
        return ""
    if ledger.input_hash != reading_hash(ledger.job_description, reader):
        return f"the engine “{ledger.engine}” was updated after it was read."
    return ""


def newest_locked_ledger(job_description: JobDescription) -> Ledger | None:
    """The ledger evaluations of this job description run on now, with its job description loaded."""
    return (
        Ledger.objects.filter(job_description=job_description, locked_at__isnull=False)
        .select_related("job_description")
        .order_by("-locked_at", "-pk")
        .first()
    )


def printable_evaluations(pks: Iterable[int]) -> dict[int, Evaluation]:
    """Evaluations by primary key with everything a page prints of them loaded: three queries, however many there are.

    Loaded: persona, ledger and job description, the ledger's requirements, findings with their requirement.
    """
    rows = (
        Evaluation.objects.filter(pk__in=list(pks))
        .select_related("persona", "ledger__job_description")
        .prefetch_related(
            Prefetch("findings", Finding.objects.select_related("requirement").order_by("requirement__position")),
            Prefetch("ledger__requirements", Requirement.objects.order_by("position")),
        )
    )
    return {evaluation.pk: evaluation for evaluation in rows}


def newest_versions(model: type[V]) -> QuerySet[V]:
    """One row per series: its newest version."""
    newer = model.objects.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
    return model.objects.filter(~Exists(newer))


def versions_of(row: V) -> QuerySet[V]:
    """All versions of a row's series, newest first."""
    return type(row).objects.filter(series=row.series).order_by("-version")


def job_descriptions() -> QuerySet[JobDescription]:
    """The newest version of each job description, with ledger_count, locked_count, evaluation_count of that version."""
    return newest_versions(JobDescription).annotate(
        ledger_count=_count(Ledger, "job_description"),
        locked_count=_count(Ledger, "job_description", locked_at__isnull=False),
        evaluation_count=_count(Evaluation, "ledger__job_description", state=State.SUCCEEDED),
    )


def personas() -> QuerySet[Persona]:
    """The newest version of each persona, with evaluation_count: finished ones of that version."""
    return newest_versions(Persona).annotate(
        evaluation_count=_count(Evaluation, "persona", state=State.SUCCEEDED),
    )


def ledgers() -> QuerySet[Ledger]:
    """All ledgers with job description, requirement_count, must_count and evaluation_count."""
    return (
        Ledger.objects.select_related("job_description", "locked_by")
        .annotate(
            requirement_count=_count(Requirement, "ledger"),
            must_count=_count(Requirement, "ledger", importance="must"),
            evaluation_count=_count(Evaluation, "ledger", state=State.SUCCEEDED),
        )
        .order_by("-pk")
    )


def evaluations() -> QuerySet[Evaluation]:
    """All evaluations for a list, newest first, without their large fields."""
    return (
        Evaluation.objects.select_related("persona", "ledger__job_description", "requested_by")
        .defer("score_data", "report_data", "persona__text", "ledger__job_description__text")
        .order_by("-pk")
    )


def _count(model: type[Model], path: str, **conditions: object) -> Coalesce:
    """How many rows of a model point here by ``path``: a subquery, because joins would multiply one count by another."""
    rows = (
        model.objects.filter(**conditions, **{path: OuterRef("pk")})
        .order_by()
        .annotate(owner=F(path))
        .values("owner")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(rows), 0)


def typical_cost(engine: str) -> Decimal | None:
    """US dollars one evaluation by this engine cost on average, of the last ones whose cost is known; None without any."""
    past = Evaluation.objects.filter(engine=engine, state=State.SUCCEEDED, cost__isnull=False).order_by("-finished_at")
    costs = list(past.values_list("cost", flat=True)[:COSTS_LOOKED_AT])
    return sum(costs, Decimal(0)) / len(costs) if costs else None


def spent(calls: QuerySet[ProviderCall]) -> Decimal:
    """US dollars these calls cost; one whose cost is not known counts with the most it may have cost."""
    return calls.aggregate(sum=Sum(Coalesce("cost", "reserved")))["sum"] or Decimal(0)


def dollars(amount: Decimal) -> str:
    """An amount for people: cents, or the first digits of less than a cent."""
    return f"${amount:.2f}" if amount >= Decimal("0.10") or not amount else f"${amount:.4f}"
