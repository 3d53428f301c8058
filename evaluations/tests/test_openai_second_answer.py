"""An answer with faults is asked for once more, with the faults told; never a third time, never past a limit."""

import pytest

from evaluations.engines.base import EngineBadReply, EngineCapped, EngineUnavailable
from evaluations.engines.openai_chat import OpenAIEngine
from evaluations.schema import PlannedCall
from evaluations.tests.providers import POSTING, Notes, do_step

# A behaviour, the steps it spoils, and what of it is told to the model and, if it comes twice, to people.
SPOILT = [
    ("invalid_json", ("read", "judge", "report"), "it is not valid JSON"),
    ("wrong_shape", ("read",), "it has a field that was not asked for"),
    ("wrong_quotes", ("read",), "none of its quotes stands in the job description, character by character"),
    ("wrong_quotes", ("judge",), "none of its quotes stands in the résumé, character by character"),
    ("unknown_requirement", ("judge",), "it answers requirements that the ledger does not have"),
    ("one_left_out", ("judge",), "it does not answer r01"),
    ("one_left_out", ("report",), "it holds fewer than three different recommendations that answer a requirement"),
    (
        "unknown_requirement",
        ("report",),
        "it holds fewer than three different recommendations that answer a requirement",
    ),
    ("invented_score", ("report",), "it states a score, a count or a percentage, which only the method may"),
]
SPOILT_STEPS = [(behaviour, step, fault) for behaviour, steps, fault in SPOILT for step in steps]


@pytest.mark.parametrize(("behaviour", "step", "fault"), SPOILT_STEPS)
def test_a_spoilt_answer_is_asked_for_once_more_with_its_faults_told(engine, server, notes, step, behaviour, fault):
    good = do_step(engine, step)
    server.script(behaviour)
    assert do_step(engine, step) == good
    _, first, second = server.requests
    assert second.user.startswith(f"{first.user}\n\nYOUR EARLIER ANSWER to this message has faults:\n- ")
    assert f"- {fault}\n" in second.user
    assert (second.system, len(second.body["messages"])) == (first.system, 2)
    assert [(call.step, call.outcome) for call in notes.ended] == [
        (step, "answered"),
        (step, "bad_reply"),
        (step, "answered"),
    ]
    assert all(call.cost for call in notes.ended)


@pytest.mark.parametrize(("behaviour", "step", "fault"), SPOILT_STEPS)
def test_an_answer_spoilt_twice_fails_by_name_and_is_not_tried_a_third_time(
    engine, server, notes, step, behaviour, fault
):
    server.script(behaviour, permanently=True)
    with pytest.raises(EngineBadReply) as error:
        do_step(engine, step)
    assert (error.value.kind, error.value.retry, error.value.is_refusal) == ("bad_reply", False, False)
    assert error.value.sentence.startswith("The model's answer cannot be used, also after it was told why: ")
    assert fault in error.value.sentence
    assert [call.outcome for call in notes.ended] == ["bad_reply", "bad_reply"]
    assert len(notes.begun) == len(server.requests) == 2


def test_nothing_the_model_said_is_repeated_to_it(engine, server):
    server.script("wrong_quotes")
    server.script("wrong_shape")
    with pytest.raises(EngineBadReply):
        do_step(engine, "judge")
    server.script("unknown_requirement")
    do_step(engine, "judge")
    for received in server.requests:
        told = received.user.partition("YOUR EARLIER ANSWER")[2]
        assert not any(said in told for said in ("Words that stand nowhere", "r999", "answer:", "42"))


@pytest.mark.parametrize("step", ["read", "judge"])
def test_one_wrong_quote_is_mended_by_asking_once_more(engine, server, notes, step):
    good = do_step(engine, step)
    server.script("wrong_quote")
    assert do_step(engine, step) == good
    assert [call.outcome for call in notes.ended] == ["answered", "faulty", "answered"]


@pytest.mark.parametrize("step", ["read", "judge"])
@pytest.mark.parametrize("second", ["wrong_quote", "invalid_json", "error_500", "refusal"])
def test_an_answer_that_holds_is_kept_when_asking_once_more_brings_no_better(engine, server, notes, step, second):
    good = do_step(engine, step)
    server.script("wrong_quote")
    server.script(second)
    kept = do_step(engine, step)
    if step == "read":
        assert [r.name for r in kept.requirements] == [r.name for r in good.requirements[1:]]
    else:
        assert [f.verdict for f in kept.findings] == ["missing", *(f.verdict for f in good.findings[1:])]
    assert [flag.kind for flag in kept.flags] == ["format"]
    assert len(server.requests) == len(notes.ended) == 3


def test_a_limit_holds_for_asking_once_more_too(server):
    class OneCall(Notes):
        def begin(self, planned: PlannedCall) -> None:
            if self.begun:
                raise EngineCapped("Too dear.")
            super().begin(planned)

    notes = OneCall()
    engine = OpenAIEngine(key="sk-test", base_url=server.base_url, meter=notes)
    server.script("invalid_json")
    with pytest.raises(EngineCapped) as error:
        engine.read(POSTING)
    assert error.value.sentence == (
        "The model's answer cannot be used (it is not valid JSON), and it was not asked again. Too dear."
    )
    assert notes.only.outcome == "bad_reply"


def test_a_provider_that_goes_away_before_the_second_answer_is_tried_again_later(engine, server, notes):
    server.script("invalid_json")
    server.script("error_500")
    with pytest.raises(EngineUnavailable) as error:
        engine.read(POSTING)
    assert error.value.retry
    assert [call.outcome for call in notes.ended] == ["bad_reply", "unavailable"]


def test_numbers_the_model_made_up_stay_out_of_notes(engine, server):
    server.script("invented_score")
    assert {finding.note for finding in do_step(engine, "judge").findings} == {""}
