"""Sums of hours and money over time entries: exact, in one pass, however many entries come.

Entries are folded while they arrive; nothing of them is kept but the sums and the names. Money
is never added up across currencies.

What a report can be grouped by has one row in `GROUPINGS`, from which all else follows: sentences
read its nouns, `--by` its key, sums its attribute of an entry, tables its title. A grouping of
time says which period holds a day, and how such a period is called.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter

from harvest_cli.domain.company import Client
from harvest_cli.domain.days import MONTHS, Period, month_of, months_of, week_of
from harvest_cli.domain.entries import Named
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any, NamedTuple, Protocol


class Steps(NamedTuple):
    """Periods that follow each other: the one that holds a day, with the first weekday as `int`.

    `key` names one for programs by its first day; `title` does so for people; None:
    its first and last day are shown.
    """

    holding: Callable[[date, int], Period]
    key: Callable[[date], str] = date.isoformat
    title: Callable[[date], str] | None = None


class Grouping(NamedTuple):
    """One grouping. `attribute` is where an entry says what it belongs to.

    `nouns` follow "by" and "per" in a sentence; those of `alone` group by themselves.
    """

    title: str
    attribute: str
    nouns: str
    alone: str = ""
    steps: Steps | None = None


MOST_GROUPS = 3
GROUPINGS = {
    "client": Grouping("Client", "client.id", "client clients customer customers",
                       "clients customers"),
    "project": Grouping("Project", "project.id", "project projects", "projects"),
    "task": Grouping("Task", "task.id", "task tasks activity activities", "tasks activities"),
    "team": Grouping("Person", "user.id",
                     "team user users person persons people member members employee employees "
                     "colleague colleagues teammate teammates",
                     "who team people users members employees"),
    "day": Grouping("Day", "spent_date", "day days date dates", "daily",
                    Steps(lambda day, _: Period(day, day))),
    "week": Grouping("Week", "spent_date", "week weeks", "weekly", Steps(week_of)),
    "month": Grouping("Month", "spent_date", "month months", "monthly",
                      Steps(lambda day, _: month_of(day), lambda day: f"{day:%Y-%m}",
                            lambda day: f"{MONTHS[day.month - 1]} {day.year}")),
    "quarter": Grouping("Quarter", "spent_date", "quarter quarters", "quarterly",
                        Steps(lambda day, _: months_of(day, 3),
                              lambda day: f"{day.year}-Q{day.month // 3 + 1}",
                              lambda day: f"Q{day.month // 3 + 1} {day.year}")),
    "half": Grouping("Half", "spent_date", "half halves half-year half-years", "biannually",
                     Steps(lambda day, _: months_of(day, 6),
                           lambda day: f"{day.year}-H{day.month // 6 + 1}",
                           lambda day: f"H{day.month // 6 + 1} {day.year}")),
}  # fmt: skip
"""By the key that `--by` takes and JSON gives."""
*_FIRST, _LAST = WORDS = tuple(each.title.lower() for each in GROUPINGS.values())
CHOICE = f"{', '.join(_FIRST)} or {_LAST}"
"""All of them, for a hint; WORDS are what completion offers."""


def steps_of(key: str) -> Steps | None:
    """The periods of a grouping of time; None for others and for a total, whose key is empty."""
    return GROUPINGS[key].steps if key else None


Number = Decimal | float
Key = tuple[Any, ...]
"""Ids and days, one for each attribute that a ledger groups by."""
_LARGEST = 15


class Line(Protocol):
    """What is summed of an entry. A TimeEntry is one; so is a row that holds only these fields.

    Numbers straight from JSON may be floats: up to 15 digits a float still tells the decimal it
    was read from, and `Exact` gives that decimal.
    """

    @property
    def hours(self) -> Number | None:
        """With the running part."""

    @property
    def rounded_hours(self) -> Number | None:
        """After the account's rounding; None counts as not rounded."""

    @property
    def billable_rate(self) -> Number | None:
        """Money for an hour; None where it may not be seen."""

    @property
    def billable(self) -> bool:
        """Whether the hours can be billed."""

    @property
    def is_running(self) -> bool:
        """Whether its timer runs."""

    @property
    def client(self) -> Any:
        """With `id`, `name` and `currency`."""


class Exact(dict[Number | None, Decimal | None]):
    """Numbers to the decimals they stand for; what is too large to be hours or money is None."""

    def __missing__(self, value: Number | None) -> Decimal | None:
        found = None if value is None else Decimal(repr(value) if type(value) is float else value)
        if found is not None and (not found.is_finite() or found.adjusted() >= _LARGEST):
            found = None
        if type(value) is float:
            self[value] = found
        return found


class Sums:
    """Hours and money of some entries. Hours with `rounded` are after the account's rounding.

    `entries` is how many, `running` how many of them still run, `unknown` how many could not be
    counted because their hours make no sense.
    """

    __slots__ = (
        "amounts", "billable_hours", "entries", "hours", "rounded_billable_hours",
        "rounded_hours", "running", "unknown",
    )  # fmt: skip

    def __init__(self) -> None:
        self.hours = self.rounded_hours = ZERO
        self.billable_hours = self.rounded_billable_hours = ZERO
        self.amounts: dict[str | None, Decimal] = {}
        self.entries = self.running = self.unknown = 0

    def __repr__(self) -> str:
        return f"Sums({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"

    def include(self, other: "Sums") -> None:
        """Add the sums of other entries."""
        self.hours += other.hours
        self.rounded_hours += other.rounded_hours
        self.billable_hours += other.billable_hours
        self.rounded_billable_hours += other.rounded_billable_hours
        self.entries += other.entries
        self.running += other.running
        self.unknown += other.unknown
        for currency, amount in other.amounts.items():
            self.amounts[currency] = self.amounts.get(currency, ZERO) + amount


