"""Texts that come into the admin, pasted or as files: what is taken, what is refused, and in which words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evaluations.limits import TEXT_CHARACTERS
from evaluations.models import JobDescription, Persona
from evaluations.tests.test_intake import make_docx, make_pdf, paragraph
from xrays.tests.pages import user_in
from xrays.tests.test_admin import words

pytestmark = pytest.mark.django_db
PERSONA = {"name": "Ada Berg", "headline": "Nurse"}
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
    editor.post(reverse("job_descriptions:add"), data | {"text": "First"})
    row = JobDescription.objects.get()
    response = editor.post(
        reverse("job_descriptions:edit", args=[row.pk]), data | {"text": "x" * (TEXT_CHARACTERS + 1)}
    )
    assert TOO_LONG in words(response.content.decode())
    assert list(JobDescription.objects.values_list("text", flat=True)) == ["First"]


def test_ten_megabytes_of_text_are_refused_in_words(editor: Client) -> None:
    response = editor.post(reverse("personas:add"), {**PERSONA, "text": "word " * 2_100_000})
    assert not Persona.objects.exists()
    assert response.status_code == 413
    assert "larger than 2.5 MB, and nothing was saved" in words(response.content.decode())
    assert "A text may have 60,000 characters" in words(response.content.decode())


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"Ward nurse\r\nVentilators\r\n", "resume.txt", "Ward nurse\nVentilators\n"),
        (make_pdf(("Ward nurse", "Ventilators")), "resume.pdf", "Ward nurse\nVentilators"),
        (make_docx(paragraph("Ward nurse") + paragraph("Ventilators")), "resume.docx", "Ward nurse\nVentilators"),
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
    hidden = make_docx(paragraph("Ward nurse") + paragraph("Kafka Kafka", run="<w:vanish/>"))
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
