"""One factory per record; tests and the demo share them. The texts suit the scripted engine.

LedgerFactory()                          read and locked, four requirements
LedgerFactory(locked=False)              read, still open to changes
LedgerFactory(read=False)                queued
EvaluationFactory()                      succeeded with findings, score and report
EvaluationFactory(verdicts=("met", "partial", "missing", "unclear"))
EvaluationFactory(finished=False)        queued; state="failed", failure_kind=… for the other ends
ProposedTermFactory()                    waits for the next release of the vocabulary; passes its test phrases
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import factory
from django.db.models.functions import Now

from evaluations import scoring, services
from evaluations.engines.base import Engine
from evaluations.engines.scripted import ScriptedEngine
from evaluations.inputs import evaluation_hash, reading_hash, vocabulary_version_of
from evaluations.models import Evaluation, JobDescription, Ledger, Persona, ProposedTerm
from evaluations.schema import Finding, Judgement, Requirement, Span
from evaluations.services.evaluating import write_result
from evaluations.services.ledgers import write_requirements
from evaluations.work import State

AS_OF = date(2026, 11, 23)
JOB_DESCRIPTION_TEXT = """Senior Nurse

What is asked:
- 5+ years in intensive care [experience]
- Ventilator care
- Registered nurse licence [credential]
- Spanish, a plus [language]
"""
RESUME_TEXT = """Nurse with seven years on a ward of 24 beds.

