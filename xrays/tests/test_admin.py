"""What editors see and press in the admin."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.test.utils.form_data import inline_formset

from evaluations import schema, services
from evaluations.engines.scripted import ScriptedEngine
from evaluations.factories import (
    JOB_DESCRIPTION_TEXT,
    EvaluationFactory,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import Evaluation, JobDescription, Ledger, Persona, Requirement
from xrays.admin.status import panel_status
from xrays.factories import XRayPageFactory, publish
from xrays.models import XRayPage, XRayProfile
from xrays.pins import profiles_of
from xrays.tests.pages import RESUME, finished_page, form_data, published_page, unevaluated_page, update_engine, user_in

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors"))
    return client


def words(html: str) -> str:
    """The words of a page, for assertions about what is read."""
    return " ".join(unescape(strip_tags(html)).split())


def panel(client: Client, page: XRayPage) -> str:
    return client.get(reverse("xray_panel", args=[page.pk])).json()["html"]


def press(client: Client, name: str, page: XRayPage, key: int | None = None) -> str:
    args = [page.pk] if key is None else [page.pk, key]
    return client.post(reverse(name, args=args), headers=JSON).json()["html"]


# The Evaluations panel


def test_panel_asks_for_a_saved_page_first(editor: Client) -> None:
    parent = finished_page().get_parent()
    response = editor.get(reverse("wagtailadmin_pages:add", args=["xrays", "xraypage", parent.pk]))
    assert "Save the page first." in words(response.content.decode())


def test_panel_leads_from_a_job_description_to_finished_evaluations(
    editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = XRayPageFactory(
        job_description=JobDescriptionFactory(), engine="scripted", personas=[PersonaFactory(), PersonaFactory()]
    )
    html = panel(editor, page)
    assert "Not read yet" in html
    assert "Waiting for the ledger" in html

    html = press(editor, "xray_read", page)
    assert "The job description is being read." in html
    assert 'data-evaluations-state="open"' in html
    ledger = Ledger.objects.get()
    assert (ledger.engine, ledger.state) == ("scripted", "queued")
    services.execute_ledger(ledger_id=ledger.pk)

    html = panel(editor, page)
    assert "4 requirements, 3 must" in words(html)
    assert 'data-evaluations-state="settled"' in html
    html = press(editor, "xray_lock", page, ledger.pk)
    assert "The ledger is locked." in words(html)
    assert words(html).count("The evaluation is missing. Press Run.") == 2

    html = press(editor, "xray_run_all", page)
    assert len(re.findall(r"Queued for \d+ s", words(html))) == 2
    for evaluation in Evaluation.objects.all():
        services.execute_whole_evaluation(evaluation_id=evaluation.pk)
    html = panel(editor, page)
    assert words(html).count("Finished") == 2
    assert "Use these results" in html
    assert "Run" not in html


def test_panel_runs_and_cancels_one_persona(editor: Client) -> None:
    page = unevaluated_page()
    first, second = (profile.persona for profile in profiles_of(page))
    html = press(editor, "xray_run", page, first.pk)
    evaluation = Evaluation.objects.get()
    assert (evaluation.persona, evaluation.state) == (first, "queued")
    assert evaluation.requested_by is not None
    assert f"{first.name}: queued." in html
    html = press(editor, "xray_cancel", page, evaluation.pk)
    evaluation.refresh_from_db()
    assert evaluation.state == "cancelled"
    assert "The evaluation was cancelled. Run it again." in html
    assert f"Re-run {first.name}" in words(html)
    html = press(editor, "xray_cancel", page, evaluation.pk + 100)
    assert "This evaluation is not one of the page's personas." in unescape(html)
    assert second.name in html


def test_panel_says_why_an_evaluation_failed_and_runs_it_again(editor: Client) -> None:
    page = unevaluated_page()
    persona = profiles_of(page)[0].persona
    EvaluationFactory(ledger=page.ledger, persona=persona, state="failed", failure_sentence="<b>No</b> answer.")
    html = panel(editor, page)
    assert "The evaluation failed: <b>No</b> answer. Run it again." in words(html.replace("&lt;", "‹")).replace(
        "‹", "<"
    )
    assert "<b>No</b>" not in html
    press(editor, "xray_run", page, persona.pk)
    assert list(Evaluation.objects.filter(persona=persona).values_list("state", flat=True)) == ["queued", "failed"]


def test_panel_shows_stale_evaluations_and_reruns_them(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    update_engine(monkeypatch)
    html = words(panel(editor, page))
    assert html.count("Stale") == 3
    assert "The evaluation is stale: the engine “scripted” was updated after it was made." in html
    press(editor, "xray_run_all", page)
    assert Evaluation.objects.filter(state="queued").count() == 3


def test_panel_uses_one_date_for_all_personas(editor: Client) -> None:
    page = finished_page(personas=2)
    page.profiles.create(persona=PersonaFactory(), sort_order=7)
    page.save_revision()
    press(editor, "xray_run_all", page)
    assert len(set(Evaluation.objects.values_list("as_of", flat=True))) == 1


def test_panel_says_which_ledger_counts_while_a_copy_is_open(editor: Client) -> None:
    page = finished_page(personas=2)
    copy = services.copy_ledger_for_change(ledger=page.ledger, by=None)
    html = words(panel(editor, page))
    assert f"Ledger {copy.pk} Read" in html
    assert f"Until then they run on ledger {page.ledger_id}." in html
    assert html.count("Finished") == 2


def test_panel_links_dashboards_of_a_published_page(editor: Client) -> None:
    page = published_page()
    slug = profiles_of(page)[0].persona.slug
    assert f"{page.url}dashboard/{slug}/" in panel(editor, page)
    assert "dashboard/" not in panel(editor, finished_page())


def test_panel_works_without_script(editor: Client) -> None:
    page = unevaluated_page()
    response = editor.post(reverse("xray_run_all", args=[page.pk]), follow=True)
    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[page.pk]), 302)]
    assert "queued." in " ".join(str(message) for message in response.context["messages"])


def test_panel_speaks_of_the_saved_draft_of_a_live_page(editor: Client) -> None:
    page = published_page()
    persona = PersonaFactory(name="Newly Added")
    draft = page.get_latest_revision_as_object()
    draft.profiles.add(type(profiles_of(page)[0])(persona=persona, sort_order=9))
    draft.save_revision()
    assert "Newly Added" in panel(editor, page)
    press(editor, "xray_run", page, persona.pk)
    assert Evaluation.objects.get(persona=persona).state == "queued"


def test_panel_costs_the_same_queries_for_two_and_six_personas() -> None:
    """Loading a draft is Wagtail's and costs three for each profile; what the panel adds does not grow."""
    counts = []
    for personas in (2, 6):
        draft = finished_page(personas=personas).get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as captured:
            panel_status(draft)
        counts.append(len(captured))
    assert counts[1] == counts[0] <= 9


