"""What an error status of a provider becomes."""

import pytest

from evaluations.engines.openai_chat.errors import ErrorReply, error_of, is_free, retry_after_seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "86400"}, 3600),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "inf"}, 3600),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
        ({"retry-after": "Tue, 03 Mar 2026 10:00:30 GMT", "date": "Tue, 03 Mar 2026 10:00:00 GMT"}, 30),
        ({"retry-after": "Tue, 03 Mar 2026 10:00:00 GMT", "date": "Tue, 03 Mar 2026 10:00:30 GMT"}, 0),
        ({"retry-after": "Wed, 01 Jan 2020 00:00:00 GMT"}, 0),
        ({"retry-after": "Fri, 01 Jan 2199 00:00:00 GMT"}, 3600),
    ],
)
def test_retry_after_is_read_in_every_form_and_bounded(headers, seconds):
    assert retry_after_seconds(headers) == seconds


@pytest.mark.parametrize(
    ("reply", "kind", "retry", "is_refusal"),
    [
        (ErrorReply(429, "rate_limit_exceeded"), "rate_limited", True, False),
        (ErrorReply(429, "insufficient_quota"), "quota", False, False),
        (ErrorReply(429, "", "insufficient_quota"), "quota", False, False),
        (ErrorReply(402), "quota", False, False),
        (ErrorReply(400, "content_policy_violation"), "refused", False, True),
        (ErrorReply(400, "content_filter"), "refused", False, True),
        (ErrorReply(400, "context_length_exceeded"), "too_long", False, True),
        (
            ErrorReply(400, "400", message="This model's maximum context length is 8192 tokens."),
            "too_long",
            False,
            True,
        ),
        (ErrorReply(413), "too_long", False, True),
        (ErrorReply(404), "model_unknown", False, False),
        (ErrorReply(400, "model_not_found"), "model_unknown", False, False),
        (ErrorReply(401, "invalid_api_key"), "unauthorized", False, False),
        (ErrorReply(403), "unauthorized", False, False),
        (ErrorReply(408), "unavailable", True, False),
        (ErrorReply(409), "unavailable", True, False),
        (ErrorReply(500), "unavailable", True, False),
        (ErrorReply(503, headers={"Retry-After": "7"}), "unavailable", True, False),
        (ErrorReply(400, "unsupported_value"), "bad_request", False, False),
        (ErrorReply(422), "bad_request", False, False),
        (ErrorReply(302), "bad_request", False, False),
    ],
)
def test_every_status_is_a_named_error(reply, kind, retry, is_refusal):
    error = error_of(reply, model="gpt-x")
    assert (error.kind, error.retry, error.is_refusal) == (kind, retry, is_refusal)
    assert error.sentence.endswith(".") and len(error.sentence) > 60


def test_sentences_name_what_to_do_and_repeat_nothing_of_the_provider():
    secret = "sk-secret said the résumé"
    reply = ErrorReply(400, code=secret, message=secret)
    assert error_of(reply, model="gpt-x").sentence == (
        "The provider does not accept the request (status 400). Check that the model “gpt-x” in OPENAI_MODEL supports "
        "structured outputs with chat completions."
    )
    assert "(unsupported_value)" in error_of(ErrorReply(400, "unsupported_value"), model="gpt-x").sentence
    assert secret not in repr(reply).replace(f"code={secret!r}", "")


def test_the_wait_is_told_and_kept():
    error = error_of(ErrorReply(429, headers={"Retry-After": "1.2"}), model="gpt-x")
    assert error.retry_after_seconds == 1.2
    assert "It asks to wait 2 seconds." in error.sentence
    assert error_of(ErrorReply(503, headers={"Retry-After": "7"}), model="gpt-x").retry_after_seconds == 7


def test_a_call_that_may_go_on_behind_a_gateway_is_not_free():
    assert [status for status in (400, 401, 408, 429, 500, 503, 504) if not is_free(status)] == [408, 504]
