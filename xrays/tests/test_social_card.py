"""The social card: every word it owes, nothing outside its edges, nothing on top of another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Route

from evaluations.factories import EvaluationFactory, JobDescriptionFactory, LedgerFactory, PersonaFactory
from xrays import inprocess, report_pdf
from xrays.capture import photograph
from xrays.factories import XRayPageFactory
from xrays.page_data import XRayView, load_xray
from xrays.pictures import dimensions
from xrays.social_card import COLOURS, INTER, SOURCE_SERIF, WIDTH, Face, fitted_title, social_card
from xrays.tests.reading import words_of

pytestmark = pytest.mark.django_db

ADDRESS = "http://localhost/xray/example/"
ALL, SOME, NONE, UNCLEAR = ("met",) * 4, ("met", "met", "missing", "missing"), ("missing",) * 4, ("unclear",) * 4
LONG_NAMES = (
    "Maximiliane Wolkenstein-Hohenlohe-Schillingsfürst",
    "Wilhelmina van der Westhuizen-Montgomery",
    "Bartholomew Featherstonehaugh",
    "Anastasia-Konstantina Papadimitrakopoulou",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Jo Li",
)
LONG_COMPANY = (
    "The International Federation of Red Cross and Red Crescent Societies, Regional Office for Europe and Asia"
)
LONG_ROLE = (
    "Deputy Director of Organisational Development, Programme Quality, Monitoring, Evaluation and Accountability to "
    "Affected Populations, Central Asia"
)


def view_of(
    *verdicts: tuple[str, ...], names: tuple[str, ...] = ("Ana Ruiz", "Bo Lindqvist", "Cy Okafor"), **job: Any
) -> XRayView:
    """An x-ray with a persona for each row of verdicts; names repeat from the beginning."""
    ledger = LedgerFactory(job_description=JobDescriptionFactory(**job))
    personas = [PersonaFactory(name=names[place % len(names)]) for place in range(len(verdicts))]
    for persona, row in zip(personas, verdicts, strict=True):
        EvaluationFactory(ledger=ledger, persona=persona, verdicts=row)
    page = XRayPageFactory(job_description=ledger.job_description, engine="scripted", personas=personas, pinned=True)
    return load_xray(page)


def html_of(view: XRayView) -> str:
    return render_to_string("print/social_card.html", {"card": social_card(view)})


CASES = {
    "two": lambda: view_of(ALL, NONE),
    "three": lambda: view_of(ALL, SOME, NONE, company="Kraken", title="Senior Middleware Engineer"),
    "three, a title on two lines": lambda: view_of(
        ALL, SOME, NONE, company="Massachusetts General Hospital", title="Senior Clinical Research Coordinator"
    ),
    "three, one without a score": lambda: view_of(ALL, SOME, UNCLEAR),
    "four": lambda: view_of(ALL, SOME, NONE, ALL),
    "five, long names": lambda: view_of(ALL, SOME, NONE, ALL, NONE, names=LONG_NAMES),
    "six": lambda: view_of(ALL, SOME, NONE, ALL, SOME, NONE),
    "six, everything long": lambda: view_of(
        ALL, SOME, NONE, ALL, UNCLEAR, SOME, names=LONG_NAMES, company=LONG_COMPANY, title=LONG_ROLE
    ),
    "three, everything long": lambda: view_of(ALL, SOME, NONE, names=LONG_NAMES, company=LONG_COMPANY, title=LONG_ROLE),
    "two, no score at all": lambda: view_of(UNCLEAR, UNCLEAR),
}

# Boxes of everything that is read: lines of text and dots, the letters left out, for they lie on their dots.
BOXES = """() => [...document.querySelectorAll(
        ".social__kicker, .social__brand > *, .social__line, .social__subject, .social__chart text, .social__chart circle"
    )].filter(element => !element.matches(".social__letter")).map(element => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const box = element.getBoundingClientRect();
        const width = element.matches("p, .social__line") ? range.getBoundingClientRect() : box;
        return [element.textContent.trim() || element.tagName, width.left, box.top, width.right, box.bottom];
    })"""
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(element => {
        const box = element.getBoundingClientRect();
        return box.left < 0 || box.top < 0 || box.right > 1200 || box.bottom > 630;
    }).map(element => element.outerHTML.slice(0, 120))"""
