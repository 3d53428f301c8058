"""What is printed of an x-ray: every part is there and named, nothing runs off, and two runs agree."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.db import transaction
from django.template.loader import render_to_string
from pypdf import PdfReader

from evaluations.engines.local import LocalEngine
from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays import report_pdf
from xrays.demo import DemoXRay, load_xrays
from xrays.factories import MarketingSettingsFactory, XRayPageFactory, claim_block
from xrays.failures import RenderingFailed
from xrays.links import links_of
from xrays.models import XRayPage
from xrays.page_data import XRayView, load_xray
from xrays.tests.pages import finished_page, unevaluated_page

# Databases are set up for the tests that carry this mark only; the fixtures below write before any other test may have.
pytestmark = pytest.mark.django_db

TYPES = {".css": "text/css", ".woff2": "font/woff2"}
LONG_NAME = "Alexandra Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
UNBROKEN_NAME = "Averyveryverylongnamewithoutanybreaks" * 2
CROWD = (LONG_NAME, "Bo Li", "Carla <i>Dietz</i> & Sons", UNBROKEN_NAME, "Eva Moreno", "Fatima El-Amrani")
CROWD_VERDICTS = (("met",), ("met", "partial"), ("partial", "missing"), ("missing",), ("met", "unclear"), ("unclear",))


def fetch(path: str) -> tuple[bytes, str] | None:
    found = find(path.removeprefix("/static/"))
    return (Path(found).read_bytes(), TYPES[Path(found).suffix]) if found else None


@pytest.fixture(autouse=True, scope="module")
def libraries() -> None:
    """Pango, without which there is no PDF."""
    try:
        report_pdf.renderer_name()
    except RenderingFailed as failure:
        pytest.skip(failure.sentence)


def write(html: str) -> report_pdf.Pdf:
    return report_pdf.write_pdf(html, base_url="http://localhost/", fetch=fetch)


def squeezed(text: str) -> str:
    """Words with single spaces between them, as lines break elsewhere on paper, also behind a hyphen ("architecture-first")."""
    return re.sub(r"(?<=\w)- (?=\w)", "-", " ".join(text.replace("\u200b", "").split()))


def unspaced(text: str) -> str:
    """Without any white space, for what may break in the middle of a word."""
    return "".join(text.split())


@dataclass
class Printed:
    """One x-ray as HTML for paper, made into a PDF once."""

    html: str
    view: XRayView
    links: dict[str, str]
    dashboard_html: str = field(default="", repr=False)

    @cached_property
    def pdf(self) -> report_pdf.Pdf:
        return write(self.html)

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page."""
        return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(self.pdf.content)).pages]

    @property
    def words(self) -> str:
        return " ".join(self.pages)


def printed_page(page: XRayPage) -> Printed:
    marketing = MarketingSettingsFactory()
    view = load_xray(page, provenance_wording=marketing.provenance_wording)
    context: dict[str, Any] = {"page": page, "view": view, "marketing": marketing, **links_of(page, marketing)}
    dashboard = {**context, "profile": view.median or view.profiles[0]}
    return Printed(
        html=render_to_string("print/report.html", context),
        view=view,
        links=links_of(page, marketing),
        dashboard_html=render_to_string("print/dashboard.html", dashboard),
    )


