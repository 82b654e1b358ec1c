"""Records that are created, changed and deleted: their fields, how each is read, and rows of them.

A kind is a table of columns: their JSON names, how a value is read, and what stands there when
nothing was sent (Harvest docs, the page of each kind). Deleting answers with what was deleted.
"""

import json
from collections.abc import Callable, Mapping

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.sandbox.request.params import day, is_blank, plain_text
from harvest_cli.sandbox.request.permissions import Call
from harvest_cli.sandbox.request.replies import Reply, answer, no_record, refuse

if TYPE_CHECKING:
    from sqlite3 import Row

UNSET = object()


class Column(NamedTuple):
    """One field: `read` gives what is stored, None for a value that makes no sense."""

    name: str
    read: Callable[[object], object]
    default: object = None
    required: bool = False
    stored: str = ""
    nullable: bool = False

    @property
    def title(self) -> str:
        """As sentences of a refusal begin."""
        return self.name.replace("_", " ").capitalize()


class Kind(NamedTuple):
    """One kind of record; `shape` shows it, `used` are queries that find what hangs on it."""

    table: str
    columns: tuple[Column, ...]
    shape: Callable[[Call, int], dict[str, Any]]
    used: tuple[str, ...] = ()


def flag(value: object) -> object:
    known = {True: 1, False: 0, "true": 1, "false": 0}
    return known.get(value) if isinstance(value, (bool, str)) else None


def text(value: object) -> object:
    return plain_text(value) if isinstance(value, (str, int, float)) else None


def words(value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return None
    return json.dumps(value)


def iso_day(value: object) -> object:
    found = day(value)
    return found.isoformat() if found else None


def one_of(*values: str) -> Callable[[object], object]:
    return lambda value: value if value in values else None


ACTIVE = Column("is_active", flag, 1)
NAME = Column("name", text, required=True)


def record(kind: str, call: Call, record_id: int) -> "Row":
    row: Row | None = call.db.execute(f"SELECT * FROM {kind} WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise no_record()
    return row


def shown_by(get: Callable[..., Reply]) -> Callable[[Call, int], dict[str, Any]]:
    """The record as its own GET shows it to the caller."""

    def shape(call: Call, record_id: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(get(call, record_id).body)
        return found

    return shape


def read_fields(kind: Kind, fields: Mapping[str, Any], *, new: bool) -> dict[str, object]:
    """What is to be stored; refuses all that is missing or makes no sense at once."""
    values: dict[str, object] = {}
    wrong = []
    for column in kind.columns:
        value, problem = _value_of(column, fields, new=new)
        if problem:
            wrong.append(f"{column.title} {problem}")
        elif value is not UNSET:
            values[column.stored or column.name] = value
    if wrong:
        refuse(*wrong)
    return values


def _value_of(column: Column, fields: Mapping[str, Any], *, new: bool) -> tuple[object, str]:
    """What is to be stored of a field, or what is wrong with it."""
    given = fields.get(column.name)
    if column.name not in fields or (new and is_blank(given)):
        if new and column.required:
            return UNSET, "can't be blank"
        return column.default if new else UNSET, ""
    if is_blank(given):
        return (None, "") if column.nullable else (UNSET, "can't be blank")
    value = column.read(given)
    return value, "" if value is not None else "is not valid"


def insert(kind: Kind, call: Call, values: dict[str, object]) -> int:
    (last,) = call.db.execute(f"SELECT max(id) FROM {kind.table}").fetchone()
    record_id = int(last or 0) + 1
    row = {"id": record_id, **values, "created_at": call.seconds, "updated_at": call.seconds}
    marks = ", ".join(f":{name}" for name in row)
    call.db.execute(f"INSERT INTO {kind.table} ({', '.join(row)}) VALUES ({marks})", row)
    return record_id


def change(kind: Kind, call: Call, record_id: int, values: dict[str, object]) -> Reply:
    sets = ", ".join(f"{name} = :{name}" for name in (*values, "updated_at"))
    row = {**values, "updated_at": call.seconds, "id": record_id}
    call.db.execute(f"UPDATE {kind.table} SET {sets} WHERE id = :id", row)
    return answer(kind.shape(call, record_id))


def delete(kind: Kind, call: Call, record_id: int) -> Reply:
    """200 with the record; 422 while time hangs on it."""
    gone = kind.shape(call, record_id)
    if any(call.db.execute(query, (record_id,)).fetchone() for query in kind.used):
        what = kind.table.removesuffix("s").replace("_", " ").capitalize()
        refuse(f"{what} cannot be deleted: it is in use")
    call.db.execute(f"DELETE FROM {kind.table} WHERE id = ?", (record_id,))
    return answer(gone)
