"""The shapes asked of a model stay inside what every server's strict mode takes."""

import pytest

from evaluations.engines.openai_chat.replies import JudgementReply, ReadingReply, ReportReply, strict_schema
from evaluations.engines.openai_chat.strict import strict_schema_faults


def schema_with(inner: object) -> dict:
    return {"type": "object", "properties": {"a": inner}, "required": ["a"], "additionalProperties": False}


def nested(levels: int) -> dict:
    return schema_with({"type": "string"}) if levels == 1 else schema_with(nested(levels - 1))


def wide(properties: int, length: int = 3) -> dict:
    names = [f"{number:0{length}}" for number in range(properties)]
    of_string = {"type": "string"}
    return {
        "type": "object", "properties": dict.fromkeys(names, of_string), "required": names, "additionalProperties": False
    }  # fmt: skip


@pytest.mark.parametrize("shape", [ReadingReply, JudgementReply, ReportReply])
def test_shapes_keep_to_the_strict_subset(shape):
    schema = strict_schema(shape)
    assert strict_schema_faults(schema) == []
    assert set(schema["properties"]) == set(shape.model_fields)


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        ({"type": "array", "items": {"type": "string"}}, "schema is not an object"),
        (schema_with({"type": "string"}) | {"anyOf": [{"type": "null"}]}, "schema is not an object"),
        (schema_with({"type": "string"}) | {"additionalProperties": True}, "schema allows additional properties"),
        (schema_with({"type": "string"}) | {"required": []}, "schema does not require all its properties once"),
        (schema_with({"type": "string"}) | {"required": ["a", "a"]}, "schema does not require all its properties once"),
        (schema_with({"type": "string"}) | {"required": ["a", "b"]}, "schema does not require all its properties once"),
        (schema_with({"type": "string", "minLength": 1}), "schema.a uses minLength"),
        (schema_with({"type": "string", "default": ""}), "schema.a uses default"),
        (schema_with({"type": "string", "format": "date"}), "schema.a uses format"),
        (schema_with({"$ref": "#/$defs/a"}), "schema.a uses $ref"),
        (schema_with({"oneOf": [{"type": "string"}]}), "schema.a uses oneOf"),
        (schema_with({"type": "array", "items": {"type": "string"}, "maxItems": 5}), "schema.a uses maxItems"),
        (schema_with({"type": "array", "items": {"type": "object"}}), "schema.a[] allows additional properties"),
        (schema_with({"type": "array"}), "schema.a[] has no type"),
        (schema_with({"anyOf": [{"type": "string", "pattern": "x"}]}), "schema.a|0 uses pattern"),
        (schema_with({"description": "anything"}), "schema.a has no type"),
        (schema_with({"type": "text"}), "schema.a has no type"),
        (schema_with({"enum": []}), "schema.a has an enum without values or with one twice"),
        (schema_with({"enum": ["x", "x"]}), "schema.a has an enum without values or with one twice"),
        (nested(6), "schema.a.a.a.a.a lies deeper than 5 levels"),
        (wide(101), "schema has more than 100 properties"),
        (wide(100, length=151), "schema has names and values of more than 15000 characters"),
        (schema_with({"enum": [f"{n:03}" for n in range(501)]}), "schema has more than 500 enum values"),
        (schema_with({"enum": [f"{n:030}" for n in range(251)]}), "schema has a large enum of more than 7500 characters"),
    ],
)  # fmt: skip
def test_what_a_provider_refuses_is_found(schema, fault):
    assert fault in strict_schema_faults(schema)


@pytest.mark.parametrize("schema", [nested(5), wide(100), schema_with({"enum": [f"{n:03}" for n in range(500)]}),
                                    schema_with({"anyOf": [{"type": "number"}, {"type": "null"}]})])  # fmt: skip
def test_what_a_provider_takes_is_no_fault(schema):
    assert strict_schema_faults(schema) == []
