"""Texts that come into the admin, pasted or as files: what is taken, what is refused, and in which words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evaluations.factories import JobDescriptionFactory
from evaluations.limits import TEXT_CHARACTERS
from evaluations.models import JobDescription, Persona
from evaluations.tests.bad_texts import BAD, GERMAN
from evaluations.tests.test_intake import make_docx, make_pdf, paragraph
from xrays.tests.pages import RESUME, user_in
from xrays.tests.test_admin import words

pytestmark = pytest.mark.django_db
PERSONA = {"name": "Ada Berg", "headline": "Nurse"}
JOB = {"company": "Example Clinic", "title": "Nurse", "origin": "invented", "show": "full"}
POSTING = "Ward Nurse\n\nRequirements\n- Skills in wound care\n- You have 2 years of experience with ventilators"
TOO_LONG = (
    f"The text has 60,001 characters; {TEXT_CHARACTERS:,} is the limit. Paste only the job description or the résumé."
)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(user_in("Editors"))
    return client


def add_persona(client: Client, **data: Any) -> str:
    response = client.post(reverse("personas:add"), {**PERSONA, **data}, follow=True)
    assert response.status_code == 200
    return words(response.content.decode())


def upload(data: bytes, name: str = "resume.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty. Paste the words of the job description or résumé."),
        (" \n\t ", "The text is empty. Paste the words of the job description or résumé."),
        ("x" * (TEXT_CHARACTERS + 1), TOO_LONG),
    ],
)
def test_pasted_text_that_cannot_be_kept_says_why(editor: Client, text: str, sentence: str) -> None:
    assert sentence in add_persona(editor, text=text)
    assert not Persona.objects.exists()


def test_a_changed_text_that_is_too_long_makes_no_version(editor: Client) -> None:
    data = {"company": "A", "title": "B", "origin": "invented", "show": "full"}
    row = JobDescriptionFactory(text="First")
    response = editor.post(
        reverse("job_descriptions:edit", args=[row.pk]), data | {"text": "x" * (TEXT_CHARACTERS + 1)}
    )
    assert TOO_LONG in words(response.content.decode())
    assert list(JobDescription.objects.values_list("text", flat=True)) == ["First"]


@pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])
def test_ten_megabytes_of_text_are_refused_in_words(editor: Client, settings: Any, debug: bool) -> None:
    settings.DEBUG = debug
    response = editor.post(reverse("personas:add"), {**PERSONA, "text": "word " * 2_100_000})
    assert not Persona.objects.exists()
    assert response.status_code == 413
    assert "larger than 2.5 MB, and nothing was saved" in words(response.content.decode())
    assert "A text may have 60,000 characters" in words(response.content.decode())


@pytest.mark.parametrize("debug", [False, True], ids=["production", "debug"])
def test_ten_thousand_fields_are_refused_in_words(editor: Client, settings: Any, debug: bool) -> None:
    settings.DEBUG = debug
    response = editor.post(reverse("personas:add"), {**PERSONA, **{f"field{n}": "" for n in range(10_001)}})
    assert response.status_code == 400
    assert "Something in what the browser sent is not as it should be, and nothing was saved." in words(
        response.content.decode()
    )


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (f"{RESUME}\n".replace("\n", "\r\n").encode(), "resume.txt", f"{RESUME}\n"),
        (make_pdf(tuple(RESUME.splitlines())), "resume.pdf", RESUME),
        (make_docx("".join(map(paragraph, RESUME.splitlines()))), "resume.docx", RESUME),
    ],
)
def test_text_of_a_file_is_shown_first_and_saved_when_it_was_checked(
    editor: Client, data: bytes, name: str, text: str
) -> None:
    response = editor.post(reverse("personas:add"), {**PERSONA, "file": upload(data, name), "text": ""})
    assert "Nothing is saved yet. Check the text that was read from the file, then save." in words(
        response.content.decode()
    )
    assert not Persona.objects.exists()
    shown = response.context["form"]["text"].value()
    editor.post(reverse("personas:add"), {**PERSONA, "text": shown})
    assert Persona.objects.get().text == text


def test_what_to_check_in_a_file_is_said_beside_its_text(editor: Client) -> None:
    hidden = make_docx("".join(map(paragraph, RESUME.splitlines())) + paragraph("Kafka Kafka", run="<w:vanish/>"))
    shown = add_persona(editor, file=upload(hidden, "resume.docx"), text="")
    assert "Hidden text in the file was left out." in shown
    assert "Kafka" not in shown


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * (50 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "resume.txt", "The submitted file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "resume.png", "This file is not readable as text; save it as plain text"),
        (make_pdf(()), "scan.pdf", "This PDF holds only pictures of text, which are not read; export it"),
        (bomb(), "resume.docx", "This DOCX file unpacks to far more than a document needs and is not opened"),
        (b"x" * 3 * 1024 * 1024, "resume.txt", "This text file is larger than 2 MB."),
        (b"x " * 40_000, "resume.txt", "The text is longer than 60,000 characters"),
    ],
)
def test_file_without_a_usable_text_says_why_and_keeps_what_was_typed(
    editor: Client, data: bytes, name: str, sentence: str
) -> None:
    shown = add_persona(editor, file=upload(data, name), text="Typed before")
    assert sentence in shown
    assert "Typed before" in shown
    assert not Persona.objects.exists()


UNSUITABLE = {name: BAD[name] for name in ("German", "Arabic", "recipe", "letters", "five thousand list points")}


@pytest.mark.parametrize("bad", UNSUITABLE.values(), ids=UNSUITABLE)
@pytest.mark.parametrize("name", ["personas", "job_descriptions"])
@pytest.mark.parametrize("as_file", [False, True], ids=["pasted", "file"])
def test_unsuitable_text_is_refused_at_once_and_stays_in_the_form(
    editor: Client, bad: Any, name: str, as_file: bool
) -> None:
    data = {"file": upload(bad.text.encode()), "text": "Typed before"} if as_file else {"text": bad.text}
    typed = (JOB if name == "job_descriptions" else PERSONA) | data
    response = editor.post(reverse(f"{name}:add"), typed)
    form = response.context["form"]
    assert list(form.errors) == ["file" if as_file else "text"]
    (sentence,) = form.errors["file" if as_file else "text"]
    assert bad.words in sentence
    assert form["text"].value() == typed["text"]
    assert all(form[field].value() == value for field, value in typed.items() if field not in ("file", "text"))
    assert not Persona.objects.exists()
    assert not JobDescription.objects.exists()


def test_texts_in_each_other_s_place_are_told_apart(editor: Client) -> None:
    assert "This looks like a résumé. Paste the job description here" in words(
        editor.post(reverse("job_descriptions:add"), JOB | {"text": RESUME}).content.decode()
    )
    assert "This does not look like a résumé" in add_persona(editor, text=POSTING)
    assert not Persona.objects.exists()
    assert not JobDescription.objects.exists()


def test_a_text_stored_before_is_no_hindrance_and_a_changed_one_is(editor: Client) -> None:
    row = JobDescriptionFactory(text=GERMAN)
    edit = reverse("job_descriptions:edit", args=[row.pk])
    editor.post(edit, JOB | {"text": GERMAN, "company": "Renamed"})
    assert JobDescription.objects.get().company == "Renamed"
    response = editor.post(edit, JOB | {"text": f"{GERMAN}\nGehalt nach Tarif."})
    assert "This text is not in English. Only English job descriptions can be read." in words(response.content.decode())
    assert JobDescription.objects.count() == 1
