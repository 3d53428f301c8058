"""The list of x-rays and the home screen: what an editor sees first in the morning."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import GroupPagePermission

from evaluations import services
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory
from xrays.factories import XRayPageFactory, xray_index
from xrays.models import XRayPage
from xrays.overviews import overviews
from xrays.pins import profiles_of
from xrays.tests.pages import finished_page, published_page, unevaluated_page, update_engine, user_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors"))
    return client


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def rows(client: Client, **filters: str) -> list[str]:
    """The words of each row of the list."""
    html = client.get(reverse("xray_list:index"), filters).content.decode()
    body = re.search(r"<tbody>(.*)</tbody>", html, re.DOTALL)
    return [words(row) for row in re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)] if body else []


def attention(client: Client) -> str:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    start = html.index('class="attention"')
    return html[start : html.index("</section>", start)]


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# The list


def test_list_tells_state_spread_engine_and_whether_results_hold(editor: Client) -> None:
    live, draft = published_page(), unevaluated_page()
    found = rows(editor)
    assert len(found) == 2
    of_live = next(row for row in found if live.title in row)
    spread = overviews([live])[live.pk].spread
    assert spread
    assert f"{spread} points (0–100 %)" in of_live
    assert "scripted" in of_live
    assert "Current" in of_live
    assert "Needs attention" not in of_live
    assert "Not evaluated" in next(row for row in found if draft.title in row)


def test_list_says_stale_at_once_and_why(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    assert "Stale" not in rows(editor)[0]
    update_engine(monkeypatch)
    row = rows(editor)[0]
    names = [profile.persona.name for profile in profiles_of(page)]
    assert "Needs attention" in row
    assert (
        f"{names[0]}, {names[1]} and {names[2]}: the evaluation is stale: the engine “scripted” was updated "
        "after it was made. Evaluate again." in row
    )


def test_list_follows_the_draft_of_an_unpublished_page(editor: Client) -> None:
    """The row in the database is that of the first save; what the editor saves later is in revisions only."""
    page, other = unevaluated_page(), LedgerFactory()
    page.job_description = other.job_description
    page.ledger = other
    for profile in profiles_of(page):
        profile.evaluation = EvaluationFactory(ledger=other, persona=profile.persona)
    page.save_revision()
    stored = XRayPage.objects.get(pk=page.pk)
    assert stored.ledger != other
    overview = overviews([stored])[page.pk]
    assert (overview.evaluated, overview.standing) == (2, "Current")
    assert overview.job_description == other.job_description
    assert rows(editor, company=other.job_description.company)
    assert not rows(editor, company=stored.job_description.company)


def test_a_ledger_locked_later_makes_a_live_page_stale(editor: Client) -> None:
    page = published_page()
    copy = services.copy_ledger_for_change(ledger=page.ledger, by=None)
    waiting = overviews([page])[page.pk]
    assert not waiting.stale
    assert [(each.kind, each.ledger_id) for each in waiting.attention] == [("lock", copy.pk)]
    copy = services.lock_ledger(ledger=copy, by=None)
    assert overviews([page])[page.pk].stale == (f"Ledger {copy.pk} was locked after the one it uses. Evaluate again.")
    for profile in profiles_of(page):
        EvaluationFactory(ledger=copy, persona=profile.persona)
    assert overviews([page])[page.pk].stale.endswith("New results are ready: save the page, then publish it.")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "draft"}, {"draft", "scheduled"}),
        ({"state": "live"}, {"live", "stale"}),
        ({"state": "scheduled"}, {"scheduled"}),
        ({"state": "attention"}, {"stale"}),
        ({"stale": "stale"}, {"stale"}),
        ({"stale": "holds"}, {"draft", "live", "scheduled"}),
        ({"engine": "scripted"}, {"draft", "live", "scheduled", "stale"}),
        ({"company": "Vale Works"}, {"live"}),
        ({"field": "Baking", "state": "live"}, {"live"}),
    ],
)
def test_list_is_filtered(filters: dict[str, str], expected: set[str], editor: Client) -> None:
    job_description = JobDescriptionFactory(company="Vale Works", field="Baking")
    pages = {
        "draft": unevaluated_page(),
        "live": published_page(ledger=LedgerFactory(job_description=job_description)),
        "scheduled": finished_page(),
        "stale": published_page(),
    }
    scheduled = pages["scheduled"]
    scheduled.go_live_at = timezone.now() + timezone.timedelta(days=3)
    scheduled.save_revision().publish()
    services.lock_ledger(ledger=services.copy_ledger_for_change(ledger=pages["stale"].ledger, by=None), by=None)
    found = rows(editor, **filters)
    assert {name for name, page in pages.items() if any(page.title in row for row in found)} == expected


def test_list_without_x_rays_says_the_next_step(editor: Client) -> None:
    xray_index()
    html = editor.get(reverse("xray_list:index")).content.decode()
    assert "There is no x-ray yet." in html
    assert f'href="{reverse("xray_list:choose_parent")}"' in html
    assert editor.get(reverse("xray_list:choose_parent")).url == reverse("xray_new")


def test_list_escapes_what_strangers_wrote(editor: Client) -> None:
    attack = "<script>alert(1)</script>"
    ledger = LedgerFactory(job_description=JobDescriptionFactory(company=attack))
    page = unevaluated_page()
    EvaluationFactory(
        ledger=page.ledger, persona=profiles_of(page)[0].persona, state="failed", failure_sentence=f"{attack} failed."
    )
    finished_page(ledger=ledger)
    for name in ("xray_list:index", "wagtailadmin_home"):
        html = editor.get(reverse(name)).content.decode()
        assert attack not in html
        assert attack in unescape(html)


def one_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A live page, one with a draft, a draft, one nobody ran, and one whose ledger waits; the finished ones stale."""
    monkeypatch.undo()
    published_page()
    published_page().save_revision()
    finished_page()
    unevaluated_page()
    unlocked = LedgerFactory(locked=False)
    XRayPageFactory(job_description=unlocked.job_description, engine="scripted", pinned=True)
    update_engine(monkeypatch)


