"""A line's part of the job description is told by its heading, however that is written."""

from __future__ import annotations

import pytest

from evaluations.engines.local import LocalEngine
from evaluations.engines.local.lines import lines_of
from evaluations.engines.local.sections import place, role_of_heading


def parts(text: str) -> list[tuple[str, str]]:
    """The lines that are no headings, with their part."""
    return [(item.line.text, item.role) for item in place(lines_of(text)[1]) if not item.heading]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Requirements", "requirements"),
        ("What you'll bring", "requirements"),
        ("Who you are", "requirements"),
        ("Skills & Experience", "requirements"),
        ("Nice to have", "preferred"),
        ("Preferred Qualifications", "preferred"),
        ("It would help if you also have", "preferred"),
        ("An ideal candidate also has", "preferred"),
        ("What you will do", "duties"),
        ("Essential duties and responsibilities", "duties"),
        ("Physical demands", "physical"),
        ("What we offer", "benefits"),
        ("Compensation & benefits", "benefits"),
        ("Why join us?", "benefits"),
        ("Equal opportunity employer", "legal"),
        ("How to apply", "legal"),
        ("About us", "about"),
        ("About the role", "summary"),
    ],
)
def test_heading_names_its_part(heading: str, role: str) -> None:
    assert role_of_heading(heading) == role


@pytest.mark.parametrize(
    ("duties", "asked", "offered"),
    [
        ("## What you'll do", "## Requirements", "## Benefits"),
        ("**What you'll do**", "**Requirements**", "**Benefits**"),
        ("What you'll do:", "Requirements:", "Benefits:"),
        ("WHAT YOU'LL DO", "REQUIREMENTS", "BENEFITS"),
        ("What you'll do", "Requirements", "Benefits"),
        ("__What you'll do__ :", "__Requirements__ :", "__Benefits__ :"),
    ],
)
@pytest.mark.parametrize("bullet", ["* ", "- ", "• ", "· ", "1. ", ""])
def test_parts_are_told_whatever_the_marks(duties: str, asked: str, offered: str, bullet: str) -> None:
    text = (
        f"Baker\n\n{duties}\n\n{bullet}Bake bread for the morning\n{bullet}Keep the ovens clean\n\n"
        f"{asked}\n\n{bullet}Two years in a bakery\n{bullet}Early riser\n\n{offered}\n\n{bullet}Free bread every day\n"
    )
    assert parts(text)[-5:] == [
        ("Bake bread for the morning", "duties"),
        ("Keep the ovens clean", "duties"),
        ("Two years in a bakery", "requirements"),
        ("Early riser", "requirements"),
        ("Free bread every day", "benefits"),
    ]


def test_a_paragraph_may_end_with_the_words_that_open_the_benefits() -> None:
    text = (
        "Requirements\n\n- Two years of field sales\n\n"
        "We are forty people from many trades. For permanent, full-time staff we offer:\n\n"
        "- A yearly budget for continuing education\n\nWhat you bring\n\n- A driving licence\n"
    )
    assert parts(text) == [
        ("Two years of field sales", "requirements"),
        ("We are forty people from many trades. For permanent, full-time staff we offer:", "benefits"),
        ("A yearly budget for continuing education", "benefits"),
        ("A driving licence", "requirements"),
    ]


def test_headings_without_a_blank_line_are_still_headings() -> None:
    text = "Clerk\nResponsibilities\nAnswer the telephone\nSort the post\nRequirements\nGood spelling\nBenefits\nTea"
    assert parts(text)[-4:] == [
        ("Answer the telephone", "duties"),
        ("Sort the post", "duties"),
        ("Good spelling", "requirements"),
        ("Tea", "benefits"),
    ]


def test_lines_broken_by_the_page_width_are_one() -> None:
    text = "Requirements\n\n- Five years of experience in the care of\n  orchids and other plants\n- Patience\n"
    assert [line for line, _ in parts(text)] == [
        "Five years of experience in the care of\n  orchids and other plants",
        "Patience",
    ]


def test_offsets_point_into_the_text_through_its_marks() -> None:
    text = "## Requirements\n\n * **SQL** and [Excel](https://example.org/excel)\n"
    masked, lines = lines_of(text)
    assert len(masked) == len(text)
    assert " ".join(lines[-1].text.split()) == "SQL and Excel"
    assert text[lines[-1].start :].startswith("SQL**")


UNKNOWN_HEADING = """Warehouse Planner

## Requirements
- Working knowledge of route planning
- Excel

## Benefits
- Free lunch every day

## Sunshine and sourdough
- A bakery is next door
- You must have 3 years of experience with SAP

### Crumbs
- A second oven
"""


def test_heading_nobody_knows_does_not_inherit_the_benefits_above_it() -> None:
    reading = LocalEngine().read(UNKNOWN_HEADING)
    reasons = {UNKNOWN_HEADING[slice(*skipped.span)].strip("- \n"): skipped.reason for skipped in reading.skipped}
    assert reasons["Free lunch every day"] == "pay and benefits"
    assert reasons["A bakery is next door"] == reasons["A second oven"] == "below a heading that asks for nothing"
    assert [requirement.min_years for requirement in reading.requirements if "SAP" in requirement.name] == [3]
