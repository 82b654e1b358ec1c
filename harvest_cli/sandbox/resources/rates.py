"""Billable rates and cost rates of people, each from a day on (Harvest docs, both pages)."""

from datetime import date, timedelta
from functools import partial

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.sandbox.entries.read import decimal, stamps
from harvest_cli.sandbox.request.paging import numbered_rows
from harvest_cli.sandbox.request.params import day, hundredths, is_blank
from harvest_cli.sandbox.request.permissions import Call, require, zone_of
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, created, no_record, refuse
from harvest_cli.sandbox.resources.people_writes import USERS
from harvest_cli.sandbox.resources.records import change, record

if TYPE_CHECKING:
    from sqlite3 import Row


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


def _require(call: Call, rate: Rate) -> None:
    """Billable rates are for managers too who may edit them; costs for administrators alone."""
    require(call.caller.is_admin or (rate is BILLABLE and call.caller.sees_rates))


def _all(call: Call, rate: Rate, user_id: int) -> list[dict[str, Any]]:
    """Oldest first; the one that a person began with has their number."""
    user = record("users", call, user_id)
    rows = call.db.execute(
        "SELECT * FROM rates WHERE user_id = ? AND kind = ? ORDER BY start_date, id",
        (user_id, rate.name),
    ).fetchall()
    if not rows:
        return [] if user[rate.column] is None else [_shown(user, user[rate.column], None, None)]
    starts = [row["start_date"] for row in rows]
    ends = [(date.fromisoformat(each) - timedelta(days=1)).isoformat() for each in starts[1:]]
    return [
        _shown(row, row["amount"], row["start_date"], end)
        for row, end in zip(rows, [*ends, None], strict=True)
    ]


def _shown(row: "Row", amount: int, start: str | None, end: str | None) -> dict[str, Any]:
    days = {"start_date": start, "end_date": end}
    return {"id": row["id"], "amount": decimal(amount), **days, **stamps(row)}


def list_rates(rate: Rate, call: Call, user_id: int) -> Reply:
    """`GET /users/{id}/billable_rates` and `…/cost_rates`."""
    _require(call, rate)
    return numbered_rows(call, rate.name, _all(call, rate, user_id))


def get_rate(rate: Rate, call: Call, user_id: int, rate_id: int) -> Reply:
    """One of them."""
    _require(call, rate)
    found = next((each for each in _all(call, rate, user_id) if each["id"] == rate_id), None)
    if found is None:
        raise no_record()
    return answer(found)


def create_rate(rate: Rate, call: Call, user_id: int) -> Reply:
    """`POST` of one: from `start_date` on it takes the place of others, without it of all."""
    _require(call, rate)
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
    found = next(each for each in _all(call, rate, user_id) if each["id"] == made)
    return created(found, f"users/{user_id}/{rate.name}", call.base)


def _routes(rate: Rate) -> dict[str, Handler]:
    path = f"/users/#/{rate.name}"
    return {
        f"GET {path}": partial(list_rates, rate),
        f"POST {path}": partial(create_rate, rate),
        f"GET {path}/#": partial(get_rate, rate),
    }


ROUTES: dict[str, Handler] = {**_routes(BILLABLE), **_routes(COST)}
