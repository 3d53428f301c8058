"""What every engine offers, and the ways it may fail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, Self, runtime_checkable

from evaluations.failures import Failure
from evaluations.schema import Call, Judgement, PlannedCall, Reading, Report, Requirement, Score


class EngineError(Failure):
    """An engine could not give an answer."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached just now; trying again may help."""

    kind = "unavailable"
    retry = True


class EngineTimedOut(EngineUnavailable):
    """The engine did not answer in time."""

    kind = "timeout"


class EngineRateLimited(EngineUnavailable):
    """The provider takes no more calls for a while; it may say for how long."""

    kind = "rate_limited"


class EngineQuotaUsedUp(EngineError):
    """The account behind the key has no money left; trying again costs time and changes nothing."""

    kind = "quota"


class EngineCapped(EngineError):
    """A limit of this site on what calls may cost was reached before the call was made."""

    kind = "capped"


class EngineRefused(EngineError):
    """The engine will not treat this text; trying again will not help."""

    kind = "refused"
    is_refusal = True


class EngineIncomplete(EngineError):
    """The answer came back cut off or broken."""

    kind = "incomplete"
    retry = True


class EngineBadReply(EngineError):
    """The answer is whole and still not what was asked for: other fields, unknown requirements, invented numbers.

    The engine told the model what was wrong and asked once more before; another attempt would only cost as much again.
    """

    kind = "bad_reply"


class TextUnusable(EngineError):
    """The text is not what it should be: empty, another language, not a job description, not a résumé.

    kinds: empty, language, not_a_job_description, not_a_resume, too_long.
    """

    kind = "unusable"
    is_refusal = True


@runtime_checkable
class Engine(Protocol):
    """Reads job descriptions, judges résumés, and writes the report. It never computes a score.

    The same arguments always give the same answer. as_of is the date that "present" in a résumé means. Every
    method raises EngineError, and nothing else, when it has no answer.
    """

    name: str
    version: str
    model: str

    def read(self, text: str) -> Reading:
        """The requirements a job description states, in the order of the text."""

    def judge(self, requirements: Sequence[Requirement], job_description: str, resume: str, as_of: date) -> Judgement:
        """One finding per requirement, in the given order. job_description may be empty when only a ledger is known."""

    def report(
        self,
        requirements: Sequence[Requirement],
        job_description: str,
        resume: str,
        judgement: Judgement,
        score: Score | None,
    ) -> Report:
        """Assessment, analysis and recommendations for findings that were already scored."""


@runtime_checkable
class NamesConcepts(Protocol):
    """An engine whose readings rest on a vocabulary that its judging does not read, so that its version leaves it out."""

    vocabulary_version: str


class Versioned(Protocol):
    """Knowledge as data: the version stands for all of its content."""

    version: str


@runtime_checkable
class WithVocabulary(Protocol):
    """An engine whose words are data. Made with another vocabulary, its class judges by the same rules and other words.

    version and model of such an engine hold the vocabulary's version.
    """

    vocabulary: Versioned


class Meter(Protocol):
    """Told of every call to a provider that costs money, before and after it."""

    def begin(self, planned: PlannedCall) -> None:
        """Make room for the most the call may cost. Raises EngineCapped where a limit forbids it."""

    def end(self, call: Call) -> None:
        """Note what the call came to; every begun call that came back ends once, also a failed one."""


@runtime_checkable
class Metered(Protocol):
    """An engine whose calls cost money."""

    def with_meter(self, meter: Meter) -> Self:
        """The same engine, reporting its calls to ``meter``."""
