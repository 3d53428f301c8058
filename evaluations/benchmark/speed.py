"""How long reading and judging take, and how much memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median

from evaluations import scoring
from evaluations.benchmark.figures import Bar, Figure, at_most
from evaluations.benchmark.gold import Posting
from evaluations.engines.base import Engine, EngineError

TASK = "speed"
ROUNDS = 3
_MEGABYTE = 1024 * 1024


def figures(engine: Engine, postings: Sequence[Posting], as_of: date, rounds: int = ROUNDS) -> list[Figure]:
    """Median times over the texts and the highest memory, as a worker meets them that has been up for a while.

    A text counts with the quickest of its rounds, because other work on the machine only ever adds. Round 0 warms up and
    does not count. The vocabulary is loaded, and every text is new to the engine: a blank line more each time, so that
    nothing remembered about the same text helps. Judging is one persona against a ledger, with its score. Memory is what
    Python objects take at the highest point of one call (tracemalloc), on top of what was loaded before.
    """
    reads: dict[str, float] = {}
    judgements: dict[str, float] = {}
    for number in range(rounds + 1):
        for posting in postings:
            seconds = _seconds(engine.read, posting.text + "\n" * number)
            _keep_quickest(reads, posting.name, seconds if number else None)
            for resume in posting.resumes:
                seconds = _seconds(_judge, engine, posting, resume.text + "\n" * number, as_of)
                _keep_quickest(judgements, f"{posting.name} {resume.who}", seconds if number else None)
    reading, judging = list(reads.values()), list(judgements.values())
    read_peaks, judge_peaks = [], []
    blank = "\n" * (rounds + 1)
    for posting in postings:
        read_peaks += _peak(engine.read, posting.text + blank)
        for resume in posting.resumes:
            judge_peaks += _peak(_judge, engine, posting, resume.text + blank, as_of)
    return [
        _time("reading a job description, median", reading, at_most(100)),
        _time("judging and scoring a persona, median", judging, at_most(30)),
        _memory("reading a job description, highest memory", read_peaks),
        _memory("judging and scoring a persona, highest memory", judge_peaks),
    ]


def _judge(engine: Engine, posting: Posting, resume: str, as_of: date) -> None:
    judgement = engine.judge(posting.requirements, posting.text, resume, as_of)
    scoring.score(judgement.findings, {requirement.id: requirement for requirement in posting.requirements})


def _seconds(call: Callable[..., object], *arguments: object) -> float | None:
    """How long a call took; None where the engine gave no answer, which costs nothing worth measuring."""
    before = time.perf_counter()
    try:
        call(*arguments)
    except EngineError:
        return None
    return time.perf_counter() - before


def _keep_quickest(times: dict[str, float], name: str, seconds: float | None) -> None:
    if seconds is not None:
        times[name] = min(seconds, times.get(name, seconds))


def _peak(call: Callable[..., object], *arguments: object) -> list[int]:
    tracemalloc.start()
    try:
        call(*arguments)
    except EngineError:
        return []
    else:
        return [tracemalloc.get_traced_memory()[1]]
    finally:
        tracemalloc.stop()


def _time(name: str, seconds: Sequence[float], bar: Bar) -> Figure:
    value = 1000 * median(seconds) if seconds else None
    return Figure(TASK, name, value, len(seconds), bar, unit="milliseconds")


def _memory(name: str, peaks: Sequence[int]) -> Figure:
    value = max(peaks) / _MEGABYTE if peaks else None
    return Figure(TASK, name, value, len(peaks), unit="megabytes")
