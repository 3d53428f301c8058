"""The steps of the engine: what is asked, asked for once more where the answer has faults, and what it cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Generic, Self, TypeVar

from evaluations import prompts
from evaluations.engines.base import EngineBadReply, EngineCapped, EngineError, Meter
from evaluations.engines.openai_chat import api, errors, replies, reports, requests
from evaluations.engines.openai_chat.builtin import vocabulary_version
from evaluations.engines.openai_chat.replies import Checked, FaultyReply
from evaluations.engines.openai_chat.requests import Prompted
from evaluations.grounding import clean
from evaluations.schema import Call, Judgement, PlannedCall, Reading, Report, Requirement, Score

# Raised with every change of the rules by which answers become findings; what is sent has its own mark in the version.
RULES = "2"
# The outcome of a call whose answer holds, though it has faults the model was told of.
FAULTY = "faulty"
_MILLION = Decimal(1_000_000)

Answer = TypeVar("Answer")


class Unmetered:
    """Notes nothing and allows everything: for a notebook."""

    def begin(self, planned: PlannedCall) -> None:
        pass

    def end(self, call: Call) -> None:
        pass


@dataclass(frozen=True)
class _Tried(Generic[Answer]):
    """What one call came to: a usable answer or none, and its faults."""

    answer: Answer | None
    faults: tuple[str, ...]


@dataclass(frozen=True)
class OpenAIEngine:
    """Reads, judges and reports by asking a model; what it says is checked against the texts and the method.

    base_url: another server than the provider's own. timeout_seconds is for one call; a step makes two at most.
    most_input_tokens and most_output_tokens are limits of one call. input_price and output_price are US dollars per
    million tokens, for models the price table does not know. Raises EngineError of kind "no_key" when there is neither
    key nor base_url.
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
        """Everything besides the model that decides an answer: rules, what is sent, sampling, and whose server it is."""
        chosen = ".".join(f"{name}{value}" for name, value in requests.sampling(self.model).items())
        sent = f"prompts.{prompts.VERSION}.{requests.fingerprint(self.model)}"
        parts = [RULES, sent, chosen, api.foreign_server(self.base_url)]
        return "+".join(part for part in parts if part)

    @property
    def vocabulary_version(self) -> str:
        """What besides the version decides which concepts a reading carries; judging does not depend on it."""
        return vocabulary_version()

    def with_meter(self, meter: Meter) -> Self:
        """The same engine, reporting its calls to ``meter``."""
        return replace(self, meter=meter)

    def read(self, text: str) -> Reading:
        def checked(content: str) -> Checked[Reading]:
            return replies.reading_from(replies.parsed(replies.ReadingReply, content), text)

        return self._ask(requests.reading_request(text), checked)

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        def checked(content: str) -> Checked[Judgement]:
            reply = replies.parsed(replies.JudgementReply, content)
            return replies.judgement_from(reply, requirements, job_description, resume)

        if not requirements:
            return Judgement(findings=(), flags=clean(resume).flags)
        return self._ask(requests.judging_request(requirements, job_description, resume, as_of), checked)

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        def checked(content: str) -> Checked[Report]:
            reply = replies.parsed(replies.ReportReply, content)
            return reports.report_from(reply, requirements, job_description, resume, judgement, score)

        request = requests.reporting_request(requirements, job_description, resume, judgement.findings)
        return self._ask(request, checked)

    def _ask(self, request: Prompted, checked: Callable[[str], Checked[Answer]]) -> Answer:
        """The answer; one with faults is asked for once more, with the faults told, and the better one counts.

        Raises EngineError: EngineBadReply when neither answer can be used.
        """
        first = self._try(request, checked)
        if not first.faults:
            assert first.answer is not None
            return first.answer
        try:
            second = self._try(request.again(first.faults), checked)
        except EngineError as error:
            if first.answer is not None:
                return first.answer
            if isinstance(error, EngineCapped):
                raise errors.may_not_ask_again(first.faults, error) from None
            raise
        usable = [tried for tried in (second, first) if tried.answer is not None]
        if not usable:
            raise errors.bad_reply(second.faults)
        best = min(usable, key=lambda tried: len(tried.faults))
        assert best.answer is not None
        return best.answer

    def _try(self, request: Prompted, checked: Callable[[str], Checked[Answer]]) -> _Tried[Answer]:
        """One call, metered: what it came to is noted however it ended. Raises EngineError."""
        self.meter.begin(self._planned(request))
        call = Call(step=request.step, model=self.model, outcome="error", seconds=0)
        started = time.monotonic()
        try:
            response = self._sent(request)
            call = call.model_copy(update=self._used(response))
            try:
                made = checked(response.content())
            except FaultyReply as faulty:
                call = call.model_copy(update={"outcome": EngineBadReply.kind})
                return _Tried(None, faulty.faults)
            call = call.model_copy(update={"outcome": FAULTY if made.faults else "answered"})
            return _Tried(made.value, made.faults)
        except EngineError as error:
            call = call.model_copy(update={"outcome": error.kind})
            raise
        except api.Unanswered as failure:
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

    def _sent(self, request: Prompted) -> api.Response:
        is_own = bool(api.foreign_server(self.base_url))
        body = request.body(model=self.model, most_output_tokens=self.most_output_tokens, is_own_server=is_own)
        return api.Server(self.key, self.base_url, self.timeout_seconds).answer(body)

    def _used(self, response: api.Response) -> dict[str, Any]:
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


def _comes_from_worker(error: BaseException) -> bool:
    """Whether this is a worker's time limit, which breaks into whatever runs and is no failure of the engine."""
    return type(error).__module__.partition(".")[0] in ("billiard", "celery")
