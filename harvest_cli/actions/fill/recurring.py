"""Entries that come again, by `[[recurring]]`: their days, and the entries of one day."""

from collections.abc import Iterator
from datetime import date, timedelta

from harvest_cli.actions.entries.bulk import BulkItem
from harvest_cli.actions.entries.read_log import as_entry
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import ConfigurationError, SentenceError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.days.recurring import Rule, read_rule
from harvest_cli.language.text.readings import Kind
from harvest_cli.local.config.proposal_tables import RECURRING, RecurringRow, recurring_rows

YEARS = timedelta(days=5 * 366)
"""A rule that falls on no day of so many is none."""


class Recurring(NamedTuple):
    """A table of the configuration and the rule that it says."""

    row: RecurringRow
    rule: Rule

    def falls_on(self, day: date) -> bool:
        """Whether it is due on a day."""
        row = self.row
        inside = (row.start or date.min) <= day <= (row.end or date.max)
        return inside and self.rule.falls_on(day, row.start)


def recurring(context: Context) -> list[Recurring]:
    """What comes again, in the order of the file; raises FileMistake."""
    return [_checked(context, row) for row in recurring_rows(context.tables)]


def _checked(context: Context, row: RecurringRow) -> Recurring:
    source = context.tables
    try:
        found = Recurring(row, read_rule(row.when))
    except ValueError as error:
        raise source.mistake(RECURRING, "when", row.when, str(error), row.at) from None
    if found.rule.weeks > 1 and row.start is None:
        wanted = f"`from` beside it, a day on which `{row.when}` falls"
        raise source.mistake(RECURRING, "when", row.when, wanted, row.at)
    start = row.start or (row.end or context.today) - YEARS
    days = Period(start, row.end or start + YEARS).days()
    if not any(found.falls_on(day) for day in days):
        key = "when" if row.end is None else "until"
        wanted = f"a day on which `{row.when}` falls by then" if row.end else "days that there are"
        raise source.mistake(RECURRING, key, row.end or row.when, wanted, row.at)
    return found


def due_on(context: Context, each: Recurring, day: date) -> Iterator[BulkItem]:
    """The entries of one rule on one day; raises FileMistake where its text says none,
    or a day."""
    try:
        understood = resolve(context, each.row.text, Flags(date=day.isoformat()))
    except SentenceError as refused:
        mistake = context.tables.mistake(RECURRING, "text", each.row.text, "", each.row.at)
        where = mistake.message.rpartition(" (")[2].rstrip(")")
        mistake.message = f"{refused.message} ({where})"
        mistake.hint = refused.hint
        raise mistake from None
    read = understood.reading
    days = [span for span in read.spans if span.kind in (Kind.DATE, Kind.PERIOD)]
    if words := " ".join(read.text[span.start : span.end].strip() for span in days):
        wanted = f"a sentence without a day: `when` says it, and not `{words}`"
        raise context.tables.mistake(RECURRING, "text", each.row.text, wanted, each.row.at)
    rows = zip(understood.entries, understood.requests, understood.assumed, strict=True)
    for reading, new, assumed in rows:
        yield BulkItem(each.row.when, as_entry(reading, new), new, assumed)


def check_recurring(context: Context) -> int:
    """How many rules there are; raises ConfigurationError for the first that cannot be used."""
    rules = recurring(context)
    for each in rules:
        if not list(due_on(context, each, context.today)):
            message = f"`{each.row.text}` says no entry ([[{RECURRING}]] in {context.tables.path})"
            raise ConfigurationError(message, hint="Give it a length, a project and a task")
    return len(rules)