def test_editor_shows_the_panel_and_no_title_field(editor: Client) -> None:
    page = finished_page()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "data-evaluations-panel" in html
    assert 'name="title"' not in html
    assert 'name="slug"' in html


# Title and address


def test_title_and_address_come_from_the_job_description(editor: Client) -> None:
    page = XRayPageFactory()
    assert (page.title, page.slug) == ("New x-ray", "new-x-ray")
    job_description = JobDescriptionFactory(company="Larch & Son", title="Night Nurse")
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form_data(page, job_description=job_description.pk, profiles=inline_formset([])),
    )
    page = XRayPage.objects.get()
    assert (page.title, page.slug) == ("Larch & Son Night Nurse — X-Ray", "larch-son-night-nurse")


def test_typed_address_stays(editor: Client) -> None:
    page = finished_page()
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(page, slug="chosen"))
    other = JobDescriptionFactory()
    page = XRayPage.objects.get()
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form_data(page.get_latest_revision_as_object(), job_description=other.pk),
    )
    assert XRayPage.objects.get().slug == "chosen"


def test_published_address_stays_when_the_job_description_is_renamed() -> None:
    page = published_page()
    slug = page.slug
    services.change_details(row=page.job_description, company="Renamed Clinic")
    page = publish(XRayPage.objects.get())
    assert (page.title, page.slug) == ("Renamed Clinic Senior Nurse — X-Ray", slug)


# Job descriptions and personas


