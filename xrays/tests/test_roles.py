"""Who may open and press what: every address of our own and every view of our pages, tried by every role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, re_path, reverse
from django.views.generic import DetailView, TemplateView
from wagtail.models import GroupPagePermission, Page

from evaluations import services
from evaluations.factories import (
    EvaluationFactory,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
    ProposedTermFactory,
)
from evaluations.models import Evaluation, Persona, ProposedTerm, VocabularyRelease
from evaluations.vocabularies import next_terms
from evaluations.work import State
from xrays import views
from xrays.admin.record_forms import PersonaForm
from xrays.factories import MarketingSettingsFactory
from xrays.models import Rendering, XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page, user_in
from xrays.urls import urlpatterns as public_addresses

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", None, "Marketing", "Editors", "Moderators", "superuser")
EDITORS = {"Editors", "Moderators", "superuser"}
MODERATORS = {"Moderators", "superuser"}
OUR_APPS = ("evaluations", "xrays")


class Row(NamedTuple):
    """An address, how it is asked, who may, and what it needs to be there."""

    name: str
    method: str
    allowed: set[str]
    arguments: Callable[[], list[Any]] = list


def page_arguments(
    *, key: Callable[[Any], Any] | None = None, make_page: Callable[[], Any] = finished_page
) -> Callable[[], list[Any]]:
    def make() -> list[Any]:
        page = make_page()
        return [page.pk] if key is None else [page.pk, key(page)]

    return make


def one_of(make: Callable[[], Any]) -> Callable[[], list[Any]]:
    return lambda: [make().pk]


def requirement_of_an_unlocked_ledger() -> list[Any]:
    ledger = LedgerFactory(locked=False)
    return [ledger.pk, ledger.requirements.first().pk]


def release_of_a_term() -> VocabularyRelease:
    ProposedTermFactory()
    return services.release_vocabulary()


def open_evaluation_of(page: Any) -> int:
    return EvaluationFactory(ledger=page.ledger, persona=profiles_of(page)[0].persona, finished=False).pk


ROWS = [
    Row("xray_panel", "get", EDITORS, page_arguments()),
    Row("xray_read", "post", EDITORS, page_arguments()),
    Row("xray_lock", "post", EDITORS, page_arguments(key=lambda page: page.ledger_id)),
    Row("xray_cancel_reading", "post", EDITORS, page_arguments(key=lambda page: page.ledger_id)),
    Row("xray_run_all", "post", EDITORS, page_arguments(make_page=unevaluated_page)),
    Row(
        "xray_run",
        "post",
        EDITORS,
        page_arguments(key=lambda p: profiles_of(p)[0].persona_id, make_page=unevaluated_page),
    ),
    Row("xray_cancel", "post", EDITORS, page_arguments(key=open_evaluation_of, make_page=unevaluated_page)),
    Row("xray_make_files", "post", EDITORS, page_arguments(make_page=published_page)),
    Row(
        "xray_take_picture",
        "post",
        EDITORS,
        page_arguments(key=lambda page: profiles_of(page)[0].persona_id, make_page=published_page),
    ),
    *(
        Row(f"{name}:{view}", "get", allowed, arguments)
        for name, make in (("job_descriptions", JobDescriptionFactory), ("personas", PersonaFactory))
        for view, allowed, arguments in (
            ("index", EDITORS, list),
            ("index_results", EDITORS, list),
            ("add", EDITORS, list),
            ("edit", EDITORS, one_of(make)),
            ("inspect", EDITORS, one_of(make)),
            ("history", EDITORS, one_of(make)),
            ("history_results", EDITORS, one_of(make)),
            ("usage", EDITORS, one_of(make)),
            ("delete", MODERATORS, one_of(make)),
        )
    ),
    *(
        Row(f"{name}:{view}", "get", EDITORS, arguments)
        for name, make in (("ledgers", LedgerFactory), ("evaluations", EvaluationFactory))
        for view, arguments in (("index", list), ("index_results", list), ("inspect", one_of(make)))
    ),
    *(
        Row(f"vocabulary_terms:{view}", "get", EDITORS, arguments)
        for view, arguments in (
            ("index", list),
            ("index_results", list),
            ("add", list),
            ("edit", one_of(ProposedTermFactory)),
            ("history", one_of(ProposedTermFactory)),
            ("history_results", one_of(ProposedTermFactory)),
        )
    ),
    Row("vocabulary_terms:withdraw", "post", EDITORS, one_of(ProposedTermFactory)),
    *(
        Row(f"vocabulary_releases:{view}", "get", allowed, arguments)
        for view, allowed, arguments in (
            ("index", EDITORS, list),
            ("index_results", EDITORS, list),
            ("inspect", EDITORS, one_of(release_of_a_term)),
            ("add", MODERATORS, list),
        )
    ),
    *(
        Row(f"{name}_chooser:{view}", "get", EDITORS, arguments)
        for name, make in (("job_description", JobDescriptionFactory), ("persona", PersonaFactory))
        for view, arguments in (
            ("choose", list),
            ("choose_results", list),
            ("chosen", one_of(make)),
            ("chosen_multiple", list),
        )
    ),
    Row("ledgers:read", "post", EDITORS, one_of(JobDescriptionFactory)),
    Row("ledgers:lock", "post", EDITORS, one_of(lambda: LedgerFactory(locked=False))),
    Row("ledgers:copy", "post", EDITORS, one_of(LedgerFactory)),
    Row("ledgers:cancel", "post", EDITORS, one_of(lambda: LedgerFactory(read=False))),
    Row("ledgers:change_requirement", "get", EDITORS, requirement_of_an_unlocked_ledger),
    Row("ledgers:change_requirement", "post", EDITORS, requirement_of_an_unlocked_ledger),
    Row("ledgers:drop_requirement", "post", EDITORS, requirement_of_an_unlocked_ledger),
    *(Row(f"xray_list:{view}", "get", EDITORS) for view in ("index", "index_results", "choose_parent")),
    *(
        Row(f"{report}_report{part}", "get", EDITORS | {"Marketing"})
        for report in ("evaluations", "cost")
        for part in ("", "_results")
    ),
    Row("evaluations:cancel", "post", EDITORS, one_of(lambda: EvaluationFactory(finished=False))),
    Row("evaluations:rerun", "post", EDITORS, one_of(EvaluationFactory)),
]


class PageRow(NamedTuple):
    """A view of Wagtail's that shows or changes an x-ray: how it is asked, who may, and its arguments for the page."""

    name: str
    method: str
    allowed: set[str]
    arguments: Callable[[XRayPage], list[Any]] = lambda page: [page.pk]


