"""The list of all x-rays: where each stands, what is stale, what needs somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import policy_registry

from evaluations.models import JobDescription
from xrays.models import XRayPage
from xrays.overviews import Overview, overviews

STATES = (
    ("draft", "Draft"),
    ("live", "Live"),
    ("scheduled", "Scheduled"),
    ("attention", "Needs attention"),
)
STANDINGS = (("stale", "Stale"), ("holds", "Not stale"))
PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


def sees_xrays(user: Any) -> bool:
    """Whether somebody works with pages, and so has a use for this list."""
    return policy_registry.get_by_type(XRayPage).user_has_any_permission(user, PAGE_RIGHTS)


def _job_description_values(field: str) -> Callable[[], list[tuple[str, str]]]:
    def choices() -> list[tuple[str, str]]:
        found = JobDescription.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
        return [(value, value) for value in found]

    return choices


def _engines() -> list[tuple[str, str]]:
    found = XRayPage.objects.order_by("engine").values_list("engine", flat=True).distinct()
    return [(value, value) for value in found if value]


class XRayFilterSet(WagtailFilterSet):
    """Every choice is about what the list shows, which for drafts is in no column of the database."""

    state = django_filters.ChoiceFilter(label="State", choices=STATES)
    stale = django_filters.ChoiceFilter(label="Stale", choices=STANDINGS)
    engine = django_filters.ChoiceFilter(label="Engine", choices=_engines)
    company = django_filters.ChoiceFilter(label="Company", choices=_job_description_values("company"))
    field = django_filters.ChoiceFilter(label="Field", choices=_job_description_values("field"))

    class Meta:
        model = XRayPage
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        chosen = {name: value for name, value in self.form.cleaned_data.items() if value}
        if not chosen:
            return queryset
        pages = list(
            XRayPage.objects.filter(pk__in=queryset.order_by().values("pk"))
            .defer_streamfields()
            .annotate_approved_schedule()
        )
        found = overviews(pages)
        kept = [page.pk for page in pages if all(_fits(page, found[page.pk], *each) for each in chosen.items())]
        return queryset.filter(pk__in=kept)


def _fits(page: XRayPage, overview: Overview, name: str, value: str) -> bool:
    job_description = overview.job_description
    match name, value:
        case "state", "draft":
            return not page.live or page.has_unpublished_changes
        case "state", "live":
            return page.live
        case "state", "scheduled":
            return bool(page.approved_schedule)
        case "state", "attention":
            return bool(overview.attention)
        case "stale", _:
            return bool(overview.stale) is (value == "stale")
        case "engine", _:
            return overview.engine == value
    return job_description is not None and getattr(job_description, name) == value


class TitleColumn(PageTitleColumn):
    """The title without Wagtail's menu of a page's actions, which costs two queries a row for who may not publish."""

    cell_template_name = "xrays/admin/list/title_cell.html"


class OverviewColumn(BaseColumn):
    """A cell drawn from the row's overview by a template of its own."""

    def __init__(self, name: str, template_name: str, **options: Any) -> None:
        self.cell_template_name = template_name
        super().__init__(name, **options)


def spread_words(page: XRayPage) -> str:
    """The spread with the scores it lies between; of a single score, the score."""
    overview: Overview = page.overview  # type: ignore[attr-defined]
    if overview.spread is not None:
        return f"{overview.spread} points ({overview.lowest}–{overview.highest}\N{NO-BREAK SPACE}%)"
    return "" if overview.highest is None else f"one score, {overview.highest} %"


OVERVIEW_COLUMNS = (
    OverviewColumn("state", "xrays/admin/list/state_cell.html", label="State"),
    Column("spread", label="Spread", accessor=spread_words),
    Column("engine", label="Engine", accessor="overview.engine"),
    DateColumn("evaluated", label="Last evaluated", accessor="overview.evaluated_at"),
    OverviewColumn("stale", "xrays/admin/list/stale_cell.html", label="Results"),
)


class XRayIndexView(IndexView):
    """One page of the list costs the same queries for one x-ray and for fifty."""

    page_title = "X-rays"
    results_template_name = "xrays/admin/list/index_results.html"

    @property
    def add_item_label(self) -> str:
        return "New x-ray"

    def get_table(self, object_list: Iterable[XRayPage]) -> Any:
        rows = list(object_list)
        found = overviews(rows)
        for row in rows:
            row.overview = found[row.pk]
        return super().get_table(rows)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return "No x-ray fits. Take a filter away."
        if not self.add_url:
            return "There is no x-ray yet."
        return format_html('There is no x-ray yet. <a href="{}">New x-ray</a>', self.add_url)


class NewXRayView(ChooseParentView):
    """Leads from the list to the one screen on which x-rays begin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission_policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        return redirect("xray_new")


class XRaysMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_xrays(request.user)


class XRayListViewSet(PageListingViewSet):
    model = XRayPage
    name = "xray_list"
    url_prefix = "x-rays"
    icon = "doc-full-inverse"
    menu_label = "X-rays"
    menu_order = 110
    add_to_admin_menu = True
    menu_item_class = XRaysMenuItem
    index_view_class = XRayIndexView
    choose_parent_view_class = NewXRayView
    filterset_class = XRayFilterSet
    columns = (
        BulkActionsColumn("bulk_actions"),
        TitleColumn("title", label="Title", sort_key="title", classname="title"),
        *OVERVIEW_COLUMNS,
        DateColumn("latest_revision_created_at", label="Updated", sort_key="latest_revision_created_at"),
    )


def list_address(**filters: str) -> str:
    """The list's address, with filters chosen."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse("xray_list:index") + (f"?{query}" if query else "")
