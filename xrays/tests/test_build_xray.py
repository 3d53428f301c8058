"""From files to a draft, in one command."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.factories import JOB_DESCRIPTION_TEXT, RESUME_TEXT
from evaluations.models import Evaluation, JobDescription, Ledger, Persona
from xrays.factories import xray_index
from xrays.models import XRayPage
from xrays.naming import name_job, name_persona
from xrays.pins import profiles_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    xray_index()
    texts = {
        "job.txt": JOB_DESCRIPTION_TEXT,
        "ada.txt": f"Ada Berg\nWard nurse in Bergen\n\n{RESUME_TEXT}",
        "bo.txt": "Bo Lind\n\nSales assistant since 2020.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in texts]


def build(files: list[str], **options: Any) -> str:
    out = StringIO()
    given = {"company": "Larch Clinic", "title": "Senior Nurse", "engine": "scripted", "in_process": True}
    call_command("build_xray", *files, stdout=out, **(given | options))
    return out.getvalue()


def test_without_lock_it_stops_after_reading_and_says_what_to_do(files: list[str]) -> None:
    printed = build(files)
    page, ledger = XRayPage.objects.get(), Ledger.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.slug, page.live) == (
        "Larch Clinic Senior Nurse — X-Ray",
        "larch-clinic-senior-nurse",
        False,
    )
    assert [profile.persona.name for profile in profiles_of(draft)] == ["Ada Berg", "Bo Lind"]
    assert (ledger.is_locked, draft.ledger, Evaluation.objects.count()) == (False, None, 0)
    assert "Then lock the ledger there and press Run, or run this again with --lock." in printed


def test_with_lock_it_evaluates_and_pins(files: list[str]) -> None:
    printed = build(files, lock=True, as_of="2026-11-23")
    draft = XRayPage.objects.get().get_latest_revision_as_object()
    evaluations = [profile.evaluation for profile in profiles_of(draft)]
    assert [evaluation.state for evaluation in evaluations] == ["succeeded", "succeeded"]
    assert {str(evaluation.as_of) for evaluation in evaluations} == {"2026-11-23"}
    assert draft.ledger.is_locked
    assert "Profile A  Ada Berg" in printed
    assert f"{evaluations[0].score} %, {evaluations[0].band}, {evaluations[0].met} of 4 met" in printed


def test_second_run_goes_on_and_doubles_nothing(files: list[str]) -> None:
    build(files)
    build(files, lock=True)
    build(files, lock=True)
    counts = [model.objects.count() for model in (XRayPage, JobDescription, Persona, Ledger, Evaluation)]
    assert counts == [1, 1, 2, 1, 2]


def test_second_run_keeps_what_an_editor_wrote(files: list[str]) -> None:
    build(files)
    draft = XRayPage.objects.get().get_latest_revision_as_object()
    draft.introduction = "<p>Written by hand.</p>"
    profiles_of(draft)[0].paragraph = "<p>About Ada.</p>"
    draft.save_revision()
    build(files, lock=True)
    again = XRayPage.objects.get().get_latest_revision_as_object()
    assert again.introduction == "<p>Written by hand.</p>"
    assert [profile.paragraph for profile in profiles_of(again)] == ["<p>About Ada.</p>", ""]


def test_name_of_the_page_is_an_option(files: list[str]) -> None:
    build(files, slug="chosen")
    assert XRayPage.objects.get().slug == "chosen"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"resumes": 1}, "Give 2 to 6 résumés; these are 1."),
        ({"absent": True}, "There is no file at"),
        ({"as_of": "yesterday"}, "“yesterday” is not a date. Write it as YYYY-MM-DD."),
        ({"twice": True}, "Two résumés are of Ada Berg."),
        ({"engine": "none"}, "There is no engine named “none”; choose from: local, openai, scripted."),
    ],
)
def test_mistakes_are_said_in_a_sentence(change: dict[str, Any], sentence: str, files: list[str]) -> None:
    if change.pop("resumes", None):
        files = files[:2]
    if change.pop("absent", None):
        files = [*files[:2], "nowhere.txt"]
    if change.pop("twice", None):
        files = [*files, files[1]]
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        build(files, **change)
    assert not XRayPage.objects.exists()


def test_refused_resume_is_named(files: list[str]) -> None:
    Path(files[2]).write_text("Bo Lind\n\nscript: judge fail refused\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Bo Lind: "):
        build(files, lock=True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("# [Night Nurse](https://x.test/a)\n### Larch Clinic\n\nWork.", ("Larch Clinic", "Night Nurse", "")),
        (
            "https://x.test/a\n\nNight Nurse\n\nAbout Larch Clinic\n",
            ("Larch Clinic", "Night Nurse", "https://x.test/a"),
        ),
        ("We are looking for somebody who cares.\n", ("Larch", "Larch night nurse", "")),
    ],
)
def test_job_is_named_from_its_text(text: str, named: tuple[str, str, str]) -> None:
    assert name_job(text, stem="larch-night-nurse") == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "ADA BERG, BSN, RN\nBergen, Norway\nada@example.org\n\nWard nurse in Bergen\n",
            ("Ada Berg", "Ward nurse in Bergen"),
        ),
        ("PROFILE\nCurious and kind.\n", ("Weak one", "Fictional candidate")),
    ],
)
def test_persona_is_named_from_its_resume(text: str, named: tuple[str, str]) -> None:
    assert name_persona(text, stem="weak_one") == named