def revisions_of(page: XRayPage) -> list[int]:
    return list(page.revisions.order_by("pk").values_list("pk", flat=True))


def parent_of(page: XRayPage) -> list[int]:
    return [page.get_parent().pk]


PAGE_ROWS = [
    PageRow("wagtailadmin_explore", "get", EDITORS, parent_of),
    PageRow("wagtailadmin_explore_results", "get", EDITORS, parent_of),
    *(
        PageRow(f"wagtailadmin_pages:{name}", method, allowed, arguments)
        for name, method, allowed, arguments in (
            ("add_subpage", "get", EDITORS, parent_of),
            ("add", "get", EDITORS, lambda page: ["xrays", "xraypage", *parent_of(page)]),
            ("type_use", "get", EDITORS, lambda page: ["xrays", "xraypage"]),
            ("revisions_view", "get", EDITORS, lambda page: [page.pk, revisions_of(page)[-1]]),
            ("revisions_revert", "get", EDITORS, lambda page: [page.pk, revisions_of(page)[0]]),
            ("revisions_compare", "get", EDITORS, lambda page: [page.pk, *revisions_of(page)[:2]]),
            ("convert_alias", "get", EDITORS, lambda page: [page.create_alias(update_slug="alias").pk]),
            ("move_confirm", "post", MODERATORS, lambda page: [page.pk, *parent_of(page)]),
        )
    ),
    *(
        PageRow(f"wagtailadmin_pages:{name}", method, allowed)
        for method, allowed, names in (
            ("get", EDITORS, "edit preview_on_edit view_draft usage copy history history_results workflow_history"),
            ("get", MODERATORS, "delete unpublish move set_privacy"),
            ("post", MODERATORS, "set_page_position lock unlock"),
        )
        for name in names.split()
    ),
]


def addresses(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Callable[..., HttpResponse]]]:
    """Name, route and view of everything below some patterns; the route stands in for a name that is missing."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, route, inside)
        else:
            yield ":".join((*namespaces, pattern.name or route)), route, pattern.callback


def is_ours(view: Callable[..., HttpResponse]) -> bool:
    """Whether it is code of ours, or a view of Wagtail's that was given a model, form or viewset of ours."""
    given = getattr(view, "view_initkwargs", {}).values()
    return any(app_of(part) in OUR_APPS for part in (view, getattr(view, "view_class", None), *given))


