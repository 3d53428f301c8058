"""Who may open and press what: every address of our own, tried by every role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.models import GroupPagePermission, Page

from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays.admin.page_actions import urlpatterns as page_addresses
from xrays.admin.viewsets import (
    EvaluationViewSet,
    JobDescriptionChooserViewSet,
    JobDescriptionViewSet,
    LedgerViewSet,
    PersonaChooserViewSet,
    PersonaViewSet,
)
from xrays.factories import MarketingSettingsFactory
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page, user_in

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", None, "Marketing", "Editors", "Moderators", "superuser")
EDITORS = {"Editors", "Moderators", "superuser"}
MODERATORS = {"Moderators", "superuser"}


class Row(NamedTuple):
    """An address, how it is asked, who may, and what it needs to be there."""

    name: str
    method: str
    allowed: set[str]
    arguments: Callable[[], list[Any]] = list


def page_arguments(*, key: Callable[[Any], Any] | None = None, evaluated: bool = True) -> Callable[[], list[Any]]:
    def make() -> list[Any]:
        page = finished_page() if evaluated else unevaluated_page()
        return [page.pk] if key is None else [page.pk, key(page)]

    return make


def one_of(make: Callable[[], Any]) -> Callable[[], list[Any]]:
    return lambda: [make().pk]


def requirement_of_an_unlocked_ledger() -> list[Any]:
    ledger = LedgerFactory(locked=False)
    return [ledger.pk, ledger.requirements.first().pk]


def open_evaluation_of(page: Any) -> int:
    return EvaluationFactory(ledger=page.ledger, persona=profiles_of(page)[0].persona, finished=False).pk


ROWS = [
    Row("xray_panel", "get", EDITORS, page_arguments()),
    Row("xray_read", "post", EDITORS, page_arguments()),
    Row("xray_lock", "post", EDITORS, page_arguments(key=lambda page: page.ledger_id)),
    Row("xray_cancel_reading", "post", EDITORS, page_arguments(key=lambda page: page.ledger_id)),
    Row("xray_run_all", "post", EDITORS, page_arguments(evaluated=False)),
    Row("xray_run", "post", EDITORS, page_arguments(key=lambda p: profiles_of(p)[0].persona_id, evaluated=False)),
    Row("xray_cancel", "post", EDITORS, page_arguments(key=open_evaluation_of, evaluated=False)),
    Row("xray_make_files", "post", EDITORS, page_arguments()),
    Row("xray_take_picture", "post", EDITORS, page_arguments(key=lambda page: profiles_of(page)[0].persona_id)),
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
    Row("evaluations:cancel", "post", EDITORS, one_of(lambda: EvaluationFactory(finished=False))),
    Row("evaluations:rerun", "post", EDITORS, one_of(EvaluationFactory)),
]


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
    viewsets = (JobDescriptionViewSet(), PersonaViewSet(), LedgerViewSet(), EvaluationViewSet())
    names = {pattern.name for pattern in page_addresses}
    for viewset in viewsets:
        names |= {
            f"{viewset.name}:{pattern.name}" for pattern in viewset.get_urlpatterns() if isinstance(pattern, URLPattern)
        }
    for chooser in (JobDescriptionChooserViewSet("job_description_chooser"), PersonaChooserViewSet("persona_chooser")):
        names |= {f"{chooser.name}:{pattern.name}" for pattern in chooser.get_urlpatterns()}
    assert names == {row.name for row in ROWS}


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "post"], ids=lambda row: row.name)
def test_buttons_do_nothing_on_a_get(row: Row) -> None:
    if row.name == "ledgers:change_requirement":
        return
    assert client_of("superuser").get(reverse(row.name, args=row.arguments())).status_code == 405


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


@pytest.mark.parametrize(
    ("role", "is_open"), [("Editors", False), ("Moderators", False), ("Marketing", True), ("superuser", True)]
)
def test_marketing_settings_belong_to_marketing(role: str, is_open: bool) -> None:
    finished_page()
    site = MarketingSettingsFactory().site
    address = reverse("wagtailsettings:edit", args=["xrays", "marketingsettings", site.pk])
    assert is_refused(client_of(role).get(address)) is not is_open


@pytest.mark.parametrize(("role", "sees"), [("Editors", True), ("Moderators", True), ("Marketing", False)])
def test_evaluator_menu_is_shown_to_those_who_may_use_it(role: str, sees: bool) -> None:
    html = client_of(role).get(reverse("wagtailadmin_home")).content.decode()
    assert ("Evaluator" in html) is sees
    assert (reverse("job_descriptions:index") in html) is sees
