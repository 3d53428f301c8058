"""The engine that asks a model, of OpenAI or of any server that speaks its chat completions with structured outputs.

Every step is one call. What is sent stands in openai_requests.py, what is made of the answer in openai_replies.py and
openai_reports.py, and what a failure means in openai_errors.py. This is the only file that imports openai.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from urllib.parse import urlsplit

from evaluations import prompts
from evaluations.canonical import text_hash
from evaluations.engines import openai_errors, openai_replies, openai_reports
from evaluations.engines.base import EngineBadReply, EngineCapped, EngineError, Meter
from evaluations.engines.openai_requests import (
    Prompted,
    fingerprint,
    judging_request,
    reading_request,
    reporting_request,
    sampling,
)
from evaluations.grounding import clean
from evaluations.schema import Call, Judgement, PlannedCall, Reading, Report, Requirement, Score

if TYPE_CHECKING:
    import openai

VERSION = "1"
PROVIDER_URL = "https://api.openai.com/v1"
PROVIDER_HOST = "api.openai.com"
LONGEST_MARK = 120  # characters of a model snapshot or request id that are kept
_MILLION = Decimal(1_000_000)

Answer = TypeVar("Answer")


class Unmetered:
    """Notes nothing and allows everything: for a notebook."""

    def begin(self, planned: PlannedCall) -> None:
        pass

    def end(self, call: Call) -> None:
        pass


@dataclass(frozen=True)
class OpenAIEngine:
    """Reads, judges and reports by asking a model; what it says is checked against the texts and the method.

    base_url: another server than the provider's own. timeout_seconds is for one call. most_input_tokens and
    most_output_tokens are limits of one call. input_price and output_price are US dollars per million tokens, for
    models the price table does not know. Raises EngineError of kind "no_key" when there is neither key nor base_url.
    """

    name: ClassVar[str] = "openai"

    key: str = field(default="", repr=False)
    model: str = "gpt-4.1"
    base_url: str = field(default="", repr=False)  # it may carry a password
    timeout_seconds: float = 60
    most_input_tokens: int = 60_000
    most_output_tokens: int = 16_000
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    meter: Meter = field(default=Unmetered(), repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.key and not self.base_url:
            raise EngineError(
                "The engine “openai” has no key. Set OPENAI_API_KEY, or choose the built-in engine.", kind="no_key"
            )

    @property
    def version(self) -> str:
        """Everything besides the model that decides an answer: rules, prompts, sampling, and whose server it is."""
        chosen = ".".join(f"{name}{value}" for name, value in sampling(self.model).items())
        parts = [VERSION, f"prompts.{prompts.VERSION}.{fingerprint()}", chosen, _foreign_server(self.base_url)]
        return "+".join(part for part in parts if part)

    def with_meter(self, meter: Meter) -> Self:
        """The same engine, reporting its calls to ``meter``."""
        return replace(self, meter=meter)

    def read(self, text: str) -> Reading:
        def converted(content: str) -> Reading:
            return openai_replies.reading_from(openai_replies.parsed(openai_replies.ReadingReply, content), text)

        return self._ask(reading_request(text), converted)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        def converted(content: str) -> Judgement:
            reply = openai_replies.parsed(openai_replies.JudgementReply, content)
            return openai_replies.judgement_from(reply, requirements, job_description, resume)

        if not requirements:
            return Judgement(findings=(), flags=clean(resume).flags)
        return self._ask(judging_request(requirements, job_description, resume, as_of), converted)

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        def converted(content: str) -> Report:
            reply = openai_replies.parsed(openai_replies.ReportReply, content)
            return openai_reports.report_from(reply, requirements, job_description, resume, judgement, score)

        return self._ask(reporting_request(requirements, job_description, resume, judgement.findings), converted)

    def _ask(self, request: Prompted, converted: Callable[[str], Answer]) -> Answer:
        """One call, metered: what it came to is noted however it ended. Raises EngineError."""
        self.meter.begin(self._planned(request))
        call = Call(step=request.step, model=self.model, outcome="error", seconds=0)
        started = time.monotonic()
        try:
            response = self._sent(request)
            call = call.model_copy(update=self._used(response))
            answer = converted(response.content())
            call = call.model_copy(update={"outcome": "answered"})
            return answer
        except EngineError as error:
            call = call.model_copy(update={"outcome": error.kind})
            raise
        except _Unanswered as failure:
            error = failure.error
            cost = Decimal(0) if failure.is_free else None
            call = call.model_copy(update={"outcome": error.kind, "request_id": failure.request_id, "cost": cost})
            raise error from None
        except Exception as error:
            if _comes_from_worker(error):
                call = call.model_copy(update={"outcome": "interrupted"})
                raise
            call = call.model_copy(update={"outcome": EngineError.kind})
            raise EngineError(
                f"The call to the provider broke ({type(error).__name__}). Check OPENAI_BASE_URL and OPENAI_API_KEY for "
                "stray characters, and the server for what it answers."
            ) from None
        finally:
            self.meter.end(call.model_copy(update={"seconds": time.monotonic() - started}))

    def _planned(self, request: Prompted) -> PlannedCall:
        """Raises EngineCapped for a call that is too large, or whose cost nobody could tell."""
        tokens = request.most_input_tokens
        if tokens > self.most_input_tokens:
            raise EngineCapped(
                f"The texts may come to {tokens:,} tokens; this site allows {self.most_input_tokens:,} a call. Shorten "
                "them, or raise OPENAI_MAX_INPUT_TOKENS."
            )
        cost = self._cost(self.model, tokens, 0, self.most_output_tokens)
        if cost is None:
            raise EngineCapped(
                f"No price is known for the model “{self.model}”, so spending limits cannot be kept. Set "
                "OPENAI_INPUT_PRICE and OPENAI_OUTPUT_PRICE (US dollars per million tokens; 0 for a server of your own)."
            )
        return PlannedCall(
            step=request.step,
            model=self.model,
            most_input_tokens=tokens,
            most_output_tokens=self.most_output_tokens,
            most_cost=cost,
        )

    def _sent(self, request: Prompted) -> _Response:
        """Raises _Unanswered for an error status or no answer at all."""
        import httpx2
        import openai

        client = _client(self.key.strip(), self.base_url.strip())
        is_own = bool(_foreign_server(self.base_url))
        body = request.body(model=self.model, most_output_tokens=self.most_output_tokens, is_own_server=is_own)
        try:
            raw = client.chat.completions.with_raw_response.create(**body, timeout=self.timeout_seconds)
        except openai.APIStatusError as error:
            headers = dict(error.response.headers)
            reply = openai_errors.ErrorReply(
                error.status_code, _word(error.code), _word(error.type), str(error.message), headers
            )
            raise _Unanswered(
                openai_errors.error_of(reply, model=self.model),
                is_free=openai_errors.is_free(reply.status),
                request_id=_mark(headers.get("x-request-id")),
            ) from None
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            cause = error.__cause__ or error
            is_late = isinstance(error, openai.APITimeoutError | httpx2.TimeoutException)
            raise _Unanswered(
                openai_errors.timed_out(self.timeout_seconds) if is_late else openai_errors.unreachable(),
                is_free=isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.UnsupportedProtocol),
            ) from None
        return _Response.of(raw.http_response.content, raw.headers.get("x-request-id"))

    def _used(self, response: _Response) -> dict[str, Any]:
        """The fields of a Call that an answer tells."""
        inputs, cached, outputs = response.tokens()
        cost = None
        if inputs is not None and outputs is not None:
            cost = self._cost(response.model, inputs, cached or 0, outputs)
            if cost is None:
                cost = self._cost(self.model, inputs, cached or 0, outputs)
        return {
            "model_snapshot": response.model,
            "request_id": response.request_id,
            "input_tokens": inputs,
            "cached_input_tokens": cached,
            "output_tokens": outputs,
            "cost": cost,
        }

    def _cost(self, model: str, inputs: int, cached: int, outputs: int) -> Decimal | None:
        """US dollars for so many tokens, of which ``cached`` inputs; None when no price is known."""
        if self.input_price is not None and self.output_price is not None:
            return (self.input_price * inputs + self.output_price * outputs) / _MILLION
        from genai_prices import Usage, calc_price

        usage = Usage(input_tokens=inputs, cache_read_tokens=min(cached, inputs), output_tokens=outputs)
        try:
            return calc_price(usage, model, provider_id="openai").total_price
        except (LookupError, ValueError):
            return None


@dataclass(frozen=True)
class _Response:
    """A completion as the server sent it: read with care, because servers differ."""

    body: dict[str, Any]
    request_id: str

    @classmethod
    def of(cls, content: bytes, request_id: str | None) -> _Response:
        """A body that is no JSON object is kept as an empty one, so that the call is noted before it is refused."""
        try:
            body = json.loads(content)
        except ValueError:
            body = None
        return cls(body if isinstance(body, dict) else {}, _mark(request_id))

    @property
    def model(self) -> str:
        return _mark(self.body.get("model"))

    def tokens(self) -> tuple[int | None, int | None, int | None]:
        """Input tokens, those of them out of a cache, and output tokens, as far as the server says."""
        usage = _object(self.body.get("usage"))
        details = _object(usage.get("prompt_tokens_details"))
        return (
            _count(usage.get("prompt_tokens")),
            _count(details.get("cached_tokens")),
            _count(usage.get("completion_tokens")),
        )

    def content(self) -> str:
        """The model's words. Raises EngineRefused, EngineIncomplete or EngineBadReply where there are none to use."""
        choices = self.body.get("choices")
        choice = _object(choices[0]) if isinstance(choices, list) and choices else {}
        message = _object(choice.get("message"))
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            raise openai_errors.refused()
        if choice.get("finish_reason") == "length":
            raise openai_errors.cut_off()
        content = message.get("content")
        if not isinstance(content, str) or not content.strip():
            raise EngineBadReply(
                "The provider's answer holds no words of the model. It is asked again by itself; if this keeps "
                "happening, check OPENAI_BASE_URL."
            )
        return content


