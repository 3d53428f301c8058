"""Texts, a remembering meter and the steps of an engine, for tests of the openai engine against a server."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evaluations import scoring
from evaluations.engines.base import Engine, EngineCapped
from evaluations.engines.local import LocalEngine
from evaluations.engines.openai_chat import OpenAIEngine
from evaluations.schema import Call, PlannedCall

AS_OF = date(2026, 3, 1)
POSTING = """Data engineer at Lark

About the role
We are looking for a data engineer. You will join a small team.

Requirements
- 3+ years of experience in data engineering
- SQL and Python
- Apache Kafka or similar
- Clear written communication
- Authorized to work in the EU

Nice to have
- Kubernetes
"""
RESUME = """Jane Quill
Cork, Ireland | jane.quill@example.com | +353 21 555 0100
Date of birth: 3 March 1990

SUMMARY
Data engineer who likes tidy tables.

EXPERIENCE
Data Engineer, Heron Ltd
January 2020 - Present
- Built Python pipelines and wrote SQL for forty million rows a day.
- Ran Kafka topics for three teams and wrote the runbooks other teams follow.

SKILLS
Python, SQL, Kafka, Kubernetes

EDUCATION
BSc Mathematics, University College Cork, 2016 - 2019
"""


class Notes:
    """A meter that remembers."""

    def __init__(self, limit: Decimal | None = None) -> None:
        self.limit = limit
        self.begun: list[PlannedCall] = []
        self.ended: list[Call] = []

    def begin(self, planned: PlannedCall) -> None:
        if self.limit is not None and planned.most_cost > self.limit:
            raise EngineCapped("Too dear.")
        self.begun.append(planned)

    def end(self, call: Call) -> None:
        self.ended.append(call)

    @property
    def only(self) -> Call:
        """The one call that was begun and ended."""
        assert len(self.begun) == 1
        (call,) = self.ended
        return call


def judged(engine: Engine) -> tuple:
    """A ledger by the built-in engine, and its judgement and score."""
    requirements = engine.read(POSTING).requirements
    judgement = engine.judge(requirements, POSTING, RESUME, AS_OF)
    return requirements, judgement, scoring.score(judgement.findings, {r.id: r for r in requirements})


def do_step(engine: OpenAIEngine, step: str, posting: str = POSTING, resume: str = RESUME):
    """One step of the engine on what the built-in engine made of the texts before."""
    requirements, judgement, score = judged(LocalEngine())
    match step:
        case "read":
            return engine.read(posting)
        case "judge":
            return engine.judge(requirements, posting, resume, AS_OF)
        case _:
            return engine.report(requirements, posting, resume, judgement, score)
