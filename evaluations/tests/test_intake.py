"""Text out of files, and a plain sentence where there is none to be had."""

import io
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from evaluations.intake import Extracted, IntakeError, read_file
from evaluations.intake.shapes import DOCX, PDF, PLAIN

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def reading(data: bytes, name: str = "file.txt") -> Extracted:
    return read_file(io.BytesIO(data), name)


def refusal(data: bytes, name: str = "file.txt") -> str:
    with pytest.raises(IntakeError) as caught:
        reading(data, name)
    return caught.value.sentence


def make_docx(body: str, **more: str) -> bytes:
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def make_pdf(*pages: tuple[str, ...]) -> bytes:
    """A small PDF written by hand: one tuple of lines a page."""
    shown = ["".join(f"({line}) Tj 0 -14 Td " for line in lines) for lines in pages]
    return make_drawn_pdf(*(f"BT /F1 11 Tf 50 780 Td {page}ET" if page else "" for page in shown))


def make_drawn_pdf(*contents: str) -> bytes:
    """A small PDF written by hand: one content stream a page."""
    count = len(contents)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, value in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{value}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def test_plain_text_keeps_every_character():
    text = "Résumé\r\n\r\n\tGo – 5 years\n"
    assert reading(text.encode()) == Extracted(text=text, media_type=PLAIN)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_plain_text_with_byte_order_mark_loses_only_the_mark(encoding):
    assert reading("Zoë plays – well".encode(encoding)).text == "Zoë plays – well"


def test_windows_1252_is_read_and_said():
    extracted = reading("Café manager, 5 years – Paris".encode("cp1252"))
    assert extracted.text == "Café manager, 5 years – Paris"
    assert extracted.notes == (
        "The file is not UTF-8; it was read as Windows-1252 (Western European). Check accented letters.",
    )


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "Опыт работы на заводе".encode("cp1251"),
        b"\xff\xfe\x00\xd8",
    ],
)
def test_what_is_not_text_is_refused(data):
    assert refusal(data) == "This file is not readable as text; save it as plain text in UTF-8, or as PDF or DOCX."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Choose the file with the text in it."),
        (b" \n\t\n", "This file holds no text, only blanks. Choose the file with the text in it."),
        (
            b"a" * (2 * 1024 * 1024 + 1),
            "This text file is larger than 2 MB. Save only the job description or résumé, without pictures.",
        ),
        (
            b"%PDF-1.7" + b"a" * (10 * 1024 * 1024),
            "This PDF file is larger than 10 MB. Save only the job description or résumé, without pictures.",
        ),
        (
            b"word " * 12_001,
            "The text is longer than 60,000 characters; a job description or résumé is far shorter. Keep only that part.",
        ),
        (b"{\\rtf1 hello}", "This is an RTF file; save it as DOCX, PDF or TXT."),
        (
            b"<!DOCTYPE html><script>draw()</script>",
            "This page holds no text; it may be put together by a script. Copy the text from the browser and paste it.",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
            "This is an old Word file (DOC) or a document locked with a password; save it as DOCX without a password.",
        ),
    ],
)
def test_files_beyond_the_limits_get_a_sentence(data, sentence):
    assert refusal(data) == sentence


def test_paths_that_lead_nowhere_get_a_sentence(tmp_path):
    with pytest.raises(IntakeError, match=r"There is no file at .*absent\.txt\."):
        read_file(tmp_path / "absent.txt")
    with pytest.raises(IntakeError, match="is a folder, not a file"):
        read_file(tmp_path)


def test_pdf_text_comes_page_by_page_with_wrapped_lines_joined():
    data = make_pdf(
        (
            "Jane Doe",
            "Experience",
            "- Built the ledger service that settles every payment of",
            "the bank within a second",
        ),
        ("Education",),
    )
    extracted = reading(data)
    assert extracted.media_type == PDF
    assert extracted.text == (
        "Jane Doe\nExperience\n- Built the ledger service that settles every payment of the bank within a second"
        "\n\nEducation"
    )
    assert extracted.notes == ("Read from a PDF: check that the text below is complete and in order.",)


def test_pdf_of_pictures_says_so():
    assert refusal(make_pdf(())) == (
        "This PDF holds only pictures of text, which are not read; export it from the program it was written in."
    )


def test_pdf_with_one_page_of_pictures_notes_it():
    assert reading(make_pdf(("Jane",), ())).notes[1] == "1 of 2 pages holds no text, perhaps only pictures."


def test_pdf_with_a_password_is_refused_and_one_without_is_read():
    def locked(password: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(("Jane Doe",)))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    assert refusal(locked("secret")) == "This PDF is locked with a password; save a copy without one."
    assert reading(locked("")).text == "Jane Doe"


def test_pdf_limits():
    assert refusal(make_pdf(*[("x",)] * 51)) == (
        "This PDF has more than 50 pages; a job description or résumé is far shorter. Save only its pages."
    )
    assert refusal(b"%PDF-1.7\nnothing of the kind") == (
        "This PDF is damaged and cannot be read; save it again, or use DOCX or TXT."
    )


