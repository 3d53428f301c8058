"""The vocabulary finds what a reader would find, and nothing that only looks like it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evaluations.engines.local.vocabulary import VocabularyError, load_vocabulary

VOCABULARY = load_vocabulary()


def concepts(text: str) -> list[str]:
    return [mention.concept for mention in VOCABULARY.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Java and JavaScript", ["java", "javascript"]),
        ("C, C++ and C#", ["c", "cpp", "csharp"]),
        ("Built services in Go", ["go"]),
        ("Owned the go-to-market plan", ["go_to_market"]),
        ("R&D spending of 2 million", []),
        ("SQL, R and Python", ["sql", "r_language", "python"]),
        ("React Native screens", ["react_native"]),
        ("We react to alerts quickly", []),
        ("NoSQL", ["nosql"]),
        ("You excel at detail", []),
        ("Excel", ["excel"]),
        ("A rust-proof steel frame", []),
        ("A swift response to guests", []),
        ("Vitamin C trials", []),
        ("in the spring of 2024", []),
        ("American Express card", []),
        ("reads spark joy", []),
    ],
)
def test_names_are_not_confused(text: str, expected: list[str]) -> None:
    assert concepts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K8s", "kubernetes"),
        ("Postgres", "postgresql"),
        ("Amazon Web Services", "aws"),
        ("CI / CD", "cicd"),
        ("CI-CD", "cicd"),
        ("front end", "frontend"),
        ("frontend", "frontend"),
        ("data modelling", "data_modelling"),
        ("data modeling", "data_modelling"),
        ("relational database", "relational_database"),
        ("REST APIs", "rest"),
        ("NodeJS", "nodejs"),
        ("unit-tested", "unit_testing"),
    ],
)
def test_spellings_of_one_thing_meet(text: str, expected: str) -> None:
    assert VOCABULARY.key_of(text) == expected


def test_a_lower_case_name_counts_in_a_list_of_known_ones() -> None:
    assert concepts("go, rust, kafka") == ["go", "rust", "kafka"]


def test_mentions_give_their_place() -> None:
    mention = VOCABULARY.find("Moved to Apache Kafka.")[0]
    assert (mention.start, mention.end, mention.surface) == (9, 21, "Apache Kafka")


def test_kinds_and_neighbours_are_known_both_ways() -> None:
    assert {"databases", "sql", "relational_database"} <= VOCABULARY.wider("postgresql")
    assert "postgresql" in VOCABULARY.narrower("relational_database")
    assert "mysql" in VOCABULARY.close_to("postgresql")
    assert "postgresql" in VOCABULARY.close_to("mysql")


def test_the_version_names_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "some.toml").write_text('kafka = { name = "Kafka" }\n', encoding="utf-8")
    first = load_vocabulary(folder).version
    load_vocabulary.cache_clear()
    (folder / "some.toml").write_text('kafka = { name = "Kafka", aliases = ["Confluent"] }\n', encoding="utf-8")
    assert load_vocabulary(folder).version != first
    assert load_vocabulary().version == VOCABULARY.version


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('kafka = { name = "Kafka", is_a = ["queue"] }', "some.toml: kafka.is_a names queue, which no file defines"),
        ('a = { name = "Kafka" }\nb = { name = "kafka" }', "some.toml: b and a (some.toml) share the name 'kafka'"),
        ('kafka = { name = "Kafka", alias = ["x"] }', "some.toml: kafka has unknown fields: alias"),
        ('kafka = { name = "Kafka", kind = "tool" }', "some.toml: kafka has no such kind: tool"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "some.toml").write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(tmp_path)
    assert str(caught.value) == message


def test_a_text_of_a_résumé_length_is_searched_quickly() -> None:
    text = "Design and run Go services that carry Kafka events between card and ledger teams. " * 50
    VOCABULARY.find(text)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        VOCABULARY.find(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02
