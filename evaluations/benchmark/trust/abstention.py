"""Abstention: what is no résumé or no job description gets an error or no score, never a low one."""

from __future__ import annotations

import io
from collections.abc import Sequence

from evaluations.benchmark.trust.documents import unreadable_files
from evaluations.benchmark.trust.examining import Examiner
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job, load_cases
from evaluations.intake import IntakeError, read_file


def abstention(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """One case for each text and file, judged for the first two jobs; other exceptions than an engine's own are faults."""
    tally = Tally("abstention", "empty, unreadable, foreign or unfit texts get an error or no score")
    cases = load_cases("abstention")
    for job in jobs[:2]:
        for case in cases["resumes"]:
            answer = examiner.evaluate(job, case["text"], case["name"])
            held = answer.score is None and not answer.is_broken and bool(examiner.ledger(job))
            tally.note(f"résumé, {job.slug}: {case['name']}", held, answer.summary())
    for case in cases["job_descriptions"]:
        reading = examiner.read(case["text"])
        held = isinstance(reading, str) or not reading.requirements
        detail = "" if isinstance(reading, str) else f"{len(reading.requirements)} requirements"
        tally.note(f"job description: {case['name']}", held, detail)
    for name, data in unreadable_files().items():
        try:
            text = read_file(io.BytesIO(data), "upload").text
        except IntakeError:
            tally.note(f"file: {name}", True)
        else:
            tally.note(f"file: {name}", False, f"{len(text)} characters were read")
    return [tally.measure()]