Ward nurse, Mar 2019 – present
Ventilator care for up to four patients.
Registered nurse licence since 2018.
Took part in the intensive training of new staff.
"""
_BASIS = {"met": "shown", "partial": "adjacent"}


class JobDescriptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobDescription

    company = factory.Sequence(lambda n: f"Example Clinic {n}")
    title = "Senior Nurse"
    field = "Nursing"
    level = "Senior"
    origin = JobDescription.Origin.INVENTED
    show = JobDescription.Show.FULL
    captured_on = AS_OF
    text = JOB_DESCRIPTION_TEXT


class PersonaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Persona

    name = factory.Sequence(lambda n: f"Alex Example {n}")
    headline = "Ward nurse, seven years"
    level = "Mid-level"
    summary = factory.LazyAttribute(lambda persona: f"{persona.name} is a ward nurse with seven years of work.")
    employers = factory.LazyFunction(lambda: ["Example Hospital"])
    text = RESUME_TEXT


class LedgerFactory(factory.django.DjangoModelFactory):
    """read=False leaves it queued, locked=False open to changes; requirements replaces what the scripted engine reads."""

    class Meta:
        model = Ledger

    class Params:
        read = True
        locked = True
        reader = factory.LazyFunction(ScriptedEngine)
        requirements = None

    job_description = factory.SubFactory(JobDescriptionFactory)
    engine = factory.LazyAttribute(lambda ledger: ledger.reader.name)
    engine_version = factory.LazyAttribute(lambda ledger: ledger.reader.version)
    vocabulary_version = factory.LazyAttribute(lambda ledger: vocabulary_version_of(ledger.reader))
    model = factory.LazyAttribute(lambda ledger: ledger.reader.model)
    input_hash = factory.LazyAttribute(lambda ledger: reading_hash(ledger.job_description, ledger.reader))
    outcome = factory.LazyAttribute(lambda ledger: (ledger.read, ledger.locked, ledger.requirements))

    @classmethod
    def _create(cls, model_class: type[Ledger], *args: Any, **kwargs: Any) -> Ledger:
        read, locked, requirements = kwargs.pop("outcome")
        ledger = super()._create(model_class, *args, **kwargs)
        if read:
            reading = ScriptedEngine().read(ledger.job_description.text)
            write_requirements(ledger, requirements or reading.requirements)
            Ledger.objects.filter(pk=ledger.pk).update(
                state=State.SUCCEEDED,
                attempts=1,
                finished_at=Now(),
                skipped=[] if requirements else [skipped.model_dump(mode="json") for skipped in reading.skipped],
            )
            ledger.refresh_from_db()
        if read and locked:
            ledger = services.lock_ledger(ledger=ledger, by=None)
        return ledger


class EvaluationFactory(factory.django.DjangoModelFactory):
    """Succeeded unless finished=False or a state is given; verdicts sets them in ledger order, else the engine judges."""

    class Meta:
        model = Evaluation

    class Params:
        finished = True
        judge = factory.LazyFunction(ScriptedEngine)
        verdicts = None

    ledger = factory.SubFactory(LedgerFactory)
    persona = factory.SubFactory(PersonaFactory)
    engine = factory.LazyAttribute(lambda evaluation: evaluation.judge.name)
    engine_version = factory.LazyAttribute(lambda evaluation: evaluation.judge.version)
    vocabulary_version = factory.LazyAttribute(lambda evaluation: vocabulary_version_of(evaluation.judge))
    model = factory.LazyAttribute(lambda evaluation: evaluation.judge.model)
    method = scoring.METHOD
    as_of = AS_OF
    input_hash = factory.LazyAttribute(
        lambda evaluation: evaluation_hash(
            ledger=evaluation.ledger, persona=evaluation.persona, engine=evaluation.judge, as_of=evaluation.as_of
        )
    )
    outcome = factory.LazyAttribute(lambda evaluation: (evaluation.finished, evaluation.judge, evaluation.verdicts))

    @classmethod
    def _create(cls, model_class: type[Evaluation], *args: Any, **kwargs: Any) -> Evaluation:
        finished, judge, verdicts = kwargs.pop("outcome")
        if not finished or "state" in kwargs:
            return super()._create(model_class, *args, **kwargs)
        token = uuid.uuid4()
        running = {"state": State.RUNNING, "token": token, "attempts": 1}
        evaluation = super()._create(model_class, *args, **running, **kwargs)
        _finish(services.Claim(evaluation, token), judge, verdicts)
        return Evaluation.objects.select_related("ledger__job_description", "persona").get(pk=evaluation.pk)


class ProposedTermFactory(factory.django.DjangoModelFactory):
    """A made-up tool that the shipped vocabulary does not know, with one test phrase of each sort."""

    class Meta:
        model = ProposedTerm

    key = factory.LazyAttribute(lambda term: term.name.lower().replace(" ", "_"))
    name = "Zorp"
    aliases = factory.LazyFunction(lambda: ["ZRP server"])
    recognised_in = factory.LazyFunction(lambda: ["Ran a ZRP server for the wards."])
    not_recognised_in = factory.LazyFunction(lambda: ["Served the wards."])


def _finish(claim: services.Claim[Evaluation], engine: Engine, verdicts: Sequence[str] | None) -> None:
    evaluation = claim.row
    requirements = evaluation.ledger.as_schema()
    texts = (evaluation.ledger.job_description.text, evaluation.persona.text)
    if verdicts is None:
        judgement = engine.judge(requirements, *texts, evaluation.as_of)
    else:
        judgement = Judgement(
            findings=tuple(
                _finding(requirement, verdict, evaluation.persona.text)
                for requirement, verdict in zip(requirements, verdicts, strict=True)
            )
        )
    score = scoring.score(judgement.findings, {requirement.id: requirement for requirement in requirements})
    write_result(claim, judgement, score, engine.report(requirements, *texts, judgement, score))


def _finding(requirement: Requirement, verdict: str, resume: str) -> Finding:
    """A finding of the wanted verdict; its evidence is the résumé's first line."""
    basis = _BASIS.get(verdict)
    span = Span(0, len(resume.split("\n", 1)[0]))
    return Finding(
        requirement=requirement.id,
        verdict=verdict,
        basis=basis,
        spans=(span,) if basis else (),
        quote=span.of(resume) if basis else "",
        note=f"The résumé shows {requirement.name}." if basis else f"Looked for {requirement.name}.",
    )
