"""Creating, changing and deleting people, their teammates, and their rates (Harvest docs)."""

import json
import re
from datetime import date, timedelta
from functools import partial

from harvest_cli.domain.managed import ACCESS_ROLES, MANAGER_ROLES
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.zones import zone_named
from harvest_cli.sandbox.entries.read import decimal, stamps
from harvest_cli.sandbox.request.paging import numbered_rows
from harvest_cli.sandbox.request.params import day, hundredths, is_blank, whole
from harvest_cli.sandbox.request.permissions import Call, is_teammate, require, zone_of
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, created, no_record, refuse
from harvest_cli.sandbox.resources import people
from harvest_cli.sandbox.resources.records import (
    ACTIVE,
    UNSET,
    Column,
    Kind,
    change,
    delete,
    flag,
    insert,
    read_fields,
    record,
    shown_by,
    text,
    words,
)

if TYPE_CHECKING:
    from sqlite3 import Row

CAPACITY = 126_000
"""Seconds a week (Harvest docs, Create a user)."""
JOINS = (
    "INSERT INTO user_assignments (project_id, user_id, created_at, updated_at) VALUES (?, ?, ?, ?)"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _email(value: object) -> object:
    return value if isinstance(value, str) and _EMAIL.fullmatch(value) else None


def _zone(value: object) -> object:
    return value if isinstance(value, str) and zone_named(value) else None


def _access(value: object) -> object:
    """Exactly one of the three roles; the further ones belong to managers alone."""
    if not isinstance(value, list) or not value:
        return None
    base = [each for each in value if each in ACCESS_ROLES]
    extra = [each for each in value if each not in ACCESS_ROLES]
    fits = len(base) == 1 and all(each in MANAGER_ROLES for each in extra)
    return json.dumps(value) if fits and (not extra or base == ["manager"]) else None


USERS = Kind(
    "users",
    (
        Column("first_name", text, required=True),
        Column("last_name", text, required=True),
        Column("email", _email, required=True),
        Column("timezone", _zone, UNSET),
        Column("has_access_to_all_future_projects", flag, 0, stored="all_projects"),
        Column("is_contractor", flag, 0),
        ACTIVE,
        Column("weekly_capacity", whole, CAPACITY),
        Column("default_hourly_rate", hundredths, 0),
        Column("cost_rate", hundredths, 0),
        Column("roles", words, "[]"),
        Column("access_roles", _access, '["member"]'),
    ),
    shown_by(people.get_user),
    ("SELECT 1 FROM entries WHERE user_id = ?",),
)


def create_user(call: Call) -> Reply:
    """`POST /users`, for administrators; an invitation would be sent."""
    require(call.caller.is_admin)
    values = read_fields(USERS, call.fields, new=True)
    _refuse_taken_email(call, values["email"])
    zone = record("users", call, call.caller.id)["timezone"]
    # Unverified: the company's zone, which Harvest takes, is that of the caller here.
    values = {"timezone": zone, "avatar_url": "", **values}
    (last,) = call.db.execute("SELECT max(id) FROM users").fetchone()
    user_id = insert(USERS, call, {**values, "token": f"invited-{last + 1}"})
    if values["all_projects"]:
        for row in call.db.execute("SELECT id FROM projects WHERE is_active").fetchall():
            call.db.execute(JOINS, (row["id"], user_id, call.seconds, call.seconds))
    return created(USERS.shape(call, user_id), "users", call.base)


def _refuse_taken_email(call: Call, email: object, user_id: int = 0) -> None:
    found = "SELECT 1 FROM users WHERE lower(email) = lower(?) AND id != ?"
    if call.db.execute(found, (email, user_id)).fetchone():
        refuse("Email has already been taken")


OF_ADMINISTRATORS = ("email", "roles", "access_roles", "is_active", "cost_rate")
"""What a manager may not change of a teammate (Harvest docs, Users)."""


def change_user(call: Call, user_id: int) -> Reply:
    """`PATCH /users/{id}`: administrators all, managers some of their teammates."""
    if not call.caller.is_admin:
        require(is_teammate(call, user_id))
        require(not any(name in call.fields for name in OF_ADMINISTRATORS))
        rates = "default_hourly_rate" in call.fields
        require(not rates or call.caller.sees_rates)
    before = record("users", call, user_id)
    values = read_fields(USERS, call.fields, new=False)
    named = {"first_name", "last_name", "email"} & set(values)
    if named and not before["is_active"] and not values.get("is_active"):
        refuse("Archived people cannot be renamed")
    if "email" in values:
        _refuse_taken_email(call, values["email"], user_id)
    if values.get("is_active") == 0 and user_id == call.caller.id:
        # Unverified: that one cannot lock oneself out.
        refuse("You cannot archive yourself")
    for kind, column in (("billable_rates", "default_hourly_rate"), ("cost_rates", "cost_rate")):
        if column in values:
            # Unverified: the page of users names no rates here, yet clients send them.
            call.db.execute("DELETE FROM rates WHERE (user_id, kind) = (?, ?)", (user_id, kind))
    return change(USERS, call, user_id, values)


def delete_user(call: Call, user_id: int) -> Reply:
    """`DELETE /users/{id}`, for administrators; of nobody with time."""
    require(call.caller.is_admin)
    if user_id == call.caller.id:
        refuse("You cannot delete yourself")
    reply = delete(USERS, call, user_id)
    for table in ("user_assignments", "rates"):
        call.db.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))
    call.db.execute("DELETE FROM teammates WHERE ? IN (user_id, manager_id)", (user_id,))
    return reply


