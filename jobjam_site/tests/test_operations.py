"""docs/operations.md names every environment variable the settings read, with the default they have, and no other."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENT = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"(?:,\s*default=([^\s)]+))?')


def read_by_settings() -> dict[str, str]:
    """Variables of the base and production settings; the value is the default as written, empty where there is none."""
    found: dict[str, str] = {}
    for name in ("base", "production"):
        text = (PROJECT / "jobjam_site" / "settings" / f"{name}.py").read_text(encoding="utf-8")
        for variable, default in READ.findall(text):
            found[variable] = found.get(variable) or default
    return found


def documented() -> dict[str, str]:
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", DOCUMENT, re.MULTILINE))


def test_every_environment_variable_is_documented_and_none_is_made_up() -> None:
    assert set(documented()) == {*read_by_settings(), "DJANGO_SETTINGS_MODULE"}


def test_documented_numbers_are_the_defaults_of_the_settings() -> None:
    numbers = {
        variable: int(default)
        for variable, default in read_by_settings().items()
        if default.rstrip(",").replace("_", "").isdigit()
    }
    assert numbers
    assert {variable: int(documented()[variable]) for variable in numbers} == numbers


def test_variables_required_in_production_are_marked() -> None:
    text = (PROJECT / "jobjam_site" / "settings" / "production.py").read_text(encoding="utf-8")
    required = {variable for variable, default in READ.findall(text) if not default}
    marked = set(re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| required", DOCUMENT, re.MULTILINE))
    assert marked == required
