"""docs/methodology.md says what the program computes: its tables and its example are read and recomputed here."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from evaluations import scoring
from evaluations.schema import KINDS, Finding, Requirement, Span

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "methodology.md").read_text(encoding="utf-8")


def table(*header: str) -> list[list[str]]:
    """The rows of the table whose header has exactly these cells."""
    pattern = r"^\|\s*" + r"\s*\|\s*".join(map(re.escape, header)) + r"\s*\|\n\|[-|]+\|\n((?:\|.*\|\n)+)"
    found = re.search(pattern, TEXT, re.MULTILINE)
    assert found, f"no table with the header {header}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def example() -> tuple[list[list[str]], list[Finding], dict[str, Requirement]]:
    rows = table("id", "requirement", "kind", "importance", "verdict", "basis", "weight", "points")
    requirements, findings = {}, []
    for identifier, name, kind, importance, verdict, basis, _, _ in rows:
        requirements[identifier] = Requirement(
            id=identifier, name=name, kind=kind, importance=importance, spans=(Span(0, 1),)
        )
        findings.append(Finding(requirement=identifier, verdict=verdict, basis=None if basis == "–" else basis))
    return rows, findings, requirements


def test_published_weights_are_those_of_the_method() -> None:
    assert {name: int(weight) for name, weight in table("importance", "weight")} == dict(scoring.IMPORTANCE_WEIGHTS)
    factors = {name: int(factor) for name, factor in table("kind", "factor")}
    assert factors == dict(scoring.KIND_FACTORS)
    assert set(factors) == set(KINDS)


def test_published_credits_are_those_of_the_method() -> None:
    credits = {verdict: credit for verdict, _, credit in table("verdict", "means", "credit")}
    assert credits.pop("unclear") == "outside the score"
    assert {verdict: Fraction(credit) for verdict, credit in credits.items()} == dict(scoring.CREDITS)


def test_published_bands_and_limits_are_those_of_the_method() -> None:
    assert tuple((band, int(edge)) for band, edge in table("band", "from")) == scoring.BANDS
    assert f"# Method {scoring.METHOD}:" in TEXT
    assert f"at most **{scoring.UNSHOWN_LIMIT_POINTS} points together**" in TEXT
    assert f"keeps the band at **{scoring.CAPPED_BAND}** or below" in TEXT


def test_worked_example_is_what_the_method_computes() -> None:
    rows, findings, requirements = example()
    score = scoring.score(findings, requirements)
    assert score is not None
    computed = [(item.requirement, item.weight, Fraction(item.points)) for item in score.contributions]
    assert computed == [(row[0], int(row[6]), Fraction(row[7])) for row in rows]
    weight = sum(item.weight for item in score.contributions if item.verdict != "unclear")
    assert f"W = {weight} " in TEXT
    assert f"The exact sum is {score.exact}, that is {float(Fraction(score.exact)):.2f}." in TEXT
    assert f"**{score.points} %**, the band **{score.band}**" in TEXT
    assert f"**{score.met} of {score.total}** requirements are met" in TEXT


def test_path_of_the_worked_example_is_what_the_method_computes() -> None:
    _, findings, requirements = example()
    score = scoring.score(findings, requirements)
    assert score is not None
    assert score.path is not None
    (step,) = score.path.steps
    path = f"The path: {step.requirement}, once met, wins {step.points} points and reaches {score.path.reaches}"
    assert f"{path}, which is **{score.path.band}**" in TEXT


def test_listed_evidence_of_the_worked_example_is_held_back() -> None:
    _, findings, requirements = example()
    score = scoring.score(findings, requirements)
    assert score is not None
    (listed,) = [item for item in score.contributions if item.basis == "listed"]
    would_earn = Fraction(listed.possible) / 2
    assert f"It would earn {would_earn} points and is held at {Fraction(listed.points)}." in TEXT