SIZES = """() => [...document.querySelectorAll("p, span, strong, h1, text, tspan")].map(
        element => parseFloat(getComputedStyle(element).fontSize))"""
# Line boxes are higher than what is printed in them.
AIR = 5


def overlaps(boxes: list[list[Any]]) -> list[tuple[str, str]]:
    return [
        (one[0], other[0])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one[1] < other[3] and other[1] < one[3] and one[2] + AIR < other[4] - AIR and other[2] + AIR < one[4] - AIR
    ]


@pytest.mark.parametrize("case", CASES)
def test_nothing_leaves_the_card_or_lies_on_something_else(chromium: Browser, case: str) -> None:
    html = html_of(CASES[case]())

    def answer(route: Route) -> None:
        found = inprocess.get_static(route.request.url.removeprefix("http://localhost"))
        body, kind = found or (html.encode(), "text/html; charset=utf-8")
        route.fulfill(body=body, content_type=kind)

    page = chromium.new_page(viewport={"width": 1200, "height": 630})
    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.evaluate("document.fonts.ready.then(() => true)")
    boxes, outside, sizes = page.evaluate(BOXES), page.evaluate(OUTSIDE), page.evaluate(SIZES)
    whole = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    page.close()
    assert outside == []
    assert overlaps(boxes) == []
    assert whole == [1200, 630]
    assert min(sizes) >= 24
    # Inside the margins, too.
    assert min(box[1] for box in boxes) >= 55 and max(box[3] for box in boxes) <= 1145


def test_the_picture_is_exactly_1200_by_630_and_the_same_each_time(browser_path: str) -> None:
    html = html_of(CASES["three"]())
    options: dict[str, Any] = {"address": ADDRESS, "fetch": inprocess.get_static, "width": 1200, "height": 630}
    taken = photograph(html, **options)
    assert dimensions(taken.png) == (1200, 630)
    assert photograph(html, **options).png == taken.png


@pytest.mark.parametrize("case", ["three, one without a score", "six, everything long"])
def test_the_card_is_the_same_size_without_a_browser(case: str) -> None:
    pdf = report_pdf.write_pdf(html_of(CASES[case]()), base_url="http://localhost/", fetch=inprocess.get_static)
    assert (pdf.pages, pdf.warnings) == (1, ())
    assert dimensions(report_pdf.rasterise(pdf.content, width_pixels=1200)) == (1200, 630)


def test_the_card_says_who_stands_where() -> None:
    view = view_of(ALL, SOME, NONE, company="Kraken", title="Senior Middleware Engineer", origin="reconstructed")
    words = words_of(html_of(view))
    assert "Kraken Senior Middleware Engineer" in words
    assert "X-ray of a reconstructed job description" in words
    assert "Three fictional personas, 100 points apart on the same 4 requirements" in words
    assert "JobJam X-Rays" in words and "ATS score" in words
    assert words.count("fictional") == 4
    for card in view.cards:
        assert f"{card.name} fictional {card.letter} {card.points} % {card.band}" in words


@pytest.mark.parametrize(("origin", "words"), [("real", "a real"), ("invented", "an invented")])
def test_the_card_says_where_the_job_description_comes_from(origin: str, words: str) -> None:
    assert f"X-ray of {words} job description" in words_of(html_of(view_of(ALL, NONE, origin=origin)))


def test_a_persona_without_a_score_is_named_and_stands_nowhere() -> None:
    view = view_of(ALL, SOME, UNCLEAR)
    words = words_of(html_of(view))
    assert "Cy Okafor fictional no score" in words
    assert [row.x != "" for row in social_card(view).rows] == [True, True, False]
    assert html_of(view).count("<circle") == 3 + 2


