"""Which JSON schemas strict structured outputs take: the smallest subset and limits a provider or server has published.

OpenAI raised its limits since (ten levels, 5,000 properties, 1,000 enum values, 120,000 characters) and takes a few more
keywords; deployments elsewhere keep the older ones. Source: OpenAI's guide to structured outputs, supported schemas. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST_LEVELS = 5
MOST_PROPERTIES = 100
MOST_ENUM_VALUES = 500
MOST_CHARACTERS = 15_000
LARGE_ENUM_VALUES, MOST_CHARACTERS_OF_LARGE_ENUM = 250, 7_500

_KEYWORDS = frozenset({"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "description"})  # fmt: skip
_TYPES = frozenset({"string", "number", "boolean", "integer", "object", "array", "null"})


def strict_schema_faults(schema: Mapping[str, Any]) -> list[str]:
    """What about a schema lies outside of it; empty when nothing does. Objects and arrays each count as a level."""
    faults = [] if schema.get("type") == "object" and "anyOf" not in schema else ["schema is not an object"]
    faults += _shape_faults(schema, "schema", 1)
    parts = list(_parts(schema))
    names = [name for part in parts for name in part.get("properties", ())]
    enums = [part["enum"] for part in parts if isinstance(part.get("enum"), list)]
    values = [value for enum in enums for value in enum] + [part["const"] for part in parts if "const" in part]
    if len(names) > MOST_PROPERTIES:
        faults.append(f"schema has more than {MOST_PROPERTIES} properties")
    if sum(map(len, enums)) > MOST_ENUM_VALUES:
        faults.append(f"schema has more than {MOST_ENUM_VALUES} enum values")
    if sum(len(str(word)) for word in (*names, *values)) > MOST_CHARACTERS:
        faults.append(f"schema has names and values of more than {MOST_CHARACTERS} characters")
    if any(
        len(enum) > LARGE_ENUM_VALUES and sum(len(str(value)) for value in enum) > MOST_CHARACTERS_OF_LARGE_ENUM
        for enum in enums
    ):
        faults.append(f"schema has a large enum of more than {MOST_CHARACTERS_OF_LARGE_ENUM} characters")
    return faults


def _shape_faults(schema: Mapping[str, Any], path: str, level: int) -> Iterator[str]:
    yield from (f"{path} uses {keyword}" for keyword in sorted(schema.keys() - _KEYWORDS))
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if not schema.keys() & {"anyOf", "enum", "const"} and not all(one in _TYPES for one in kinds):
        yield f"{path} has no type"
    if "enum" in schema and (not schema["enum"] or len(set(map(str, schema["enum"]))) < len(schema["enum"])):
        yield f"{path} has an enum without values or with one twice"
    if {"object", "array"} & set(kinds) and level > MOST_LEVELS:
        yield f"{path} lies deeper than {MOST_LEVELS} levels"
    if "object" in kinds:
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            yield f"{path} allows additional properties"
        if sorted(schema.get("required", ())) != sorted(properties):
            yield f"{path} does not require all its properties once"
        for name, inner in properties.items():
            yield from _shape_faults(inner, f"{path}.{name}", level + 1)
    if "array" in kinds:
        yield from _shape_faults(schema.get("items", {}), f"{path}[]", level + 1)
    for place, inner in enumerate(schema.get("anyOf", ())):
        yield from _shape_faults(inner, f"{path}|{place}", level)


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema and every schema inside it."""
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ()), schema.get("items")):
        if isinstance(inner, Mapping):
            yield from _parts(inner)
