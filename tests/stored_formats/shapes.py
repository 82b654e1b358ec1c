"""The shape of everything below HV_HOME: files, columns, and the names inside of every document."""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.stored_formats.stored_home import rows

Shape = Any


def shape_of(home: Path) -> dict[str, Shape]:
    """Path to shape, for every file; what SQLite keeps beside a database is no file of hv's."""
    paths = sorted(path for path in home.rglob("*") if path.is_file())
    return {
        path.relative_to(home).as_posix(): _shape(path)
        for path in paths
        if not path.name.endswith(("-wal", "-shm"))
    }


def _shape(path: Path) -> Shape:
    if path.name == "sandbox.sqlite":
        return _tables(path)
    if path.suffix == ".sqlite":
        return {**_tables(path), "outbox": _outbox(path), "journal": _journal(path), **_facts(path)}
    if path.name.startswith("turns-"):
        return f"{path.stat().st_size} bytes"
    text = path.read_text(encoding="utf-8")
    return _TEXTS[".entries.log" if ".entries.log" in path.name else path.suffix](text)


def _tables(path: Path) -> dict[str, Shape]:
    with closing(sqlite3.connect(path)) as db:
        numbers = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        }
        tables = [name for (name,) in db.execute(_NAMES)]
        columns = {
            table: [
                " ".join([name, kind, *(["NOT NULL"] if needed else []), *(["KEY"] if key else [])])
                for _, name, kind, needed, _, key in db.execute(f"PRAGMA table_info({table})")
            ]
            for table in tables
        }
    return {**numbers, "tables": columns}


_NAMES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
)


def _outbox(path: Path) -> dict[str, Shape]:
    found = rows(path, "SELECT op, state, body_json, base_json FROM outbox")
    return {
        "states": sorted({state for _, state, _, _ in found}),
        **_documents((op, {"body": body, "base": base}) for op, _, body, base in found),
    }


def _journal(path: Path) -> dict[str, Shape]:
    found = rows(path, "SELECT deed, before_json, after_json FROM journal")
    return _documents((deed, {"before": before, "after": after}) for deed, before, after in found)


_FACT_NAMES = "SELECT name FROM facts"


def _facts(path: Path) -> dict[str, Shape]:
    found = {re.sub(r"hv-[0-9a-fw]+", "KEY", name) for (name,) in rows(path, _FACT_NAMES)}
    return {"facts": sorted(re.sub(r"\d+", "N", name) for name in found)}


def _documents(found: Iterable[tuple[str, Mapping[str, str | None]]]) -> dict[str, Shape]:
    """Kind to the names in its documents, those of all rows of the kind together."""
    kinds: dict[str, Any] = {}
    for kind, texts in found:
        for name, text in texts.items():
            if text is None:
                continue
            known = kinds.setdefault(kind, {}).setdefault(name, {})
            known.update({key: _kind_of(value) for key, value in json.loads(text).items()})
    return {
        kind: {name: dict(sorted(keys.items())) for name, keys in sorted(documents.items())}
        for kind, documents in sorted(kinds.items())
    }


def _kind_of(value: object) -> Shape:
    """What a value looks like: its type, the length of a list, the names of a document."""
    if isinstance(value, dict):
        return sorted(value)
    if isinstance(value, list):
        return f"list of {len(value)}"
    if isinstance(value, str):
        for form, pattern in _FORMS.items():
            if re.fullmatch(pattern, value):
                return form
    return type(value).__name__


_FORMS = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d:\d\d",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*",
    "number in text": r"\d+\.\d+",
}


def _trail(text: str) -> Shape:
    lines = [json.loads(line) for line in text.splitlines()]
    ends = [line for line in lines if "state" in line]
    return {
        "intents": sorted({", ".join(line) for line in lines if "state" not in line}),
        "ends": sorted({", ".join(line) for line in ends}),
        "states": sorted({line["state"] for line in ends}),
    }


def _catalogue(text: str) -> Shape:
    head, body = text.split("\n", 1)
    found = json.loads(body)
    return {
        "head": re.sub(r"[0-9a-f]{8}$", "checksum", head),
        **{name: _kind_of(found[name]) for name in ("fetched_at", "user", "company")},
        **{name: _cells(found[name]) for name in ("clients", "tasks", "assignments", "recent")},
        "names": sorted(found),
        "task of an assignment": _cells(task for each in found["assignments"] for task in each[-1]),
    }


def _cells(found: Iterable[list[Any]]) -> list[list[str]]:
    """The types in the cells of each kind of row."""
    kinds = {tuple("date" if _kind_of(c) == "date" else type(c).__name__ for c in r) for r in found}
    return sorted(map(list, kinds))


def _recent(text: str) -> Shape:
    return _cells(json.loads(line) for line in text.splitlines())


def _status(text: str) -> Shape:
    lines = text.split("\n")
    names = [line.split("\t")[0] for line in lines]
    heard = [line.split("\t")[1] for line in lines if line.startswith("heard\t")]
    return [*names, *(["heard:", *_status(_unescaped(heard[0]))] if heard else [])]


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


def _names(text: str) -> Shape:
    head, *found = text.splitlines()
    kinds = sorted({f"{row[0]}: {row.count(chr(9)) + 1} cells" for row in found})
    return [re.sub(r"[0-9a-f]{8}$", "login", head), *kinds]


def _listing(text: str) -> Shape:
    head, *ids = text.split("\n")
    return [head, "numbers" if ids and all(each.isdecimal() for each in ids) else "no numbers"]


def _choices(text: str) -> Shape:
    return {name: sorted(section) for name, section in json.loads(text).items()}


def _toml(text: str) -> Shape:
    found = tomllib.loads(text)
    profiles = found.pop("profile", {})
    return {"": sorted(found), **{name: sorted(table) for name, table in profiles.items()}}


_TEXTS = {
    ".entries.log": _trail,
    ".catalogue": _catalogue,
    ".recent": _recent,
    ".status": _status,
    ".names": _names,
    ".rows": _listing,
    ".choices": _choices,
    ".toml": _toml,
}
