"""`hv parse`: how a sentence is read, with nothing sent and nothing asked but the names.

What a sentence was taken for, piece by piece.
"""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.actions.resolve.aliases import TIMELESS, expanded
from harvest_cli.actions.resolve.ambiguity import resolve_ambiguities
from harvest_cli.actions.resolve.defaults import task_of_settings, with_default_project
from harvest_cli.actions.resolve.resolver import read_log, with_fresh_names
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import Part
from harvest_cli.domain.errors import UsageError
from harvest_cli.language.text.readings import (
    EntryReading,
    Inference,
    LogReading,
    Overrides,
    PeriodReading,
    StartReading,
)

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.language.text.readings import Span

KINDS = ("log", "start", "period")


class ParsedEntry(NamedTuple):
    """One entry as read, names as texts; `hours` of a timer are those it starts with."""

    spent_date: date
    hours: Decimal | None
    client: str
    project: str
    task: str | None
    notes: str | None
    started_time: time | None = None
    ended_time: time | None = None


class ParsedPeriod(NamedTuple):
    """A period as read."""

    period: Period
    group_by: tuple[str, ...]
    client: str | None
    project: str | None
    task: str | None
    billable: bool | None


class Parsed(NamedTuple):
    """A sentence as read; `typed` is what an alias in it was expanded from."""

    kind: str
    text: str
    entries: tuple[ParsedEntry, ...] = ()
    period: ParsedPeriod | None = None
    parts: tuple[Part, ...] = ()
    inferences: tuple[Inference, ...] = ()
    warnings: tuple[str, ...] = ()
    typed: str | None = None
    today: date | None = None


def kind_of(name: str) -> str:
    """What `--as` names; raises UsageError."""
    if name not in KINDS:
        message = f"`--as` is {name[:40]!r}"
        raise UsageError(message, hint=f"Give {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    return name


def parse(context: "Context", text: str, kind: str) -> Parsed:
    """How a sentence is read; a name that is missed is looked up at Harvest once.

    Raises SentenceError.
    """
    return with_fresh_names(context, lambda: _read(context, text, kind))


def parse_at_hand(context: "Context", text: str, kind: str) -> Parsed:
    """The same with the names as they are: many sentences should all be read by the same."""
    return resolve_ambiguities(context, lambda: _read(context, text, kind))


def _read(context: "Context", text: str, kind: str) -> Parsed:
    found = _READERS[kind](context, text)
    return found._replace(
        inferences=(*found.inferences, *context.account.decided), today=context.today
    )


def _log(context: "Context", text: str) -> Parsed:
    whole, alias = expanded(context, text)

    def reading_with(given: Overrides) -> LogReading:
        return read_log(context, whole, given)

    reading, settings = with_default_project(context, Overrides(), reading_with)
    said = [Inference("alias", f"{alias} is {whole}")] if alias else []
    said += [Inference("project", each) for each in settings]
    entries = []
    for entry in reading.entries:
        task, why = _task(context, entry)
        said += [why] if why else []
        entries.append(_entry(entry, task))
    parsed = _parsed("log", reading, entries)
    return parsed._replace(
        inferences=(*reading.inferences, *dict.fromkeys(said)), typed=text if alias else None
    )


def _task(context: "Context", entry: EntryReading) -> tuple[str | None, Inference | None]:
    """The task named, or the one that the settings name; what was used last is not asked for."""
    if entry.task is not None:
        return entry.task.name, None
    named = task_of_settings(context, entry.assignment)
    if named is None:
        return None, None
    task, why = named
    return task.name, Inference("task", f"task {task.name} {why}")


def _entry(entry: EntryReading, task: str | None) -> ParsedEntry:
    return ParsedEntry(
        entry.spent_date,
        entry.hours,
        entry.assignment.client.name,
        entry.assignment.project.name,
        task,
        entry.notes,
        entry.started_time,
        entry.ended_time,
    )


def _start(context: "Context", text: str) -> Parsed:
    from harvest_cli.language.sentence.start import parse_start

    whole, alias = expanded(context, text, TIMELESS)
    reading = parse_start(whole, context.now, context.account.names, context.conventions)
    entry = ParsedEntry(
        reading.spent_date,
        reading.already,
        reading.assignment.client.name,
        reading.assignment.project.name,
        reading.task.name if reading.task else None,
        reading.notes,
        reading.started_time,
    )
    said = (Inference("alias", f"{alias} is {whole}"),) if alias else ()
    return _parsed("start", reading, [entry])._replace(
        inferences=(*reading.inferences, *said), typed=text if alias else None
    )


def _parsed(
    kind: str, reading: LogReading | StartReading, entries: Sequence[ParsedEntry]
) -> Parsed:
    return Parsed(
        kind,
        reading.text,
        tuple(entries),
        parts=parts_of(reading.text, reading.spans),
        inferences=reading.inferences,
        warnings=reading.warnings,
    )


def _period(context: "Context", text: str) -> Parsed:
    from harvest_cli.language.sentence.period import parse_period

    reading = parse_period(text, context.now, context.account.names, context.conventions)
    return Parsed(
        "period",
        text,
        period=_days(reading),
        parts=parts_of(text, reading.spans),
        inferences=reading.inferences,
    )


def _days(reading: PeriodReading) -> ParsedPeriod:
    return ParsedPeriod(
        reading.period,
        reading.group_by,
        reading.client,
        reading.assignment.project.name if reading.assignment else None,
        reading.task,
        reading.billable,
    )


_READERS = {"log": _log, "start": _start, "period": _period}


def parts_of(text: str, spans: "Sequence[Span]") -> tuple[Part, ...]:
    """The pieces of a sentence; together they are the whole of it."""
    return tuple(Part(s.start, s.end, str(s.kind), text[s.start : s.end]) for s in spans)


def refuse_inferred(inferred: Sequence[str]) -> None:
    """Raise UsageError when anything had to be inferred: what `--strict` is for."""
    if not inferred:
        return
    things = "One thing" if len(inferred) == 1 else f"{len(inferred)} things"
    message = f"{things} would have to be inferred, and `--strict` allows none"
    hint = "Say it in the sentence, or leave `--strict` out"
    raise UsageError(message, code="inferred", hint=hint, candidates=inferred)
