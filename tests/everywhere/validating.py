"""As much of JSON Schema as the schemas of hv use; whatever else stood in one would be an error."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

KNOWN = {
    *("$schema", "$defs", "$ref", "title", "type", "properties", "required", "format", "pattern"),
    *("items", "anyOf", "enum", "additionalProperties"),
}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """What in `value` does not fit; keys that the schema does not know count as faults here."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    elif "anyOf" in schema:
        tried = [list(faults(value, each, root, at)) for each in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    elif "type" in schema:
        yield from _of_type(value, schema, root, at)


def _of_type(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    kind = schema["type"]
    fits = isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not fits:
        yield f"{at}: {value!r} is no {kind}"
    elif kind == "array":
        for place, each in enumerate(value):
            yield from faults(each, schema["items"], root, f"{at}[{place}]")
    elif kind == "object":
        yield from _of_object(value, schema, root, at)
    elif kind == "string":
        yield from _of_text(value, schema, at)


def _of_object(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value)
    for key, each in value.items():
        below = known.get(key, schema.get("additionalProperties"))
        if below is None:
            yield f"{at}: {key} is not in the schema"
        else:
            yield from faults(each, below, root, f"{at}.{key}")


def _of_text(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not look like {schema['pattern']}"
    readers = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
    if "format" in schema:
        try:
            readers[schema["format"]](value)
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"


def key_paths(schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Every key of a document with its type, one line each; a shape inside itself once."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if f"<{name}>" not in at:
            yield from key_paths(root["$defs"][name], root, f"{at}<{name}>")
    elif "anyOf" in schema:
        yield from key_paths(schema["anyOf"][0], root, f"{at}?")
    elif schema.get("type") == "array":
        yield from key_paths(schema["items"], root, f"{at}[]")
    elif "properties" in schema:
        for key, each in schema["properties"].items():
            optional = "" if key in schema["required"] else "~"
            yield from key_paths(each, root, f"{at}.{optional}{key}")
    elif "additionalProperties" in schema:
        yield from key_paths(schema["additionalProperties"], root, f"{at}.*")
    else:
        kind = schema.get("type") or (
            "|".join(map(str, schema["enum"])) if "enum" in schema else "any"
        )
        yield f"{at} {kind}"
