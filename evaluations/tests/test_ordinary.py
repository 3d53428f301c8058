"""Names of tools that are ordinary words too: when they mean the tool, and where a job description may be believed."""

from __future__ import annotations

import pytest

from evaluations.engines.local.ordinary import is_part_of_name
from evaluations.engines.local.vocabulary import load_vocabulary

TRADE = "Backend developer. Wrote APIs on AWS with PostgreSQL.\n"


def named(text: str) -> set[str]:
    mentions, _ = load_vocabulary().find_in_resume(text)
    return {mention.surface for mention in mentions}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- Streamed orders through Kafka.", "Kafka"),
        ("- Kept the code in Git.", "Git"),
        ("- Moved the importer from Python to Go.", "Go"),
        ("- Chose Kafka instead of RabbitMQ.", "Kafka"),
        ("- Packaged services with Docker.", "Docker"),
        ("- Typed minutes in Word.", "Word"),
        ("Skills\nSpanish, Word, cheerful phone voice", "Word"),
        ("docker, jenkins, postgresql, redis", "jenkins"),
        ("- Built Java services with Apache Kafka.", "Java"),
        ("SENIOR PYTHON DEVELOPER", "PYTHON"),
        ("- Worked in agile teams.", "agile"),
        (TRADE + "- Looked after Jenkins for 40 people.", "Jenkins"),
        (TRADE + "- Wrote docker images.", "docker"),
    ],
)
def test_tool_is_found(text, name):
    assert name in named(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- Assisted Dr. Jenkins in the eye clinic.", "Jenkins"),
        ("- Reported to Ruby Carmichael, head of the web team.", "Ruby"),
        ("- Guided trips to Kotlin Island.", "Kotlin"),
        ("- Sang in the chorus of La Scala.", "Scala"),
        ("- Drove the van of Jenkins & Sons.", "Jenkins"),
        ("- Worked as a docker in the port of Hull.", "docker"),
        ("- Led tours of temples on Java and Bali.", "Java"),
        ("- Won customers by word of mouth.", "word"),
        ("- Trained agile dogs for shows.", "agile"),
        (TRADE + "- Report to Mrs. Jenkins, head of operations.", "Jenkins"),
        (TRADE + "- Hobby: I take the helm of a dinghy.", "helm"),
        (TRADE + "- Go through the list every morning.", "Go"),
    ],
)
def test_other_things_of_that_name_are_not(text, name):
    assert name not in named(text)


def test_doubted_places_are_told():
    text = "- Assisted Dr. Jenkins in the eye clinic."
    _, doubted = load_vocabulary().find_in_resume(text)
    assert [text[start:end] for start, end in doubted] == ["Jenkins"]


def test_job_description_is_believed_without_a_word_of_the_trade():
    found = load_vocabulary().find("Knowledge of docker or Jenkins")
    assert [mention.surface for mention in found] == ["docker", "Jenkins"]


def test_job_description_names_office_tools_with_their_capital():
    find = load_vocabulary().find
    assert "Word" in {mention.surface for mention in find("Good command of Word")}
    assert "word" not in {mention.surface for mention in find("You keep your word")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("was led by Jonathan Swift there", True),
        ("was paid by Swift Motors there", True),
        ("met Mrs Swift there", True),
        ("is a Senior Swift Developer there", False),
        ("wrote SQL Swift there", False),
        ("Swift", False),
        ("Taught Swift there", False),
        ("Taught Old Swift Courses On Monday", False),
    ],
)
def test_part_of_another_name(text, expected):
    start = text.index("Swift")
    assert is_part_of_name(text, start, start + 5) is expected