def test_job_description_is_created_listed_and_inspected(editor: Client) -> None:
    data = {
        "company": "Example <b>Clinic</b>",
        "title": "Nurse",
        "field": "Nursing",
        "origin": "invented",
        "show": "full",
        "text": "  Nurse\r\n\r\nRequirements\r\n- <script>alert(1)</script> care skills\r\n",
    }
    response = editor.post(reverse("job_descriptions:add"), data, follow=True)
    row = JobDescription.objects.get()
    assert row.text == "  Nurse\n\nRequirements\n- <script>alert(1)</script> care skills\n"
    html = response.content.decode()
    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "Example &lt;b&gt;Clinic&lt;/b&gt;" in editor.get(reverse("job_descriptions:index")).content.decode()


def test_real_job_description_needs_its_address(editor: Client) -> None:
    data = {"company": "Example", "title": "Nurse", "origin": "real", "show": "quotes", "text": "Text"}
    response = editor.post(reverse("job_descriptions:add"), data)
    assert "A real posting needs the address it was copied from." in response.content.decode()
    assert not JobDescription.objects.exists()


def test_unchanged_text_changes_details_and_changed_text_makes_a_version(editor: Client) -> None:
    row = JobDescriptionFactory()
    data = {
        "company": "Renamed",
        "title": row.title,
        "origin": row.origin,
        "show": row.show,
        "text": row.text.replace("\n", "\r\n"),
    }
    editor.post(reverse("job_descriptions:edit", args=[row.pk]), data)
    row.refresh_from_db()
    assert (row.company, row.version, JobDescription.objects.count()) == ("Renamed", 1, 1)
    other = "Nurse\n\nRequirements\n- You have skills in wound care"
    response = editor.post(reverse("job_descriptions:edit", args=[row.pk]), data | {"text": other}, follow=True)
    newest = JobDescription.objects.get(version=2)
    assert (newest.text, newest.series) == (other, row.series)
    row.refresh_from_db()
    assert row.text == JOB_DESCRIPTION_TEXT
    assert "saved as version 2" in words(response.content.decode())


def test_empty_text_is_refused_in_the_form(editor: Client) -> None:
    response = editor.post(reverse("personas:add"), {"name": "A", "headline": "B", "text": "   \n"})
    assert response.status_code == 200
    assert "The text is empty." in response.content.decode() or "required" in response.content.decode()
    assert not Persona.objects.exists()


def test_persona_is_created_with_its_employers(editor: Client) -> None:
    editor.post(
        reverse("personas:add"),
        {"name": "Ada Berg", "headline": "Nurse", "employers": "Clinic One, Clinic Two", "text": RESUME},
    )
    persona = Persona.objects.get()
    assert (persona.slug, persona.employers) == ("ada-berg", ["Clinic One", "Clinic Two"])
    html = editor.get(reverse("personas:edit", args=[persona.pk])).content.decode()
    assert "Clinic One, Clinic Two" in html


def test_used_version_cannot_be_deleted_and_says_where_it_is_used(client: Client) -> None:
    client.force_login(user_in("Moderators"))
    page = finished_page()
    persona = profiles_of(page)[0].persona
    for address in (
        reverse("personas:delete", args=[persona.pk]),
        reverse("job_descriptions:delete", args=[page.job_description_id]),
    ):
        assert f"X-ray “{page.title}”" in words(client.get(address).content.decode())
        client.post(address)
    assert Persona.objects.filter(pk=persona.pk).exists()
    assert JobDescription.objects.filter(pk=page.job_description_id).exists()


def test_version_only_a_draft_speaks_of_cannot_be_deleted(client: Client) -> None:
    client.force_login(user_in("Moderators"))
    page, persona, job_description = XRayPageFactory(), PersonaFactory(), JobDescriptionFactory()
    draft = page.get_latest_revision_as_object()
    draft.job_description = job_description
    draft.profiles.add(XRayProfile(persona=persona, sort_order=0))
    draft.save_revision()
    for name, row in (("personas", persona), ("job_descriptions", job_description)):
        address = reverse(f"{name}:delete", args=[row.pk])
        assert f"X-ray “{draft.title}”" in words(client.get(address).content.decode())
        client.post(address)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_unused_version_is_deleted(client: Client) -> None:
    client.force_login(user_in("Moderators"))
    persona = PersonaFactory()
    client.post(reverse("personas:delete", args=[persona.pk]))
    assert not Persona.objects.exists()


# Ledgers


