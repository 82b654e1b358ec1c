"""Flags of a sentence: their values checked, and laid over the words."""

from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from functools import partial

from harvest_cli.actions.resolve.defaults import refuses_default, rounding_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.hours import as_clock, hours_from_minutes
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_of
from harvest_cli.domain.wording import unread
from harvest_cli.language.lengths.clock import read_clock_time
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import Inference, Kind, LogReading, Overrides, StartReading

Check = tuple[str, str, Callable[[], object]]


def with_others(context: "Context", flags: "Flags", first: UsageError, began: str) -> UsageError:
    """One refusal for all the flags that are wrong; `first` where there is no other.

    `began` is the flag for the time of day at which work began. The first one gives the code.
    """
    slips = list(_slips(context, flags, began))
    if len(slips) < 2:
        return first
    message = "; ".join(unread(value, flag) for flag, value, _ in slips)
    hint = "\n".join(f"`{flag}`: {slip.hint or slip.message}" for flag, _, slip in slips)
    return UsageError(message, code=slips[0][2].code, hint=hint)


def _slips(context: "Context", flags: "Flags", began: str) -> Iterator[tuple[str, str, UsageError]]:
    named = _are_names_at_hand(context)
    checks = [*_values(context, flags, began), *(_names(context, flags) if named else ())]
    for flag, value, check in checks:
        try:
            check()
        except UsageError as slip:
            yield flag, value, slip


def _values(context: "Context", flags: "Flags", began: str) -> Iterator[Check]:
    """What can be read without any names."""
    read: dict[str, tuple[str | None, Callable[[str], object]]] = {
        "--hours": (flags.hours, lambda text: read_hours(in_hours(text), context.conventions)),
        "--date": (flags.date, partial(read_day, context)),
        began: (flags.from_, read_clock_time),
        "--to": (flags.to, read_clock_time),
        "--round": (flags.round, lambda text: rounding_of(context, text)),
        "--ref": (flags.ref, reference_of),
    }
    for flag, (value, reader) in read.items():
        if value is not None:
            yield flag, value, partial(reader, value)


def _names(context: "Context", flags: "Flags") -> Iterator[Check]:

    project, names = flags.project, context.account.names
    if flags.client is not None:
        client = flags.client
        yield "--client", client, lambda: names.client(client)
    if project is None or refuses_project(context, flags):
        return
    yield "--project", project, lambda: names.project(project)
    task = flags.task
    try:
        assignment = names.project(project)
    except SentenceError:
        return
    if task is not None and task.strip().casefold() != "none":
        yield "--task", task, lambda: names.task(assignment, task)


def _are_names_at_hand(context: "Context") -> bool:
    """Whether names are known and fresh, so that what is none of them can be called wrong."""
    known = context.account.cached()
    return known is not None and known.is_fresh(context.clock())


class Flags(NamedTuple):
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
    round: str | None = None
    user: str | None = None


def given_by(
    context: Context,
    flags: Flags,
    began: str = "--from",
    say: Callable[[Inference], object] = lambda _: None,
) -> Overrides:
    """The flags as values; raises SentenceError with the flag's own text under the caret.

    Where several are wrong, UsageError tells all; `began` is the flag that gives `from_`. `say`
    gets what was inferred.
    """
    try:
        return _given(context, flags, say)
    except UsageError as first:
        raise with_others(context, flags, first, began) from None


def _given(context: Context, flags: Flags, say: Callable[[Inference], object]) -> Overrides:
    manner = context.conventions
    begin = read_clock_time(flags.from_, say, manner.clock) if flags.from_ is not None else None
    end = read_clock_time(flags.to, say, manner.clock) if flags.to is not None else None
    hours = read_hours(in_hours(flags.hours), manner) if flags.hours is not None else None
    day = read_day(context, flags.date, say) if flags.date is not None else None
    if flags.round is not None:
        rounding_of(context, flags.round)
    if flags.ref is not None:
        reference_of(flags.ref)
    _refuse_backwards(begin, end)
    _refuse_other_hours(flags, begin, end, hours)
    return Overrides(
        assignment=_project(context, flags),
        spent_date=day,
        hours=hours,
        started_time=begin,
        ended_time=end,
        notes=flags.note,
    )


