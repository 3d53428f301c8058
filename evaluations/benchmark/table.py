"""Figures and trust properties as tables for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluations.benchmark.figures import Bar, Figure, Unit
from evaluations.benchmark.trust.shapes import Measure
from evaluations.printing import table

_UNITS: dict[Unit, str] = {"share": " %", "milliseconds": " ms", "megabytes": " MB"}
_ANSWERS = {True: "yes", False: "NO", None: "–"}


def figure_rows(figures: Sequence[Figure]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: every figure with its number of cases, bar, whether it is met, and the baselines."""
    names = list(dict.fromkeys(name for figure in figures for name in figure.baselines))
    head = ("task", "figure", "value", "N", "bar", "met", *names)
    rows = [
        (
            figure.task,
            figure.name,
            spoken(figure.value, figure.unit),
            str(figure.count),
            bar_text(figure.bar, figure.unit),
            _ANSWERS[figure.is_met],
            *(spoken(figure.baselines.get(name), figure.unit) for name in names),
        )
        for figure in figures
    ]
    return head, rows


def trust_rows(measures: Sequence[Measure]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows: every property with what holds, of how many cases, its interval, bar, and whether it is met."""
    head = ("property", "what must hold", "held", "N", "value", "95 % interval", "bar", "met")
    rows = []
    for measure in measures:
        low, high = measure.interval
        rows.append(
            (
                measure.property,
                measure.statement,
                str(measure.held),
                str(measure.count),
                spoken(measure.value, "share"),
                f"{_rounded(low)}–{_rounded(high)} %",
                bar_text(None if measure.bar is None else Bar(measure.bar), "share"),
                _ANSWERS[measure.is_met],
            )
        )
    return head, rows


def as_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(table(head, rows))


def as_markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spoken(value: float | None, unit: Unit) -> str:
    """A value with its unit; a dash for none. A share just below the whole is never printed as 100 %."""
    if value is None:
        return "–"
    return f"{_rounded(value) if unit == 'share' else f'{value:.1f}'}{_UNITS[unit]}"


def bar_text(bar: Bar | None, unit: Unit) -> str:
    if bar is None:
        return "–"
    limit = f"{100 * bar.limit:g}" if unit == "share" else f"{bar.limit:g}"
    return f"{'≥' if bar.is_floor else '≤'} {limit}{_UNITS[unit]}"


def counted_bars(figures: Sequence[Figure], measures: Sequence[Measure]) -> str:
    """How many of the bars are met, in a sentence."""
    answers = [item.is_met for item in (*figures, *measures) if item.is_met is not None]
    return f"{sum(answers)} of {len(answers)} bars are met."


def figures_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [
        {
            "task": figure.task,
            "figure": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "count": figure.count,
            "bar": None if figure.bar is None else figure.bar.limit,
            "bar_is": None if figure.bar is None else "at least" if figure.bar.is_floor else "at most",
            "met": figure.is_met,
            "baselines": dict(figure.baselines),
        }
        for figure in figures
    ]


def trust_json(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    return [
        {
            "property": measure.property,
            "statement": measure.statement,
            "held": measure.held,
            "count": measure.count,
            "value": measure.value,
            "interval": list(measure.interval),
            "bar": measure.bar,
            "met": measure.is_met,
            "failures": [{"case": failure.case, "detail": failure.detail} for failure in measure.failures],
        }
        for measure in measures
    ]


def _rounded(share: float) -> str:
    percent = 100 * share
    text = f"{percent:.1f}"
    if text == "100.0" and share < 1:
        return "99.9"
    return "0.1" if text == "0.0" and share > 0 else text
