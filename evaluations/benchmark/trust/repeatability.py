"""Repeatability: the same bytes again, in this process and in others with other hash seeds, time zones and languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import evaluations
from evaluations.benchmark.trust.digests import EngineSource, digests, question
from evaluations.benchmark.trust.examining import Examiner
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job

PROCESSES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "1"},
)
SECONDS = 600


def repeatability(examiner: Examiner, jobs: Sequence[Job], source: EngineSource) -> list[Measure]:
    """One case for each text and repetition; all must have the bytes of the first time."""
    tally = Tally("repeatability", "same bytes over runs, processes, hash seeds and time zones")
    children = [_start(environment) for environment in PROCESSES]
    asked = question(source, jobs, examiner.as_of)
    first = digests(examiner.engine, jobs, examiner.as_of)
    again = digests(examiner.engine, jobs, examiner.as_of)
    for name, digest in first.items():
        tally.note(f"{name}: again", again.get(name) == digest, "other bytes")
    for environment, child in zip(PROCESSES, children, strict=True):
        output, complaint = child.communicate(asked, timeout=SECONDS)
        found = json.loads(output) if child.returncode == 0 else {}
        reason = "other bytes" if found else f"the process failed: {complaint.strip().splitlines()[-1:]}"
        for name, digest in first.items():
            case = f"{name}: hash seed {environment['PYTHONHASHSEED']}"
            tally.note(case, found.get(name) == digest, reason)
    return [tally.measure()]


def _start(environment: dict[str, str]) -> subprocess.Popen[str]:
    """A process that waits for its question; started early, so that it loads while this one works."""
    root = str(Path(evaluations.__file__).resolve().parents[1])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-m", "evaluations.benchmark.trust.digests"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
    )
