"""JSON of Harvest to the domain's values (Harvest docs, the v2 objects and Reports).

A field is read by its type in the domain, under the name that it has there: Harvest's own. Single
values are read forgiving: what cannot be read is None, never an error. Numbers with a point become
Decimal, so that no hour is ever off by a rounding; NaN and the infinities, which JSON does not have
but Python would accept, become None.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, DecimalException
from functools import cache, partial

from harvest_cli.domain.company import (
    Account,
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.domain.entries import ExternalReference, Named, TimeEntry
from harvest_cli.domain.hours import read_clock
from harvest_cli.domain.records import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from harvest_cli.domain.totals import BudgetRow, ReportRow, UninvoicedRow

Object = Mapping[str, object]
NAMELESS = "?"
YEARS = range(1000, 9000)
"""Others are nonsense, and no zone or week can be counted from them."""
LARGEST = 15
"""Numbers of more digits before the point are nonsense, and costly to write out."""
NUMBERS = (int, Decimal)
NUMERIC = (*NUMBERS, str)
"""Types as tuples, which are asked for each value of thousands of records."""


class Unreadable(Exception):
    """A record without what it cannot be a record without."""


def an_object(value: object) -> Object:
    """A JSON object; an empty one in place of anything else."""
    return cast("Object", value) if isinstance(value, dict) else {}


def a_list(value: object) -> list[object]:
    """A JSON list; an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def number(value: object) -> Decimal | None:
    """A number, or one written as text."""
    if isinstance(value, bool) or not isinstance(value, NUMERIC):
        return None
    if isinstance(value, str) and not value.isascii():
        return None
    try:
        found = Decimal(value)
    except (DecimalException, ValueError):
        return None
    return found if found.is_finite() and found.adjusted() < LARGEST else None


def whole(value: object) -> int | None:
    """A whole number, or one written as text; ids may exceed 64 bits here."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.strip().isdigit():
        return int(value) if len(value) < 40 else None
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def required_id(record: Object) -> int:
    """The `id` of a record; raises Unreadable when there is none that can be kept."""
    found = whole(record.get("id"))
    if found is None or abs(found) >= 2**63:
        message = "a record without an id"
        raise Unreadable(message)
    return found


def text(value: object) -> str | None:
    """Text that is not empty; numbers count as text. Half of a surrogate pair becomes `?`."""
    if isinstance(value, str) and value:
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, NUMBERS) and not isinstance(value, bool):
        return str(value)
    return None


def name(value: object) -> str:
    """A name to show; `?` in place of none."""
    return text(value) or NAMELESS


def flag(value: object, otherwise: bool = False) -> bool:
    """A yes or no; `otherwise` in place of anything else."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), otherwise)
    return value if isinstance(value, bool) else otherwise


def maybe_flag(value: object) -> bool | None:
    """A yes or no, or None where nothing was said."""
    return value if isinstance(value, bool) else None


def day(value: object) -> date | None:
    """`YYYY-MM-DD`, also at the start of a date-time."""
    if not isinstance(value, str):
        return None
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def moment(value: object) -> datetime | None:
    """An ISO date-time as an aware moment; UTC where it names no zone."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def clock_time(value: object) -> time | None:
    """A time of day in either style of Harvest."""
    return read_clock(value) if isinstance(value, str) else None


class NotJson(Exception):
    """The bytes are not JSON that can be read."""


def decode(body: bytes) -> object:
    """The value in `body`; raises NotJson for anything that is not one JSON document."""
    try:
        return json.loads(
            body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=lambda _name: None
        )
    except RecursionError as error:
        message = "nested too deeply"
        raise NotJson(message) from error
    except (ValueError, DecimalException) as error:
        message = "not JSON"
        raise NotJson(message) from error


def decode_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`; raises NotJson for anything else."""
    value = decode(body)
    if not isinstance(value, dict):
        message = "not a JSON object"
        raise NotJson(message)
    return value


# -- records ------------------------------------------------------------------------------------

_Value = TypeVar("_Value", bound=tuple[Any, ...])


def read_as(kind: type[_Value], record: Object, **given: Any) -> _Value:
    """A record as a named tuple of the domain; `given` are fields with a rule of their own.

    What cannot be read is None, or what the field is when Harvest says nothing.
    """
    for field, read in _readers_of(kind):
        if field not in given:
            given[field] = read(record.get(field))
    return kind(**given)


@cache
def _readers_of(kind: type[_Value]) -> tuple[tuple[str, Callable[[object], Any]], ...]:
    """The fields of a named tuple and how each is read, kept: to look at types takes longer.

    Fields of other types have a rule of their own, and are always given.
    """
    otherwise: Mapping[str, Any] = kind._field_defaults  # type: ignore[attr-defined]
    return tuple(
        (field, partial(flag, otherwise=otherwise.get(field, False)))
        if type_ is bool
        else (field, _READERS[type_])
        for field, type_ in kind.__annotations__.items()
        if type_ is bool or type_ in _READERS
    )