@pytest.mark.parametrize("query", ["", "?state=attention", "?stale=stale&engine=scripted"])
def test_list_costs_the_same_queries_for_one_and_three(
    query: str, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("xray_list:index") + query
    one_of_each_kind(monkeypatch)
    first = queries_of(editor, address)
    one_of_each_kind(monkeypatch)
    one_of_each_kind(monkeypatch)
    assert queries_of(editor, address) == first


# The home screen


def test_home_says_when_nothing_needs_anybody_and_what_comes_next(editor: Client) -> None:
    published_page()
    panel = attention(editor)
    assert "Nothing needs you. New x-ray" in words(panel)
    assert f'href="{reverse("xray_new")}"' in panel


def test_home_lists_failed_stale_and_unlocked_with_a_way_to_each(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, stale = unevaluated_page(), published_page()
    unlocked = LedgerFactory(locked=False)
    waiting = XRayPageFactory(job_description=unlocked.job_description, engine="scripted", personas=[], pinned=True)
    update_engine(monkeypatch)
    persona = profiles_of(failed)[0].persona
    EvaluationFactory(ledger=failed.ledger, persona=persona, state="failed", failure_sentence="No answer.")
    panel = attention(editor)
    text = words(panel)
    assert f"Failed {failed.title} {persona.name}: the evaluation failed: No answer. Run it again." in text
    assert f"Stale {stale.title}" in text
    assert f"Waits for its lock {waiting.title} Ledger {unlocked.pk} is read." in text
    assert text.index("Failed") < text.index("Stale") < text.index("Waits for its lock")
    for page in (failed, stale):
        assert f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"' in panel
    assert f'href="{reverse("ledgers:inspect", args=[unlocked.pk])}"' in panel


def test_home_lists_only_pages_this_person_may_edit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    update_engine(monkeypatch)
    user = user_in("Moderators")
    client.force_login(user)
    assert page.title in attention(client)
    other = XRayPageFactory(parent=xray_index(), engine="scripted")
    GroupPagePermission.objects.filter(group__name="Moderators").update(page=other.page_ptr)
    assert page.title not in attention(client)
    client.force_login(user_in("Marketing"))
    assert "Needs attention" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_live_page_with_a_failed_rerun_says_both(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    update_engine(monkeypatch)
    persona = profiles_of(page)[0].persona
    EvaluationFactory(ledger=page.ledger, persona=persona, state="refused", failure_sentence="Refused.")
    kinds = [each.kind for each in overviews([page])[page.pk].attention]
    assert kinds == ["failed", "stale"]


def test_home_costs_the_same_queries_for_one_and_three(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reverse("wagtailadmin_home")
    one_of_each_kind(monkeypatch)
    first = queries_of(editor, address)
    one_of_each_kind(monkeypatch)
    one_of_each_kind(monkeypatch)
    assert queries_of(editor, address) == first


def test_aliases_need_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    page = published_page()
    alias = page.create_alias(update_slug="alias")
    update_engine(monkeypatch)
    found: dict[int, Any] = overviews([page, alias])
    assert (bool(found[page.pk].attention), bool(found[alias.pk].attention)) == (True, False)
    assert found[alias.pk].stale
