"""From words and flags to entries that could be sent: names healed once, tasks filled in.

Flags win over words. Nothing is sent from here but the questions for names.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from harvest_cli.actions.context import Context
from harvest_cli.actions.default_task import task_for
from harvest_cli.domain.errors import SentenceError, Unreachable, UsageError
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.readings import EntryReading, Given, LogReading

_T = TypeVar("_T")
NAMES_MISSED = {"unknown_project", "archived_project", "unknown_task", "no_project"}
FAR_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Flags:
    """What was said by flags, as typed; None where a flag was not used."""

    project: str | None = None
    client: str | None = None
    task: str | None = None
    date: str | None = None
    hours: str | None = None
    from_: str | None = None
    to: str | None = None
    note: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading whose entries all have a task; `assumed` says for each why, if nobody named it."""

    reading: LogReading
    entries: tuple[EntryReading, ...]
    assumed: tuple[str | None, ...]


def understand(context: Context, text: str, flags: Flags) -> Understood:
    """Read one sentence; a name that is missed is looked up at Harvest once.

    Raises SentenceError and UsageError for what cannot be understood.
    """
    return healing(context, lambda: _understand(context, text, flags))


def healing(context: Context, read: Callable[[], _T]) -> _T:
    """Try `read`; when it misses a name, ask Harvest for the names again and try once more."""
    try:
        return read()
    except SentenceError as missed:
        if missed.code not in NAMES_MISSED:
            raise
        try:
            healed = context.book.heal()
        except Unreachable:
            healed = False
        if not healed:
            raise
    return read()


def _understand(context: Context, text: str, flags: Flags) -> Understood:
    from harvest_cli.language.sentence import parse_log

    given = given_by(context, flags)
    reading = parse_log(text, context.now, context.book.names, context.manner, given)
    entries, assumed = [], []
    for entry in reading.entries:
        timed = _with_clock_flags(entry, given)
        task, why = task_for(context, timed, flags.task)
        entries.append(replace(timed, task=task))
        assumed.append(why)
    return Understood(reading, tuple(entries), tuple(assumed))


def given_by(context: Context, flags: Flags) -> Given:
    """The flags as values; raises SentenceError with the flag's own text under the caret."""
    from harvest_cli.language.clock import read_clock_time
    from harvest_cli.language.dates import read_date
    from harvest_cli.language.durations import read_hours

    begin = read_clock_time(flags.from_) if flags.from_ is not None else None
    end = read_clock_time(flags.to) if flags.to is not None else None
    hours = read_hours(flags.hours, context.manner) if flags.hours is not None else None
    return Given(
        assignment=_project(context, flags),
        spent_date=read_date(flags.date, context.now, context.manner)
        if flags.date is not None
        else None,
        hours=hours if hours is not None else _hours_between(begin, end),
        started_time=begin,
        ended_time=end,
        notes=flags.note,
    )


def _project(context: Context, flags: Flags) -> ProjectAssignment | None:
    if flags.project is None:
        if flags.client is not None:
            message = "`--client` only helps to tell projects apart"
            raise UsageError(message, hint="Add `--project NAME`")
        return None
    return context.book.names.project(flags.project, flags.client)


def _hours_between(begin: time | None, end: time | None) -> Decimal | None:
    from harvest_cli.domain.hours import hours_from_minutes

    if begin is None or end is None:
        return None
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    if minutes <= 0:
        message = "`--to` is not after `--from`"
        raise UsageError(message, hint="Write work past midnight in words: `10pm-1am`")
    return hours_from_minutes(minutes)


def _with_clock_flags(entry: EntryReading, given: Given) -> EntryReading:
    # One flag alone fixes one end; the hours give the other.
    from harvest_cli.domain.hours import minutes_from_hours

    length = timedelta(minutes=minutes_from_hours(entry.hours))
    begin, end = given.started_time, given.ended_time
    if begin and end:
        return replace(entry, started_time=begin, ended_time=end)
    if begin:
        after = datetime.combine(date.min, begin) + length
        return replace(entry, started_time=begin, ended_time=after.time())
    if end:
        before = datetime.combine(date(1, 1, 3), end) - length
        return replace(entry, started_time=before.time(), ended_time=end)
    return entry


def refuse_far_back(context: Context, entries: tuple[EntryReading, ...]) -> None:
    """A day more than a year ago is more often a slip than meant: raises UsageError."""
    for entry in entries:
        if context.today - entry.spent_date > FAR_BACK:
            message = f"{entry.spent_date.isoformat()} is more than a year ago"
            raise UsageError(message, code="invalid_date", hint="Add `--yes` if it is meant")