def app_of(part: object) -> str:
    """The package some code is of, or the app in a model's name ("evaluations.Persona")."""
    module = part if isinstance(part, str) else getattr(part, "__module__", "") or ""
    return module.partition(".")[0]


def names_of_ours(patterns: Iterable[URLPattern | URLResolver], below: str) -> list[str]:
    """Names of our addresses whose route begins with ``below``; one that stands twice is listed twice."""
    return sorted(name for name, route, view in addresses(patterns) if route.startswith(below) and is_ours(view))


def client_of(role: str | None) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(user_in(role))
    return client


def is_refused(response: Any) -> bool:
    """Wagtail sends strangers to the login and people without the right back to the admin's home, or says 403."""
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and (
        response.url.startswith(reverse("wagtailadmin_login")) or response.url == reverse("wagtailadmin_home")
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name}")
def test_address_is_open_to_its_roles_only(row: Row, role: str | None) -> None:
    address = reverse(row.name, args=row.arguments())
    response = getattr(client_of(role), row.method)(address)
    assert is_refused(response) is (role not in row.allowed), (response.status_code, getattr(response, "url", ""))


def test_every_address_of_ours_is_tried() -> None:
    admin = reverse("wagtailadmin_home").lstrip("/")
    assert names_of_ours(get_resolver().url_patterns, admin) == sorted({row.name for row in ROWS})


def test_an_address_nobody_wrote_down_would_be_found() -> None:
    """Ours by its function, its class, its model, its form, without a name, included and namespaced; others are not."""
    patterns = [
        path("admin/ours/", views.robots),
        path("admin/theirs/", TemplateView.as_view(template_name="xrays/admin/ledger_inspect.html"), name="theirs"),
        path(
            "admin/",
            include(
                (
                    [
                        path("model/<int:pk>/", DetailView.as_view(model=Persona), name="by_model"),
                        path("label/", DetailView.as_view(model="evaluations.Persona"), name="by_label"),
                        path("form/", TemplateView.as_view(extra_context=PersonaForm), name="by_form"),
                        path("users/", DetailView.as_view(model=Group), name="of_others"),
                        re_path(r"^code/$", type("Own", (TemplateView,), {"__module__": "xrays.made_up"}).as_view()),
                    ],
                    "made_up",
                )
            ),
        ),
        path("elsewhere/", views.robots, name="elsewhere"),
    ]
    assert names_of_ours(patterns, "admin/") == [
        "admin/ours/",
        "made_up:admin/^code/$",
        "made_up:by_form",
        "made_up:by_label",
        "made_up:by_model",
    ]


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "post"], ids=lambda row: row.name)
def test_buttons_do_nothing_on_a_get(row: Row) -> None:
    if row.name == "ledgers:change_requirement":
        return
    assert client_of("superuser").get(reverse(row.name, args=row.arguments())).status_code == 405


@pytest.mark.parametrize("role", ROLES)
def test_terms_are_proposed_by_editors_and_released_by_moderators(role: str | None) -> None:
    client, term = client_of(role), ProposedTermFactory()
    client.post(
        reverse("vocabulary_terms:add"),
        {"name": "Zarp", "kind": "skill", "recognised_in": "Ran Zarp."},
    )
    assert ProposedTerm.objects.filter(key="zarp").exists() is (role in EDITORS)
    client.post(
        reverse("vocabulary_terms:edit", args=[term.pk]),
        {"name": "Zorp", "kind": "skill", "recognised_in": "Ran Zorp.", "notes": "Changed."},
    )
    assert ProposedTerm.objects.filter(notes="Changed.").exists() is (role in EDITORS)
    terms = next_terms(ProposedTerm.objects.all())
    client.post(reverse("vocabulary_releases:add"), {"expected": services.terms_hash(terms)})
    assert VocabularyRelease.objects.exists() is (role in MODERATORS)


def test_editor_without_rights_on_this_page_cannot_press_its_buttons() -> None:
    page = unevaluated_page()
    editors = Group.objects.get(name="Editors")
    GroupPagePermission.objects.filter(group=editors).update(
        page=Page.objects.exclude(pk=page.pk).get(depth=2, slug="jobjam")
    )
    client = client_of("Editors")
    assert not is_refused(client.get(reverse("xray_panel", args=[page.pk])))
    GroupPagePermission.objects.filter(group=editors).delete()
    assert is_refused(client.get(reverse("xray_panel", args=[page.pk])))
    assert is_refused(client.post(reverse("xray_run_all", args=[page.pk])))


def test_ledger_buttons_of_a_page_need_the_right_on_ledgers() -> None:
    page = unevaluated_page()
    Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="change_ledger"))
    assert is_refused(client_of("Editors").post(reverse("xray_lock", args=[page.pk, page.ledger_id])))


