"""A timesheet for programs: its entries, and the totals by day and by task."""

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter

from harvest_cli.actions.reports.report import Timesheet, Total
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.show.machine.entries import INFERENCES
from harvest_cli.show.machine.fields import Field, Table


class OnSheet(NamedTuple):
    """An entry with the timesheet that it stands on."""

    entry: TimeEntry
    sheet: Timesheet

    @property
    def amount(self) -> Decimal | None:
        """What it costs, to the hundredth; None where that was not asked for."""
        found = self.sheet.amount_of(self.entry)
        return None if found is None else found.quantize(HUNDREDTH)

    @property
    def currency(self) -> str | None:
        """Of the amount."""
        return None if self.amount is None else self.sheet.currency_of(self.entry)


ROW = Table(
    Field("spent_date", "date?", attrgetter("entry.spent_date"), 1),
    Field("hours", "number?", attrgetter("entry.hours"), 2),
    Field("client", "text", attrgetter("entry.client.name"), 3),
    Field("project", "text", attrgetter("entry.project.name"), 4),
    Field("task", "text", attrgetter("entry.task.name"), 5),
    Field("notes", "text?", attrgetter("entry.notes"), 6),
    Field("person", "text?", lambda each: each.entry.user and each.entry.user.name, 7),
    Field("amount", "number?", None, 8),
    Field("currency", "text?", None, 9),
)
PRICED = ("amount", "currency")
_TOTAL = (
    Field("hours", "number"),
    Field("amounts", {"*": "number"}, lambda total: dict(total.amounts)),
)


class _Named(NamedTuple):
    """A total with what it is of."""

    names: tuple[Any, ...]
    total: Total

    @property
    def hours(self) -> Decimal:
        """In all."""
        return self.total.hours

    @property
    def amounts(self) -> tuple[tuple[str, Decimal], ...]:
        """Money by currency."""
        return self.total.amounts


TIMESHEET = Table(
    Field("from", "date", attrgetter("period.start")),
    Field("to", "date", attrgetter("period.end")),
    Field("whose"),
    Field("filters", ["text"]),
    Field("entries", [ROW], lambda sheet: [OnSheet(entry, sheet) for entry in sheet.entries]),
    Field(
        "by_day",
        [Table(Field("spent_date", "date?", lambda each: each.names[0]), *_TOTAL)],
        lambda sheet: [_Named((day,), total) for day, total in sheet.by_day().items()],
    ),
    Field(
        "by_task",
        [
            Table(
                Field("project", "text", lambda each: each.names[0]),
                Field("task", "text", lambda each: each.names[1]),
                *_TOTAL,
            )
        ],
        lambda sheet: [_Named(names, total) for names, total in sheet.by_task().items()],
    ),
    Field("total", Table(*_TOTAL)),
    Field("uncounted", "int"),
    INFERENCES,
)


def timesheet_rows(sheet: Timesheet) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns and the cells of each entry; money only where it was asked for."""
    columns = tuple(name for name in ROW.columns if sheet.priced or name not in PRICED)
    return columns, map(ROW.row_of(columns), (OnSheet(entry, sheet) for entry in sheet.entries))


DOCUMENTS: dict[str, Any] = {"report-timesheet": TIMESHEET}
