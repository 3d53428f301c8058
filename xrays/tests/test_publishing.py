"""An x-ray is published with finished, current evaluations only, on every way there is, and nothing else is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Revision, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, rich_text

from evaluations import services
from evaluations.factories import EvaluationFactory, LedgerFactory, PersonaFactory
from evaluations.models import Evaluation
from xrays import publishing
from xrays.factories import XRayPageFactory, claim_block, publish, xray_index
from xrays.models import XRayPage
from xrays.pins import pin_current, profiles_of
from xrays.publishing import PublicationRefused
from xrays.tasks import publish_scheduled
from xrays.tests.pages import (
    finished_page,
    form_data,
    published_page,
    unevaluated_page,
    update_engine,
    user_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(user_in("Moderators"))
    return client


def stored(page: Page) -> XRayPage:
    return XRayPage.objects.get(pk=page.pk)


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# What is asked for


def test_finished_page_has_no_problems_and_goes_live() -> None:
    page = publish(finished_page())
    assert publishing.problems(page) == ()
    assert page.live
    assert [profile.evaluation.state for profile in profiles_of(page)] == ["succeeded"] * 3


def test_empty_draft_names_everything_that_is_missing() -> None:
    page = XRayPageFactory(introduction="", role_summary="<p> </p>", synthesis="")
    assert publishing.problems(page) == (
        "The page has no job description. Choose one.",
        "The page has no profiles; it needs at least 2. Add a persona.",
        "Introduction: nothing is written yet.",
        "The role: nothing is written yet.",
        "What this shows: nothing is written yet.",
        "What this role is actually testing: there is no claim yet. Write at least one.",
    )


def test_unread_job_description_is_named() -> None:
    page = finished_page()
    page.job_description = LedgerFactory(locked=False).job_description
    pin_current(page)
    assert "The job description has no locked ledger. Read it, check the requirements and lock the ledger." in (
        publishing.problems(page)
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (None, "the evaluation is missing. Press Run."),
        ("queued", "the evaluation is still queued. Wait until it has finished, then save the page."),
        ("running", "the evaluation is still running. Wait until it has finished, then save the page."),
        ("failed", "the evaluation failed: The model did not answer. Run it again."),
        ("refused", "the evaluation was refused: The model did not answer."),
        ("cancelled", "the evaluation was cancelled. Run it again."),
    ],
)
def test_evaluation_that_is_not_there_is_named_with_its_persona(state: str | None, sentence: str) -> None:
    page = finished_page(personas=2)
    persona = PersonaFactory(name="Sophie Example")
    if state is not None:
        EvaluationFactory(ledger=page.ledger, persona=persona, state=state, failure_sentence="The model did not answer")
    page.profiles.create(persona=persona, paragraph="<p>Words.</p>", sort_order=2)
    pin_current(page)
    assert publishing.problems(page) == (f"Sophie Example: {sentence}",)


def test_profile_without_a_paragraph_is_named() -> None:
    page = finished_page(personas=2)
    profile = profiles_of(page)[1]
    profile.paragraph = ""
    page.profiles.add(profile)
    assert publishing.problems(page) == (f"{profile.persona.name}, paragraph: nothing is written yet.",)


def test_personas_judged_as_of_different_dates_are_refused() -> None:
    page = finished_page(personas=1)
    first = profiles_of(page)[0].evaluation
    later = EvaluationFactory(
        ledger=page.ledger, persona__name="Sophie Example", as_of=first.as_of + timedelta(days=90)
    )
    page.profiles.create(persona=later.persona, evaluation=later, paragraph="<p>Words.</p>", sort_order=2)
    [problem] = publishing.problems(page)
    assert problem.startswith("The personas are judged as of 2 different dates")


def test_finished_evaluation_the_page_does_not_use_yet_is_named() -> None:
    page = finished_page(personas=2)
    evaluation = EvaluationFactory(ledger=page.ledger, persona__name="Sophie Example")
    page.profiles.create(persona=evaluation.persona, paragraph="<p>Words.</p>", sort_order=2)
    assert publishing.problems(page) == (
        "Sophie Example: the evaluation has finished, but the page does not use it yet. Open the page and save it.",
    )
    pin_current(page)
    assert publishing.problems(page) == ()


def test_stale_evaluations_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    page = finished_page(personas=2)
    update_engine(monkeypatch)
    names = [profile.persona.name for profile in profiles_of(page)]
    assert publishing.problems(page) == tuple(
        f"{name}: the evaluation is stale: the engine “scripted” was updated after it was made. "
        "Run it again, then save the page."
        for name in names
    )


def test_newer_locked_ledger_makes_the_page_stale() -> None:
    page = finished_page(personas=2)
    copy = services.copy_ledger_for_change(ledger=page.ledger, by=None)
    assert publishing.problems(stored(page)) == ()
    services.lock_ledger(ledger=copy, by=None)
    assert publishing.problems(stored(page)) == (
        f"The page uses ledger {page.ledger_id}, and ledger {copy.pk} was locked later. "
        "Run the personas on the newer ledger, then save the page.",
    )


def test_engine_of_the_page_decides_whose_evaluation_counts() -> None:
    page = finished_page(personas=2)
    page.engine = "local"
    assert len([sentence for sentence in publishing.problems(page) if "not by “local”" in sentence]) == 2


def test_abstention_may_be_published_unscored() -> None:
    page = finished_page(personas=2)
    evaluation = EvaluationFactory(ledger=page.ledger, verdicts=("unclear",) * 4)
    page.profiles.create(persona=evaluation.persona, paragraph="<p>Words.</p>", sort_order=2)
    pin_current(page)
    assert evaluation.score is None
    assert publishing.problems(page) == ()


def test_one_profile_is_too_few_and_one_persona_twice_is_named() -> None:
    page = finished_page(personas=1, synthesis="<p>Words.</p>")
    assert publishing.problems(page) == ("The page has 1 profile; it needs at least 2. Add a persona.",)
    again = profiles_of(page)[0]
    page.profiles.create(persona=again.persona, evaluation=again.evaluation, paragraph="<p>Words.</p>", sort_order=5)
    assert publishing.problems(page) == (
        f"{again.persona.name}: stands on the page twice. Remove one of the two profiles.",
    )


def test_unknown_tokens_and_typed_percentages_are_named_with_their_field() -> None:
    page = finished_page(personas=2, introduction="<p>[[score:nobody]] of [[total]]</p>")
    first = page.profiles.get_object_list()[0]
    first.paragraph = "<p>Reaches 85 %.</p>"
    slug = first.persona.slug
    assert publishing.problems(page) == (
        "Introduction: [[score:nobody]] stands for nothing on this page. Correct or remove it.",
        f"{first.persona.name}, paragraph: “85 %” is typed by hand. Use a token such as [[score:{slug}]] for a "
        "result, and words (“two in five”) for any other share.",
    )


def test_quote_that_is_not_in_the_job_description_is_named() -> None:
    page = finished_page(personas=2)
    page.claims = [claim_block("Care", "speed", "Words.", ["Ventilator  care", "Invented words"])]
    assert publishing.problems(page) == (
        "Claim 1: “Invented words” does not stand in the job description. Copy the words exactly.",
    )


def test_half_a_claim_is_named() -> None:
    page = finished_page(personas=2)
    page.claims = [("claim", {"claim": "Care", "contrast": "", "text": "", "quotes": []})]
    assert publishing.problems(page) == (
        "Claim 1, not: nothing is written yet.",
        "Claim 1, text: nothing is written yet.",
        "Claim 1: nothing is quoted from the job description. Quote at least one passage.",
    )


# Every way to publish: refused while something is missing, done when nothing is


def by_code(client: Client, page: XRayPage) -> None:
    with pytest.raises(PublicationRefused):
        publish(page)


def by_saving_live(client: Client, page: XRayPage) -> None:
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
    with pytest.raises(PublicationRefused):
        page.save(clean=False)


def by_editor(client: Client, page: XRayPage) -> None:
    response = client.post(edit_address(page), form_data(page) | {"action-publish": "1"})
    assert response.status_code == 200
    assert "the evaluation is missing. Press Run." in response.content.decode()


def by_editor_on_a_date(client: Client, page: XRayPage) -> None:
    when = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = client.post(edit_address(page), form_data(page, go_live_at=when) | {"action-publish": "1"})
    assert response.status_code == 200
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def by_bulk_action(client: Client, page: XRayPage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{address}?id={page.pk}", follow=True)
    assert "the evaluation is missing. Press Run." in messages_of(response)


def by_bulk_action_on_the_parent(client: Client, page: XRayPage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = page.get_parent()
    response = client.post(f"{address}?id={parent.pk}", {"include_descendants": "on"}, follow=True)
    assert "the evaluation is missing. Press Run." in messages_of(response)


def by_schedule(client: Client, page: XRayPage) -> None:
    revision = page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is not None


def by_workflow(client: Client, page: XRayPage) -> None:
    state = started_workflow(page)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id])
    response = client.post(address, {"comment": ""}, follow=True)
    assert "the evaluation is missing. Press Run." in messages_of(response)
    state.refresh_from_db()
    assert state.status == "in_progress"


def by_workflow_in_the_editor(client: Client, page: XRayPage) -> None:
    state = started_workflow(page)
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    response = client.post(edit_address(page), form_data(stored(page)) | pressed)
    assert response.status_code == 200
    assert "the evaluation is missing. Press Run." in response.content.decode()
    state.refresh_from_db()
    assert state.status == "in_progress"


def started_workflow(page: XRayPage) -> Any:
    workflow = Workflow.objects.first()
    if workflow is None:
        workflow = Workflow.objects.create(name="Approval")
        task = GroupApprovalTask.objects.create(name="Approve")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    page.save_revision()
    return workflow.start(page, user_in("Editors"))


WAYS = [
    by_code,
    by_saving_live,
    by_editor,
    by_editor_on_a_date,
    by_bulk_action,
    by_bulk_action_on_the_parent,
    by_schedule,
    by_workflow,
    by_workflow_in_the_editor,
]


@pytest.mark.parametrize("way", WAYS)
def test_page_without_evaluations_is_refused_on_every_way(way: Any, moderator: Client) -> None:
    page = unevaluated_page()
    way(moderator, page)
    assert not stored(page).live


def test_editor_publishes_a_finished_page(moderator: Client) -> None:
    page = finished_page()
    response = moderator.post(edit_address(page), form_data(page) | {"action-publish": "1"})
    assert response.status_code == 302
    assert stored(page).live
    assert len(profiles_of(stored(page))) == 3


def test_bulk_action_publishes_finished_pages(moderator: Client) -> None:
    page, other = finished_page(), finished_page()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    moderator.post(f"{address}?id={page.pk}&id={other.pk}")
    assert stored(page).live
    assert stored(other).live


def test_bulk_action_publishes_nothing_when_one_page_is_refused(moderator: Client) -> None:
    good, bad = finished_page(), unevaluated_page()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = moderator.post(f"{address}?id={good.pk}&id={bad.pk}", follow=True)
    assert f"Nothing was published. {bad.title}: " in messages_of(response)
    assert not stored(good).live
    assert not stored(bad).live


def test_workflow_approval_publishes_a_finished_page(moderator: Client) -> None:
    page = finished_page()
    state = started_workflow(page)
    moderator.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]),
        {"comment": ""},
    )
    assert stored(page).live


def test_schedule_publishes_what_it_can_and_keeps_the_date_of_what_it_refuses() -> None:
    soon = timezone.now() - timedelta(minutes=2)
    bad, good = unevaluated_page(), finished_page()
    refused = bad.save_revision(approved_go_live_at=soon)
    good.save_revision(approved_go_live_at=soon + timedelta(minutes=1))
    publish_scheduled()
    publish_scheduled()
    refused.refresh_from_db()
    assert stored(good).live
    assert (stored(bad).live, refused.approved_go_live_at) == (False, soon)
    history = _refusals(bad)
    assert len(history) == 1
    assert "the evaluation is missing" in " ".join(history[0].data["sentences"])


def _refusals(page: XRayPage) -> list[Any]:
    return list(PageLogEntry.objects.filter(page=page.pk, action="xrays.publish_refused"))


def test_schedule_publishes_a_refused_page_once_it_is_right() -> None:
    page = unevaluated_page()
    for profile in profiles_of(page):
        EvaluationFactory(ledger=page.ledger, persona=profile.persona)
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert not stored(page).live
    pin_current(page)
    Revision.objects.update(approved_go_live_at=None)
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert stored(page).live


def test_refused_publication_keeps_a_date_that_was_set() -> None:
    page = unevaluated_page()
    scheduled = page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))
    with pytest.raises(PublicationRefused):
        page.save_revision().publish()
    scheduled.refresh_from_db()
    assert scheduled.approved_go_live_at is not None


def test_schedule_expires_pages() -> None:
    page = published_page()
    XRayPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled()
    assert (stored(page).live, stored(page).expired) == (False, True)


def test_new_live_page_by_code_is_refused() -> None:
    with pytest.raises(PublicationRefused):
        XRayPageFactory(live=True)
    assert not XRayPage.objects.exists()


def test_editor_creates_and_publishes_in_one_step(moderator: Client) -> None:
    ready = finished_page()
    parent = xray_index()
    data = form_data(ready, slug="", profiles=_new_profiles(ready)) | {"action-publish": "1"}
    moderator.post(reverse("wagtailadmin_pages:add", args=["xrays", "xraypage", parent.pk]), data)
    created = XRayPage.objects.exclude(pk=ready.pk).get()
    assert created.live
    assert created.slug == f"{ready.slug}-2"
    assert [profile.evaluation_id for profile in profiles_of(created)] == [
        profile.evaluation_id for profile in profiles_of(ready)
    ]


def _new_profiles(page: XRayPage) -> dict[str, Any]:
    return inline_formset(
        [{"persona": profile.persona_id, "paragraph": rich_text("<p>New.</p>")} for profile in profiles_of(page)]
    )


# A live page whose evaluations became stale


@pytest.fixture
def stale_page(monkeypatch: pytest.MonkeyPatch) -> XRayPage:
    page = published_page()
    update_engine(monkeypatch)
    return page


def test_subtree_copy_of_a_stale_live_page_is_refused_and_leaves_nothing(stale_page: XRayPage) -> None:
    parent = stale_page.get_parent().specific
    before = Page.objects.count()
    with pytest.raises(PublicationRefused):
        parent.copy(recursive=True, keep_live=True, update_attrs={"slug": "copy"})
    assert Page.objects.count() == before


def test_subtree_copy_as_drafts_works(stale_page: XRayPage) -> None:
    parent = stale_page.get_parent().specific
    copy = parent.copy(recursive=True, keep_live=False, update_attrs={"slug": "copy"})
    assert [page.live for page in copy.get_children()] == [False]


def test_live_copy_of_a_finished_page_is_live() -> None:
    page = published_page()
    parent = page.get_parent().specific
    copy = parent.copy(recursive=True, keep_live=True, update_attrs={"slug": "copy"})
    copied = copy.get_children().get().specific
    assert copied.live
    assert [profile.evaluation_id for profile in profiles_of(copied)] == [
        profile.evaluation_id for profile in profiles_of(page)
    ]


def test_copy_view_refuses_a_live_copy_in_words(stale_page: XRayPage, moderator: Client) -> None:
    data = {
        "new_title": stale_page.title,
        "new_slug": "copy",
        "new_parent_page": stale_page.get_parent().pk,
        "publish_copies": "on",
    }
    address = reverse("wagtailadmin_pages:copy", args=[stale_page.pk])
    response = moderator.post(address, data, follow=True)
    assert "the evaluation is stale:" in messages_of(response)
    assert XRayPage.objects.count() == 1
    moderator.post(address, {key: value for key, value in data.items() if key != "publish_copies"})
    assert [page.live for page in XRayPage.objects.order_by("pk")] == [True, False]


def test_stale_live_page_can_be_locked_and_unlocked(stale_page: XRayPage, moderator: Client) -> None:
    moderator.post(reverse("wagtailadmin_pages:lock", args=[stale_page.pk]))
    assert stored(stale_page).locked
    moderator.post(reverse("wagtailadmin_pages:unlock", args=[stale_page.pk]))
    assert not stored(stale_page).locked


def test_stale_live_page_can_be_moved_aliased_and_renamed(stale_page: XRayPage) -> None:
    home = stale_page.get_parent().get_parent().specific
    alias = stale_page.create_alias(update_slug="alias")
    assert alias.live
    stale_page.slug = "renamed"
    stale_page.save()
    stale_page.move(home, pos="last-child")
    moved = stored(stale_page)
    assert moved.live
    assert moved.url_path == f"{home.url_path}renamed/"


def test_stale_live_page_can_be_edited_as_draft(stale_page: XRayPage, moderator: Client) -> None:
    data = form_data(stale_page, introduction=rich_text("<p>New words.</p>"))
    assert moderator.post(edit_address(stale_page), data).status_code == 302
    draft = stored(stale_page).get_latest_revision_as_object()
    assert "New words." in draft.introduction
    assert "New words." not in stored(stale_page).introduction
    assert [profile.evaluation_id for profile in profiles_of(draft)] == [
        profile.evaluation_id for profile in profiles_of(stale_page)
    ]
    response = moderator.post(edit_address(stale_page), form_data(draft) | {"action-publish": "1"})
    assert "the evaluation is stale:" in response.content.decode()
    assert "New words." not in stored(stale_page).introduction


def test_stale_live_page_can_be_published_again_as_it_is(stale_page: XRayPage) -> None:
    assert publish(stale_page).live


def test_stale_live_page_can_be_unpublished(stale_page: XRayPage, moderator: Client) -> None:
    moderator.post(reverse("wagtailadmin_pages:unpublish", args=[stale_page.pk]))
    assert not stored(stale_page).live


def test_alias_of_a_published_page_follows_it() -> None:
    page = published_page()
    alias = page.create_alias(update_slug="alias")
    page.introduction = "<p>Changed.</p>"
    publish(page)
    assert stored(alias).introduction == "<p>Changed.</p>"


# Drafts lack what they like


def test_draft_is_saved_with_everything_missing(moderator: Client) -> None:
    page = finished_page()
    data = form_data(page, job_description="", introduction=rich_text(""), profiles=inline_formset([]))
    assert moderator.post(edit_address(page), data).status_code == 302
    response = moderator.post(edit_address(page), data, headers={"accept": "application/json"})
    assert response.json()["success"] is True


def test_create_form_saves_an_empty_draft(moderator: Client) -> None:
    parent = xray_index()
    empty = XRayPage()
    moderator.post(
        reverse("wagtailadmin_pages:add", args=["xrays", "xraypage", parent.pk]),
        form_data(empty, slug="", profiles=inline_formset([])),
    )
    page = XRayPage.objects.get()
    assert (page.title, page.slug, page.live) == ("New x-ray", "new-x-ray", False)


def test_saving_never_starts_work(moderator: Client) -> None:
    page = unevaluated_page()
    moderator.post(edit_address(page), form_data(page))
    moderator.post(edit_address(page), form_data(page), headers={"accept": "application/json"})
    assert not Evaluation.objects.exists()


# Pins


def test_saving_the_form_pins_what_is_current(moderator: Client) -> None:
    page = unevaluated_page()
    evaluations = [EvaluationFactory(ledger=page.ledger, persona=p.persona) for p in profiles_of(page)]
    assert [profile.evaluation_id for profile in profiles_of(stored(page))] == [None, None]
    moderator.post(edit_address(page), form_data(page))
    draft = stored(page).get_latest_revision_as_object()
    assert [profile.evaluation_id for profile in profiles_of(draft)] == [row.pk for row in evaluations]


def test_published_pin_does_not_move_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    pinned = [profile.evaluation_id for profile in profiles_of(page)]
    update_engine(monkeypatch)
    for profile in profiles_of(page):
        EvaluationFactory(ledger=page.ledger, persona=profile.persona)
    assert [profile.evaluation_id for profile in profiles_of(stored(page))] == pinned


def test_new_ledger_drops_evaluations_of_the_old_one_from_the_draft() -> None:
    page = published_page()
    services.lock_ledger(ledger=services.copy_ledger_for_change(ledger=page.ledger, by=None), by=None)
    draft = stored(page)
    assert pin_current(draft)
    assert [profile.evaluation for profile in profiles_of(draft)] == [None, None, None]
    assert all(profile.evaluation_id for profile in profiles_of(stored(page)))
