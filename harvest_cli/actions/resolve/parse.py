"""`hv parse`: how a sentence is read, with nothing sent and nothing asked but the names.

What a sentence was taken for, piece by piece.
"""

from datetime import date, time
from decimal import Decimal

from harvest_cli.actions.resolve.ambiguity import resolve_ambiguities, with_fresh_names
from harvest_cli.actions.resolve.clock_times import ClockTimes, clock_times
from harvest_cli.actions.resolve.defaults import known_default
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.looking_back import read_back
from harvest_cli.actions.resolve.resolver import LOG, START, ResolvedSentence, resolve_once
from harvest_cli.domain.days import month_of
from harvest_cli.domain.entries import Part
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.wording import expected
from harvest_cli.language.text.readings import (
    EntryReading,
    Inference,
    LogReading,
    PeriodReading,
    StartReading,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    assumed: tuple[str, str] | None = None
    """The task that would be taken where none is named, and why."""


class Parsed(NamedTuple):
    """A sentence as read; `typed` is what an alias in it was expanded from."""

    kind: str
    text: str
    entries: tuple[ParsedEntry, ...] = ()
    period: PeriodReading | None = None
    parts: tuple[Part, ...] = ()
    inferences: tuple[Inference, ...] = ()
    warnings: tuple[str, ...] = ()
    typed: str | None = None
    today: date | None = None


def kind_of(name: str) -> str:
    """What `--as` names; raises UsageError."""
    if name not in KINDS:
        wanted = f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"
        raise UsageError(expected(wanted, name, "--as"))
    return name


def parse(context: "Context", text: str, kind: str) -> Parsed:
    """How a sentence is read; a name that is missed is looked up at Harvest once.

    Raises SentenceError.
    """
    if kind == "period":
        return _period(context, text)
    return with_fresh_names(context, lambda: _read(context, text, kind))


def parse_at_hand(context: "Context", text: str, kind: str) -> Parsed:
    """The same with the names as they are: many sentences should all be read by the same."""
    if kind == "period":
        return _period(context, text, ask=False)
    return resolve_ambiguities(context, lambda: _read(context, text, kind))


def _read(context: "Context", text: str, kind: str) -> Parsed:
    found: ResolvedSentence[LogReading] | ResolvedSentence[StartReading]
    if kind == "log":
        found = resolve_once(context, LOG, text, Flags(), from_history=False)
    else:
        found = resolve_once(context, START, text, Flags(), from_history=False)
    return _parsed(context, kind, text, found)


def _parsed(
    context: "Context",
    kind: str,
    text: str,
    found: ResolvedSentence[LogReading] | ResolvedSentence[StartReading],
) -> Parsed:
    reading, said = found.reading, list(found.said)
    entries = []
    clock = [ClockTimes(entry.started_time) for entry in found.entries]
    if kind == "log":
        clock = clock_times(context, found.entries)
    for entry, why, times in zip(found.entries, found.assumed, clock, strict=True):
        said += [Inference("times", times.why)] if times.why else []
        if why is not None and entry.task is not None:
            said.append(Inference("task", f"task {entry.task.name} {why}"))
        read = _entry(entry, (times.begin, times.end))
        taken = None if entry.task else known_default(context, entry.assignment)
        entries.append(read._replace(assumed=(taken[0].name, taken[1]) if taken else None))
    return Parsed(
        kind,
        reading.text,
        tuple(entries),
        parts=parts_of(reading.text, reading.spans),
        inferences=(*reading.inferences, *dict.fromkeys(said)),
        warnings=reading.warnings,
        typed=text if any(each.kind == "alias" for each in found.said) else None,
        today=context.today,
    )


def _entry(entry: EntryReading, times: tuple[time | None, time | None]) -> ParsedEntry:
    return ParsedEntry(
        entry.spent_date,
        entry.hours or None,
        entry.assignment.client.name,
        entry.assignment.project.name,
        entry.task.name if entry.task else None,
        entry.notes,
        *times,
    )


def _period(context: "Context", text: str, *, ask: bool = True) -> Parsed:
    reading = read_back(context, text, month_of(context.today) if text.strip() else None, ask=ask)
    return Parsed(
        "period",
        text,
        period=reading,
        parts=parts_of(text, reading.spans),
        inferences=(*reading.inferences, *context.account.resolutions),
        today=context.today,
    )


def parts_of(text: str, spans: "Sequence[Span]") -> tuple[Part, ...]:
    """The pieces of a sentence; together they are the whole of it."""
    return tuple(Part(s.start, s.end, str(s.kind), text[s.start : s.end]) for s in spans)
