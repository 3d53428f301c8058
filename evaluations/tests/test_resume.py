"""Résumés of many shapes give the same roles, dates and places."""

from __future__ import annotations

from datetime import date

import pytest

from evaluations.engines.local.dates import months_covered, periods_in, start_named_in
from evaluations.engines.local.resume import Resume, parse

AS_OF = date(2026, 11, 23)


def months(text: str) -> list[int]:
    return [period.months for period in periods_in(text, AS_OF)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("April 2021 - Present", [68]),
        ("Mar. 2022 - Sept. 2024", [31]),
        ("03/2019 - 12/2020", [22]),
        ("2021-03 - 2022-04", [14]),
        ("2019 to 2021", [24]),
        ("2019-21", [24]),
        ("Jan - Mar 2020", [3]),
        ("Since May 2026", [7]),
        ("May 2019 to August 2019, summer job", [4]),
        ("Built 2,019 widgets for 2020 customers", []),
        ("March 2022 - January 2021", []),
    ],
)
def test_date_ranges_are_read_in_many_spellings(text: str, expected: list[int]) -> None:
    assert months(text) == expected


def test_overlapping_roles_count_once() -> None:
    periods = periods_in("Jan 2020 - Dec 2020 and Jul 2020 - Jun 2021", AS_OF)
    assert months_covered(periods) == 18


def test_a_sentence_may_name_its_own_start() -> None:
    assert start_named_in("From January 2024 I also analysed tests", AS_OF) == 2024 * 12
    assert start_named_in("In 2030 we will", AS_OF) is None


RESUME = """Ada Example
Leeds, UK | ada@example.org | +44 113 555 0100

PROFILE
Careful engineer.

EXPERIENCE

Senior Engineer, Northwind Freight, Leeds
March 2020 - Present
- Own the routing service. Wrote it in Go.
- Cut latency by half.

06/2018 - 02/2020   Engineer, Tailspin Toys
  * Kept the shop running.

Languages: English (native), Spanish B2

SKILLS
Go, Kafka; SQL

EDUCATION
BSc Physics, University of Leeds, 2018
"""


def of(resume: Resume, place: str) -> list[str]:
    return [passage.text for passage in resume.passages if passage.place == place]


def test_every_line_finds_its_place() -> None:
    resume = parse(RESUME, AS_OF)
    assert of(resume, "identity") == ["Ada Example", "Leeds, UK | ada@example.org | +44 113 555 0100"]
    assert of(resume, "claimed") == ["Careful engineer."]
    assert of(resume, "role") == [
        "Own the routing service.",
        "Wrote it in Go.",
        "Cut latency by half.",
        "Kept the shop running.",
    ]
    assert of(resume, "listed") == ["Go", "Kafka", "SQL"]
    assert of(resume, "language") == ["English (native)", "Spanish B2"]
    assert [(role.header.split(",")[0], role.months) for role in resume.jobs()] == [
        ("Senior Engineer", 81),
        ("06/2018 - 02/2020   Engineer", 21),
    ]


def test_offsets_point_into_the_text() -> None:
    resume = parse(RESUME, AS_OF)
    assert all(RESUME[passage.start : passage.end] == passage.text for passage in resume.passages)


def test_passages_are_found_by_position() -> None:
    resume = parse(RESUME, AS_OF)
    passage = resume.at(RESUME.index("Wrote it"))
    assert passage is not None
    assert passage.text == "Wrote it in Go."


@pytest.mark.parametrize("heading", ["HEALTHCARE KEYWORDS", "Healthcare keywords", "Nursing certifications"])
def test_a_heading_is_one_in_any_case(heading):
    text = f"Ann Lee\nann@example.org\n\nRegistered nurse in Leeds.\n\n{heading}\nWound care, triage, infusions\n"
    place = next(p.place for p in parse(text, date(2026, 11, 23)).passages if "triage" in p.text)
    assert place == ("credential" if "cert" in heading else "listed")