def demo_page(texts: DemoXRay) -> XRayPage:
    """The demo's x-ray with its real texts and the built-in engine, without the queue."""
    engine = LocalEngine()
    job = JobDescriptionFactory(
        company=texts.company,
        title=texts.title,
        field=texts.field,
        level=texts.level,
        place=texts.place,
        origin=texts.origin,
        show=texts.show,
        captured_on=texts.captured_on,
        provenance_note=texts.provenance_note,
        text=texts.job_description,
    )
    ledger = LedgerFactory(job_description=job, reader=engine, requirements=engine.read(job.text).requirements)
    personas = [
        PersonaFactory(
            slug=persona.slug,
            name=persona.name,
            headline=persona.headline,
            level=persona.level,
            employers=list(persona.employers),
            summary=persona.summary.strip(),
            text=persona.resume,
        )
        for persona in texts.personas
    ]
    for persona in personas:
        EvaluationFactory(ledger=ledger, persona=persona, judge=engine)
    page = XRayPageFactory(
        job_description=job,
        engine="local",
        personas=personas,
        pinned=True,
        introduction=f"<p>{texts.introduction}</p>",
        role_summary=f"<p>{texts.role_summary}</p>",
        synthesis=f"<p>{texts.synthesis}</p>",
        claims=[claim_block(claim.claim, claim.not_claim, claim.text, claim.quotes) for claim in texts.claims],
        first_published_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    paragraphs = {persona.slug: persona.paragraph for persona in texts.personas}
    for profile in page.profiles.all():
        profile.paragraph = f"<p>{paragraphs[profile.persona.slug]}</p>"
    return page


def crowded_page() -> XRayPage:
    """Six personas, one of them unscored, thirty requirements, long names and texts that look like markup."""
    requirements = "\n".join(
        f"- {'Licence for <b>intensive & long-named</b> care' if number % 7 == 0 else 'Ventilator care'} {number}"
        f"{' [credential]' if number % 5 == 0 else ' [language], a plus' if number % 4 == 0 else ''}"
        for number in range(1, 31)
    )
    job = JobDescriptionFactory(
        company="Clinic of the Northern Shores <Ltd>",
        origin="real",
        show="quotes",
        source_url=f"https://example.org/{'long-path/' * 15}",
        text=f"Nurse <script>alert('job')</script>\n\n{requirements}\n",
    )
    ledger = LedgerFactory(job_description=job)
    evaluations = [
        EvaluationFactory(
            ledger=ledger,
            persona=PersonaFactory(name=name, text="Nurse <script>alert('cv')</script>\nWard nurse since 2019.\n"),
            verdicts=tuple(verdicts[place % len(verdicts)] for place in range(30)),
        )
        for name, verdicts in zip(CROWD, CROWD_VERDICTS, strict=True)
    ]
    personas = [evaluation.persona for evaluation in evaluations]
    return XRayPageFactory(job_description=job, engine="scripted", personas=personas, pinned=True)


@pytest.fixture(scope="module")
def rolled_back(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database for fixtures that live as long as this file; nothing stays in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def plain(rolled_back: None) -> Printed:
    return printed_page(finished_page())


@pytest.fixture(scope="module")
def demo(rolled_back: None) -> Printed:
    return printed_page(demo_page(next(texts for texts in load_xrays() if texts.slug == "kraken-middleware")))


@pytest.fixture(scope="module")
def crowded(rolled_back: None) -> Printed:
    return printed_page(crowded_page())


def assert_in_order(words: str, parts: list[str]) -> None:
    """Every part stands in the words, each one behind the one before."""
    place = 0
    for part in map(squeezed, parts):
        found = words.find(part, place)
        assert found >= 0, f"missing or out of order: {part}"
        place = found + len(part)


def test_every_part_of_the_article_is_there_in_order(plain: Printed) -> None:
    view = plain.view
    names = [profile.persona.name for profile in view.profiles]
    company = view.job_description.company if view.job_description else ""
    parts = [
        f"{company} Senior Nurse — X-Ray",
        "By Editorial desk",
        "Last evaluated",
        *(f"{name} fictional" for name in names),
        f"The job description is invented, and so is {company}.",
        "JobJam is not affiliated with Example Hospital.",
        "Judged by the engine scripted with the model rules, scored by method 1. As of 23 November 2026.",
        plain.links["canonical_address"],
        "Contents",
        "Introduction One job description, read into a single list",
        *(f"{name} is a ward nurse" for name in names),
        "The role The role keeps services alive",
        "What this role is actually testing Ownership, not feature velocity The role asks who keeps it alive.",
        "“Senior Nurse”",
        "Between the highest and the lowest score lie 100 points.",
        f"{view.profiles[0].card.heading} fictional",
        "4 of 4 requirements met",
        "Met 4",
        "Partial 0",
        "Missing 0",
        "Overall assessment",
        "How 100 % comes about",
        "Match analysis Experience",
        "Technical skills",
        "Strengths",
        "Soft skills",
        "What JobJam recommends 1",
        "Why",
        "How",
        f"{view.profiles[1].card.heading} fictional",
        "The way to",
        f"{view.profiles[2].card.heading} fictional",
        "Requirement by requirement One list of 4 requirements for all",
        "What this shows Between the highest and the lowest score lie 100 points.",
        "Not a mockup Every score, finding and gap above comes from one record per persona",
        *(f"{plain.links['dashboards_address']}{profile.card.key}/" for profile in view.profiles),
        "Run your own profile against this role",
        "no subscription, no auto-renewal",
        "The evidence",
        "The job description asks",
        "31.6 of 31.6 points",
        "The job description Senior Nurse",
        "The full text",
        "The résumés",
        "Where these numbers come from",
        view.ledger.content_hash if view.ledger else "",
    ]
    assert_in_order(plain.words, parts)
    assert unspaced(plain.links["pricing_link"]) in unspaced(plain.words)
    assert all(profile.foot and profile.foot.input_hash in plain.words for profile in view.profiles)


def test_the_demo_is_printed_whole(demo: Printed) -> None:
    view, words = demo.view, demo.words
    texts = next(texts for texts in load_xrays() if texts.slug == "kraken-middleware")
    wanted = [texts.introduction, texts.role_summary, view.provenance, view.disclaimer, view.bridge]
    wanted += [quote.text for claim in view.claims for quote in claim.quotes]
    wanted += [requirement.name for requirement in view.requirements]
    for profile in view.profiles:
        assert profile.report is not None
        wanted += [profile.persona.summary, profile.card.heading, profile.card.met_line, profile.report.assessment]
        for dimension in profile.report.analysis:
            wanted += [dimension.summary]
            wanted += [
                part for point in (*dimension.strengths, *dimension.gaps) for part in (point.sentence, point.quote)
            ]
        for each in profile.report.recommendations:
            wanted += [each.action, each.why, each.how, each.points_words]
        wanted += [row.finding.note for row in profile.card.judged]
    squeezed_words = unspaced(words)
    absent = [part for part in wanted if unspaced(part) not in squeezed_words]
    assert absent == []
    assert view.job_document is not None
    documents = [view.job_document, *(profile.resume for profile in view.profiles)]
    pieces = [piece.text for document in documents for line in document.lines for piece in line.pieces]
    assert [piece for piece in pieces if unspaced(piece) not in squeezed_words] == []


@pytest.mark.parametrize("name", ["plain", "demo", "crowded"])
def test_weasyprint_has_nothing_to_complain_of(name: str, request: pytest.FixtureRequest) -> None:
    printed: Printed = request.getfixturevalue(name)
    assert printed.pdf.warnings == ()
    assert printed.pdf.pages == len(printed.pages)


def test_a_page_nobody_has_run_is_printed_without_complaint() -> None:
    printed = printed_page(unevaluated_page())
    assert printed.pdf.warnings == ()
    assert write(printed.dashboard_html).warnings == ()
    assert "no score yet" in printed.words
    assert "Not there yet" in printed.words


def test_the_file_is_tagged_and_says_what_it_is(plain: Printed) -> None:
    reader = PdfReader(io.BytesIO(plain.pdf.content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 — a PDF's own boolean
    assert root["/Lang"] == "en"
    assert root["/StructTreeRoot"]["/K"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    metadata = reader.metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == (plain.view.title, "Editorial desk")


def test_headings_are_the_outline_of_the_file(plain: Printed) -> None:
    reader = PdfReader(io.BytesIO(plain.pdf.content))

    def titles(entries: list[Any]) -> list[str]:
        return [title for each in entries for title in (titles(each) if isinstance(each, list) else [each.title])]

    found = [squeezed(title) for title in titles(list(reader.outline))]
    wanted = ["Introduction", "The role", "Requirement by requirement", "Not a mockup", "The evidence", "The résumés"]
    assert [title for title in wanted if title not in found] == []
    assert f"{plain.view.profiles[0].card.heading} fictional".replace("\u00a0", " ") in found


def test_the_same_page_gives_the_same_bytes_on_another_day(plain: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 100_000)
    assert write(plain.html).content == plain.pdf.content


@pytest.mark.parametrize("name", ["plain", "demo", "crowded"])
def test_contents_name_the_pages_where_headings_stand(name: str, request: pytest.FixtureRequest) -> None:
    printed: Printed = request.getfixturevalue(name)
    contents = " ".join(printed.pages[:2]).split("Contents ", 1)[1]
    entries = re.findall(r"(\d+) (\D.*?) ?\.{2,} *(\d+)", contents)
    assert [int(number) for number, _, _ in entries] == list(range(1, len(entries) + 1))
    assert len(entries) == 11 + len(printed.view.profiles)
    misplaced = [
        title
        for number, title, page in entries
        if unspaced(f"{number} {title}") not in unspaced(printed.pages[int(page) - 1])
    ]
    assert misplaced == []


def test_the_matrix_names_the_page_of_the_evidence(plain: Printed) -> None:
    evidence = next(place for place, words in enumerate(plain.pages) if "left what the job description asks" in words)
    matrix = next(words for words in plain.pages if "One list of 4 requirements" in words)
    assert "2 Ventilator care" in plain.pages[evidence]
    assert_in_order(matrix, ["2 Ventilator care Must · 31.6 points", "met met missing", str(evidence + 1)])


def test_six_personas_stand_in_every_row_and_head_of_the_matrix(crowded: Printed) -> None:
    first = next(place for place, words in enumerate(crowded.pages) if "One list of 30 requirements" in words)
    last = next(place for place, words in enumerate(crowded.pages) if "What this shows" in words and place >= first)
    assert last > first
    for words in crowded.pages[first : last + 1]:
        head = unspaced(words)
        assert [name for name in CROWD if unspaced(name) not in head] == []
        assert "noscore" in head
    rows = unspaced(" ".join(crowded.pages[first : last + 1]))
    assert len(re.findall(r"(?:Must|Nicetohave)·[\d.]+points(?:met|partial|missing|unclear){6}", rows)) == 30


def test_no_text_leaves_the_page(crowded: Printed) -> None:
    """Every word lies between the margins, which are 20 mm on each side of an A4 page."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(crowded.pdf.content)
    try:
        outside = []
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                if left < 55 or right > 541 or bottom < 20 or top > 822:
                    outside.append((number, text.get_text_bounded(left, bottom, right, top)))
    finally:
        document.close()
    assert outside == []


def test_an_unscored_persona_says_why(crowded: Printed) -> None:
    assert "Profile F — Fatima El-Amrani: no score yet" in crowded.words
    assert "Nothing in this résumé could be judged, so there is no score. Unclear is not zero." in crowded.words
    assert "Without a score: Fatima El-Amrani fictional" in crowded.words


def test_untrusted_texts_are_printed_as_text(crowded: Printed) -> None:
    assert "<script>alert('job')</script>" in crowded.words
    assert "<script>alert('cv')</script>" in crowded.words
    assert "Carla <i>Dietz</i> & Sons" in crowded.words
    assert "&lt;" not in crowded.words
    assert "<script>" not in crowded.html


def test_the_dashboard_is_a_sheet_of_its_own(demo: Printed) -> None:
    pdf = write(demo.dashboard_html)
    words = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages))
    median = demo.view.median
    assert median is not None and median.report is not None and median.foot is not None
    assert pdf.warnings == ()
    parts = [
        f"{demo.view.title} · Evaluation dashboard",
        f"{median.card.name} fictional",
        median.report.assessment,
        f"How {median.card.score} comes about",
        "Requirements by name",
        "Match analysis",
        f"All {median.card.total} findings",
        "Recommendations",
        median.report.recommendations[0].action,
        "Where these numbers come from",
        median.foot.input_hash,
    ]
    assert_in_order(words, parts)
