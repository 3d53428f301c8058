"""What a newer vocabulary means for results: finished evaluations judged again, and the outcome noted beside them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Now, Replace

from evaluations.engines.base import Engine, EngineError, WithVocabulary
from evaluations.models import Evaluation, VocabularyCheck
from evaluations.rejudging import compare, loaded_for_judging
from evaluations.scoring import METHOD
from evaluations.services.running import Claim, perform, send_on_commit
from evaluations.services.running import sweep as send_unsent
from evaluations.standing import hash_in_use
from evaluations.vocabularies import engine_as_requested, engine_in_use
from evaluations.work import State

# Made and sent in one go, so that nobody waits long for it; the sweep makes the rest.
MOST_AT_ONCE = 500


def sweep() -> int:
    """Take up what was lost and what a newer vocabulary left unchecked; returns how many messages were sent."""
    request_vocabulary_checks()
    return send_unsent()


def request_vocabulary_checks() -> int:
    """Queue a check of every finished evaluation that an older vocabulary decided; returns how many are new.

    Of an evaluation that is stale for another reason nobody has to know. At most MOST_AT_ONCE of each engine, the
    newest first.
    """
    return sum(_request(engine) for engine in _engines_with_vocabulary())


def execute_vocabulary_check(*, check_id: int) -> None:
    """Judge one evaluation again; every outcome ends on the check's row."""
    perform(VocabularyCheck, check_id, _check)


def _check(claim: Claim[VocabularyCheck]) -> None:
    check = claim.row
    engine = engine_as_requested(check)
    claim.step("judging")
    comparison = compare(loaded_for_judging().get(pk=check.evaluation_id), engine)
    with claim.result(
        differs=comparison.differs, changes=[list(change) for change in comparison.changes], score=comparison.score
    ):
        pass


def _engines_with_vocabulary() -> Iterator[Engine]:
    for name in settings.EVALUATION_ENGINES:
        try:
            engine = engine_in_use(name)
        except EngineError:
            continue
        if isinstance(engine, WithVocabulary):
            yield engine


def _request(engine: Engine) -> int:
    assert isinstance(engine, WithVocabulary)
    was, now = F("vocabulary_version"), Value(engine.vocabulary.version)
    checked = VocabularyCheck.objects.filter(evaluation=OuterRef("pk"), engine_version=engine.version)
    unchecked = (
        Evaluation.objects.filter(
            ~Exists(checked),
            state=State.SUCCEEDED,
            engine=engine.name,
            method=METHOD,
            # The same rules with other words: all that differs is the vocabulary's part.
            engine_version=Replace(Value(engine.version), now, was),
        )
        .exclude(vocabulary_version__in=("", engine.vocabulary.version))
        .select_related("persona", "ledger__job_description")
        .defer("score_data", "report_data", "persona__text", "ledger__job_description__text")
        .order_by("-pk")
    )
    with transaction.atomic():
        made = VocabularyCheck.objects.bulk_create(
            [
                VocabularyCheck(
                    evaluation=evaluation,
                    engine_version=engine.version,
                    model=engine.model,
                    vocabulary_version=engine.vocabulary.version,
                    input_hash=hash_in_use(evaluation, engine),
                    sent_at=None,
                )
                for evaluation in unchecked[:MOST_AT_ONCE]
            ],
            ignore_conflicts=True,  # another process may make the same ones at this moment
        )
        unsent = VocabularyCheck.objects.filter(
            state=State.QUEUED, engine_version=engine.version, attempts=0, sent_at__isnull=True
        )
        pks = list(unsent.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST_AT_ONCE])
        VocabularyCheck.objects.filter(pk__in=pks).update(sent_at=Now())
        send_on_commit(VocabularyCheck, pks)
    return len(made)