def test_editors_save_drafts_and_do_not_publish() -> None:
    page, live = finished_page(), published_page()
    permissions = page.permissions_for_user(user_in("Editors"))
    assert (permissions.can_edit(), permissions.can_publish(), permissions.can_submit_for_moderation()) == (
        True,
        False,
        True,
    )
    assert live.permissions_for_user(user_in("Editors")).can_unpublish() is False
    assert page.permissions_for_user(user_in("Moderators")).can_publish() is True
    assert page.permissions_for_user(user_in("Marketing")).can_edit() is False


@pytest.mark.parametrize("row", PAGE_ROWS, ids=lambda row: f"{row.method} {row.name}")
def test_view_of_a_page_is_open_to_its_roles_only(row: PageRow) -> None:
    page = published_page()
    page.synthesis = "<p>Not published yet.</p>"
    page.save_revision()
    address = reverse(row.name, args=row.arguments(page))
    refused = {role: is_refused(getattr(client_of(role), row.method)(address)) for role in ROLES}
    assert refused == {role: role not in row.allowed for role in ROLES}


@pytest.mark.parametrize(
    ("action", "is_live", "allowed"),
    [
        ("publish", False, MODERATORS),
        ("unpublish", True, MODERATORS),
        ("delete", True, MODERATORS),
        ("delete", False, EDITORS),
    ],
)
def test_bulk_actions_change_pages_for_their_roles_only(action: str, is_live: bool, allowed: set[str]) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    changed = {}
    for role in ROLES:
        page = published_page() if is_live else finished_page()
        client_of(role).post(f"{address}?id={page.pk}")
        changed[role] = not XRayPage.objects.filter(pk=page.pk, live=is_live).exists()
    assert changed == {role: role in allowed for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_x_rays_are_evaluated_again_by_editors_only(role: str | None) -> None:
    page = unevaluated_page()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "evaluate_again"])
    client_of(role).post(f"{address}?id={page.pk}")
    assert Evaluation.objects.exists() is (role in EDITORS)


@pytest.mark.parametrize("role", ROLES)
def test_marketing_settings_belong_to_marketing(role: str | None) -> None:
    finished_page()
    site = MarketingSettingsFactory().site
    for arguments in (["xrays", "marketingsettings"], ["xrays", "marketingsettings", site.pk]):
        response = client_of(role).get(reverse("wagtailsettings:edit", args=arguments))
        assert is_refused(response) is (role not in {"Marketing", "superuser"}), arguments


@pytest.mark.parametrize(("role", "sees"), [("Editors", True), ("Moderators", True), ("Marketing", False)])
def test_evaluator_menu_is_shown_to_those_who_may_use_it(role: str, sees: bool) -> None:
    html = client_of(role).get(reverse("wagtailadmin_home")).content.decode()
    assert ("Evaluator" in html) is sees
    assert (reverse("job_descriptions:index") in html) is sees


@pytest.fixture
def public(settings: Any, tmp_path: Path) -> dict[str, list[str]]:
    """Arguments of every public address of ours, for a published x-ray whose PDF is there."""
    settings.MEDIA_ROOT = tmp_path
    page = published_page()
    file = {
        "name": default_storage.save(f"renderings/{page.pk}/report.pdf", ContentFile(b"%PDF-")),
        "sha256": "0" * 64,
        "bytes": 5,
    }
    page.renderings.filter(kind=Rendering.Kind.REPORT).update(state=State.SUCCEEDED, files={"pdf": file}, pages=1)
    return {"robots": [], "sitemap": [], "media": [file["name"]], "page_file": [f"{page.url.strip('/')}/report.pdf"]}


def test_public_addresses_answer_everybody(public: dict[str, list[str]]) -> None:
    assert set(public) == {pattern.name for pattern in public_addresses}
    for role in ("anonymous", None, "superuser"):
        answers = {name: client_of(role).get(reverse(name, args=args)).status_code for name, args in public.items()}
        assert answers == dict.fromkeys(public, 200)


def test_drafts_have_no_public_address(public: dict[str, list[str]]) -> None:
    page = XRayPage.objects.get()
    dashboard = f"{page.url}dashboard/{profiles_of(page)[0].persona.slug}/"
    places = (page.url, dashboard, reverse("page_file", args=public["page_file"]))
    for status in (200, 404):
        for role in ("anonymous", "superuser"):
            assert [client_of(role).get(place).status_code for place in places] == [status] * 3, role
        page.unpublish()
