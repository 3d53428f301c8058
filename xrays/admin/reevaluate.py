"""Evaluate several x-rays again: a bulk action that first says how many evaluations and what they may cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from evaluations import queries, services
from evaluations.engines.base import EngineError, Metered
from evaluations.inputs import engine_named
from evaluations.models import Persona
from xrays.admin.page_actions import request_for
from xrays.admin.status import draft_of
from xrays.models import XRayPage
from xrays.overviews import overviews

RIGHT = "evaluations.add_evaluation"


class Planned(NamedTuple):
    """What a run would evaluate of one x-ray."""

    page: XRayPage
    personas: tuple[Persona, ...]
    engine: str


@dataclass(frozen=True)
class Plan:
    """refused are (title, sentence). costs has a sentence for each engine."""

    pages: tuple[Planned, ...]
    refused: tuple[tuple[str, str], ...]
    costs: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(len(each.personas) for each in self.pages)


def plan_for(pages: Sequence[Page]) -> Plan:
    """What evaluating these pages again comes to; a page of another kind is refused like one without a locked ledger."""
    xrays = list(XRayPage.objects.filter(pk__in=[page.pk for page in pages]).defer_streamfields().order_by("pk"))
    found = overviews(xrays)
    known = {page.pk for page in xrays}
    refused = [(page.title, "It is not an x-ray.") for page in pages if page.pk not in known]
    planned = []
    for page in xrays:
        overview = found[page.pk]
        sentence = overview.refusal or _unusable(overview.draft_engine)
        if sentence:
            refused.append((page.draft_title, sentence))
        else:
            planned.append(Planned(page, overview.to_run, overview.draft_engine))
    return Plan(tuple(planned), tuple(refused), tuple(_costs(planned)))


def _unusable(engine: str) -> str:
    try:
        engine_named(engine)
    except EngineError as error:
        return error.sentence
    return ""


def _costs(planned: Iterable[Planned]) -> Iterable[str]:
    numbers: dict[str, int] = {}
    for each in planned:
        numbers[each.engine] = numbers.get(each.engine, 0) + len(each.personas)
    for name, number in sorted(numbers.items()):
        what = f"{number} evaluation{'' if number == 1 else 's'} by the engine {name}"
        if not isinstance(engine_named(name), Metered):
            yield f"{what}: {queries.dollars(Decimal(0))}. This engine costs nothing."
        elif (typical := queries.typical_cost(name)) is None:
            yield f"{what}: the cost is not known, because no past evaluation by it has a known cost."
        else:
            total = queries.dollars(typical * number)
            yield f"{what}: about {total}, an estimate from {queries.dollars(typical)} for a past evaluation on average."


class ReevaluateBulkAction(PageBulkAction):
    display_name = "Evaluate again"
    action_type = "evaluate_again"
    aria_label = "Evaluate the selected x-rays again"
    template_name = "xrays/admin/list/confirm_reevaluate.html"
    action_priority = 35
    form_class = forms.Form

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def check_perm(self, obj: Page) -> bool:
        return obj.permissions_for_user(self.request.user).can_edit()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"plan": plan_for([each["item"] for each in context["items"]])}

    @classmethod
    def execute_action(cls, objects: Sequence[Page], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """(x-rays, evaluations asked for). Raises nothing for a page that services refuse: it is left out."""
        pages = number = 0
        for planned in plan_for(objects).pages:
            wanted = {persona.pk for persona in planned.personas}
            try:
                asked = request_for(draft_of(planned.page), wanted, by=user)
            except services.ServiceError:
                continue
            pages, number = pages + 1, number + len(asked)
        return pages, number

    def prepare_action(self, objects: Sequence[Page], objects_without_access: Any) -> None:
        for title, sentence in plan_for(objects).refused:
            messages.warning(self.request, f"{title}: not evaluated. {sentence}")

    def get_success_message(self, pages: int, number: int) -> str | None:
        if not number:
            return None
        return (
            f"{number} evaluation{'' if number == 1 else 's'} of {pages} x-ray{'' if pages == 1 else 's'} asked for. "
            "The list shows when they are done."
        )
