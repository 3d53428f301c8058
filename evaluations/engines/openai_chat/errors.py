"""What went wrong at a provider, as a named error with a sentence for people. Pure.

A provider's own words stay out of the sentences: they may repeat a text or the key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from evaluations.engines.base import (
    EngineBadReply,
    EngineCapped,
    EngineError,
    EngineIncomplete,
    EngineQuotaUsedUp,
    EngineRateLimited,
    EngineRefused,
    EngineTimedOut,
    EngineUnavailable,
    TextUnusable,
)

LONGEST_WAIT_SECONDS = 3600.0

_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded"})
_POLICY = frozenset({"content_filter", "content_policy_violation", "invalid_prompt", "moderation_blocked"})
_MODEL = frozenset({"model_not_found", "model_not_available"})
_LENGTH = frozenset({"context_length_exceeded", "string_above_max_length", "request_too_large"})
_LENGTH_TOLD = re.compile(
    r"context[ _](?:length|window|size)|too many (?:input )?tokens|maximum (?:input )?length", re.IGNORECASE
)
_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,59}", re.IGNORECASE)


class EngineCutOff(EngineIncomplete):
    """The answer reached the limit of its length; the same limit would cut it off again."""

    retry = False


@dataclass(frozen=True)
class ErrorReply:
    """An answer with an error status. message serves only for telling errors apart and is never shown."""

    status: int
    code: str = ""
    type: str = ""
    message: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def error_of(reply: ErrorReply, *, model: str) -> EngineError:
    """The named error for an error status; model is the one asked for. headers may be in any case."""
    headers = {name.lower(): value for name, value in reply.headers.items()}
    wait = retry_after_seconds(headers)
    codes = {reply.code, reply.type}
    if reply.status == 402 or codes & _QUOTA:
        return EngineQuotaUsedUp(
            "The account behind OPENAI_API_KEY has no credit left. Add credit or raise its budget at the provider, "
            "or choose the built-in engine."
        )
    if reply.status == 429:
        asked = f" It asks to wait {math.ceil(wait)} seconds." if wait else ""
        return EngineRateLimited(
            f"The provider takes no more calls for now.{asked} It is tried again by itself; if this keeps happening, "
            "raise the rate limit of the account at the provider or run fewer workers.",
            retry_after_seconds=wait,
        )
    if codes & _POLICY:
        return refused()
    if codes & _LENGTH or reply.status == 413 or (reply.status in (400, 422) and _LENGTH_TOLD.search(reply.message)):
        return TextUnusable(
            f"The texts are longer than the model “{model}” can read. Shorten the job description or the résumé, or "
            "choose a model with a larger context in OPENAI_MODEL.",
            kind="too_long",
        )
    if reply.status == 404 or codes & _MODEL:
        return EngineError(
            f"The provider does not know the model “{model}”, or this key may not use it. Check OPENAI_MODEL and "
            "OPENAI_BASE_URL.",
            kind="model_unknown",
        )
    if reply.status in (401, 403):
        return EngineError(
            f"The provider does not accept the key (status {reply.status}). Check OPENAI_API_KEY and what it is allowed "
            "to do.",
            kind="unauthorized",
        )
    if reply.status in (408, 409) or reply.status >= 500:
        return EngineUnavailable(
            f"The provider has trouble of its own (status {reply.status}). It is tried again by itself; nothing is to be done.",
            retry_after_seconds=wait,
        )
    code = reply.code if _CODE.fullmatch(reply.code) else f"status {reply.status}"
    return EngineError(
        f"The provider does not accept the request ({code}). Check that the model “{model}” in OPENAI_MODEL supports "
        "structured outputs with chat completions.",
        kind="bad_request",
    )


def is_free(status: int) -> bool:
    """Whether an answer with this error status came to no cost for certain: behind a gateway the work may go on."""
    return (400 <= status < 500 and status != 408) or status in (500, 503)


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """How long a provider asks to wait, at most an hour; None where it does not say. Names of headers in lower case.

    A date counts from the answer's own Date header, because the provider's clock wrote both.
    """
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers[name]) / divisor
        except (KeyError, ValueError):
            continue
        return _bounded(seconds)
    until = _moment(headers.get("retry-after", ""))
    if until is None:
        return None
    return _bounded((until - (_moment(headers.get("date", "")) or datetime.now(UTC))).total_seconds())


def _bounded(seconds: float) -> float | None:
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_WAIT_SECONDS)


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def refused() -> EngineRefused:
    return EngineRefused(
        "The provider declined to treat these texts. Read them for passages it may take offence at, or choose the "
        "built-in engine."
    )


def cut_off() -> EngineCutOff:
    return EngineCutOff(
        "The model's answer was cut off at the limit of its length. Raise OPENAI_MAX_OUTPUT_TOKENS, or shorten the texts."
    )


def without_words() -> EngineIncomplete:
    return EngineIncomplete(
        "The provider's answer holds no words of the model. It is asked again by itself; if this keeps happening, check "
        "OPENAI_BASE_URL."
    )


def bad_reply(faults: Sequence[str]) -> EngineBadReply:
    """For a reply that cannot be used, nor could the one after it, which was asked for with the faults told."""
    return EngineBadReply(
        f"The model's answer cannot be used, also after it was told why: {told(faults)}. Run it again, choose another "
        "model in OPENAI_MODEL, or the built-in engine."
    )


def may_not_ask_again(faults: Sequence[str], capped: EngineError) -> EngineCapped:
    """For a reply that cannot be used, where a limit forbids to ask once more."""
    return EngineCapped(
        f"The model's answer cannot be used ({told(faults)}), and it was not asked again. {capped.sentence}"
    )


def told(faults: Sequence[str]) -> str:
    return "; ".join(faults)


def timed_out(seconds: float) -> EngineTimedOut:
    return EngineTimedOut(
        f"The provider did not answer within {seconds:g} seconds. It is tried again by itself; if this keeps happening, "
        "raise OPENAI_TIMEOUT_SECONDS or choose a faster model."
    )


def unreachable() -> EngineUnavailable:
    return EngineUnavailable(
        "The provider could not be reached, or the connection broke. It is tried again by itself; if this keeps "
        "happening, check the network and OPENAI_BASE_URL."
    )
