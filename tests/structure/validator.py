"""The part of JSON Schema 2020-12 that docs/schema/ uses: errors(schema, value) gives what is wrong, with its place."""

import re

KNOWN = {
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "enum",
    "const",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "pattern",
    "minimum",
    "maximum",
    "anyOf",
}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}


def is_type(value, name):
    """Python takes True for a number; JSON Schema does not."""
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def object_errors(root, schema, value, at):
    properties = schema.get("properties", {})
    for key in schema.get("required", []):
        if key not in value:
            yield f"{at}: {key} is missing"
    for key, member in value.items():
        if key in properties:
            yield from schema_errors(root, properties[key], member, f"{at}/{key}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{at}: {key} is not in the schema"


def schema_errors(root, schema, value, at):
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from schema_errors(root, root["$defs"][name], value, at)
    if "type" in schema and not is_type(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if "minimum" in schema and value < schema["minimum"] or "maximum" in schema and value > schema["maximum"]:
        yield f"{at}: {value!r} is out of range"
    if "anyOf" in schema and all(list(schema_errors(root, part, value, at)) for part in schema["anyOf"]):
        yield f"{at}: {value!r} fits none of the choices"
    if isinstance(value, dict):
        yield from object_errors(root, schema, value, at)
    for number, item in enumerate(value if isinstance(value, list) and "items" in schema else []):
        yield from schema_errors(root, schema["items"], item, f"{at}/{number}")


def errors(schema, value):
    return list(schema_errors(schema, schema, value, ""))


def subschemas(schema):
    """The schema and all within it, by place."""
    yield "", schema
    for word in ("$defs", "properties"):
        for name, part in schema.get(word, {}).items():
            yield from ((f"/{name}{at}", inner) for at, inner in subschemas(part))
    for part in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        yield from subschemas(part)