def change_teammates(call: Call, user_id: int) -> Reply:
    """`PATCH /users/{id}/teammates`, for administrators: the list replaces the one before."""
    require(call.caller.is_admin)
    ids = call.fields.get("teammate_ids")
    wanted = [whole(each) for each in ids] if isinstance(ids, list) else [None]
    if None in wanted:
        refuse("Teammate ids is not valid")
    for each in wanted:
        record("users", call, each or 0)
    call.db.execute("DELETE FROM teammates WHERE manager_id = ?", (user_id,))
    pairs = [(user_id, each) for each in wanted]
    call.db.executemany("INSERT OR IGNORE INTO teammates VALUES (?, ?)", pairs)
    return people.list_teammates(call, user_id)


# -- rates, each from a day on -----------------------------------------------------------------


class Rate(NamedTuple):
    """One kind: its name in paths, and the column of a person that holds what counts today."""

    name: str
    column: str


BILLABLE = Rate("billable_rates", "default_hourly_rate")
COST = Rate("cost_rates", "cost_rate")
_NEW = (
    "INSERT INTO rates (user_id, kind, amount, start_date, created_at, updated_at) "
    "VALUES (:user, :kind, :amount, :start, :now, :now)"
)


def _require_rate(call: Call, rate: Rate) -> None:
    """Billable rates are for managers too who may edit them; costs for administrators alone."""
    require(call.caller.is_admin or (rate is BILLABLE and call.caller.sees_rates))


def _rates(call: Call, rate: Rate, user_id: int) -> list[dict[str, Any]]:
    """Oldest first; the one that a person began with has their number."""
    user = record("users", call, user_id)
    rows = call.db.execute(
        "SELECT * FROM rates WHERE user_id = ? AND kind = ? ORDER BY start_date, id",
        (user_id, rate.name),
    ).fetchall()
    if not rows:
        return [] if user[rate.column] is None else [_rate(user, user[rate.column], None, None)]
    starts = [row["start_date"] for row in rows]
    ends = [(date.fromisoformat(each) - timedelta(days=1)).isoformat() for each in starts[1:]]
    return [
        _rate(row, row["amount"], row["start_date"], end)
        for row, end in zip(rows, [*ends, None], strict=True)
    ]


def _rate(row: "Row", amount: int, start: str | None, end: str | None) -> dict[str, Any]:
    days = {"start_date": start, "end_date": end}
    return {"id": row["id"], "amount": decimal(amount), **days, **stamps(row)}


def list_rates(rate: Rate, call: Call, user_id: int) -> Reply:
    """`GET /users/{id}/billable_rates` and `…/cost_rates`."""
    _require_rate(call, rate)
    return numbered_rows(call, rate.name, _rates(call, rate, user_id))


def get_rate(rate: Rate, call: Call, user_id: int, rate_id: int) -> Reply:
    """One of them."""
    _require_rate(call, rate)
    found = next((each for each in _rates(call, rate, user_id) if each["id"] == rate_id), None)
    if found is None:
        raise no_record()
    return answer(found)


def create_rate(rate: Rate, call: Call, user_id: int) -> Reply:
    """`POST` of one: from `start_date` on it takes the place of others, without it of all."""
    _require_rate(call, rate)
    user = record("users", call, user_id)
    amount, start = hundredths(call.fields.get("amount")), call.fields.get("start_date")
    if amount is None:
        refuse("Amount can't be blank")
    first = None if is_blank(start) else day(start)
    today = call.now.astimezone(zone_of(call.db, call.caller.id)).date()
    if (first is None and not is_blank(start)) or (first is not None and first > today):
        refuse("Start date is not valid")
    begins = first.isoformat() if first else None
    new: dict[str, object] = {"user": user_id, "kind": rate.name, "now": call.seconds}
    mine = "FROM rates WHERE user_id = :user AND kind = :kind"
    if not call.db.execute(f"SELECT 1 {mine}", new).fetchone() and user[rate.column] is not None:
        call.db.execute(_NEW, {**new, "amount": user[rate.column], "start": None})
    later = " AND start_date >= :start" if begins else ""
    call.db.execute(f"DELETE {mine}{later}", {**new, "start": begins})
    made = call.db.execute(_NEW, {**new, "amount": amount, "start": begins}).lastrowid
    change(USERS, call, user_id, {rate.column: amount})
    found = next(each for each in _rates(call, rate, user_id) if each["id"] == made)
    return created(found, f"users/{user_id}/{rate.name}", call.base)


def _rate_routes(rate: Rate) -> dict[str, Handler]:
    path = f"/users/#/{rate.name}"
    return {
        f"GET {path}": partial(list_rates, rate),
        f"POST {path}": partial(create_rate, rate),
        f"GET {path}/#": partial(get_rate, rate),
    }


ROUTES: dict[str, Handler] = {
    "POST /users": create_user,
    "PATCH /users/#": change_user,
    "DELETE /users/#": delete_user,
    "PATCH /users/#/teammates": change_teammates,
    **_rate_routes(BILLABLE),
    **_rate_routes(COST),
}
