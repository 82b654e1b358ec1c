"""JSON Schemas (2020-12) of the documents that hv prints, from their short shapes."""

from typing import Any

from harvest_cli.show.machine.shapes import DOCUMENTS, SHARED, Shape
from harvest_cli.show.machine.shapes_setup import SETUP_DOCUMENTS, WAITING_DOCUMENTS

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALL: dict[str, Shape] = {**DOCUMENTS, **WAITING_DOCUMENTS, **SETUP_DOCUMENTS}
TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
    "moment": {"type": "string", "format": "date-time"},
    "any": {},
}


def schema_names() -> list[str]:
    """The documents that have a schema: commands, and parts of them behind a dash."""
    return sorted(ALL)


def schema(name: str) -> Schema:
    """The schema of a document, complete in itself. Keys may be added to a document later."""
    used: dict[str, Schema] = {}
    body = _schema(ALL[name], used)
    title = f"hv {name.replace('-', ' ')} --json" if name != "error" else "any failure with --json"
    return {"$schema": DIALECT, "title": title, **body, **({"$defs": used} if used else {})}


def _schema(shape: Shape, used: dict[str, Schema]) -> Schema:
    if isinstance(shape, list):
        return {"type": "array", "items": _schema(shape[0], used)}
    if isinstance(shape, dict):
        return _object(shape, used)
    if shape.endswith("?"):
        return {"anyOf": [_schema(shape[:-1], used), {"type": "null"}]}
    if shape.startswith("@"):
        return _shared(shape[1:], used)
    if shape in TYPES:
        return TYPES[shape]
    return {"enum": [None if each == "null" else each for each in shape.split("|")]}


def _object(shape: dict[str, Shape], used: dict[str, Schema]) -> Schema:
    if set(shape) == {"*"}:
        return {"type": "object", "additionalProperties": _schema(shape["*"], used)}
    return {
        "type": "object",
        "properties": {key.removesuffix("?"): _schema(each, used) for key, each in shape.items()},
        "required": [key for key in shape if not key.endswith("?")],
    }


def _shared(name: str, used: dict[str, Schema]) -> Schema:
    if name not in used:
        used[name] = {}  # a shape may hold itself
        used[name] = _schema(SHARED[name], used)
    return {"$ref": f"#/$defs/{name}"}