def test_docx_keeps_paragraphs_lists_and_tables_in_order():
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    cell = "<w:tc>{}</w:tc>".format
    table = (
        f"<w:tbl><w:tr>{cell(paragraph('Acme'))}{cell(paragraph('2019-2021'))}</w:tr>"
        f"<w:tr>{cell(paragraph('Left') + paragraph('below'))}{cell(paragraph('Right'))}</w:tr></w:tbl>"
    )
    body = (
        paragraph("Jane")
        + paragraph("Led six people", item)
        + table
        + paragraph("End", '<w:pStyle w:val="ListBullet"/>')
    )
    extracted = reading(make_docx(body))
    assert extracted.media_type == DOCX
    assert extracted.text == "Jane\n- Led six people\nAcme | 2019-2021\nLeft\nbelow\nRight\n- End"


def test_docx_leaves_hidden_and_deleted_text_out():
    body = (
        paragraph("Nurse")
        + paragraph("Kubernetes Kafka Rust", run="<w:vanish/>")
        + "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r></w:p>"
    )
    extracted = reading(make_docx(body))
    assert extracted.text == "Nurse\n\nA\tB"
    assert extracted.notes[-1] == "Hidden text in the file was left out."


def test_docx_bombs_are_not_opened():
    sentence = "This DOCX file unpacks to far more than a document needs and is not opened; save it again, or use TXT."
    assert refusal(make_docx(paragraph("x"), **{"word/media/a.bin": "0" * (21 * 1024 * 1024)})) == sentence
    assert refusal(make_docx("<w:p/>" * 200_000)) == sentence  # small, but more than 100 times its packed size
    assert refusal(make_docx(paragraph("x"), **{f"a{i}": "" for i in range(1000)})) == sentence


def test_docx_with_entities_is_not_opened():
    document = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "boom">]>'
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", document)
    assert (
        refusal(stream.getvalue()) == "This DOCX file is damaged and cannot be read; save it again, or use PDF or TXT."
    )


@pytest.mark.parametrize(
    ("kind", "target", "is_read"),
    [
        ("hyperlink", "https://example.org/jane", True),
        ("hyperlink", "mailto:jane@example.org", True),
        ("hyperlink", "file:///etc/passwd", False),
        ("attachedTemplate", "https://example.org/template.dotm", False),
        ("image", "\\\\server\\share\\a.png", False),
    ],
)
def test_docx_may_link_but_not_load(kind, target, is_read):
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )
    data = make_docx(paragraph("Jane"), **{"word/_rels/document.xml.rels": relations})
    if is_read:
        assert reading(data).text == "Jane"
    else:
        assert refusal(data) == (
            "This DOCX file loads parts from outside itself and is not opened; save it as PDF or TXT."
        )


def test_zip_that_is_no_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("notes.txt", "hello")
    assert refusal(stream.getvalue()) == (
        "This file is a zip archive but not a Word document (DOCX); take the document out of it first."
    )
    assert (
        refusal(b"PK\x03\x04 torn") == "This DOCX file is damaged and cannot be read; save it again, or use PDF or TXT."
    )


LIST_LINES = ("Ward Nurse", "Cared for patients on", "Ventilators", "Wrote the rota", "Planned 3 - 5 beds", "Education")
AT = {1: 0, 3: 2, 4: 3}  # which line a mark stands beside


@pytest.mark.parametrize("mark", ["\\225", "-", "2."], ids=["bullet", "dash", "number"])
@pytest.mark.parametrize("first", [True, False], ids=["marks first", "marks last"])
def test_pdf_marks_drawn_apart_from_their_items_come_before_them(mark: str, first: bool) -> None:
    """As browsers print a page: all marks of a list in one go, their place told by their height only."""
    words = "".join(f"BT /F1 11 Tf 70 {780 - 14 * n} Td ({line}) Tj ET " for n, line in enumerate(LIST_LINES))
    marks = "".join(f"BT /F1 11 Tf 60 {780 - 14 * n} Td ({mark}) Tj ET " for n in AT)
    data = make_drawn_pdf(marks + words if first else words + marks).replace(
        b"/BaseFont /Helvetica", b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    )
    shown = mark.replace("\\225", "•")
    assert read_file(io.BytesIO(data), "x.pdf").text.splitlines() == [
        "Ward Nurse",
        f"{shown} Cared for patients on",
        "Ventilators",
        f"{shown} Wrote the rota",
        f"{shown} Planned 3 - 5 beds",
        "Education",
    ]


def test_pdf_marks_that_belong_to_no_line_change_nothing() -> None:
    lines = "BT /F1 11 Tf 70 780 Td (Ward Nurse) Tj ET BT /F1 11 Tf 70 766 Td (Ventilators) Tj ET "
    data = make_drawn_pdf(lines + "BT /F1 11 Tf 60 600 Td (-) Tj ET BT /F1 1e30 Tf 300 766 Td (2.) Tj ET")
    assert read_file(io.BytesIO(data), "x.pdf").text.splitlines()[:2] == ["Ward Nurse", "Ventilators"]
