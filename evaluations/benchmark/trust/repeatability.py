"""Repeatability: the same bytes again, in this process and in others with other hash seeds, time zones and languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import evaluations
from evaluations.benchmark.trust.digests import EngineSource, digests, question
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job
from evaluations.engines.base import Engine

PROCESSES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "1"},
)
SECONDS = 600


class OtherProcesses:
    """Processes that answer the same question with an engine of their own, beside other work of this one.

    A context: what still runs at its end is stopped.
    """

    def __init__(self, source: EngineSource, jobs: Sequence[Job], as_of: date) -> None:
        self._question = question(source, jobs, as_of)
        self._children: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            if child.poll() is None:
                child.kill()
                child.communicate()

    def start(self) -> None:
        root = str(Path(evaluations.__file__).resolve().parents[1])
        paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        for environment in PROCESSES:
            with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
                file.write(self._question)
                file.seek(0)
                child = subprocess.Popen(
                    [sys.executable, "-m", "evaluations.benchmark.trust.digests"],
                    stdin=file,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    env={**os.environ, **environment, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
                )
            self._children.append(child)

    def answers(self) -> list[tuple[str, dict[str, str], str]]:
        """Of each process its name, its hashes, and why it has none where it failed."""
        found = []
        for environment, child in zip(PROCESSES, self._children, strict=True):
            name = f"hash seed {environment['PYTHONHASHSEED']}"
            try:
                output, complaint = child.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                found.append((name, {}, f"no answer within {SECONDS} seconds"))
                continue
            if child.returncode:
                last = (complaint.strip().splitlines() or ["no message"])[-1]
                found.append((name, {}, f"the process failed: {last}"))
            else:
                found.append((name, json.loads(output), "other bytes"))
        return found


def repeatability(engine: Engine, jobs: Sequence[Job], as_of: date, others: OtherProcesses) -> list[Measure]:
    """One case for each text and repetition; all must have the bytes of the first time."""
    tally = Tally("repeatability", "same bytes over runs, processes, hash seeds and time zones")
    first = digests(engine, jobs, as_of)
    repetitions = [("again", digests(engine, jobs, as_of), "other bytes"), *others.answers()]
    for repetition, found, reason in repetitions:
        for name, digest in first.items():
            tally.note(f"{name}: {repetition}", found.get(name) == digest, reason)
    return [tally.measure()]
