"""The balance for programs: its periods with what was done and due, and the running total."""

from operator import attrgetter

from harvest_cli.actions.balance import Balance
from harvest_cli.domain.balance import Line, hours_of
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.totals import steps_of
from harvest_cli.show.machine.entries import INFERENCES
from harvest_cli.show.machine.fields import Field, Table


class InBalance(NamedTuple):
    """A line in its balance."""

    line: Line
    balance: Balance


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
    Field("from", "date", attrgetter("line.period.start"), 2),
    Field("to", "date", attrgetter("line.period.end"), 3),
    *PARTS,
)
BALANCE = Table(
    Field("from", "date", attrgetter("period.start")),
    Field("to", "date", attrgetter("period.end")),
    Field("since", "date"),
    Field("group_by", "day|week|month|quarter|half"),
    Field("start", "number", lambda balance: hours_of(balance.start)),
    Field("rows", [LINE], lambda balance: [InBalance(line, balance) for line in balance.lines]),
    Field("total", Table(*PARTS), lambda balance: InBalance(balance.total, balance)),
    Field(
        "today",
        Table(
            Field("spent_date", "date", attrgetter("today")),
            Field("hours", "number", attrgetter("done_today")),
            Field("target", "number", attrgetter("due_today")),
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
DOCUMENTS: dict[str, Any] = {"balance": BALANCE}
