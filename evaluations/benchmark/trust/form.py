"""Order and form: the same words on other paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

from evaluations.benchmark.trust import editing
from evaluations.benchmark.trust.documents import docx_of, pdf_of
from evaluations.benchmark.trust.examining import Examiner
from evaluations.benchmark.trust.shapes import Measure, Tally
from evaluations.benchmark.trust.texts import Job
from evaluations.intake import IntakeError, read_file

SEEDS = (1, 2, 3)
MOST_CHANGES_BY_ORDER = 1

FORMS: Mapping[str, Callable[[str], str]] = {
    "all capitals": str.upper,
    "all small letters": str.lower,
    "headings in capitals": lambda text: editing.each_line(
        text, lambda line: line.upper() if editing.is_heading(line) else line
    ),
    "headings in small capitals": lambda text: editing.each_line(
        text, lambda line: line.title() if editing.is_heading(line) else line
    ),
    "round bullets": lambda text: editing.with_marks(text, "•"),
    "star bullets": lambda text: editing.with_marks(text, "*"),
    "dash bullets": lambda text: editing.with_marks(text, "–"),
    "no bullets": lambda text: editing.with_marks(text, ""),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": editing.with_hard_spaces,
    "smart quotes and dashes": editing.with_smart_typography,
    "Markdown": editing.as_markdown,
    "spaces at line ends": lambda text: editing.each_line(text, lambda line: f"{line}  "),
    "DOCX": lambda text: read_file(io.BytesIO(docx_of(text)), "resume.docx").text,
    "PDF": lambda text: read_file(io.BytesIO(pdf_of(text)), "resume.pdf").text,
}


def form(examiner: Examiner, jobs: Sequence[Job], forms: Mapping[str, Callable[[str], str]] = FORMS) -> list[Measure]:
    """One case for each résumé and form; every verdict must stay."""
    tally = Tally("form", "verdicts unchanged by case, bullets, line ends, spaces, quotes, Markdown, DOCX and PDF")
    for job in jobs:
        for person in job.people:
            before = examiner.answer_of(job, person)
            for name, change in forms.items():
                case = f"{job.slug} {person.slug}: {name}"
                try:
                    after = examiner.evaluate(job, change(person.text), f"{person.slug}: {name}")
                except IntakeError as error:
                    tally.note(case, False, error.sentence)
                    continue
                except OSError as error:  # the text layout library of PDFs is not installed
                    tally.note(case, False, f"this machine cannot make the file: {error}")
                    continue
                changes = after.changes_from(before)
                tally.note(case, after.error is None and not changes, after.error or ", ".join(changes))
    return [tally.measure()]


def order(examiner: Examiner, jobs: Sequence[Job]) -> list[Measure]:
    """One case for each résumé and order of its list lines; at most one verdict may change."""
    tally = Tally("order", "at most one verdict changed by another order of the lines within a section")
    for job in jobs:
        for person in job.people:
            before = examiner.answer_of(job, person)
            for seed in SEEDS:
                text = editing.shuffled(person.text, seed)
                if text == person.text:
                    continue
                after = examiner.evaluate(job, text, f"{person.slug}: order {seed}")
                changes = after.changes_from(before)
                held = after.error is None and len(changes) <= MOST_CHANGES_BY_ORDER
                tally.note(f"{job.slug} {person.slug}: order {seed}", held, after.error or ", ".join(changes))
    return [tally.measure()]