def user(record: Object) -> User:
    """Who is logged in; raises Unreadable without an id."""
    roles = texts(record.get("access_roles"))
    return read_as(User, record, id=required_id(record), access_roles=roles)


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list; anything else in it is left out."""
    return tuple(each for each in a_list(value) if isinstance(each, str))


def company(record: Object) -> Company:
    """The settings of the account; each is None where it was not told."""
    return read_as(Company, record)


def account(record: Object) -> Account:
    """One account of a token; raises Unreadable without an id."""
    return Account(required_id(record), name(record.get("name")), text(record.get("product")) or "")


def client(value: object) -> Client:
    """The client inside another record."""
    record = an_object(value)
    found = whole(record.get("id"))
    return Client(found, name(record.get("name")), text(record.get("currency")))


def project(value: object) -> Project:
    """The project inside another record; id 0 stands for one that was not told."""
    record = an_object(value)
    found = whole(record.get("id")) or 0
    return Project(found, name(record.get("name")), text(record.get("code")))


def task(value: object) -> Task:
    """The task inside another record; id 0 stands for one that was not told."""
    record = an_object(value)
    return Task(whole(record.get("id")) or 0, name(record.get("name")))


def named(value: object) -> Named | None:
    """A person inside another record, or None."""
    if not isinstance(value, dict):
        return None
    return Named(whole(value.get("id")), name(value.get("name")))


def task_assignment(value: object) -> TaskAssignment:
    """A task that may be tracked on a project."""
    return read_as(TaskAssignment, an_object(value))


def project_assignment(record: Object) -> ProjectAssignment:
    """A project of mine with its tasks; raises Unreadable when it does not say which project.

    Tasks without an id are left out: no time could be tracked to them.
    """
    found = project(record.get("project"))
    if not found.id:
        message = "an assignment without a project"
        raise Unreadable(message)
    tasks = (task_assignment(row) for row in a_list(record.get("task_assignments")))
    return ProjectAssignment(
        id=whole(record.get("id")),
        project=found,
        client=client(record.get("client")),
        is_active=flag(record.get("is_active"), otherwise=True),
        task_assignments=tuple(row for row in tasks if row.task.id),
    )


def external_reference(value: object) -> ExternalReference | None:
    """The link of an entry; its members are text, also where a number was sent."""
    if not isinstance(value, dict) or not value:
        return None
    return read_as(ExternalReference, value)


def time_entry(record: Object) -> TimeEntry:
    """One entry; raises Unreadable without an id."""
    started_at = moment(record.get("timer_started_at"))
    running = flag(record.get("is_running"), otherwise=started_at is not None)
    return read_as(TimeEntry, record, id=required_id(record), is_running=running)


def report_row(record: Object) -> "ReportRow":
    """One row of a time report; raises Unreadable without its hours, which would falsify sums."""
    # Totals load in 1 ms, and only reports have them.
    from harvest_cli.domain.totals import ReportRow

    total, billable = number(record.get("total_hours")), number(record.get("billable_hours"))
    if total is None or billable is None:
        message = "a row without hours"
        raise Unreadable(message)
    grouped = {
        "client": _client(record) if _has(record, "client") else None,
        **{
            what: _named(record, what) if _has(record, what) else None
            for what in ("project", "task", "user")
        },
    }
    return read_as(ReportRow, record, total_hours=total, billable_hours=billable, **grouped)


def budget_row(record: Object) -> "BudgetRow":
    """One project's budget; raises Unreadable when it does not say which project."""
    # As above.
    from harvest_cli.domain.totals import BudgetRow

    return read_as(BudgetRow, record, client=_client(record), project=_project(record))


def uninvoiced_row(record: Object) -> "UninvoicedRow":
    """What of one project is not invoiced; raises Unreadable when it does not say which."""
    # As above.
    from harvest_cli.domain.totals import UninvoicedRow

    return read_as(UninvoicedRow, record, client=_client(record), project=_project(record))


def _has(record: Object, what: str) -> bool:
    return f"{what}_id" in record or f"{what}_name" in record


def _project(record: Object) -> Named:
    if not _has(record, "project"):
        message = "a row without a project"
        raise Unreadable(message)
    return _named(record, "project")


def _client(record: Object) -> Client:
    found = whole(record.get("client_id"))
    return Client(found, name(record.get("client_name")), text(record.get("currency")))


def _named(record: Object, what: str) -> Named:
    return Named(whole(record.get(f"{what}_id")), name(record.get(f"{what}_name")))


_READERS: Mapping[object, Callable[[object], Any]] = {
    str: lambda value: text(value) or "",
    str | None: text,
    int | None: whole,
    bool | None: maybe_flag,
    Decimal | None: number,
    date | None: day,
    time | None: clock_time,
    datetime | None: moment,
    Client: client,
    Project: project,
    Task: task,
    Named | None: named,
    ExternalReference | None: external_reference,
}
"""How a field of the domain is read, by its type."""
