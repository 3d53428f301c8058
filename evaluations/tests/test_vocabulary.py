"""The vocabulary finds what a reader would find, and nothing that only looks like it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from evaluations.engines.local.term_rules import plain_terms, read_terms
from evaluations.engines.local.vocabulary import (
    TERMS_FOLDER,
    VocabularyError,
    load_vocabulary,
    vocabulary_from,
    vocabulary_with,
)

VOCABULARY = load_vocabulary()
HEAD = "# Queues. Written for this project.\n"


def concepts(text: str) -> list[str]:
    return [mention.concept for mention in VOCABULARY.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Java and JavaScript", ["java", "javascript"]),
        ("C, C++ and C#", ["c", "cpp", "csharp"]),
        ("Built services in Go", ["go"]),
        ("Owned the go-to-market plan", ["gtm_planning"]),
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


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("Zendesk", "Intercom", "customer_support_tools"),
        ("Klaviyo", "Mailchimp", "email_marketing"),
        ("Iterable", "Braze", "marketing_automation"),
        ("Magento", "Shopify", None),
        ("Ahrefs", "SEMrush", "seo"),
        ("LinkedIn Ads", "Facebook Ads", "paid_social"),
        ("Anaplan", "Hyperion", "planning_software"),
        ("Meditech", "Cerner", None),
        ("CATIA", "SolidWorks", "cad"),
        ("Confluence", "MkDocs", None),
        ("Jira", "YouTrack", None),
        ("Datadog", "New Relic", None),
        ("Selenium", "Cypress", "e2e_testing"),
    ],
)
def test_rival_products_are_neighbours_not_names_of_one_thing(one: str, other: str, both: str | None) -> None:
    first, second = VOCABULARY.key_of(one), VOCABULARY.key_of(other)
    assert first and second and first != second
    assert second in VOCABULARY.close_to(first)
    assert both is None or both in VOCABULARY.wider(first) & VOCABULARY.wider(second)


def test_the_version_names_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "some.toml").write_text(HEAD + 'kafka = { name = "Kafka" }\n', encoding="utf-8")
    first = load_vocabulary(folder).version
    load_vocabulary.cache_clear()
    (folder / "some.toml").write_text(HEAD + 'kafka = { name = "Kafka", aliases = ["Confluent"] }\n', encoding="utf-8")
    assert load_vocabulary(folder).version != first
    assert load_vocabulary().version == VOCABULARY.version


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('kafka = { name = "Kafka", is_a = ["queue"] }', "kafka names queue under is_a, which is no term's key"),
        ('a = { name = "Kafka" }\nb = { name = "kafka" }', "b shares the name “kafka” with a (some.toml)"),
        ('kafka = { name = "Kafka", alias = ["x"] }', "kafka has unknown fields: alias"),
        ('kafka = { name = "Kafka", kind = "tool" }', "kafka is of the kind tool, which does not exist"),
        ('kafka = { name = "Kafka", notes = 3 }', "kafka needs a text under notes"),
        ('kafka = { name = "Kafka", never = ["*"] }', "kafka has a phrase without a word under never: “*”"),
        ('kafka = { name = "Kafka", never = ["... it"] }', "kafka has a phrase without a word under never: “... it”"),
        (
            'kafka = { name = "Kafka", shown_by = ["a ... b ... c ... d"] }',
            "kafka has a phrase with more than 2 gaps under shown_by: “a ... b ... c ... d”",
        ),
        (
            'kafka = { name = "Kafka", shown_by = ["ran {brokers}"] }',
            "kafka has a word class under shown_by, which terms do not know: “ran {brokers}”",
        ),
        ('kafka = { name = "…" }', "kafka has a name without letters or digits: “…”"),
        ('kafka = { name = "Kafka", close_to = ["kafka"] }', "kafka names itself under close_to"),
        (
            'a = { name = "A", is_a = ["b"] }\nb = { name = "B", is_a = ["c"] }\nc = { name = "C", is_a = ["b"] }',
            "c leads back to itself under is_a",
        ),
        (
            '"Kafka Bus" = { name = "K" }',
            "Kafka Bus needs a key of small letters, digits and _, beginning with a letter",
        ),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "some.toml").write_text(HEAD + content, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(tmp_path)
    assert str(caught.value) == f"some.toml: {message}"


@pytest.mark.parametrize("head", ["", "# Queues and streams.\n", 'source = "MIT"\n'])
def test_a_file_must_name_its_licence_or_source_in_the_first_line(tmp_path: Path, head: str) -> None:
    (tmp_path / "some.toml").write_text(f'{head}kafka = {{ name = "Kafka" }}\n', encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"some\.toml: the file must begin with a comment that names source and"):
        load_vocabulary(tmp_path)


@pytest.mark.parametrize("head", ["# Labels from ESCO, CC BY 4.0.", "# Names of languages from linguist, MIT."])
def test_a_file_of_others_names_their_licence(tmp_path: Path, head: str) -> None:
    (tmp_path / "some.toml").write_text(f'{head}\nkafka = {{ name = "Kafka" }}\n', encoding="utf-8")
    assert list(load_vocabulary(tmp_path).terms) == ["kafka"]


def test_notes_are_kept_and_recognise_nothing(tmp_path: Path) -> None:
    content = 'kafka = { name = "Kafka", notes = "Also a writer: Franz." }\n'
    (tmp_path / "some.toml").write_text(HEAD + content, encoding="utf-8")
    vocabulary = load_vocabulary(tmp_path)
    assert vocabulary.terms["kafka"].notes == "Also a writer: Franz."
    assert vocabulary.find("Franz, a writer") == []


def test_further_terms_are_found_and_named_in_the_version() -> None:
    extra = {"zorp": {"name": "Zorp", "aliases": ["Zorp Server"], "is_a": ["message_queue"], "close_to": ["kafka"]}}
    vocabulary = vocabulary_with(extra, "r3")
    assert [mention.concept for mention in vocabulary.find("Ran Zorp and Kafka")] == ["zorp", "kafka"]
    assert "zorp" in vocabulary.close_to("kafka")
    assert "zorp" in vocabulary.narrower("message_queue")
    assert vocabulary.version.startswith(f"{VOCABULARY.version}.r3-")
    assert vocabulary.version != vocabulary_with({"zorp": {"name": "Zorp"}}, "r3").version
    assert [mention.concept for mention in VOCABULARY.find("Ran Zorp and Kafka")] == ["kafka"]


def test_a_term_with_a_known_key_adds_to_it() -> None:
    more = {"kafka": {"name": "Kafka", "aliases": ["Zorp bus"], "never": ["franz kafka"]}}
    vocabulary = vocabulary_with(more, "r1")
    known, joined = VOCABULARY.terms["kafka"], vocabulary.terms["kafka"]
    assert joined.name == known.name
    assert set(joined.aliases) == {*known.aliases, "Zorp bus"}
    assert (joined.close_to, joined.is_a) == (known.close_to, known.is_a)
    assert [mention.surface for mention in vocabulary.find("Zorp bus, read Franz Kafka")] == ["Zorp bus"]


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (
            {"kafka": {"name": "Message log"}},
            "The term “kafka” is known as “Apache Kafka” already: give it that name to add to it, or choose another key.",
        ),
        (
            {"kafka": {"name": "Kafka", "kind": "domain"}},
            "The term “kafka” is of the kind skill already and cannot become domain.",
        ),
        ({"zorp": {"name": "Postgres"}}, "The term “zorp” shares the name “Postgres” with postgresql (PostgreSQL)."),
        (
            {"zorp": {"name": "Zorp", "is_a": ["zarp"]}},
            "The term “zorp” names zarp under is_a, which is no term's key.",
        ),
        (
            {"kafka": {"name": "Kafka", "aliases": ["Pulsar"]}},
            "The term “kafka” shares the name “Pulsar” with pulsar (Apache Pulsar).",
        ),
        (
            {"message_queue": {"name": "Message queue", "is_a": ["kafka"]}},
            "The term “message_queue” leads back to itself under is_a.",
        ),
    ],
)
def test_a_further_term_that_breaks_a_rule_is_refused_in_a_sentence(extra: dict, sentence: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        vocabulary_with(extra, "r1")
    assert caught.value.sentence == sentence


def test_a_vocabulary_is_rebuilt_from_plain_data() -> None:
    released = vocabulary_with({"zorp": {"name": "Zorp", "case_sensitive": True, "notes": "A made-up tool."}}, "r2")
    rebuilt = vocabulary_from(json.loads(json.dumps(plain_terms(released.terms.values()))), released.version)
    assert (rebuilt.terms, rebuilt.version) == (released.terms, released.version)


def test_shipped_files_name_their_source_and_pass_the_rules() -> None:
    terms, version = read_terms(TERMS_FOLDER)
    assert len(terms) > 800
    assert version == VOCABULARY.version


def test_a_text_of_a_résumé_length_is_searched_quickly() -> None:
    text = "Design and run Go services that carry Kafka events between card and ledger teams. " * 50
    VOCABULARY.find(text)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        VOCABULARY.find(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02