def total_of(parts: Iterable[Sums]) -> Sums:
    """All of them together."""
    whole = Sums()
    for part in parts:
        whole.include(part)
    return whole


class Ledger:
    """Sums by the attributes that `by` names: client, project, task, team (a person), day.

    `named` holds, for each attribute and id, the first thing seen with it: a client, a project
    with its client, a task, a person.
    """

    def __init__(self, by: tuple[str, ...] = ()) -> None:
        self.by = by
        self.named: dict[tuple[str, object], Any] = {}
        self._kinds: dict[Key, Sums] = {}
        self._exact = Exact()
        # Entries alike in all of this are summed together: one multiplication gives their money.
        alike = ("billable", "billable_rate", "client.currency", "is_running")
        self._kind = attrgetter(*(GROUPINGS[name].attribute for name in by), *alike)

    def fold(self, lines: Sequence[Line]) -> None:
        """Add entries. Little is done for each on purpose: there may be a hundred thousand."""
        kinds: defaultdict[Key, list[Line]] = defaultdict(list)
        for kind, line in zip(map(self._kind, lines), lines, strict=True):
            kinds[kind].append(line)
        for kind, alike in kinds.items():
            if kind not in self._kinds:
                self._open(kind, alike[0])
            self._add(kind, alike)

    def _add(self, kind: Key, lines: list[Line]) -> None:
        # Any: where a number is missing the sums fail, and the slower way sorts it out.
        exact: Any = self._exact
        sums = self._kinds[kind]
        try:
            hours: Decimal = sum([exact[line.hours] for line in lines], ZERO)
            rounded: Decimal = sum([exact[line.rounded_hours] for line in lines], ZERO)
        except TypeError:
            pairs = [(exact[line.hours], exact[line.rounded_hours]) for line in lines]
            known = [(h, h if r is None else r) for h, r in pairs if h is not None]
            sums.unknown += len(pairs) - len(known)
            hours = sum([pair[0] for pair in known], ZERO)
            rounded = sum([pair[1] for pair in known], ZERO)
            sums.entries += len(known) - len(lines)
        sums.entries += len(lines)
        sums.hours += hours
        sums.rounded_hours += rounded
        self._bill(kind[len(self.by) :], sums, hours, rounded, len(lines))

    def _bill(self, alike: Key, sums: Sums, hours: Decimal, rounded: Decimal, count: int) -> None:
        billable, rate, currency, is_running = alike
        sums.running += count if is_running else 0
        if not billable:
            return
        sums.billable_hours += hours
        sums.rounded_billable_hours += rounded
        price = self._exact[rate]
        if price is not None:
            sums.amounts[currency] = sums.amounts.get(currency, ZERO) + rounded * price

    def _open(self, kind: Key, line: Line) -> None:
        self._kinds[kind] = Sums()
        for name, id_ in zip(self.by, kind, strict=False):
            if (name, id_) not in self.named:
                self.named[name, id_] = _named(name, line)

    def totals(self) -> dict[Key, Sums]:
        """The sums by what was asked for, one key for each attribute."""
        found: dict[Key, Sums] = {}
        for kind, sums in self._kinds.items():
            key = kind[: len(self.by)]
            if key not in found:
                found[key] = Sums()
            found[key].include(sums)
        return found


def _named(name: str, line: Any) -> Any:
    if name == "project":
        return line.project, line.client
    if steps_of(name):
        return None
    return getattr(line, "user" if name == "team" else name)


class ReportRow(NamedTuple):
    """One row of `/reports/time/*`: hours after rounding; one row per currency.

    `billable_amount` and `currency` are None for people who may not see rates. Only the ids and
    names of the report's own grouping are set.
    """

    total_hours: Decimal
    billable_hours: Decimal
    currency: str | None = None
    billable_amount: Decimal | None = None
    client: Client | None = None
    project: Named | None = None
    task: Named | None = None
    user: Named | None = None
    weekly_capacity: int | None = None
    is_contractor: bool | None = None


class BudgetRow(NamedTuple):
    """One row of `/reports/project_budget`: hours or money by `budget_by`; values may be hidden."""

    client: Client
    project: Named
    budget_by: str | None = None
    budget_is_monthly: bool = False
    is_active: bool = True
    budget: Decimal | None = None
    budget_spent: Decimal | None = None
    budget_remaining: Decimal | None = None


class UninvoicedRow(NamedTuple):
    """One row of `/reports/uninvoiced`; the amount can be negative."""

    client: Client
    project: Named
    currency: str | None = None
    total_hours: Decimal | None = None
    uninvoiced_hours: Decimal | None = None
    uninvoiced_expenses: Decimal | None = None
    uninvoiced_amount: Decimal | None = None
