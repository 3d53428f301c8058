"""Reports for editors and marketing: all evaluations, and what they cost by month and engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from evaluations import queries
from evaluations.models import Evaluation, JobDescription, Persona, ProviderCall
from evaluations.standing import standings
from xrays.admin.status import cost_words, describe_evaluation, duration

RIGHTS = ("evaluations.view_evaluation", "xrays.change_marketingsettings")
# A spreadsheet takes a cell that begins like this for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def sees_reports(user: Any) -> bool:
    """Whether somebody works with evaluations or is of marketing, whose rights are settings and reports."""
    return any(user.has_perm(right) for right in RIGHTS)


def plain_cell(value: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


class ReportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_reports(request.user)


class OurReportView(ReportView):
    is_searchable = False

    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {ReportView.FORMAT_CSV: plain_cell},
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sees_reports(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return self.export_filename


def _values(model: Any, field: str) -> Any:
    def choices() -> list[tuple[str, str]]:
        found = model.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
        return [(value, value) for value in found]

    return choices


class EvaluationsFilterSet(WagtailFilterSet):
    engine = django_filters.ChoiceFilter(label="Engine", choices=_values(Evaluation, "engine"))
    persona = django_filters.ChoiceFilter(label="Persona", field_name="persona__name", choices=_values(Persona, "name"))
    company = django_filters.ChoiceFilter(
        label="Company", field_name="ledger__job_description__company", choices=_values(JobDescription, "company")
    )
    queued_at = django_filters.DateFromToRangeFilter(label="Asked for", widget=DateRangePickerWidget)

    class Meta:
        model = Evaluation
        fields = ["state", "band"]


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation as the report prints and exports it. cost is in US dollars, seconds the time from start to end."""

    pk: int
    persona: str
    job_description: str
    state: str
    score: int | None
    band: str
    engine: str
    model: str
    cost: Decimal | None
    cost_words: str
    seconds: float | None
    duration: str
    as_of: date
    queued_at: Any
    finished_at: Any


def _evaluation_rows(evaluations: Iterable[Evaluation]) -> list[EvaluationRow]:
    listed = list(evaluations)
    found = standings(each for each in listed if each.succeeded)
    return [_evaluation_row(each, found.get(each.pk)) for each in listed]


def _evaluation_row(evaluation: Evaluation, standing: Any) -> EvaluationRow:
    begun, ended = evaluation.started_at, evaluation.finished_at
    taken: timedelta | None = ended - begun if begun and ended else None
    return EvaluationRow(
        pk=evaluation.pk,
        persona=str(evaluation.persona),
        job_description=str(evaluation.ledger.job_description),
        state=describe_evaluation(evaluation, standing).label,
        score=evaluation.score,
        band=evaluation.band,
        engine=evaluation.engine,
        model=evaluation.model_snapshot or evaluation.model,
        cost=evaluation.cost,
        cost_words=cost_words(evaluation),
        seconds=round(taken.total_seconds(), 1) if taken is not None else None,
        duration=duration(taken) if taken is not None else "",
        as_of=evaluation.as_of,
        queued_at=evaluation.queued_at,
        finished_at=ended,
    )


class EvaluationsReport(OurReportView):
    """Every evaluation there is, also failed and cancelled ones."""

    page_title = "All evaluations"
    header_icon = "tasks"
    index_url_name = "evaluations_report"
    index_results_url_name = "evaluations_report_results"
    export_filename = "evaluations"
    filterset_class = EvaluationsFilterSet
    verbose_name_plural = "evaluations"
    export_headings = {
        "persona": "Persona",
        "job_description": "Job description",
        "state": "State",
        "score": "ATS score in percent",
        "band": "Band",
        "engine": "Engine",
        "model": "Model",
        "cost": "Cost in US dollars",
        "seconds": "Duration in seconds",
        "as_of": "As of",
        "queued_at": "Asked for",
        "finished_at": "Finished",
    }
    list_export = list(export_headings)

    @property
    def columns(self) -> list[Any]:
        may_open = self.request.user.has_perm("evaluations.view_evaluation")

        def address(row: EvaluationRow) -> str | None:
            return reverse("evaluations:inspect", args=[row.pk]) if may_open else None

        return [
            TitleColumn("persona", label="Persona", get_url=address),
            Column("job_description", label="Job description"),
            Column("state", label="State"),
            Column("score", label="ATS score", accessor=lambda row: "" if row.score is None else f"{row.score} %"),
            Column("band", label="Band"),
            Column("engine", label="Engine"),
            Column("cost", label="Cost", accessor="cost_words"),
            Column("duration", label="Duration"),
            Column("as_of", label="As of", accessor=lambda row: row.as_of.isoformat()),
            DateColumn("queued_at", label="Asked for"),
            DateColumn("finished_at", label="Finished"),
        ]

    def get_base_queryset(self) -> Any:
        return queries.evaluations()

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(_evaluation_rows(object_list))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return _evaluation_rows(object_list) if self.is_export else object_list


