"""What calls to a provider cost: noted call by call, and held below the limits of the settings.

Room for the most a call may cost is made before it is made, so that several workers together stay below a limit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Now, TruncDay

from evaluations.engines.base import Engine, EngineCapped, Metered
from evaluations.models import Evaluation, JobDescription, Ledger, ProviderCall
from evaluations.queries import dollars, spent
from evaluations.schema import Call, PlannedCall
from evaluations.services.running import Claim

# Any number that nothing else locks by; transactions that make room wait for each other under it.
_ROOM_LOCK = 6_174_001


def metered(engine: Engine, claim: Claim[Any]) -> Engine:
    """The engine, with its calls noted for the claimed row where they cost money."""
    return engine.with_meter(RowMeter(claim)) if isinstance(engine, Metered) else engine


class RowMeter:
    """Notes the calls made for one claimed ledger or evaluation, one after the other."""

    def __init__(self, claim: Claim[Any]) -> None:
        row = claim.row
        self._attempt = row.attempts
        self._engine = row.engine
        self._job_description = (row if isinstance(row, Ledger) else row.ledger).job_description
        self._owner = {"ledger": row} if isinstance(row, Ledger) else {"evaluation": row}
        self._call: int | None = None

    def begin(self, planned: PlannedCall) -> None:
        """Make room for the call's highest cost. Raises EngineCapped where a limit leaves none."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ROOM_LOCK])
            _demand_room(planned.most_cost, job_description=self._job_description)
            self._call = ProviderCall.objects.create(
                job_description=self._job_description,
                engine=self._engine,
                step=planned.step,
                attempt=self._attempt,
                model=planned.model,
                reserved=planned.most_cost,
                **self._owner,
            ).pk

    def end(self, call: Call) -> None:
        """Note what the call came to, also when the claim was lost meanwhile: the money is spent."""
        ProviderCall.objects.filter(pk=self._call).update(**call.model_dump(exclude={"step", "model"}))


def _demand_room(most_cost: Decimal, *, job_description: JobDescription) -> None:
    today = ProviderCall.objects.filter(begun_at__gte=TruncDay(Now()))
    of_xray = ProviderCall.objects.filter(job_description__series=job_description.series)
    limits = (
        (today, settings.OPENAI_DAILY_CAP, "a day", "Wait until tomorrow (UTC), raise OPENAI_DAILY_CAP"),
        (of_xray, settings.OPENAI_XRAY_CAP, "for one job description", "Raise OPENAI_XRAY_CAP"),
    )
    for calls, limit, span, way_out in limits:
        used = spent(calls)
        if used + most_cost > limit:
            raise EngineCapped(
                f"The next call may cost up to {dollars(most_cost)}. This site allows {dollars(limit)} {span}, of which "
                f"{dollars(used)} are used. {way_out}, or choose the built-in engine."
            )


def used_by(row: Ledger | Evaluation) -> dict[str, Any]:
    """The EngineUse fields of a row, summed over its calls so far; empty for a row without any.

    The cost is None as soon as one of them has none: a part is not the whole.
    """
    calls = row.provider_calls
    last = calls.exclude(model_snapshot="").last()
    sums = calls.aggregate(
        calls=Count("pk"),
        priced=Count("cost"),
        cost=Sum("cost"),
        input=Sum("input_tokens"),
        output=Sum("output_tokens"),
    )
    if not sums["calls"]:
        return {}
    return {
        "model_snapshot": last.model_snapshot if last else "",
        "input_tokens": sums["input"],
        "output_tokens": sums["output"],
        "cost": sums["cost"] if sums["priced"] == sums["calls"] else None,
    }
