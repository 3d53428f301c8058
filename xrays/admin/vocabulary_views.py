"""The vocabulary in the admin: terms proposed and tried, releases looked at before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from evaluations import services
from evaluations.engines.local.vocabulary import load_vocabulary
from evaluations.models import ProposedTerm, VocabularyCheck, VocabularyRelease
from evaluations.rejudging import in_words
from evaluations.vocabularies import latest_release, next_terms, try_term
from evaluations.work import State
from xrays.admin.ledger_views import button
from xrays.admin.sentences import SentenceMixin
from xrays.admin.vocabulary_forms import ProposedTermForm, ReleaseForm
from xrays.vocabulary_effects import effects_on_published

WITHDRAW_ACTION = "xrays.withdraw_term"
RELEASE_ACTION = "xrays.release_vocabulary"
MOST_LISTED = 50


class TitledMixin:
    """Names a form by what it does instead of "New: Vocabulary term"."""

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()  # type: ignore[misc]
        return [*items[:-1], items[-1] | {"label": str(self.page_title)}] if items else items  # type: ignore[attr-defined]


class TryMixin:
    """A form with a second button that shows what the term would recognise and stores nothing."""

    template_name = "xrays/admin/term_form.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "action-try" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        if not hasattr(self, "object"):
            self.object = self.get_object() if "pk" in self.kwargs else None  # type: ignore[attr-defined]
        self.form = self.get_form()  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        form, stored = context["form"], getattr(self, "object", None)
        if form.is_bound:
            trial = try_term(form.term()) if form.is_valid() else None
        else:
            trial = try_term(stored) if stored is not None else None
        return context | {"trial": trial, "term": stored}


class TermCreateView(TitledMixin, TryMixin, SentenceMixin, CreateView):
    page_title = "Propose a term"
    submit_button_label = "Propose"
    success_message = "“%(object)s” is proposed. It counts from the next release of the vocabulary on."
    error_message = "The term is not proposed yet."

    def save_instance(self) -> ProposedTerm:
        term = services.propose_term(key=self.form.cleaned_data["key"], by=self.request.user, **self.form.details())
        log(instance=term, action="wagtail.create", user=self.request.user, content_changed=True)
        return term


class TermEditView(TryMixin, SentenceMixin, EditView):
    success_message = "“%(object)s” is saved. It counts from the next release of the vocabulary on."
    error_message = "The term is not saved."

    def save_instance(self) -> ProposedTerm:
        stored = ProposedTerm.objects.get(pk=self.form.instance.pk)
        term = services.change_term(term=stored, by=self.request.user, **self.form.details())
        log(instance=term, action="wagtail.edit", user=self.request.user, content_changed=True)
        return term

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_withdraw=self.object.state != ProposedTerm.State.WITHDRAWN, **kwargs)


class TermIndexView(IndexView):
    """The list has a button for the next step: releasing what is proposed."""

    def get_base_queryset(self) -> Any:
        return ProposedTerm.objects.select_related("proposed_by")

    @property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if self.request.user.has_perm("evaluations.add_vocabularyrelease"):
            address = reverse("vocabulary_releases:add")
            buttons = [*buttons, HeaderButton("Release the vocabulary", url=address, icon_name="check")]
        return buttons

    @property
    def add_item_label(self) -> str:
        return "Propose a term"


@button("evaluations.change_proposedterm")
def withdraw(request: HttpRequest, pk: int) -> str:
    term = services.withdraw_term(term=get_object_or_404(ProposedTerm, pk=pk), by=request.user)
    log(instance=term, action=WITHDRAW_ACTION, user=request.user)
    messages.success(request, f"“{term.name}” is withdrawn. The next release of the vocabulary is without it.")
    return reverse("vocabulary_terms:index")


class ProposedTermViewSet(ModelViewSet):
    model = ProposedTerm
    name = "vocabulary_terms"
    menu_label = "Vocabulary"
    icon = "openquote"
    menu_order = 500
    index_view_class = TermIndexView
    add_view_class = TermCreateView
    edit_view_class = TermEditView
    create_template_name = edit_template_name = TryMixin.template_name
    copy_view_enabled = False
    list_display = (
        "name",
        "key",
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        Column("proposed_by", label="Proposed by"),
        DateColumn("changed_at", label="Changed", sort_key="changed_at"),
    )
    list_filter = ("state", "kind")
    search_fields = ("name", "key", "notes")

    def get_form_class(self, for_update: bool = False) -> type:
        return ProposedTermForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"delete_url_name": None, "usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        kept = ("index", "index_results", "add", "edit", "history", "history_results")
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in kept),
            path("<int:pk>/withdraw/", withdraw, name="withdraw"),
        ]


def readable(entries: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """Entries of a terms file by key, with the terms they name by name. others: entries named that are not shipped."""
    shipped = load_vocabulary().terms

    def name_of(key: str) -> str:
        return shipped[key].name if key in shipped else others.get(key, {}).get("name", key)

    relations = ("is_a", "close_to")
    return {
        key: entry | {name: [name_of(other) for other in entry[name]] for name in relations if name in entry}
        for key, entry in entries.items()
    }


class Plan(NamedTuple):
    """What the next release would change: readable entries by key. problems: why it would be refused."""

    added: dict[str, Any]
    changed: dict[str, Any]
    removed: dict[str, Any]
    problems: tuple[str, ...]
    expected: str
    effects: Any = None

    @property
    def may_release(self) -> bool:
        return not self.problems


def plan_release() -> Plan:
    """The next release as it stands, tried on the published x-rays."""
    proposed = list(ProposedTerm.objects.order_by("pk"))
    terms, latest = next_terms(proposed), latest_release()
    before: Mapping[str, Any] = latest.terms if latest is not None else {}
    plan = Plan(
        added=readable({key: entry for key, entry in terms.items() if key not in before}, terms),
        changed=readable({key: entry for key, entry in terms.items() if before.get(key, entry) != entry}, terms),
        removed=readable({key: entry for key, entry in before.items() if key not in terms}, before),
        problems=(),
        expected=services.terms_hash(terms),
    )
    if terms == before:
        return plan._replace(problems=("Nothing is proposed: the vocabulary in use has every term already.",))
    try:
        vocabulary = services.vocabulary_of(terms, latest.number + 1 if latest is not None else 1)
    except services.ServiceError as error:
        return plan._replace(problems=(error.sentence,))
    failing = tuple(services.failing_phrases(proposed, vocabulary))
    return plan._replace(problems=failing, effects=None if failing else effects_on_published(vocabulary))


class ReleaseView(TitledMixin, SentenceMixin, CreateView):
    """What the release will change, and the button that makes it."""

    page_title = "Release the vocabulary"
    submit_button_label = "Release"
    submit_button_active_label = "Releasing…"
    error_message = "The vocabulary is not released."

    def get_initial(self) -> dict[str, Any]:
        return {"expected": self.plan.expected} if self.request.method != "POST" else {}

    @property
    def plan(self) -> Plan:
        if not hasattr(self, "_plan"):
            self._plan = plan_release()
        return self._plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # After a refusal the page shows what is proposed now, and its button means that.
        form = context["form"]
        if form.is_bound:
            form.data = form.data.copy()
            form.data["expected"] = self.plan.expected
        return context | {"plan": self.plan}

    def save_instance(self) -> VocabularyRelease:
        data = self.form.cleaned_data
        release = services.release_vocabulary(note=data["note"], expected=data["expected"], by=self.request.user)
        log(instance=release, action=RELEASE_ACTION, user=self.request.user, content_changed=True)
        return release

    def get_success_message(self, instance: VocabularyRelease) -> str:
        return (
            f"{instance} is in use. Finished evaluations are judged again with it in the background; "
            "only those whose result changes turn stale."
        )

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_url(self) -> str:
        return reverse("vocabulary_releases:inspect", args=[self.object.pk])


class ReleaseIndexView(IndexView):
    @property
    def add_item_label(self) -> str:
        return "Release the vocabulary"

    def get_base_queryset(self) -> Any:
        return VocabularyRelease.objects.select_related("released_by").defer("all_terms")


class ReleaseInspectView(InspectView):
    """What a release added, and what became of the evaluations judged again with it."""

    fields = ("number",)
    page_title = "Vocabulary release"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release: VocabularyRelease = self.object
        latest = latest_release()
        checks = VocabularyCheck.objects.filter(vocabulary_version=release.vocabulary_version)
        changed = checks.filter(differs=True).select_related(
            "evaluation__persona", "evaluation__ledger__job_description"
        )
        return super().get_context_data(
            release=release,
            is_in_use=latest is not None and latest.number == release.number,
            terms=readable(release.terms, release.terms),
            checked=checks.exclude(differs=None).count(),
            waiting=checks.open().count(),
            failed=checks.filter(state=State.FAILED).count(),
            changed_count=changed.count(),
            changed=[
                (check.evaluation, in_words(check.changes, score_was=check.evaluation.score, score=check.score))
                for check in changed[:MOST_LISTED]
            ],
            **kwargs,
        )


class VocabularyReleaseViewSet(ModelViewSet):
    model = VocabularyRelease
    name = "vocabulary_releases"
    menu_label = "Vocabulary releases"
    icon = "history"
    menu_order = 600
    index_view_class = ReleaseIndexView
    add_view_class = ReleaseView
    inspect_view_class = ReleaseInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    create_template_name = "xrays/admin/release_form.html"
    inspect_template_name = "xrays/admin/release_inspect.html"
    list_display = (
        Column("number", label="Release", accessor=str, sort_key="number"),
        Column("terms", label="Terms beyond the shipped ones", accessor=lambda release: len(release.terms)),
        "note",
        Column("released_by", label="Released by"),
        DateColumn("released_at", label="Released", sort_key="released_at"),
    )

    def get_form_class(self, for_update: bool = False) -> type:
        return ReleaseForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = ("history_url_name", "usage_url_name", "edit_url_name", "delete_url_name")
        return super().get_common_view_kwargs(**{**dict.fromkeys(absent), **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        kept = ("index", "index_results", "add", "inspect")
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def register_admin_url_finder(self) -> None:
        """There is no edit view to find."""