def day_typed(context: Context, typed: str) -> date:
    """The day of a flag; what was inferred is kept for the answer."""
    say = lambda each: context.infer(each.short)  # noqa: E731
    return read_day(context, typed, say)


def read_day(context: Context, typed: str, *say: Callable[[Inference], object]) -> date:
    """The day that a flag's value names; `say` gets what was inferred. Raises invalid_date."""
    # Days load in 2 ms: only where a flag says one.
    from harvest_cli.language.days.relative import read_date

    return read_date(typed, context.now, context.conventions, *say)


_FIGURES = frozenset("0123456789½¼¾/ ")


def in_hours(typed: str) -> str:
    """The value of `--hours`: in a sentence a bare 2 could be minutes, behind the flag not."""
    whole = typed.strip()
    bare = whole[1:] if whole[:1] in ("+", "-", "−") else whole
    return f"{whole}h" if bare and _FIGURES.issuperset(bare) else typed


def refuses_project(context: Context, flags: Flags) -> bool:
    """Whether `--project none` asks to leave the project of the settings out."""
    named = (each.project.name for each in context.account.data.assignments)
    return refuses_default(flags.project, named)


def _project(context: Context, flags: Flags) -> ProjectAssignment | None:
    if flags.project is None or refuses_project(context, flags):
        return None
    return context.account.names.project(flags.project, flags.client)


def _refuse_backwards(begin: time | None, end: time | None) -> None:
    if begin is not None and end is not None and end <= begin:
        message = "`--to` is not after `--from`"
        raise UsageError(message, hint="Write work past midnight in words: `10pm-1am`")


def _refuse_other_hours(
    flags: Flags, begin: time | None, end: time | None, hours: Decimal | None
) -> None:
    if begin is None or end is None or hours is None:
        return
    between = hours_from_minutes(60 * (end.hour - begin.hour) + end.minute - begin.minute)
    if between != hours:
        message = (
            f"`--from {flags.from_} --to {flags.to}` is {as_clock(between)}, "
            f"but `--hours {flags.hours}` is {as_clock(hours)}"
        )
        raise UsageError(message, code="invalid_duration", hint="Omit `--hours`")


def overruled(
    context: Context, flags: Flags, given: Overrides, reading: LogReading | StartReading
) -> Iterator[Inference]:
    """What flags replaced of the words, so that it can be said."""
    measure = " ".join(
        f"{name} {value}"
        for name, value in (("--hours", flags.hours), ("--from", flags.from_), ("--to", flags.to))
        if value is not None
    )
    whole = given.measured and isinstance(reading, LogReading)
    kept = whole and given.started_time is None and reading_times(reading)
    said = {
        Kind.QUANTITY: measure if whole and not kept else "",
        Kind.DATE: f"--date {flags.date}" if flags.date is not None else "",
        Kind.PROJECT: f"--project {flags.project}" if given.assignment else "",
        Kind.TASK: f"--task {flags.task}" if flags.task is not None else "",
        Kind.NOTES: f"--note {flags.note}" if flags.note is not None else "",
    }
    for kind, flag in said.items():
        pieces = [reading.text[s.start : s.end].strip() for s in reading.spans if s.kind is kind]
        words = " ".join(piece for piece in pieces if piece)
        if flag and words and not _means(context, kind, words, flags, given):
            yield Inference("flag", f"`{flag}` instead of `{words}`")


def reading_times(reading: LogReading | StartReading) -> bool:
    """Whether clock times of the words were kept."""
    entries = reading.entries if isinstance(reading, LogReading) else ()
    return any(entry.started_time is not None for entry in entries)


def _means(context: Context, kind: Kind, words: str, flags: Flags, given: Overrides) -> bool:
    """Whether words mean the same as the flag that replaces them."""
    assignment, names = given.assignment, context.account.names
    try:
        if kind is Kind.QUANTITY:
            return read_hours(words, context.conventions) == given.hours
        if kind is Kind.DATE:
            return read_day(context, words) == given.spent_date
        if kind is Kind.PROJECT:
            return names.project(words) == assignment
    except SentenceError:
        return False
    typed = flags.task if kind is Kind.TASK else flags.note
    return words.casefold() == (typed or "").casefold()
