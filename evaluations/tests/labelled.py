"""A benchmark folder small enough to count by hand; the texts are invented."""

from __future__ import annotations

import json
from pathlib import Path

JOB = """Payments Engineer

We are one happy family of engineers. You write clearly.

Requirements
- Kafka
- 5+ years of Go or Rust
- German is a plus [language]
- Free lunch
"""
RESUMES = {
    "strong": "Jo Reed\nRan Kafka for a bank.\nFive years of Go or Rust.\nGerman, native.\nKnown for clear writing.\n",
    "middle": "Kit Vale\nRan Kafka in production.\nLikes writing letters.\n",
    "weak": "Al Moss\nSold shoes.\n",
    "stuffed": "Bo Finch\nKafka, Go or Rust, German\n",
}
# requirement: verdict, the words that show it
FINDINGS = {
    "strong": {"g1": ("met", "bank"), "g2": ("met", "Five years of Go or Rust"), "g3": ("met", "German, native"),
               "g4": ("partial", "Known for clear writing")},
    "middle": {"g1": ("met", "Ran Kafka in production"), "g2": ("missing", ""), "g3": ("met", "letters"),
               "g4": ("partial", "Likes writing")},
    "weak": dict.fromkeys(("g1", "g2", "g3", "g4"), ("missing", "")),
    "stuffed": {"g1": ("partial", "Kafka"), "g2": ("partial", "Go or Rust"), "g3": ("partial", "German"),
                "g4": ("missing", "")},
}  # fmt: skip


def span_of(words: str, text: str) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def row(number: str, name: str, words: str, **fields) -> dict:
    labelled = {"id": number, "name": name, "kind": "skill", "importance": "must", "any_of": [], "open_ended": False}
    return {**labelled, "min_years": None, "spans": [span_of(words, JOB)], **fields}


def make_folder(root: Path) -> Path:
    """The folder with one posting and its four résumés."""
    for place in ("jds", "gold", "resumes/payments"):
        (root / place).mkdir(parents=True)
    (root / "jds/payments.txt").write_text(f"https://example.org/jobs/1\n{JOB}")
    requirements = [
        row("g1", "Kafka", "Kafka"),
        row("g2", "Go or Rust", "Go or Rust", any_of=["Go", "Rust"], min_years=5),
        row("g3", "German", "German is a plus", kind="language", importance="nice"),
        row("g4", "Clear writing", "You write clearly", kind="soft"),
    ]
    noise = [span_of("We are one happy family of engineers", JOB), span_of("Free lunch", JOB)]
    write_json(root / "gold/payments.json", {"posting": "payments", "requirements": requirements, "noise": noise})
    labels = {}
    for who, text in RESUMES.items():
        (root / f"resumes/payments/{who}.txt").write_text(text)
        labels[who] = {
            number: {"verdict": verdict, "spans": [span_of(words, text)] if words else [], "why": "so"}
            for number, (verdict, words) in FINDINGS[who].items()
        }
    write_json(root / "resumes/payments/gold.json", labels)
    return root


def write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data))