class _Unanswered(Exception):
    """The call did not come to an answer. is_free says that it cost nothing for certain."""

    def __init__(self, error: EngineError, *, is_free: bool, request_id: str = "") -> None:
        super().__init__()
        self.error = error
        self.is_free = is_free
        self.request_id = request_id


@lru_cache(maxsize=8)
def _client(key: str, base_url: str) -> openai.OpenAI:
    """One client per process and server, so that connections are kept. The address is named, lest the environment does."""
    import openai

    return openai.OpenAI(api_key=key or "none", base_url=base_url or PROVIDER_URL, max_retries=0)


def _foreign_server(base_url: str) -> str:
    """What tells another server than the provider's own from every other: no address, because versions are published."""
    parts = urlsplit(base_url if "//" in base_url else f"//{base_url}")
    host = parts.hostname or ""
    if not host or host == PROVIDER_HOST or host.endswith(f".{PROVIDER_HOST}"):
        return ""
    path = parts.path.rstrip("/").removesuffix("/v1")
    return f"server.{text_hash(parts.netloc.rpartition('@')[2].lower() + path)[:8]}"


def _comes_from_worker(error: BaseException) -> bool:
    """Whether this is a worker's time limit, which breaks into whatever runs and is no failure of the engine."""
    return type(error).__module__.partition(".")[0] in ("billiard", "celery")


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mark(value: object) -> str:
    """A short identifier of the provider's, without characters that no record could hold."""
    return "".join(character for character in _word(value) if character.isprintable())[:LONGEST_MARK]
