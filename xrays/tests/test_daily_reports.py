"""Reports, evaluating several x-rays again, and what the history says of it."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry

from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from evaluations.models import Evaluation, ProviderCall
from xrays.admin.reevaluate import plan_for
from xrays.factories import XRayPageFactory, xray_index
from xrays.models import XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page, update_engine, user_in
from xrays.tests.test_daily_work import queries_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors"))
    return client


def exported(client: Client, name: str, **filters: str) -> list[dict[str, str]]:
    response = client.get(reverse(name), {"export": "csv", **filters})
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(text)))


def call(cost: str | None, *, begun: str = "2026-10-05T10:00:00Z", **fields: Any) -> ProviderCall:
    row = ProviderCall.objects.create(
        engine="openai", step="judging", attempt=1, model="gpt", reserved=Decimal("0.5"), cost=cost, **fields
    )
    ProviderCall.objects.filter(pk=row.pk).update(begun_at=begun)
    return row


# Reports


def test_report_of_evaluations_is_filtered_and_exported(editor: Client) -> None:
    done = EvaluationFactory(verdicts=("met",) * 4)
    failed = EvaluationFactory(state="failed", failure_sentence="No answer.")
    html = words(editor.get(reverse("evaluations_report")).content.decode())
    assert f"{done.persona}" in html
    assert "100 %" in html
    found = exported(editor, "evaluations_report")
    assert {row["Persona"] for row in found} == {str(done.persona), str(failed.persona)}
    (row,) = exported(editor, "evaluations_report", state="failed")
    assert (row["Persona"], row["State"], row["ATS score in percent"]) == (str(failed.persona), "Failed", "")
    xlsx = editor.get(reverse("evaluations_report"), {"export": "xlsx"})
    assert b"".join(xlsx.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_report_says_stale_and_runs_no_formula(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    EvaluationFactory(persona=PersonaFactory(name="=1+1"))
    update_engine(monkeypatch)
    (row,) = exported(editor, "evaluations_report")
    assert (row["Persona"], row["State"]) == ("'=1+1", "Stale")


def test_report_costs_the_same_queries_for_one_and_three(editor: Client) -> None:
    address = reverse("evaluations_report")
    EvaluationFactory()
    first = queries_of(editor, address)
    EvaluationFactory()
    EvaluationFactory()
    assert queries_of(editor, address) == first


def test_cost_is_summed_by_month_and_engine(editor: Client) -> None:
    EvaluationFactory()
    call("0.20", input_tokens=100, output_tokens=10)
    call("0.10", input_tokens=50, output_tokens=5)
    call(None, begun="2026-10-30T10:00:00Z")
    call("1.00", begun="2026-09-01T10:00:00Z")
    found = {(row["Month"], row["Engine"]): row for row in exported(editor, "cost_report")}
    october = found["2026-10", "openai"]
    assert (Decimal(october["Known cost in US dollars"]), october["Paid calls"]) == (Decimal("0.30"), "3")
    assert (october["Calls of unknown cost"], october["Tokens sent"]) == ("1", "150")
    assert Decimal(found["2026-09", "openai"]["Known cost in US dollars"]) == 1
    assert [row["Evaluations asked for"] for key, row in found.items() if key[1] == "scripted"] == ["1"]
    later = exported(editor, "cost_report", begun_at_from="2026-10-01", begun_at_to="2026-10-29", engine="openai")
    assert [(row["Month"], row["Paid calls"]) for row in later] == [("2026-10", "2")]
    html = words(editor.get(reverse("cost_report")).content.decode())
    assert "$0.30, and at most $0.50 for 1 of unknown cost" in html


def test_marketing_sees_reports_and_no_links_it_may_not_follow(client: Client) -> None:
    evaluation = EvaluationFactory()
    client.force_login(user_in("Marketing"))
    html = client.get(reverse("evaluations_report")).content.decode()
    assert str(evaluation.persona) in html
    assert reverse("evaluations:inspect", args=[evaluation.pk]) not in html
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("cost_report") in menu
    assert reverse("xray_list:index") not in menu


# Evaluating again


def address_for(*pages: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "evaluate_again"])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def test_confirmation_states_number_and_cost_and_what_is_left_out(editor: Client) -> None:
    ready, current = unevaluated_page(), published_page()
    unlocked = XRayPageFactory(job_description=LedgerFactory(locked=False).job_description, engine="scripted")
    text = words(editor.get(address_for(ready, current, unlocked, xray_index())).content.decode())
    assert "2 evaluations of 1 x-ray will be asked for." in text
    assert "2 evaluations by the engine scripted: $0.00. This engine costs nothing." in text
    assert f"{current.title}: All its evaluations hold for the inputs of today." in text
    assert f"{unlocked.title}: It has no locked ledger. Lock one first." in text
    assert f"{xray_index().title}: It is not an x-ray." in text
    assert not Evaluation.objects.filter(state="queued").exists()


def test_evaluating_again_asks_for_what_is_stale_or_missing_only(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, missing = published_page(), unevaluated_page()
    update_engine(monkeypatch)
    current = finished_page()
    response = editor.post(address_for(stale, missing, current), follow=True)
    said = " ".join(str(message) for message in response.context["messages"])
    assert "5 evaluations of 2 x-rays asked for." in said
    assert f"{current.title}: not evaluated. All its evaluations hold" in said
    queued = Evaluation.objects.filter(state="queued")
    assert set(queued.values_list("ledger", flat=True)) == {stale.ledger_id, missing.ledger_id}
    assert queued.count() == 5
    assert {each.as_of for each in queued.filter(ledger=stale.ledger)} == {
        profile.evaluation.as_of for profile in profiles_of(stale)
    }
    editor.post(address_for(stale, missing))
    assert Evaluation.objects.filter(state="queued").count() == 5
    assert XRayPage.objects.get(pk=stale.pk).live_revision_id == stale.live_revision_id


def test_cost_of_a_paid_engine_is_an_estimate_from_past_evaluations(settings: Any) -> None:
    options = settings.EVALUATION_ENGINE_OPTIONS["openai"]
    settings.EVALUATION_ENGINE_OPTIONS = {"openai": options | {"key": ""}}
    page = XRayPageFactory(
        job_description=LedgerFactory().job_description, engine="openai", personas=[PersonaFactory()], pinned=True
    )
    (refusal,) = plan_for([page]).refused
    assert refusal == (
        page.title,
        "The engine “openai” has no key. Set OPENAI_API_KEY, or choose the built-in engine.",
    )
    settings.EVALUATION_ENGINE_OPTIONS = {"openai": options | {"key": "a-key"}}
    assert plan_for([page]).costs == (
        "1 evaluation by the engine openai: the cost is not known, because no past evaluation by it has a known cost.",
    )
    EvaluationFactory(engine="openai", cost=Decimal("0.25"))
    assert plan_for([page]).costs == (
        "1 evaluation by the engine openai: about $0.25, an estimate from $0.25 for a past evaluation on average.",
    )


def test_evaluating_again_needs_the_right_on_each_page_and_on_evaluations(client: Client) -> None:
    mine, other = unevaluated_page(), unevaluated_page()
    client.force_login(user_in("Editors"))
    editors = Group.objects.get(name="Editors")
    GroupPagePermission.objects.filter(group=editors).update(page=mine.page_ptr)
    client.post(address_for(mine, other))
    assert set(Evaluation.objects.values_list("ledger", flat=True)) == {mine.ledger_id}
    editors.permissions.remove(Permission.objects.get(codename="add_evaluation"))
    client.force_login(user_in("Editors"))
    response = client.post(address_for(mine))
    assert response.status_code in (302, 403)
    assert Evaluation.objects.count() == 2


# History


def history_of(page: XRayPage) -> list[str]:
    return [entry.message for entry in PageLogEntry.objects.filter(page=page.pk, action__startswith="xrays.")]


def test_page_history_tells_lock_request_rerun_and_cancel(editor: Client) -> None:
    ledger = LedgerFactory(locked=False)
    personas = [PersonaFactory(), PersonaFactory()]
    page = XRayPageFactory(job_description=ledger.job_description, engine="scripted", personas=personas, pinned=True)
    names = [persona.name for persona in personas]
    editor.post(reverse("xray_lock", args=[page.pk, ledger.pk]))
    editor.post(reverse("xray_run", args=[page.pk, personas[0].pk]))
    evaluation = Evaluation.objects.get()
    editor.post(reverse("xray_cancel", args=[page.pk, evaluation.pk]))
    editor.post(reverse("xray_run_all", args=[page.pk]))
    where = f"(engine scripted, ledger {ledger.pk})"
    assert sorted(history_of(page)) == sorted(
        [
            f"Ledger {ledger.pk} locked",
            f"Evaluation asked for: {names[0]} {where}",
            f"Cancelled: the evaluation of {names[0]}",
            f"Evaluation asked for: {names[1]} {where}",
            f"Evaluation run again: {names[0]} {where}",
        ]
    )
    assert PageLogEntry.objects.filter(page=page.pk, action="xrays.ledger_locked").get().user is not None
    html = words(editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode())
    assert f"Evaluation run again: {names[0]} {where}" in html


def test_records_have_a_history_where_no_page_is_at_hand(editor: Client) -> None:
    ledger = LedgerFactory(locked=False)
    editor.post(reverse("ledgers:lock", args=[ledger.pk]))
    evaluation = EvaluationFactory(ledger=LedgerFactory(), finished=False)
    editor.post(reverse("evaluations:cancel", args=[evaluation.pk]))
    editor.post(reverse("evaluations:rerun", args=[evaluation.pk]))
    entries = ModelLogEntry.objects.filter(action__startswith="xrays.").order_by("pk")
    assert [entry.message for entry in entries] == [
        f"Ledger {ledger.pk} locked",
        f"Cancelled: the evaluation of {evaluation.persona.name}",
        f"Evaluation run again: {evaluation.persona.name} (engine scripted, ledger {evaluation.ledger_id})",
    ]


def test_nothing_is_noted_when_nothing_was_done(editor: Client) -> None:
    evaluation = EvaluationFactory()
    editor.post(reverse("evaluations:rerun", args=[evaluation.pk]))
    editor.post(reverse("ledgers:lock", args=[LedgerFactory(read=False).pk]))
    assert not ModelLogEntry.objects.filter(action__startswith="xrays.").exists()


# Where records are used


def test_used_records_name_what_holds_them_with_a_way_there(client: Client) -> None:
    client.force_login(user_in("Moderators"))
    page = finished_page()
    profile = profiles_of(page)[0]
    job_description = JobDescriptionFactory()
    for name, record, addresses in (
        ("personas", profile.persona, [reverse("evaluations:inspect", args=[profile.evaluation_id])]),
        ("job_descriptions", page.job_description, [reverse("ledgers:inspect", args=[page.ledger_id])]),
    ):
        for view in ("delete", "inspect"):
            html = client.get(reverse(f"{name}:{view}", args=[record.pk])).content.decode()
            for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), *addresses):
                assert f'href="{address}"' in html, (name, view)
    html = client.get(reverse("job_descriptions:delete", args=[job_description.pk])).content.decode()
    assert "is used" not in html