def text_shown(html: str) -> str:
    """The job description as the ledger's page shows it, labels and reasons included, without markup."""
    return unescape(strip_tags(html.split('<div class="annotated"')[1].split(">", 1)[1].split("</div>")[0]))


def test_ledger_shows_what_was_read_from_each_part_and_what_was_left_out(editor: Client) -> None:
    ledger = LedgerFactory()
    html = editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode()
    assert text_shown(html) == (
        "Senior Nurse [not a list item]\n\n"
        "What is asked: [not a list item]\n"
        "- r1 must, experience 5+ years in intensive care [experience]\n"
        "- r2 must, skill Ventilator care\n"
        "- r3 must, credential Registered nurse licence [credential]\n"
        "- r4 nice to have, language Spanish, a plus [language]\n"
    )
    assert "at least 5 years" in html
    assert f"What became of {len(JOB_DESCRIPTION_TEXT)} characters" in words(html)
    assert "26 left out, each with its reason" in words(html)


def test_ledger_names_concepts_in_words_not_keys(editor: Client) -> None:
    rows = [
        schema.Requirement(
            id=name, name=name, kind="skill", importance="must", concept=concept, min_years=years, spans=((0, 6),)
        )
        for name, concept, years in (("r1", "kafka", 1), ("r2", "a_key_of_yore", None), ("r3", None, 2.5))
    ]
    ledger = LedgerFactory(requirements=rows)
    shown = words(editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode())
    assert "r1, must, skill, at least 1 year, known as Apache Kafka" in shown
    assert "r2, must, skill, known as a key of yore" in shown
    assert "r3, must, skill, at least 2.5 years" in shown


def test_requirement_and_its_words_lead_to_each_other(editor: Client) -> None:
    html = editor.get(reverse("ledgers:inspect", args=[LedgerFactory().pk])).content.decode()
    for number in ("r1", "r2", "r3", "r4"):
        for identifier, target in ((number, f"span-{number}"), (f"span-{number}", number)):
            assert (html.count(f'id="{identifier}"'), html.count(f'href="#{target}"')) == (1, 1)


def test_words_of_two_requirements_and_of_a_later_span_are_labelled(editor: Client) -> None:
    text = "Go, Rust or similar; SQL and Go"
    rows = [
        schema.Requirement(id=name, name=name, kind="skill", importance=importance, spans=spans)
        for name, importance, spans in (
            ("r1", "nice", ((0, 19), (29, 31))),
            ("r2", "must", ((4, 8),)),
            ("r3", "must", ((21, 24),)),
        )
    ]
    ledger = LedgerFactory(job_description=JobDescriptionFactory(text=text), requirements=rows)
    html = editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode()
    assert text_shown(html) == (
        "r1 nice to have, skill Go, r2 must, skill Rust or similar; r3 must, skill SQL and r1 nice to have, skill Go"
    )
    assert html.count('id="span-r1"') == 1


@pytest.mark.parametrize(
    ("engine", "sentence"),
    [
        ("openai", "The engine openai names requirements only: it does not say why it left a part of the text out."),
        ("", "People wrote this ledger, so nothing says why a part of the text gave no requirement."),
    ],
)
def test_ledger_without_reasons_says_whose_silence_it_is(editor: Client, engine: str, sentence: str) -> None:
    read = ScriptedEngine().read(JOB_DESCRIPTION_TEXT).requirements
    ledger = LedgerFactory(engine=engine, requirements=read)
    html = editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode()
    assert sentence in words(html)
    assert text_shown(html).startswith("Senior Nurse [no reason noted]\n\nWhat is asked: [no reason noted]\n- r1 must")


def test_ledger_that_is_not_read_shows_the_plain_text(editor: Client) -> None:
    ledger = LedgerFactory(read=False)
    html = editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode()
    assert text_shown(html) == JOB_DESCRIPTION_TEXT
    assert "What became of" not in html


def test_text_of_a_stranger_is_never_markup(editor: Client) -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    text = f"Cook {attack}\n- Knives {attack}\n"
    ledger = LedgerFactory(job_description=JobDescriptionFactory(text=text))
    html = editor.get(reverse("ledgers:inspect", args=[ledger.pk])).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert attack in unescape(html)