def test_without_scores_nothing_is_said_about_their_distance() -> None:
    words = words_of(html_of(view_of(UNCLEAR, UNCLEAR)))
    assert "Two fictional personas on the same 4 requirements" in words
    assert "apart" not in words


def test_a_page_without_a_job_description_has_a_card() -> None:
    words = words_of(html_of(load_xray(XRayPageFactory(job_description=None))))
    assert "New x-ray No fictional personas" in words


def test_one_axis_for_all_and_marks_at_their_points() -> None:
    card = social_card(view_of(ALL, SOME, NONE))
    length = card.axis_to - card.axis_from
    assert [float(row.x) for row in card.rows] == pytest.approx(
        [card.axis_from + length * (row.points or 0) / 100 for row in card.rows], abs=0.001
    )
    assert [zone.edge for zone in card.zones] == [0, 50, 70, 85]
    assert sum(float(zone.width) for zone in card.zones) == pytest.approx(length, abs=0.01)


def test_long_names_are_shortened_to_a_name_not_to_letters() -> None:
    card = social_card(view_of(ALL, SOME, NONE, names=LONG_NAMES))
    assert [row.name for row in card.rows] == ["Maximiliane W.", "Wilhelmina W.", "Bartholomew F."]


def test_titles_shrink_then_break_then_are_cut_between_words() -> None:
    assert fitted_title("Acme", "Nurse") == (64, (("Acme", "Nurse"),))
    assert fitted_title("Deutsche Telekom", "Principal Site Reliability Engineer") == (
        56,
        (("Deutsche Telekom", ""), ("", "Principal Site Reliability Engineer")),
    )
    size, lines = fitted_title(LONG_COMPANY, LONG_ROLE)
    assert size == 34
    assert [company or role for company, role in lines] == [
        "The International Federation of Red Cross and Red Crescent…",
        "Deputy Director of Organisational Development, Programme",
        "Quality, Monitoring, Evaluation and Accountability to…",
    ]
    assert fitted_title("", "Nurse")[1] == (("", "Nurse"),)
    one_word = fitted_title("Acme", "W" * 160)[1]
    assert all(Face(SOURCE_SERIF, 34).width(company or role) <= WIDTH for company, role in one_word)


def test_widths_are_never_below_those_of_the_fonts(chromium: Browser) -> None:
    letters = [chr(code) for code in range(33, 127)] + list("éÅüñ–—…’·")
    page = chromium.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=(inprocess.get_static(route.request.url.removeprefix("http://localhost")) or (b"<!doctype html>",))[0],
            content_type="text/css" if route.request.url.endswith(".css") else "text/html",
        ),
    )
    page.goto(ADDRESS)
    page.add_style_tag(url="/static/css/print/social-card.css")
    measured = page.evaluate(
        """async letters => {
            const pen = document.createElement("canvas").getContext("2d");
            return Promise.all(['600 100px "Inter"', '600 100px "Source Serif 4"'].map(async font => {
                await document.fonts.load(font, "a");
                pen.font = font;
                return letters.map(letter => pen.measureText(letter).width);
            }));
        }""",
        letters,
    )
    page.close()
    for widths, found in zip((INTER, SOURCE_SERIF), measured, strict=True):
        face = Face(widths, 100)
        assert [letter for letter, width in zip(letters, found, strict=True) if width > face.width(letter) + 0.5] == []


def test_colours_are_the_light_ones_of_the_site() -> None:
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--color-([a-z-]+): light-dark\((#[0-9a-f]{6}),", tokens))
    assert {band: (light[f"band-{band}"], light[f"on-{band}"], light[f"zone-{band}"]) for band in COLOURS} == dict(
        COLOURS
    )
    used = set(re.findall(r"#[0-9a-f]{6}", html_of(CASES["six"]())))
    style = (settings.BASE_DIR / "static/css/print/social-card.css").read_text(encoding="utf-8")
    assert used | set(re.findall(r"#[0-9a-f]{6}", style)) <= set(light.values())
