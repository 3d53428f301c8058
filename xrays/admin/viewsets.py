"""The Evaluator group of the admin's menu: job descriptions, personas, ledgers, evaluations, vocabulary."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, InspectView
from wagtail.admin.views.generic import chooser as chooser_views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.models import Revision

from evaluations import queries, services
from evaluations.models import Evaluation, JobDescription, Ledger, Persona, Version
from xrays.admin import evaluation_views, ledger_views
from xrays.admin.record_forms import JobDescriptionForm, PersonaForm
from xrays.admin.sentences import SentenceMixin
from xrays.admin.status import describe_evaluation, describe_ledger
from xrays.admin.vocabulary_views import ProposedTermViewSet, VocabularyReleaseViewSet
from xrays.models import XRayPage, XRayProfile

RIGHTS = ("add", "change", "view")


class VersionCreateView(SentenceMixin, CreateView):
    def save_instance(self) -> Version:
        create = services.create_job_description if self.model is JobDescription else services.create_persona
        return create(text=self.form.cleaned_data["text"], **self.form.details())

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name.replace(":edit", ":inspect"), args=[self.object.pk])


class VersionEditView(SentenceMixin, EditView):
    """Saving a changed text makes the next version and goes there."""

    def save_instance(self) -> Version:
        row = self.model.objects.get(pk=self.form.instance.pk)
        return services.save_version(row=row, text=self.form.cleaned_data["text"], **self.form.details())

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name.replace(":edit", ":inspect"), args=[self.object.pk])

    def get_success_message(self) -> str:
        if str(self.object.pk) != str(self.object_pk):
            return f"The text changed, so it was saved as version {self.object.version}. The older one stays as it is."
        return super().get_success_message()


class Use(NamedTuple):
    """What holds on to a version, in words, and where it is found."""

    words: str
    address: str

    def __str__(self) -> str:
        return self.words


class UsedWhereMixin:
    """Knows where a version is used: a used one cannot be deleted."""

    @staticmethod
    def used_where(version: Version) -> list[Use]:
        """What holds on to a version.

        Revisions count as well: one that speaks of a row that is gone can neither be opened nor compared.
        """
        if isinstance(version, JobDescription):
            uses, named = Q(job_description=version), {"job_description": version.pk}
            found = version.ledgers.select_related("job_description")
            records = [Use(f"{ledger}", reverse("ledgers:inspect", args=[ledger.pk])) for ledger in found]
        else:
            uses = Q(pk__in=XRayProfile.objects.filter(persona=version.pk).values("page_id"))
            named = {"profiles": [{"persona": version.pk}]}
            found = version.evaluations.select_related("persona", "ledger__job_description")
            records = [
                Use(f"Evaluation {evaluation.pk}: {evaluation}", evaluation_views.inspect_url(evaluation))
                for evaluation in found
            ]
        revisions = Revision.page_revisions.filter(content__contains=named).values_list("object_id", flat=True)
        pages = XRayPage.objects.filter(uses | Q(pk__in=[int(key) for key in revisions.distinct()]))
        return [
            *(Use(f"X-ray “{page.draft_title}”", reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages),
            *records,
        ]


class VersionDeleteView(UsedWhereMixin, DeleteView):
    template_name = "xrays/admin/version_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(used_where=self.used_where(self.object), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.used_where(self.object):
            raise PermissionDenied
        return super().form_valid(form)


class VersionInspectView(UsedWhereMixin, InspectView):
    template_name = "xrays/admin/version_inspect.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        # Wagtail would look for a method named after the field, and after “field” this very one is named.
        return self.object.field if field_name == "field" else super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Version = self.object
        return super().get_context_data(
            version=row,
            versions=queries.versions_of(row),
            used_where=self.used_where(row),
            ledgers=row.ledgers.all() if isinstance(row, JobDescription) else None,
            may_read=isinstance(row, JobDescription) and self.request.user.has_perm("evaluations.add_ledger"),
            inspect_url_name=f"{self.index_url_name.split(':')[0]}:inspect",
            **kwargs,
        )


class VersionViewSet(ModelViewSet):
    """Base of both kinds of versions."""

    add_view_class = VersionCreateView
    edit_view_class = VersionEditView
    delete_view_class = VersionDeleteView
    inspect_view_class = VersionInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    version_form: type

    def get_form_class(self, for_update: bool = False) -> type:
        return self.version_form

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(**{"template_name": VersionDeleteView.template_name, **kwargs})

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(**{"template_name": VersionInspectView.template_name, **kwargs})


class JobDescriptionViewSet(VersionViewSet):
    model = JobDescription
    name = "job_descriptions"
    menu_label = "Job descriptions"
    icon = "doc-full"
    menu_order = 100
    version_form = JobDescriptionForm
    list_display = ("company", "title", "version", "field", "origin", DateColumn("created_at", label="Added"))
    list_filter = ("origin", "field")
    search_fields = ("company", "title", "text")
    inspect_view_fields = (
        "company",
        "title",
        "field",
        "level",
        "place",
        "origin",
        "source_url",
        "captured_on",
        "provenance_note",
        "show",
        "text_hash",
    )


class PersonaViewSet(VersionViewSet):
    model = Persona
    name = "personas"
    menu_label = "Personas"
    icon = "user"
    menu_order = 200
    version_form = PersonaForm
    list_display = ("name", "headline", "level", "version", DateColumn("created_at", label="Added"))
    list_filter = ("level",)
    search_fields = ("name", "headline", "text")
    inspect_view_fields = ("name", "slug", "headline", "level", "summary", "employers", "text_hash")


class WorkViewSet(ModelViewSet):
    """Rows workers fill: listed and inspected here, never typed or deleted."""

    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = ("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name")
        return super().get_common_view_kwargs(**{**dict.fromkeys(absent), **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        kept = ("index", "index_results", "inspect")
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def register_admin_url_finder(self) -> None:
        """There is no edit view to find."""


class LedgerViewSet(WorkViewSet):
    model = Ledger
    name = "ledgers"
    menu_label = "Ledgers"
    icon = "list-ul"
    menu_order = 300
    index_view_class = ledger_views.LedgerIndexView
    inspect_view_class = ledger_views.LedgerInspectView
    inspect_template_name = "xrays/admin/ledger_inspect.html"
    list_display = (
        "job_description",
        Column("state", label="State", accessor=lambda ledger: describe_ledger(ledger).label, sort_key="state"),
        "engine",
        DateColumn("locked_at", label="Locked", sort_key="locked_at"),
        DateColumn("queued_at", label="Asked for", sort_key="queued_at"),
    )
    list_filter = ("state", "job_description")

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("read/<int:pk>/", ledger_views.read, name="read"),
            path("<int:pk>/lock/", ledger_views.lock, name="lock"),
            path("<int:pk>/copy/", ledger_views.copy, name="copy"),
            path("<int:pk>/cancel/", ledger_views.cancel, name="cancel"),
            path(
                "<int:pk>/requirements/<int:requirement>/", ledger_views.change_requirement, name="change_requirement"
            ),
            path("<int:pk>/requirements/<int:requirement>/drop/", ledger_views.drop, name="drop_requirement"),
        ]


class EvaluationViewSet(WorkViewSet):
    model = Evaluation
    name = "evaluations"
    menu_label = "Evaluations"
    icon = "tasks"
    menu_order = 400
    index_view_class = evaluation_views.EvaluationIndexView
    inspect_view_class = evaluation_views.EvaluationInspectView
    inspect_template_name = "xrays/admin/evaluation_inspect.html"
    list_display = (
        "persona",
        Column("job_description", label="Job description", accessor=lambda row: str(row.ledger.job_description)),
        Column(
            "state",
            label="State",
            accessor=lambda row: describe_evaluation(row, row.standing).label,
            sort_key="state",
        ),
        "score",
        "band",
        "engine",
        "as_of",
        DateColumn("finished_at", label="Finished", sort_key="finished_at"),
    )
    list_filter = ("state", "band", "engine", "persona", "ledger__job_description")

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/cancel/", evaluation_views.cancel, name="cancel"),
            path("<int:pk>/rerun/", evaluation_views.rerun, name="rerun"),
        ]


class EvaluatorGroup(ModelViewSetGroup):
    menu_label = "Evaluator"
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (
        JobDescriptionViewSet,
        PersonaViewSet,
        LedgerViewSet,
        EvaluationViewSet,
        ProposedTermViewSet,
        VocabularyReleaseViewSet,
    )


class ForEditorsMixin:
    """Wagtail's choosers show names to everybody in the admin; these ask for a right on the records first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        model = self.model_class  # type: ignore[attr-defined]
        if not any(request.user.has_perm(f"evaluations.{right}_{model._meta.model_name}") for right in RIGHTS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ChooseView(ForEditorsMixin, chooser_views.ChooseView):
    """The chooser's window."""


class ChooseResultsView(ForEditorsMixin, chooser_views.ChooseResultsView):
    """The chooser's list."""


class ChosenView(ForEditorsMixin, chooser_views.ChosenView):
    """What was chosen."""


class ChosenMultipleView(ForEditorsMixin, chooser_views.ChosenMultipleView):
    """What was chosen, several at a time."""


class VersionChooserViewSet(ChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list[Any]:
        # Nothing is created in the chooser: its address for that stays shut.
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"create_url_name": None, **kwargs})


class JobDescriptionChooserViewSet(VersionChooserViewSet):
    model = JobDescription
    icon = "doc-full"
    choose_one_text = "Choose a job description"
    choose_another_text = "Choose another job description"
    edit_item_text = "Edit this job description"
    url_namespace = "job_description_chooser"


class PersonaChooserViewSet(VersionChooserViewSet):
    model = Persona
    icon = "user"
    choose_one_text = "Choose a persona"
    choose_another_text = "Choose another persona"
    edit_item_text = "Edit this persona"
    url_namespace = "persona_chooser"