def test_what_was_left_out_is_one_link_away(editor: Client) -> None:
    page = finished_page()
    address = reverse("ledgers:inspect", args=[page.ledger_id]) + "#text-heading"
    assert f'href="{address}"' in panel(editor, page)
    job_description = reverse("job_descriptions:inspect", args=[page.job_description_id])
    assert f'href="{address}"' in editor.get(job_description).content.decode()


def test_unlocked_ledger_is_changed_and_locked(editor: Client) -> None:
    ledger = LedgerFactory(locked=False)
    first, second = ledger.requirements.all()[:2]
    editor.post(
        reverse("ledgers:change_requirement", args=[ledger.pk, first.pk]),
        {"name": "Intensive care", "importance": "nice", "kind": "domain"},
    )
    first.refresh_from_db()
    assert (first.name, first.importance, first.kind) == ("Intensive care", "nice", "domain")
    editor.post(reverse("ledgers:drop_requirement", args=[ledger.pk, second.pk]))
    assert not Requirement.objects.filter(pk=second.pk).exists()
    editor.post(reverse("ledgers:lock", args=[ledger.pk]))
    ledger.refresh_from_db()
    assert ledger.is_locked


def test_locked_ledger_is_changed_by_a_copy_only(editor: Client) -> None:
    ledger = LedgerFactory()
    requirement = ledger.requirements.first()
    response = editor.post(reverse("ledgers:drop_requirement", args=[ledger.pk, requirement.pk]), follow=True)
    assert "The ledger is locked." in " ".join(str(message) for message in response.context["messages"])
    editor.post(
        reverse("ledgers:change_requirement", args=[ledger.pk, requirement.pk]),
        {"name": "Other", "importance": "nice", "kind": "domain"},
    )
    requirement.refresh_from_db()
    assert requirement.name != "Other"
    response = editor.post(reverse("ledgers:copy", args=[ledger.pk]))
    copy = Ledger.objects.exclude(pk=ledger.pk).get()
    assert response.url == reverse("ledgers:inspect", args=[copy.pk])
    assert (copy.is_locked, copy.requirements.count()) == (False, 4)


def test_job_description_is_read_from_its_page(editor: Client, settings: Any) -> None:
    settings.DEFAULT_ENGINE = "scripted"
    row = JobDescriptionFactory()
    editor.post(reverse("ledgers:read", args=[row.pk]))
    assert list(row.ledgers.values_list("state", "engine")) == [("queued", "scripted")]


# Evaluations


def test_evaluations_are_listed_by_state(editor: Client) -> None:
    done = EvaluationFactory()
    failed = EvaluationFactory(state="failed", failure_sentence="No answer.")
    html = editor.get(reverse("evaluations:index"), {"state": "failed"}).content.decode()
    listed = words(html.split("<tbody>")[-1])
    assert failed.persona.name in listed
    assert done.persona.name not in listed


def test_evaluation_shows_findings_and_why_it_failed(editor: Client) -> None:
    done = EvaluationFactory(verdicts=("met", "missing", "partial", "unclear"))
    text = words(editor.get(reverse("evaluations:inspect", args=[done.pk])).content.decode())
    assert f"ATS score {done.score} %, {done.band}, 1 of 4 requirements met" in text.replace("\xa0", " ")
    assert "Looked for Ventilator care" in text
    failed = EvaluationFactory(state="failed", failure_sentence="<i>No</i> answer.")
    html = editor.get(reverse("evaluations:inspect", args=[failed.pk])).content.decode()
    assert "&lt;i&gt;No&lt;/i&gt; answer." in html


def test_evaluation_is_cancelled_and_run_again(editor: Client) -> None:
    evaluation = EvaluationFactory(finished=False)
    editor.post(reverse("evaluations:cancel", args=[evaluation.pk]))
    evaluation.refresh_from_db()
    assert evaluation.state == "cancelled"
    editor.post(reverse("evaluations:rerun", args=[evaluation.pk]))
    assert Evaluation.objects.filter(state="queued").count() == 1


@pytest.mark.parametrize("name", ["ledgers", "evaluations", "job_descriptions", "personas"])
def test_lists_cost_the_same_queries_for_one_and_three(name: str, editor: Client) -> None:
    address = reverse(f"{name}:index")
    counts = []
    for _ in range(2):
        EvaluationFactory()
        editor.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor.get(address)
        counts.append(len(captured))
        EvaluationFactory()
    assert counts[1] == counts[0]
