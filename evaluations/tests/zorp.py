"""One job description and two résumés for the built-in engine, which differ by a tool the shipped vocabulary lacks.

Released with the alias "ZRP server", the term Zorp turns r01 from missing to met for USES_ZORP and nothing for the other.
"""

from __future__ import annotations

from evaluations.engines.local import LocalEngine
from evaluations.factories import (
    EvaluationFactory,
    JobDescriptionFactory,
    LedgerFactory,
    PersonaFactory,
)
from evaluations.models import Evaluation, Ledger

JOB_DESCRIPTION = """Ward Systems Engineer

Requirements:
- Experience with Zorp
- 3+ years of Python
- Strong communication skills
- Bachelor's degree in computer science

Nice to have:
- Kafka
"""
USES_ZORP = """Dana Example
Systems engineer for hospital wards

Experience

Systems engineer, Example Hospital, Mar 2019 – present
- Ran a ZRP server for eleven wards and moved its rules to a new site.
- Wrote the Python services that feed the ward boards.

Education
BSc Computer Science, Example University, 2018

Skills
Python, SQL
"""
WITHOUT_ZORP = USES_ZORP.replace("a ZRP server", "the ward printers").replace("its rules", "their queues")
BECOMES_MET = "r01 Zorp becomes met (was missing) and the score becomes 90\u00a0% (was 60\u00a0%)"


def local_ledger() -> Ledger:
    """A locked ledger of JOB_DESCRIPTION, as the shipped vocabulary reads it."""
    engine = LocalEngine()
    return LedgerFactory(
        job_description=JobDescriptionFactory(text=JOB_DESCRIPTION, title="Ward Systems Engineer"),
        reader=engine,
        requirements=engine.read(JOB_DESCRIPTION).requirements,
    )


def local_evaluation(resume: str = USES_ZORP, *, ledger: Ledger | None = None, **fields: object) -> Evaluation:
    """A finished evaluation by the built-in engine with the shipped vocabulary, unless ``judge`` is another one."""
    made = {"judge": LocalEngine(), "persona": PersonaFactory(text=resume), "ledger": ledger or local_ledger()} | fields
    return EvaluationFactory(**made)
