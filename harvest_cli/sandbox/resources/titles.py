"""Roles: the job titles of people, which say nothing of what they may do (Harvest docs, Roles).

A title that only people carry has a number too; it is written down once roles are changed.
"""

import json

from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.entries.read import stamps
from harvest_cli.sandbox.request.paging import by_cursor
from harvest_cli.sandbox.request.params import whole
from harvest_cli.sandbox.request.permissions import Call, require
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, created, no_record, refuse
from harvest_cli.sandbox.resources.people import get_user
from harvest_cli.sandbox.resources.people_writes import USERS
from harvest_cli.sandbox.resources.records import NAME, Kind, change, insert, read_fields, record

if TYPE_CHECKING:
    from sqlite3 import Row

FIRST = 1782974


def _shape(call: Call, role_id: int) -> dict[str, Any]:
    found = next((role for role in _all(call) if role["id"] == role_id), None)
    if found is None:
        raise no_record()
    return found


TITLES = Kind("titles", (NAME,), _shape)


def _all(call: Call) -> list[dict[str, Any]]:
    """Oldest first, with who carries each."""
    held = _held(call)
    return [
        {"id": number, "name": title, "user_ids": _ids(held.get(title, [])), **stamps(row)}
        for number, title, row in _numbered(call, held)
    ]


def _held(call: Call) -> "dict[str, list[Row]]":
    held: dict[str, list[Row]] = {}
    columns = "id, roles, created_at, created_at AS updated_at"
    for row in call.db.execute(f"SELECT {columns} FROM users ORDER BY id"):
        for title in json.loads(row["roles"]):
            held.setdefault(title, []).append(row)
    return held


def _numbered(call: Call, held: "dict[str, list[Row]]") -> "list[tuple[int, str, Row]]":
    """Every title with its number, and the row that tells when it was made."""
    known = call.db.execute("SELECT * FROM titles ORDER BY id").fetchall()
    new = [title for title in held if title not in {row["name"] for row in known}]
    after = max([FIRST - 1, *_ids(known)]) + 1
    return [
        *((row["id"], row["name"], row) for row in known),
        *((number, title, held[title][0]) for number, title in enumerate(new, after)),
    ]


def _ids(rows: "list[Row]") -> list[int]:
    return [row["id"] for row in rows]


def list_roles(call: Call) -> Reply:
    """`GET /roles`, for administrators: newest first."""
    require(call.caller.is_admin)
    return by_cursor(call, "roles", _all(call)[::-1])


def get_role(call: Call, role_id: int) -> Reply:
    """`GET /roles/{id}`."""
    require(call.caller.is_admin)
    return answer(_shape(call, role_id))


def create_role(call: Call) -> Reply:
    """`POST /roles`: a name, and `user_ids` of who carries it."""
    require(call.caller.is_admin)
    _write_down(call)
    values = _values(call, new=True)
    role_id = insert(TITLES, call, values)
    _give(call, str(values["name"]))
    return created(_shape(call, role_id), "roles", call.base)


def change_role(call: Call, role_id: int) -> Reply:
    """`PATCH /roles/{id}`: another name for all who carry it, or others who do."""
    require(call.caller.is_admin)
    _write_down(call)
    before = record("titles", call, role_id)["name"]
    values = _values(call, new=False, role_id=role_id)
    name = str(values.get("name", before))
    _rename(call, before, name)
    _give(call, name)
    return change(TITLES, call, role_id, values)


def delete_role(call: Call, role_id: int) -> Reply:
    """`DELETE /roles/{id}`: nobody carries it any more."""
    require(call.caller.is_admin)
    gone = _shape(call, role_id)
    _write_down(call)
    _rename(call, gone["name"], None)
    call.db.execute("DELETE FROM titles WHERE id = ?", (role_id,))
    return answer(gone)


def _values(call: Call, *, new: bool, role_id: int = 0) -> dict[str, object]:
    values = read_fields(TITLES, call.fields, new=new)
    taken = "SELECT 1 FROM titles WHERE name = ? AND id != ?"
    if call.db.execute(taken, (values.get("name"), role_id)).fetchone():
        # Unverified: that two roles of one name cannot be.
        refuse("Name has already been taken")
    return values


def _write_down(call: Call) -> None:
    """The titles that people carry, with the numbers that were told of them."""
    sql = "INSERT OR IGNORE INTO titles VALUES (?, ?, ?, ?)"
    rows = _numbered(call, _held(call))
    values = [(number, name, row["created_at"], row["updated_at"]) for number, name, row in rows]
    call.db.executemany(sql, values)


def _give(call: Call, title: str) -> None:
    """The title to those of `user_ids`, and to nobody else; nothing where they are not told."""
    if "user_ids" not in call.fields:
        return
    given = call.fields["user_ids"]
    wanted = [whole(each) for each in given] if isinstance(given, list) else [None]
    if None in wanted:
        refuse("User ids is not valid")
    for user_id in wanted:
        get_user(call, user_id or 0)
    for row in call.db.execute("SELECT id, roles FROM users").fetchall():
        held = [each for each in json.loads(row["roles"]) if each != title]
        _set(call, row, [*held, title] if row["id"] in wanted else held)


def _rename(call: Call, before: str, after: str | None) -> None:
    for row in call.db.execute("SELECT id, roles FROM users").fetchall():
        held = [after if each == before else each for each in json.loads(row["roles"])]
        _set(call, row, [each for each in held if each is not None])


def _set(call: Call, row: "Row", titles: list[str]) -> None:
    if titles != json.loads(row["roles"]):
        change(USERS, call, row["id"], {"roles": json.dumps(titles)})


ROUTES: dict[str, Handler] = {
    "GET /roles": list_roles,
    "POST /roles": create_role,
    "GET /roles/#": get_role,
    "PATCH /roles/#": change_role,
    "DELETE /roles/#": delete_role,
}
