"""A timesheet for a client: every entry of a period, and its totals by day and by task."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import Progress, UsageError, nobody
from harvest_cli.domain.hours import HUNDREDTH, ZERO
from harvest_cli.domain.records import NamedTuple, TypeVar
from harvest_cli.language.text.readings import Inference

K = TypeVar("K")


class Total(NamedTuple):
    """Hours and money of some entries; money by currency."""

    hours: Decimal = ZERO
    amounts: tuple[tuple[str, Decimal], ...] = ()


class Timesheet(NamedTuple):
    """Entries by day, of `whose`; with `priced` what they cost is told. `company` is the account's.

    `several` tells whether they are of more than one person; `uncounted` entries had no hours.
    """

    period: Period
    whose: str
    filters: tuple[str, ...]
    entries: tuple[TimeEntry, ...]
    today: date
    company: Company
    priced: bool = False
    several: bool = False
    uncounted: int = 0
    inferences: tuple[Inference, ...] = ()

    @property
    def total(self) -> Total:
        """All entries together."""
        return self.total_of(self.entries)

    @property
    def running(self) -> int:
        """How many timers are among them."""
        return sum(entry.is_running for entry in self.entries)

    def by_day(self) -> dict[date | None, Total]:
        """The totals of each day."""
        return self._grouped(lambda entry: entry.spent_date)

    def by_task(self) -> dict[tuple[str, str], Total]:
        """The totals of each project and task."""
        found = self._grouped(lambda entry: (entry.project.name, entry.task.name))
        return dict(sorted(found.items(), key=lambda pair: tuple(map(str.casefold, pair[0]))))

    def _grouped(self, key: Callable[[TimeEntry], K]) -> dict[K, Total]:
        found: dict[K, list[TimeEntry]] = {}
        for entry in self.entries:
            found.setdefault(key(entry), []).append(entry)
        return {name: self.total_of(entries) for name, entries in found.items()}

    def total_of(self, entries: Iterable[TimeEntry]) -> Total:
        """The totals of some of them; money is rounded once, at the end."""
        hours, exact = ZERO, dict[str, Decimal]()
        for entry in entries:
            hours += entry.hours or ZERO
            amount = self.amount_of(entry)
            if amount is not None:
                exact[self.currency_of(entry)] = exact.get(self.currency_of(entry), ZERO) + amount
        sums = ((code, exact[code].quantize(HUNDREDTH)) for code in sorted(exact))
        return Total(hours, tuple(sums))

    def amount_of(self, entry: TimeEntry) -> Decimal | None:
        """What an entry costs, exact; None where that is not told, or nothing."""
        if not (self.priced and entry.billable) or entry.billable_rate is None:
            return None
        hours = entry.hours if entry.rounded_hours is None else entry.rounded_hours
        return None if hours is None else hours * entry.billable_rate

    def currency_of(self, entry: TimeEntry) -> str:
        """The currency of its client, else that of the account."""
        return entry.client.currency or self.company.currency or "?"


def timesheet_of(
    context: Context, asked: QueryFlags, *, priced: bool, progress: Progress = nobody
) -> Timesheet:
    """The timesheet that words and flags ask for, of this month when they name no period.

    Raises UsageError for groups, and what reading and asking raise.
    """
    scope = scope_of(context, asked, month_of(context.today))
    if scope.group_by or scope.compared:
        message = "A timesheet lists entries: it is neither grouped nor compared"
        raise UsageError(message, hint="Omit `--timesheet`, or the groups")
    entries = entries_in(context, scope, progress)
    return Timesheet(
        period=scope.period,
        whose=scope.whose,
        filters=scope.filters,
        entries=tuple(entries),
        today=context.today,
        company=context.account.data.company,
        priced=priced,
        several=len({entry.user.id for entry in entries if entry.user}) > 1,
        uncounted=sum(entry.hours is None for entry in entries) + context.client.unreadable,
        inferences=scope.inferences,
    )
