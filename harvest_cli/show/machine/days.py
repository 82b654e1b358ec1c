"""Days for programs: where today stands, the grid of a week, days below target, the balance."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from harvest_cli.actions.outbox.row_facts import Op
from harvest_cli.actions.status import Status
from harvest_cli.domain.balance import hours_of
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.totals import steps_of
from harvest_cli.show.machine.entries import ENTRY, FAILURE, FROM_TO, INFERENCES, TSV_COLUMNS
from harvest_cli.show.machine.fields import Cell, Field, Table, within

if TYPE_CHECKING:
    from harvest_cli.actions.balance import Balance
    from harvest_cli.actions.reports.week import DaySum, Gaps, Week, WeekRow
    from harvest_cli.domain.balance import Line

PENDING = Table(
    Field("key"),
    Field("state", "queued|unconfirmed", lambda each: str(each.state)),
    Field("op"),
    Field("what"),
    Field("sentence", "text?", lambda each: each.text or None),
    Field("hours", "number?", lambda each: each.entry and each.entry.hours),
    Field("spent_date", "date?", lambda each: each.entry and each.entry.spent_date),
    Field("until", "moment?"),
    Field("why", "text?"),
)


def _here(status: Status) -> list[tuple[TimeEntry, EntryState]]:
    return [(each.entry, each.state) for each in status.waiting if each.entry is not None]


def _running(status: Status) -> list[Any]:
    return [*(each for each in _here(status) if each[0].is_running), *status.running]


def _todays(status: Status) -> list[Any]:
    today = status.now.date()
    return [*status.entries, *(each for each in _here(status) if each[0].spent_date == today)]


STATUS = Table(
    Field("now", "moment"),
    Field("running", [ENTRY], _running),
    Field("entries", [ENTRY], _todays),
    Field(
        "totals",
        Table(
            Field("hours", "number", "total"),
            Field("target", "number?"),
            Field("waiting", "number", "waiting_today"),
            Field("holiday?"),
        ),
        lambda status: status,
    ),
    Field(
        "week",
        Table(
            Field("from", "date", "week_from"),
            Field("hours", "number?", "week"),
            Field("capacity", "number?"),
            Field("waiting", "number", "waiting_this_week"),
        ),
        lambda status: status,
    ),
    Field("done_at", "moment?"),
    Field("unsent", "int"),
    Field(
        "forgotten",
        [Table(Field("id", "int?", "entry.id"), Field("why"), Field("command", "text", "mend"))],
    ),
    Field("stale", "bool", lambda status: status.failure is not None),
    Field("as_of", "moment", lambda status: status.as_of or status.now),
    Field("waiting", [PENDING]),
    Field("rejected", "int"),
    Field("balance?", "number"),
    FAILURE,
)
"""What is pending stands among the entries with its state, and in `waiting`; sums have it apart."""
STATUS_COLUMNS = (*TSV_COLUMNS[:-1], "is_running", "notes")


def status_rows(status: Status) -> Iterator[tuple[Cell, ...]]:
    """Today's entries, after timers that run since another day, as STATUS_COLUMNS names them.

    Pending ones come last, with their state; of a sentence that was not looked up only that.
    """
    cells, at = ENTRY.row_of(STATUS_COLUMNS), STATUS_COLUMNS.index("state")
    todays = {entry.id for entry in status.entries}
    elsewhere = [entry for entry in status.running if entry.id not in todays]
    yield from map(cells, (*elsewhere, *status.entries))
    for each in status.waiting:
        if each.entry is not None:
            row = cells(each.entry)
            yield (*row[:at], str(each.state), *row[at + 1 :])
        elif each.op == Op.SENTENCE:
            yield (*[None] * at, str(each.state), False, each.text)


DAY_FIELDS = (
    Field("spent_date", "date", "day", 1),
    Field("hours", "number", None, 2),
    Field("target", "number?", None, 3),
    Field("difference", "number?"),
    Field("entries", "int", None, 5),
    Field("holiday?"),
)


def is_empty(day: "DaySum", week: "Week") -> bool:
    """Whether it is a workday that is over and has nothing."""
    return bool(day.target) and day.hours == 0 and day.day < week.today


class RowOfWeek(NamedTuple):
    """A row of the grid in its week."""

    row: "WeekRow"
    week: "Week"


class DayOfWeek(NamedTuple):
    """A day in its week."""

    day: "DaySum"
    week: "Week"


def days_of(week: "Week") -> list[str]:
    """The days of a week by their dates."""
    return [day.day.isoformat() for day in week.days]


WEEK = Table(
    *FROM_TO,
    Field(
        "rows",
        [
            Table(
                Field("client", "text", "row.client"),
                Field("project", "text", "row.project"),
                Field("task", "text", "row.task"),
                Field(
                    "hours",
                    {"*": "number"},
                    lambda each: dict(zip(days_of(each.week), each.row.hours, strict=True)),
                ),
                Field("total", "number", "row.total"),
                Field("is_running", "bool", lambda each: each.row.running is not None),
                Field("whose", "text?", "row.whose"),
            )
        ],
        lambda week: [RowOfWeek(row, week) for row in week.rows],
    ),
    Field(
        "days",
        [
            Table(
                *within("day", DAY_FIELDS),
                Field("is_empty", "bool", lambda each: is_empty(each.day, each.week)),
            )
        ],
        lambda week: [DayOfWeek(day, week) for day in week.days],
    ),
    Field(
        "total",
        Table(
            Field("hours", "number", "total"),
            Field("target", "number?"),
            Field("due", "number?"),
            Field("difference", "number?", lambda week: week.total - week.due),
        ),
        lambda week: week,
    ),
    Field("uncounted", "int"),
    Field("whose", "text?"),
    INFERENCES,
)


def week_columns(week: "Week") -> tuple[str, ...]:
    """The columns of its rows: the names, then each day, then the sum."""
    person = ["whose"] if week.people else []
    return (*person, "client", "project", "task", *days_of(week), "total")


def week_rows(week: "Week") -> Iterator[tuple[Cell, ...]]:
    """The cells of each project and task."""
    for row in week.rows:
        person = [row.whose] if week.people else []
        yield (*person, row.client, row.project, row.task, *row.hours, row.total)


GAP = Table(
    *DAY_FIELDS, Field("missing", "number", lambda day: -day.difference, 4), Field("whose", "text?")
)
GAPS = Table(
    *FROM_TO,
    Field("gaps", [GAP], "days"),
    Field(
        "total",
        Table(
            Field("missing", "number"),
            Field("days", "int", lambda gaps: len(gaps.days)),
            Field("checked", "int"),
        ),
        lambda gaps: gaps,
    ),
    Field("holidays", [Table(Field("spent_date", "date", "day"), Field("holiday"))]),
    Field("whose", "text?"),
    INFERENCES,
)


def gap_rows(gaps: "Gaps") -> tuple[Sequence[str], Iterator[tuple[Cell, ...]]]:
    """The columns of days below target, with names where there are several people, and rows."""
    cells = GAP.row_of()
    if not gaps.people:
        return GAP.columns, map(cells, gaps.days)
    return ("whose", *GAP.columns), ((day.whose, *cells(day)) for day in gaps.days)


class InBalance(NamedTuple):
    """A line in its balance."""

    line: "Line"
    balance: "Balance"


def key_of(each: InBalance) -> str:
    """The name of a line for programs: `2026-10`, or its first day."""
    steps = steps_of(each.balance.group_by)
    start = each.line.period.start
    return start.isoformat() if steps is None else steps.key(start)


def _hours(name: str, place: int) -> Field:
    get = attrgetter(f"line.part.{name}")
    return Field(name, "number", lambda each: hours_of(get(each)), place)


PARTS = (
    _hours("worked", 4),
    _hours("leave", 5),
    _hours("holiday", 6),
    _hours("unpaid", 7),
    _hours("compensation", 8),
    _hours("target", 9),
    _hours("difference", 10),
    Field("balance", "number", lambda each: hours_of(each.line.balance), 11),
)
LINE = Table(
    Field("name", "text", key_of, 1),
    Field("from", "date", "line.period.start", 2),
    Field("to", "date", "line.period.end", 3),
    *PARTS,
)
BALANCE = Table(
    *FROM_TO,
    Field("since", "date"),
    Field("group_by", "day|week|month|quarter|half"),
    Field("start", "number", lambda balance: hours_of(balance.start)),
    Field("rows", [LINE], lambda balance: [InBalance(line, balance) for line in balance.lines]),
    Field("total", Table(*PARTS), lambda balance: InBalance(balance.total, balance)),
    Field(
        "today",
        Table(
            Field("spent_date", "date", "today"),
            Field("hours", "number", "done_today"),
            Field("target", "number", "due_today"),
        ),
        lambda balance: balance,
    ),
    Field("pending", "number"),
    Field("uncounted", "int"),
    Field(
        "holidays",
        [
            Table(
                Field("spent_date", "date", lambda pair: pair[0]),
                Field("holiday", "text", lambda pair: pair[1].holiday),
            )
        ],
    ),
    Field("origins", [Table(Field("what"), Field("value"), Field("origin"))]),
    INFERENCES,
)
DOCUMENTS: dict[str, Any] = {"status": STATUS, "week": WEEK, "gaps": GAPS, "balance": BALANCE}
