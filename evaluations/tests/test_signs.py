"""The phrases of the signs: each can be found in a text, and what never could be is refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluations.engines.local.phrases import Part, PhraseError, Phrases, TextIndex, check_phrase
from evaluations.engines.local.signs import CLASSES_FILE, SIGNS_FOLDER, SignsError, load_signs
from evaluations.engines.local.vocabulary import load_vocabulary


def sample_of(phrase: str) -> str:
    """A sentence that holds a phrase without classes: "cut ... #%" → "cut two words 12%"."""
    words = phrase.replace("...", " GAP ").split()
    text = " ".join("two words" if word == "GAP" else "word" if word == "*" else word for word in words)
    return re.sub(r"(?<![^\W_])([cf])#", r"\1SHARP", text, flags=re.IGNORECASE).replace("#", "12").replace("*", "")


def is_found(phrase: str) -> bool:
    text = f"They {sample_of(phrase)} there".replace("SHARP", "#")
    if not phrase[:1].isalnum():
        text = text.replace("They ", "They", 1) if phrase[:1] in ",;:.)%" else text
    return bool(TextIndex(text).places_of(Part(phrase, {})))


def shipped_phrases() -> Iterator[tuple[str, str]]:
    """Every part of every phrase with its classes written out as their first member, and every member of every class."""
    shared = tomllib.loads((SIGNS_FOLDER / CLASSES_FILE).read_text())
    for path in sorted(SIGNS_FOLDER.glob("*.toml")):
        entries = tomllib.loads(path.read_text())
        own = entries if path.name == CLASSES_FILE else entries.pop("classes", {})
        for name, members in own.items():
            yield from ((f"{path.name}: class {name}", member) for member in members)
        if path.name == CLASSES_FILE:
            continue
        classes = {**shared, **own}
        for key, entry in entries.items():
            for field in ("asked", "shown", "partly"):
                for phrase in entry.get(field, ()):
                    for part in phrase.split(" & "):
                        pieces = re.split(r"\{(\w+)\}", part.strip())
                        written = "".join(classes[piece][0] if i % 2 else piece for i, piece in enumerate(pieces))
                        yield f"{path.name}: {key}", written


def test_every_phrase_of_every_sign_can_be_found() -> None:
    places = {phrase: place for place, phrase in shipped_phrases()}
    assert len(places) > 30_000
    assert [f"{place}: {phrase}" for phrase, place in places.items() if not is_found(phrase)] == []


def test_every_phrase_of_every_term_can_be_found() -> None:
    phrases = {phrase for term in load_vocabulary().terms.values() for phrase in term.shown_by}
    assert [phrase for phrase in phrases if not is_found(phrase)] == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("p99", "brought p99 from 900 to 200"),
        ("ipv6", "an IPv6 rollout"),
        ("x#", "revenue x3 in a year"),
        ("{tool}", "wrote the importer in C#"),
        ("(remote)", "Engineer (remote)"),
        ("by {money}", "cut the bill by $4,000"),
        ("{money} ... saved", "€3m a year saved"),
        ("cut ... to # hours", "cut the round from 5.5 hours to 4.5 hours"),
        ("supervis* #", "supervised three nurses"),
        ("# nurses", "Twelve nurses on the ward"),
        ("team of {many}", "a team of two dozen"),
        ("{teach} new", "walked the night crew through new forms, talked them through new rules"),
        ("{helper}, {helper}", "a nurse, porter and cook"),
        ("{many}-person", "a 5-person crew"),
    ],
)
def test_phrases_are_found_as_people_write(phrase: str, text: str) -> None:
    classes = {
        "tool": ["c#", ".net"],
        "money": ["$#*"],
        "many": ["#", "two dozen"],
        "teach": ["walk* ... through"],
        "helper": ["nurse", "porter"],
    }
    assert Phrases([phrase], classes).is_in(TextIndex(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cut ... hours", "cut the round. Hours later"),
        ("manag* #", "managed one of the shops"),
        ("c#", "in C, 12 files"),
        ("p9", "p99 fell"),
        ("by $#", "by 4,000 people"),
    ],
)
def test_phrases_are_not_found_where_they_do_not_stand(phrase: str, text: str) -> None:
    assert not Phrases([phrase]).is_in(TextIndex(text))


@pytest.mark.parametrize("phrase", ["*ing", "stand , walk", "a {brace", "gap ...", "... gap", "it’s", "…", "?!"])
def test_a_phrase_that_can_never_be_found_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(phrase)):
        check_phrase(phrase)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[care]\nasked = ["care"]\nshown = ["bathed ..."]', "own.toml: care: “bathed ...”"),
        ('[classes]\nmany = ["two & three"]\n[care]\nasked = ["care"]\nshown = ["{many}"]', "own.toml: “two & three”"),
        (
            '[classes]\nmany = []\n[care]\nasked = ["care"]\nshown = ["{many}"]',
            "own.toml: the word class “many” is empty",
        ),
        (
            '[classes]\nmany = "two"\n[care]\nasked = ["care"]\nshown = ["{many}"]',
            "own.toml: the word class many must be",
        ),
        ('[care]\nasked = ["care"]\nshown = ["{many}"]', "own.toml: care: there is no word class “many”"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(content)
    with pytest.raises(SignsError, match=re.escape(message)):
        load_signs(tmp_path)


def speaks(key: str, field: str, text: str) -> bool:
    """Whether a sign is asked for, or shown, in a text."""
    sign = next(sign for sign in load_signs() if sign.key == key)
    return bool(getattr(sign, field).is_in(TextIndex(text)))


@pytest.mark.parametrize(
    ("key", "field", "text"),
    [
        ("fin_bookkeeping", "shown", "Kept the books of the reading room in order"),
        ("fin_month_end_close", "shown", "Closed 14 deals in my best month"),
        ("bank_branch", "asked", "Experience with HashiCorp Vault"),
        ("bank_branch", "shown", "Moved the secrets into Vault"),
        ("serve_kitchen", "asked", "Configuration management: Ansible, Chef or Puppet"),
        ("serve_kitchen", "shown", "Rewrote the importer from scratch"),
        ("emergencies", "asked", "Crisis communications"),
        ("emergencies", "shown", "Bug triage every Monday"),
        ("ops_demand_planning", "asked", "Budgeting and financial forecasting"),
        ("make_trades", "shown", "Wrote the events to Parquet files"),
        ("make_trades", "asked", "Knowledge of the threat landscape"),
        ("proj_events", "asked", "Event streaming with Kafka"),
        ("proj_events", "shown", "Ran three marathons"),
        ("mkt_events", "asked", "Publishing domain events"),
        ("mkt_events", "shown", "Exported 400 orders a day"),
        ("targets", "asked", "Target audience research"),
        ("volume_calls", "asked", "Enjoys talking to people"),
        ("architecture", "asked", "A degree from a school of architects"),
        ("standing", "asked", "A candidate of good standing"),
        ("lifting", "asked", "Lift conversion rates"),
        ("customer_facing", "shown", "Charts of what clients order"),
        ("resilience", "shown", "Deadlines in the calendar"),
        ("closing", "asked", "Closing date for applications"),
        ("ownership", "partly", "Took part in the weekly meeting"),
        ("debugging", "partly", "Took part in the weekly meeting"),
        ("communication", "partly", "Took part in the weekly meeting"),
        ("want_lifting", "shown", "Docker and Kubernetes"),
    ],
)
def test_a_sign_is_not_named_by_a_word_of_another_field(key: str, field: str, text: str) -> None:
    assert not speaks(key, field, text)


@pytest.mark.parametrize(
    ("key", "field", "text"),
    [
        ("fin_bookkeeping", "shown", "Kept the books for four shops"),
        ("fin_month_end_close", "shown", "Closed the month in five days"),
        ("serve_kitchen", "asked", "Head chef with five years of experience"),
        ("emergencies", "shown", "Answered the crisis line on weekends"),
        ("closing", "shown", "Closed 22 deals worth $1.4 million"),
        ("closing", "shown", "Landed three accounts"),
        ("dashboards", "shown", "Figures in Redash for the shift leads"),
        ("performance", "shown", "Brought p99 down"),
        ("make_trades", "shown", "Fitted bathrooms and kitchens"),
        ("proj_events", "asked", "Plan and run company events"),
    ],
)
def test_a_sign_is_found_where_its_work_is_told(key: str, field: str, text: str) -> None:
    assert speaks(key, field, text)