def _engines() -> list[tuple[str, str]]:
    """Also those that only read job descriptions."""
    return sorted({*_values(Evaluation, "engine")(), *_values(ProviderCall, "engine")()})


class CostFilterSet(WagtailFilterSet):
    engine = django_filters.ChoiceFilter(label="Engine", choices=_engines)
    begun_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = ProviderCall
        fields: list[str] = []


@dataclass
class CostRow:
    """One month of one engine. Costs are in US dollars; unknown: calls nobody knows the cost of, at_most what they may cost."""

    month: date
    engine: str
    evaluations: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)
    unknown: int = 0
    at_most: Decimal = Decimal(0)

    @property
    def month_words(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def cost_words(self) -> str:
        words = queries.dollars(self.cost)
        if self.unknown:
            words += f", and at most {queries.dollars(self.at_most)} for {self.unknown} of unknown cost"
        return words


def cost_rows(calls: Any, evaluations: Any) -> list[CostRow]:
    """Sums by month and engine, the newest month first: money of provider calls, numbers of evaluations asked for."""
    rows: dict[tuple[date, str], CostRow] = {}

    def row(month: Any, engine: str) -> CostRow:
        return rows.setdefault((month.date(), engine), CostRow(month.date(), engine))

    counted = evaluations.order_by().annotate(month=TruncMonth("queued_at")).values("month", "engine")
    for found in counted.annotate(number=Count("pk")):
        row(found["month"], found["engine"]).evaluations = found["number"]
    summed = calls.order_by().annotate(month=TruncMonth("begun_at")).values("month", "engine")
    for found in summed.annotate(
        number=Count("pk"),
        unknown=Count("pk", filter=Q(cost=None)),
        paid=Sum("cost"),
        most=Sum("reserved", filter=Q(cost=None)),
        sent=Sum("input_tokens"),
        received=Sum("output_tokens"),
    ):
        sums = row(found["month"], found["engine"])
        sums.calls, sums.unknown = found["number"], found["unknown"]
        sums.cost, sums.at_most = found["paid"] or Decimal(0), found["most"] or Decimal(0)
        sums.input_tokens, sums.output_tokens = found["sent"] or 0, found["received"] or 0
    return sorted(rows.values(), key=lambda each: (-each.month.toordinal(), each.engine))


class CostReport(OurReportView):
    """What engines cost, month by month, with the evaluations asked for; reading job descriptions counts as well."""

    page_title = "Cost by month and engine"
    header_icon = "calendar-alt"
    index_url_name = "cost_report"
    index_results_url_name = "cost_report_results"
    export_filename = "cost-by-month-and-engine"
    filterset_class = CostFilterSet
    verbose_name_plural = "months"
    columns = [
        Column("month", label="Month", accessor="month_words"),
        Column("engine", label="Engine"),
        Column("evaluations", label="Evaluations asked for"),
        Column("calls", label="Paid calls"),
        Column("input_tokens", label="Tokens sent"),
        Column("output_tokens", label="Tokens received"),
        Column("cost", label="Cost", accessor="cost_words"),
    ]
    export_headings = {
        "month_words": "Month",
        "engine": "Engine",
        "evaluations": "Evaluations asked for",
        "calls": "Paid calls",
        "input_tokens": "Tokens sent",
        "output_tokens": "Tokens received",
        "cost": "Known cost in US dollars",
        "unknown": "Calls of unknown cost",
        "at_most": "Those cost at most, in US dollars",
    }
    list_export = list(export_headings)

    def get_filtered_queryset(self) -> list[CostRow]:
        calls, evaluations = ProviderCall.objects.all(), Evaluation.objects.all()
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        if engine := chosen.get("engine"):
            calls, evaluations = calls.filter(engine=engine), evaluations.filter(engine=engine)
        if dates := chosen.get("begun_at"):
            for edge, comparison in ((dates.start, "gte"), (dates.stop, "lte")):
                if edge is not None:
                    calls = calls.filter(**{f"begun_at__{comparison}": edge})
                    evaluations = evaluations.filter(**{f"queued_at__{comparison}": edge})
        return cost_rows(calls, evaluations)


REPORTS = ((EvaluationsReport, "evaluation-report"), (CostReport, "cost-report"))

urlpatterns = [
    pattern
    for view, route in REPORTS
    for pattern in (
        path(f"reports/{route}/", view.as_view(), name=view.index_url_name),
        path(f"reports/{route}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
    )
]


def menu_items() -> list[MenuItem]:
    return [
        ReportsMenuItem(
            view.page_title,
            reverse(view.index_url_name),
            icon_name=view.header_icon,
            order=order,
            name=view.index_url_name,
        )
        for order, (view, _) in enumerate(REPORTS, start=100)
    ]
