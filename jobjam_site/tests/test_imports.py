"""Which way imports point, held by reading every module: a lint rule cannot tell one app's files from another's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# files (glob patterns) · what they may not import · why
BORDERS = [
    (["jobjam_site/**/*.py"], ["evaluations", "xrays"], "the site names apps as strings only"),
    (["evaluations/**/*.py"], ["xrays", "wagtail", "jobjam_site"], "the evaluator has never heard of pages"),
    (
        [
            *(f"evaluations/{name}.py" for name in ("schema", "scoring", "grounding", "canonical")),
            "evaluations/engines/**/*.py",
            "evaluations/intake/**/*.py",
            "evaluations/benchmark/**/*.py",
        ],
        ["django", "celery", "evaluations.models", "evaluations.services", "evaluations.queries", "evaluations.tasks"],
        "what judges runs in a notebook, without Django",
    ),
    (
        ["evaluations/schema.py"],
        ["evaluations.scoring", "evaluations.grounding", "evaluations.engines"],
        "shapes come first",
    ),
    (
        [f"evaluations/{name}.py" for name in ("models", "vocabulary_models", "work")],
        ["evaluations.services", "evaluations.queries", "evaluations.tasks"],
        "records do not know who writes them",
    ),
    (
        [f"evaluations/{name}.py" for name in ("queries", "standing", "rejudging", "vocabularies")],
        ["evaluations.services", "evaluations.tasks"],
        "reading never writes",
    ),
]


def modules(patterns: list[str]) -> list[Path]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts))


def imported_names(path: Path) -> Iterator[str]:
    """Every module named by an import, also inside functions; names taken from a package count as modules of it."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("patterns", "banned", "reason"), BORDERS, ids=[reason for *_, reason in BORDERS])
def test_imports_point_one_way(patterns: list[str], banned: list[str], reason: str) -> None:
    paths = modules(patterns)
    assert paths, "the border guards nothing: a pattern is out of date"
    crossings = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imported_names(path)
        if any(name == root or name.startswith(f"{root}.") for root in banned)
    }
    assert crossings == set(), reason
