"""The vocabulary in the admin: what editors read when they propose, try and release, and what pages say afterwards."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from evaluations import services
from evaluations.engines.local.vocabulary import vocabulary_with
from evaluations.factories import ProposedTermFactory
from evaluations.models import Evaluation, ProposedTerm, VocabularyCheck, VocabularyRelease
from evaluations.tests.zorp import BECOMES_MET, USES_ZORP, WITHOUT_ZORP, local_evaluation, local_ledger
from xrays import publishing
from xrays.admin.status import panel_status
from xrays.factories import XRayPageFactory, publish
from xrays.models import XRayPage
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, user_in
from xrays.tests.reading import words_of
from xrays.vocabulary_effects import effects_on_published

pytestmark = pytest.mark.django_db
MET_NOW = BECOMES_MET.replace("\xa0", " ")
TERM = {
    "name": "Zorp",
    "key": "",
    "kind": "skill",
    "aliases": "ZRP server\r\nZorp, the appliance",
    "is_a": "Message queue",
    "close_to": "Kafka\r\nkafka",
    "recognised_in": "Ran a ZRP server.",
    "not_recognised_in": "Served the wards.",
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors", name="edda"))
    return client


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(user_in("Moderators", name="mo"))
    return client


def words(response: Any) -> str:
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def local_page(*resumes: str) -> XRayPage:
    """A published x-ray by the built-in engine: USES_ZORP, which the term changes, and WITHOUT_ZORP."""
    ledger = local_ledger()
    evaluations = [local_evaluation(resume, ledger=ledger) for resume in resumes or (USES_ZORP, WITHOUT_ZORP)]
    return publish(
        XRayPageFactory(
            job_description=ledger.job_description,
            engine="local",
            personas=[evaluation.persona for evaluation in evaluations],
            pinned=True,
        )
    )


def run_checks() -> None:
    for check in VocabularyCheck.objects.open():
        services.execute_vocabulary_check(check_id=check.pk)


def panel_words(client: Client, page: XRayPage) -> str:
    html = client.get(reverse("xray_panel", args=[page.pk])).json()["html"]
    return " ".join(unescape(strip_tags(html)).split())


# Proposing


def test_a_term_is_proposed_with_its_test_phrases(editor: Client) -> None:
    response = editor.post(reverse("vocabulary_terms:add"), TERM, follow=True)
    term = ProposedTerm.objects.get()
    assert "“Zorp” is proposed. It counts from the next release of the vocabulary on." in words(response)
    assert (term.key, term.aliases, term.is_a, term.close_to) == (
        "zorp",
        ["ZRP server", "Zorp, the appliance"],
        ["message_queue"],
        ["kafka"],
    )
    assert (term.recognised_in, term.not_recognised_in) == (["Ran a ZRP server."], ["Served the wards."])
    assert term.proposed_by.username == "edda"
    listed = words(editor.get(reverse("vocabulary_terms:index")))
    assert "Zorp" in listed
    assert "zorp Skill Proposed edda" in listed


def test_trying_shows_what_is_recognised_and_stores_nothing(editor: Client) -> None:
    response = editor.post(
        reverse("vocabulary_terms:add"),
        TERM | {"recognised_in": "Ran a ZRP server and Kafka.\nRan a ZRP cluster.", "action-try": "1"},
    )
    assert response.status_code == 200
    assert (
        "What it recognises A test phrase comes out otherwise. The vocabulary cannot be released until it is right. "
        "Phrase Recognised now With this term Test "
        "“Ran a ZRP server and Kafka.” Apache Kafka Zorp, Apache Kafka Passes: must be recognised "
        "“Ran a ZRP cluster.” nothing nothing Fails : must be recognised "
        "“Served the wards.” nothing nothing Passes: must not be recognised"
    ) in words_of(response.content.decode())
    assert 'value="Zorp"' in response.content.decode()
    assert not ProposedTerm.objects.exists()


def test_trying_words_for_a_known_term_says_so(editor: Client) -> None:
    data = {"name": "Kafka", "key": "kafka", "kind": "skill", "aliases": "ZRP bus", "recognised_in": "A ZRP bus."}
    response = editor.post(reverse("vocabulary_terms:add"), data | {"action-try": "1"})
    assert "This adds to the known term “Apache Kafka”. Every test phrase comes out as it should." in words(response)


@pytest.mark.parametrize("button", [{}, {"action-try": "1"}])
def test_a_broken_rule_is_said_beside_the_form(editor: Client, button: dict[str, str]) -> None:
    response = editor.post(reverse("vocabulary_terms:add"), TERM | {"aliases": "Postgres"} | button)
    assert "The term “zorp” shares the name “Postgres” with postgresql (PostgreSQL)." in words(response)
    assert not ProposedTerm.objects.exists()


def test_a_name_without_latin_letters_needs_a_typed_key(editor: Client) -> None:
    response = editor.post(reverse("vocabulary_terms:add"), TERM | {"name": "Зорп"})
    assert "No key can be made from this name. Type one." in words(response)
    editor.post(reverse("vocabulary_terms:add"), TERM | {"name": "Зорп", "key": "zorp"})
    assert ProposedTerm.objects.get().name == "Зорп"


def test_what_is_typed_is_shown_as_text(editor: Client) -> None:
    data = TERM | {"recognised_in": "<script>alert(1)</script> ZRP server", "action-try": "1"}
    html = editor.post(reverse("vocabulary_terms:add"), data).content.decode()
    assert "<script>alert(1)</script>" not in html
    assert "“&lt;script&gt;alert(1)&lt;/script&gt; ZRP server”" in html


def test_a_released_term_is_changed_and_withdrawn_for_the_next_release(editor: Client) -> None:
    term = ProposedTermFactory()
    services.release_vocabulary()
    address = reverse("vocabulary_terms:edit", args=[term.pk])
    assert "Released: a change counts from the next release on." in words(editor.get(address))
    editor.post(address, TERM | {"key": "other", "aliases": "ZRP box\nZRP server"})
    term.refresh_from_db()
    assert (term.key, term.aliases, term.state) == ("zorp", ["ZRP box", "ZRP server"], "proposed")
    response = editor.post(reverse("vocabulary_terms:withdraw", args=[term.pk]), follow=True)
    assert "“Zorp” is withdrawn. The next release of the vocabulary is without it." in words(response)
    term.refresh_from_db()
    assert (term.state, term.changed_by.username) == ("withdrawn", "edda")


def test_history_tells_who_did_what_with_a_term(editor: Client) -> None:
    editor.post(reverse("vocabulary_terms:add"), TERM)
    term = ProposedTerm.objects.get()
    editor.post(reverse("vocabulary_terms:edit", args=[term.pk]), TERM | {"notes": "A made-up tool."})
    editor.post(reverse("vocabulary_terms:withdraw", args=[term.pk]))
    assert list(ModelLogEntry.objects.order_by("timestamp").values_list("action", "user__username")) == [
        ("wagtail.create", "edda"),
        ("wagtail.edit", "edda"),
        ("xrays.withdraw_term", "edda"),
    ]
    history = words(editor.get(reverse("vocabulary_terms:history", args=[term.pk])))
    assert "Withdrawn: the next release is without it" in history


# Releasing


def test_the_release_screen_says_what_would_change_and_which_pages_turn_stale(moderator: Client) -> None:
    page = local_page()
    ProposedTermFactory(name="Zarp", aliases=[], recognised_in=["Ran Zarp."])
    ProposedTermFactory(notes="A made-up tool.", is_a=["message_queue"], close_to=["zarp"])
    text = words(moderator.get(reverse("vocabulary_releases:add")))
    assert (
        "New terms Zarp (zarp, skill). Zorp (zorp, skill), also “ZRP server”, belongs to Message queues, close to Zarp. A made-up tool."
        in text
    )
    assert (
        "1 published x-ray would turn stale. It stays on the site as published; to change it, the personas named here "
        "must be run again. 2 of 2 pinned evaluations were judged again to see this. "
        f"{page.title} {profiles_of(page)[0].persona.name}: {MET_NOW}."
    ) in text
    assert not VocabularyRelease.objects.exists()
    assert not VocabularyCheck.objects.exists()


def test_the_release_screen_says_when_nothing_turns_stale(moderator: Client) -> None:
    local_page(WITHOUT_ZORP, WITHOUT_ZORP)
    ProposedTermFactory()
    text = words(moderator.get(reverse("vocabulary_releases:add")))
    assert "No published x-ray would turn stale. 2 of 2 pinned evaluations were judged again to see this." in text


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        (None, "Nothing is proposed: the vocabulary in use has every term already."),
        ({"recognised_in": ["A ZRP box"]}, "“Zorp” must be recognised in “A ZRP box”, and is not."),
        ({"aliases": ["Postgres"]}, "The term “zorp” shares the name “Postgres” with postgresql (PostgreSQL)."),
    ],
)
def test_what_cannot_be_released_has_no_button(moderator: Client, term: dict[str, Any] | None, sentence: str) -> None:
    if term is not None:
        ProposedTermFactory(**term)
    response = moderator.get(reverse("vocabulary_releases:add"))
    assert sentence in words(response)
    assert "Releasing…" not in response.content.decode()


def test_a_release_is_made_as_it_was_seen(moderator: Client) -> None:
    term = ProposedTermFactory()
    address = reverse("vocabulary_releases:add")
    seen = moderator.get(address).context["form"]["expected"].value()
    services.change_term(term=term, notes="Changed by somebody else.")
    response = moderator.post(address, {"note": "Tools of wards", "expected": seen})
    assert "The proposals changed while you were looking at them. Look at them again." in words(response)
    assert not VocabularyRelease.objects.exists()
    now = response.context["form"]["expected"].value()
    response = moderator.post(address, {"note": "Tools of wards", "expected": now}, follow=True)
    release = VocabularyRelease.objects.get()
    text = words(response)
    assert "Vocabulary release 1 is in use. Finished evaluations are judged again with it in the background;" in text
    assert f"by {release.released_by}. Tools of wards" in text
    assert ModelLogEntry.objects.get(action="xrays.release_vocabulary").user.username == "mo"


def test_a_release_tells_what_became_of_the_evaluations(moderator: Client) -> None:
    page = local_page()
    ProposedTermFactory()
    release = services.release_vocabulary()
    address = reverse("vocabulary_releases:inspect", args=[release.pk])
    assert "0 evaluations judged again, 0 with another result. 2 still to do" in words(moderator.get(address))
    run_checks()
    text = words(moderator.get(address))
    assert "2 evaluations judged again, 1 with another result." in text
    assert f"{profiles_of(page)[0].persona} on {page.job_description}: {MET_NOW}." in text
    assert "In use." in text
    services.withdraw_term(term=ProposedTerm.objects.get())
    services.release_vocabulary()
    assert "No longer in use." in words(moderator.get(address))


# What gate, panel and lists say after a release


def test_gate_panel_and_lists_agree_on_what_a_release_made_stale(editor: Client) -> None:
    page = local_page()
    draft = page.get_latest_revision_as_object()
    uses, without = (profile.evaluation for profile in profiles_of(page))
    ProposedTermFactory()
    services.release_vocabulary()

    text = panel_words(editor, page)
    assert text.count("Being checked") == 2
    assert "A worker judges this résumé again to see whether a verdict does too; until then the result holds." in text
    assert "Run" not in text
    assert publishing.problems(draft) == ()
    assert words(editor.get(reverse("evaluations:index"))).count("Being checked") == 2
    assert "Being checked" in words(editor.get(reverse("evaluations:inspect", args=[uses.pk])))

    run_checks()
    reason = f"the evaluation is stale: with vocabulary release 1, {MET_NOW}. Run it again, then save the page."
    assert publishing.problems(draft) == (f"{uses.persona.name}: {reason.replace(MET_NOW, BECOMES_MET)}",)
    text = panel_words(editor, page)
    assert (text.count("Stale"), text.count("Finished")) == (1, 1)
    assert reason.capitalize()[:30] in text
    listed = words(editor.get(reverse("evaluations:index"))).split("Job description", 1)[1]
    assert (listed.count("Stale"), listed.count("Being checked")) == (1, 0)
    assert f"with vocabulary release 1, {MET_NOW}" in words(editor.get(reverse("evaluations:inspect", args=[uses.pk])))
    same = words(editor.get(reverse("evaluations:inspect", args=[without.pk])))
    assert "The shipped vocabulary; the same with vocabulary release 1" in same
    assert "Re-run" not in same


def test_a_stale_x_ray_is_evaluated_again_with_the_new_vocabulary_and_published(editor: Client) -> None:
    page = local_page()
    ProposedTermFactory()
    release = services.release_vocabulary()
    run_checks()
    editor.post(reverse("xray_run_all", args=[page.pk]))
    (anew,) = Evaluation.objects.open()
    assert anew.persona == profiles_of(page)[0].persona
    services.execute_whole_evaluation(evaluation_id=anew.pk)
    draft = page.get_latest_revision_as_object()
    assert panel_status(draft).can_use  # and the draft in memory has it from here on
    assert publishing.problems(draft) == ()
    live = publish(draft)
    assert [profile.evaluation.vocabulary_version for profile in profiles_of(live)] == [
        release.vocabulary_version,
        Evaluation.objects.get(persona=profiles_of(page)[1].persona).vocabulary_version,
    ]


def test_panel_costs_the_same_queries_for_two_and_six_personas_after_a_release() -> None:
    pages = [local_page(*[USES_ZORP] * number) for number in (2, 6)]
    ProposedTermFactory()
    services.release_vocabulary()
    run_checks()
    counts = []
    for page in pages:
        draft = page.get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as captured:
            status = panel_status(draft)
        assert {persona.status.label for persona in status.personas} == {"Stale"}
        counts.append(len(captured))
    assert counts[1] == counts[0] <= 14


# What a release would mean


def test_effects_stop_at_their_limit_and_say_so(moderator: Client) -> None:
    first, second = local_page(), local_page()
    vocabulary = vocabulary_with({"zorp": {"name": "Zorp", "aliases": ["ZRP server"]}}, "r1")
    found = effects_on_published(vocabulary, most=2)
    assert (found.looked_at, found.total, found.is_cut_off) == (2, 4, True)
    assert [effect.page for effect in found.effects] == [second]
    found = effects_on_published(vocabulary)
    assert (found.looked_at, found.is_cut_off) == (4, False)
    assert {effect.page for effect in found.effects} == {first, second}


def test_effects_are_of_published_pages_by_engines_with_a_vocabulary_only() -> None:
    draft, live = local_page(), local_page()
    draft.unpublish()
    publish(finished_page())
    live.create_alias(update_slug="alias")
    vocabulary = vocabulary_with({"zorp": {"name": "Zorp", "aliases": ["ZRP server"]}}, "r1")
    found = effects_on_published(vocabulary)
    assert [effect.page for effect in found.effects] == [live]
    assert found.total == 2


def test_effects_leave_out_what_is_stale_already() -> None:
    local_page()
    ProposedTermFactory()
    services.release_vocabulary()
    run_checks()
    vocabulary = vocabulary_with({"zorp": {"name": "Zorp", "aliases": ["ZRP server"], "notes": "x"}}, "r2")
    assert effects_on_published(vocabulary).effects == ()


@pytest.mark.parametrize("name", ["vocabulary_terms", "vocabulary_releases"])
def test_lists_cost_the_same_queries_for_one_and_three(name: str, editor: Client) -> None:
    address = reverse(f"{name}:index")
    counts = []
    for number in (1, 2):
        for place in range(number):
            term = ProposedTermFactory(
                name=f"Zorp {number} {place}", aliases=[], recognised_in=[f"Zorp {number} {place}"]
            )
            ProposedTerm.objects.filter(pk=term.pk).update(proposed_by=user_in("Editors"))
            services.release_vocabulary(by=user_in("Moderators"))
        editor.get(address)
        with CaptureQueriesContext(connection) as captured:
            editor.get(address)
        counts.append(len(captured))
    assert counts[1] == counts[0]
