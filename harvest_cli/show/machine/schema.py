"""JSON Schemas (2020-12) of the documents that hv prints, from their tables of fields."""

from harvest_cli.domain.records import Any
from harvest_cli.show.machine import days, entries, imports, names, outbox, reports, setup
from harvest_cli.show.machine.fields import OrNull, Table

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALL: dict[str, Any] = {
    name: document
    for module in (entries, imports, days, reports, names, outbox, setup)
    for name, document in module.DOCUMENTS.items()
}
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


def _schema(kind: Any, used: dict[str, Schema]) -> Schema:
    if isinstance(kind, OrNull):
        return {"anyOf": [_schema(kind.type, used), {"type": "null"}]}
    if isinstance(kind, Table):
        return _object(kind, used) if kind.name is None else _shared(kind, used)
    if isinstance(kind, list):
        return {"type": "array", "items": _schema(kind[0], used)}
    if isinstance(kind, dict):
        return {"type": "object", "additionalProperties": _schema(kind["*"], used)}
    return _word(kind) if isinstance(kind, str) else _schema(kind(), used)


def _word(kind: str) -> Schema:
    if kind.endswith("?"):
        return {"anyOf": [_word(kind[:-1]), {"type": "null"}]}
    if kind in TYPES:
        return TYPES[kind]
    return {"enum": [None if each == "null" else each for each in kind.split("|")]}


def _object(table: Table, used: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": {field.name: _schema(field.type, used) for field in table.fields},
        "required": [field.key for field in table.fields if not field.key.endswith("?")],
    }


def _shared(table: Table, used: dict[str, Schema]) -> Schema:
    name = table.name or ""
    if name not in used:
        used[name] = {}  # a shape may hold itself
        used[name] = _object(table, used)
    return {"$ref": f"#/$defs/{name}"}
