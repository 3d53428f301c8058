"""Where the editor's tools join Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from xrays import publishing
from xrays.admin.new_xray import LABEL, NewXRayMenuItem, NewXRayPanel, index_for
from xrays.admin.new_xray import urlpatterns as new_xray_urls
from xrays.admin.page_actions import urlpatterns as page_action_urls
from xrays.admin.viewsets import (
    EvaluatorGroup,
    JobDescriptionChooserViewSet,
    PersonaChooserViewSet,
    job_description_chooser,
    persona_chooser,
)
from xrays.admin.vocabulary_views import RELEASE_ACTION, WITHDRAW_ACTION
from xrays.models import XRayIndexPage, XRayPage
from xrays.scheduling import REFUSED_ACTION


@hooks.register("register_admin_viewset")
def evaluator_group() -> EvaluatorGroup:
    return EvaluatorGroup()


@hooks.register("register_admin_viewset")
def register_job_description_chooser() -> JobDescriptionChooserViewSet:
    return job_description_chooser


@hooks.register("register_admin_viewset")
def register_persona_chooser() -> PersonaChooserViewSet:
    return persona_chooser


@hooks.register("register_admin_urls")
def page_actions() -> list[Any]:
    return [*page_action_urls, *new_xray_urls]


@hooks.register("register_admin_menu_item")
def new_xray_in_the_menu() -> NewXRayMenuItem:
    return NewXRayMenuItem(LABEL, reverse("xray_new"), name="new-xray", icon_name="plus", order=140)


@hooks.register("construct_homepage_panels")
def new_xray_on_the_home_screen(request: HttpRequest, panels: list[Any]) -> None:
    if index_for(request.user) is not None:
        panels.insert(0, NewXRayPanel())


@hooks.register("register_page_header_buttons")
def new_xray_on_the_index(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.specific_class is XRayIndexPage and index_for(user) is not None:
        yield Button(LABEL, reverse("xray_new"), icon_name="plus", priority=5)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-evaluations.css"))


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """All pages of a bulk action are asked before the first is published, so that none is left half done."""
    if action_type != "publish":
        return None
    pages = [item for item in objects if isinstance(item, Page)]
    if getattr(action, "cleaned_form", None) and action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [page for parent in pages[:] for page in parent.get_descendants().not_live()]
    found = _refused(page.get_latest_revision_as_object() for page in _xrays(pages))
    return _answer(request, found, action.next_url) if found else None


@hooks.register("before_copy_page")
def refuse_live_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A live copy is a publication; without this, a refusal would come after half of a subtree was copied."""
    if request.method != "POST" or not request.POST.get("publish_copies") or request.POST.get("alias"):
        return None
    pages = [page]
    if request.POST.get("copy_subpages"):
        pages += page.get_descendants().live()
    found = [
        f"{xray.title}: {sentence}" for xray in _xrays(pages) if xray.live for sentence in publishing.problems(xray)
    ]
    return _answer(request, found, reverse("wagtailadmin_pages:copy", args=[page.pk])) if found else None


def _xrays(pages: Iterable[Page]) -> list[XRayPage]:
    keys = {page.pk for page in pages}
    return list(XRayPage.objects.filter(pk__in=keys))


def _refused(drafts: Iterable[XRayPage]) -> list[str]:
    found = []
    for draft in drafts:
        if draft.alias_of_id is None and publishing.changes_published(draft):
            found += [f"{draft.computed_title}: {sentence}" for sentence in publishing.problems(draft)]
    return found


def _answer(request: HttpRequest, sentences: Iterable[str], fallback: str) -> HttpResponse:
    for sentence in sentences:
        messages.error(request, f"Nothing was published. {sentence}")
    return redirect(get_valid_next_url_from_request(request) or fallback or reverse("wagtailadmin_explore_root"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(REFUSED_ACTION)
    class PublishRefused(LogFormatter):
        label = "Scheduled publication refused"

        def format_message(self, entry: Any) -> str:
            return "Not published on its date. " + " ".join(entry.data.get("sentences", ()))

    actions.register_action(WITHDRAW_ACTION, "Withdraw a term", "Withdrawn: the next release is without it")
    actions.register_action(RELEASE_ACTION, "Release the vocabulary", "Put into use")
