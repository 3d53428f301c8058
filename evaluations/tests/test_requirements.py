"""What the local engine reads out of a job description."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from evaluations.engines.base import TextUnusable
from evaluations.engines.local.requirements import read
from evaluations.engines.local.vocabulary import load_vocabulary
from evaluations.schema import Reading, Requirement

FRAME = """Orchard Keeper

About us

Greenfold has grown apples since 1920. We believe in people and in Python, Kafka and fresh air.

What you will do

- Walk the orchards with colleagues every day

Requirements

{must}

Nice to have

{nice}

Benefits

- Health insurance and five years of free apples
- Learning Rust on the job

Greenfold is an equal opportunity employer and hires without regard to age, disability or religion.
"""


def reading(must: str = "- Patience", nice: str = "- Experience with bees") -> Reading:
    return read(FRAME.format(must=must, nice=nice), load_vocabulary())


def asked(line: str) -> list[Requirement]:
    """The requirements of one line of a requirements list, without those of the frame."""
    text = FRAME.format(must=f"- {line}", nice="- Experience with bees")
    found = read(text, load_vocabulary()).requirements
    return [r for r in found if "bees" not in r.spans[0].of(text)]


def words(line: str) -> list[str]:
    text = FRAME.format(must=f"- {line}", nice="- Experience with bees")
    found = read(text, load_vocabulary()).requirements
    return [r.spans[0].of(text) for r in found if "bees" not in r.spans[0].of(text)]


def test_lists_give_must_and_nice_and_nothing_else_does() -> None:
    found = reading("- Strong knowledge of pruning\n- Patience", "- Experience with bees")
    assert [(r.id, r.importance, r.name) for r in found.requirements] == [
        ("r01", "must", "Pruning"),
        ("r02", "must", "Patience"),
        ("r03", "nice", "Bees"),
    ]
    reasons = [skipped.reason for skipped in found.skipped]
    assert "about the company or the team" in reasons
    assert "pay and benefits" in reasons


def test_spans_are_code_points_of_the_given_text() -> None:
    text = "🍏 Orchard\r\n\r\nRequirements\r\n\r\n• **3+ years** of cider mak\u00ading\r\n• Bee\u200bkeeping skills\r\n"
    found = read(text, load_vocabulary()).requirements
    assert [r.spans[0].of(text) for r in found] == ["3+ years** of cider mak\u00ading", "Bee\u200bkeeping skills"]


@pytest.mark.parametrize(
    ("line", "any_of", "open_ended"),
    [
        ("Strong command of Go, Rust or similar", ("Go", "Rust"), True),
        ("Experience with Docker and/or Podman", ("Docker", "Podman"), False),
        ("Working knowledge of Rust (or similar languages such as Go or C++)", ("Rust", "Go", "C++"), True),
        ("Build tools such as Maven and Gradle", ("Maven", "Gradle"), True),
        ("Developer tools (e.g. Git, Docker, etc.)", ("Git", "Docker"), True),
        ("Proficient in at least one of the following: Python, Java, Go", ("Python", "Java", "Go"), False),
        ("Background in retail, logistics or banking", ("retail", "logistics", "banking"), False),
        ("SEO tools (SEMrush or similar)", ("SEMrush",), True),
    ],
)
def test_alternatives_are_one_requirement(line: str, any_of: tuple[str, ...], open_ended: bool) -> None:
    (found,) = asked(line)
    assert set(any_of) <= set(found.any_of)
    assert found.open_ended is open_ended


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Experience with Golang, gRPC, Docker and SQL", ["Golang", "gRPC", "Docker", "SQL"]),
        ("Technical knowledge of Salesforce and HubSpot", ["Salesforce", "HubSpot"]),
        ("Excellent communication and stakeholder management skills", ["communication", "stakeholder management"]),
        ("Highly proficient in English and fluent in German", ["proficient in English", "fluent in German"]),
        ("A bachelor's degree and 3+ years of experience in accounting", ["bachelor's degree", "3+ years"]),
        ("Knowledge of distributed systems, including Kafka and gRPC", ["distributed systems", "Kafka", "gRPC"]),
        (
            "Skilled at writing SQL, you are able to write, debug, and maintain long queries",
            ["SQL", "write, debug, and"],
        ),
        ("Strong ability to influence, negotiate and coach", ["influence", "negotiate", "coach"]),
    ],
)
def test_several_things_are_several_requirements(line: str, expected: list[str]) -> None:
    found = words(line)
    assert len(found) == len(expected)
    assert all(part.lower() in span.lower() for part, span in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    "line",
    [
        "Excellent verbal and written communication skills",
        "Experience working with finance and accounting teams",
        "Experience managing a combined frontend and backend engineering team",
        "Highly motivated and committed, with a strong desire to learn",
        "Ability to lift and carry 20 kg and to push and pull 50 kg",
        "Marketing know-how to drive growth, pipeline and revenue",
        "Able to plan, organise and prioritise the work of others",
    ],
)
def test_one_thing_in_many_words_stays_one(line: str) -> None:
    assert len(asked(line)) == 1


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("5+ years of experience in sales", [5]),
        ("At least three (3) years of nursing experience", [3]),
        ("6-12 months of sales experience", [0.5]),
        ("Minimum 18 months in a kitchen", [1.5]),
        ("2 to 4 years in accounting", [2]),
        ("5 years of experience in engineering, of which 2 in fintech", [5, 2]),
        ("Must be 18 years of age", [None]),
        ("Willing to complete the course within 2 years of hire", [None]),
    ],
)
def test_years_bind_to_what_they_qualify(line: str, years: list[float | None]) -> None:
    assert [r.min_years for r in asked(line)] == years


@pytest.mark.parametrize(
    ("line", "importance"),
    [
        ("Knowledge of Kafka is a plus", ["nice"]),
        ("Ideally some Kafka", ["nice"]),
        ("Kafka preferred", ["nice"]),
        ("1-3 years in an office, ideally in customer facing roles", ["must", "nice"]),
        ("Technical background (preferably in Rust)", ["must", "nice"]),
        ("Bachelor's degree required, Master's preferred", ["must", "nice"]),
        ("Kafka", ["must"]),
    ],
)
def test_softening_words_beat_the_list(line: str, importance: list[str]) -> None:
    assert [r.importance for r in asked(line)] == importance


def test_a_minimum_in_a_list_of_wishes_is_a_must() -> None:
    found = reading(nice="- Minimum 3 years of product management experience\n- A love of apples")
    assert [r.importance for r in found.requirements] == ["must", "must", "nice"]


def test_required_among_alternatives_leaves_only_that_one() -> None:
    (found,) = asked("Python, Scala, Java or C++, with Python required")
    assert (found.concept, found.any_of) == ("python", ())


def test_a_degree_and_its_equivalents_are_one_entry() -> None:
    (found,) = asked("Bachelor's degree in Computer Science or a related field, or equivalent experience")
    assert found.kind == "education"
    assert found.any_of == (
        "Bachelor's degree in Computer Science",
        "Bachelor's degree in a related field",
        "equivalent experience",
    )


def test_routes_listed_below_one_of_the_following_are_one_entry() -> None:
    text = FRAME.format(
        must="Applicants must meet one of the following:\n\n1. Hold a BSN\n2. Be enrolled in a BSN program\n",
        nice="- Bees",
    )
    found = read(text, load_vocabulary()).requirements
    assert [r.any_of for r in found] == [("BSN", "Enrolled in a BSN program"), ()]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Registered nurse license", "credential"),
        ("Valid driver's license", "credential"),
        ("Fluent in German", "language"),
        ("Ability to lift 50 lbs", "other"),
        ("Willingness to travel up to 20%", "other"),
        ("Must be authorized to work in the United States", "other"),
        ("Attention to detail", "soft"),
        ("Experience in the insurance industry", "domain"),
        ("10 years of teaching experience", "experience"),
        ("Knowledge of Kubernetes", "skill"),
        ("Master's degree in fine arts", "education"),
    ],
)
def test_kinds(line: str, kind: str) -> None:
    assert [r.kind for r in asked(line)] == [kind]


def test_what_no_vocabulary_knows_is_still_required() -> None:
    (found,) = asked("Deft hand at grafting quince onto hawthorn rootstock")
    assert found.concept is None
    assert found.name == "Deft hand at grafting quince onto hawthorn rootstock"


def test_the_same_thing_twice_is_one_entry_and_must_wins() -> None:
    found = reading("- Experience with Kubernetes", "- Kubernetes").requirements
    assert [(r.concept, r.importance, len(r.spans)) for r in found] == [("kubernetes", "must", 2)]


def test_names_are_short_and_need_no_introduction() -> None:
    (found,) = asked(
        "You have a proven track record of steering very large and unusually complicated harvests through the "
        "wettest of autumns, year after year, with a crew that changes weekly"
    )
    assert len(found.name) <= 80
    assert found.name.startswith("Steering very large")


def test_duties_give_named_techniques_only() -> None:
    text = FRAME.format(must="- Patience", nice="- Bees").replace(
        "- Walk the orchards",
        "- Build data pipelines in Python\n- Partner with Marketing and Sales\n- Walk the orchards",
    )
    found = read(text, load_vocabulary()).requirements
    assert [r.concept for r in found[:2]] == ["data_pipelines", "python"]
    assert len(found) == 4


def test_place_and_right_to_work_count_outside_the_lists() -> None:
    text = FRAME.format(must="- Patience", nice="- Bees").replace(
        "- Health insurance", "You must be authorized to work in Canada. We cannot sponsor visas.\n\n- Health insurance"
    )
    found = [r for r in read(text, load_vocabulary()).requirements if r.kind == "other"]
    assert [len(r.spans) for r in found] == [2]


def test_prose_without_lists_is_read() -> None:
    text = (
        "We are looking for a pastry chef with at least 3 years of experience in a hotel. You must know HACCP, and you "
        "speak English. Experience with chocolate would be a plus. We pay a fair salary and close on Sundays."
    )
    found = read(text, load_vocabulary()).requirements
    assert [(r.importance, r.min_years) for r in found] == [("must", 3), ("must", None), ("must", None), ("nice", None)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n\u200b\n", "empty"),
        ("Wir suchen eine Köchin mit Erfahrung. Sie haben eine Ausbildung und sprechen Deutsch. Wir bieten ein gutes Team.", "language"),
        ("Apple pie\n\nIngredients\n- 6 apples\n- sugar\n\nPeel the apples and bake them for an hour until golden.", "not_a_job_description"),
        (
            "Ada Example\nada@example.org\n\nProfessional experience\nBaker, Crumb, Mar 2019 - present\n- Baked bread\n"
            "Apprentice, Oven, 2016 - 2019\n- Learnt to bake\n\nEducation\nDiploma 2016\nSkills: bread, patience",
            "not_a_job_description",
        ),
        ("word " * 25_000, "too_long"),
    ],
)  # fmt: skip
def test_unusable_texts_are_refused_with_a_sentence(text: str, kind: str) -> None:
    with pytest.raises(TextUnusable) as refused:
        read(text, load_vocabulary())
    assert refused.value.kind == kind
    assert refused.value.sentence.endswith(".")


def test_form_of_the_text_changes_nothing() -> None:
    plain = FRAME.format(must="- 3+ years of SQL\n- Go, Rust or similar\n- Patience", nice="- Experience with bees")
    first = [(r.name, r.importance, r.any_of, r.min_years) for r in read(plain, load_vocabulary()).requirements]
    for changed in (
        plain.replace("\n", "\r\n"),
        plain.replace(" ", "\u00a0"),
        plain.replace("- ", "• "),
        plain.replace("e", "e\u200b"),
        plain.replace("Requirements", "## Requirements").replace("Benefits", "**Benefits**"),
        plain.replace("\n\n", "\n"),
    ):
        again = read(changed, load_vocabulary()).requirements
        assert [(r.name, r.importance, r.any_of, r.min_years) for r in again] == first


def test_every_process_reads_the_same() -> None:
    text = FRAME.format(must="- SQL, R and/or Python\n- Salesforce and HubSpot\n- Patience", nice="- German or French")
    code = (
        "import sys; from evaluations.engines.local.requirements import read;"
        "from evaluations.engines.local.vocabulary import load_vocabulary;"
        "print(read(sys.stdin.read(), load_vocabulary()).model_dump_json())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_reading_is_quick() -> None:
    text = FRAME.format(must="- 5+ years of SQL, Python and Kafka\n" * 20, nice="- German or French\n" * 5)
    load_vocabulary()
    read(text, load_vocabulary())
    start = time.process_time()
    read(text, load_vocabulary())
    assert time.process_time() - start < 0.5


def test_activities_that_share_an_object_are_options_with_it() -> None:
    text = "Requirements\n\n- Experience of opening or refurbishing a hotel.\n- 3 years of front office work.\n- Fluent English.\n"
    [requirement] = [r for r in read(text, load_vocabulary()).requirements if "hotel" in r.name]
    assert requirement.any_of == ("opening a hotel", "refurbishing a hotel")
