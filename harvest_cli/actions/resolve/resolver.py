"""From words to entries: sentence, flags, alias, folder and settings become what will be sent.

`hv log`, `hv start`, `--dry-run` and `hv parse` all resolve a sentence here, so that they cannot
differ. Flags win over words, words over settings. Nothing is sent but the questions for names.
"""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial

from harvest_cli.actions.resolve.aliases import TIMELESS, expanded
from harvest_cli.actions.resolve.ambiguity import NAMES_MISSED, with_fresh_names
from harvest_cli.actions.resolve.defaults import (
    TaskReason,
    as_account_counts,
    rounded_entry,
    rounding_of,
    task_for,
    task_of_settings,
    with_default_notes,
    with_default_project,
)
from harvest_cli.actions.resolve.flags import Flags, given_by, overruled, refuses_project
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import HARVEST, without_place
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.days import DAY
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.hours import ZERO, minute_of, minutes_from_hours
from harvest_cli.domain.records import TYPE_CHECKING, Generic, NamedTuple, TypeVar
from harvest_cli.domain.references import reference_of
from harvest_cli.language.lengths.clock import EXISTING, end_after, on_clock, skipped
from harvest_cli.language.names.matching import full_name
from harvest_cli.language.text.readings import (
    EntryReading,
    Inference,
    Kind,
    LogReading,
    Overrides,
    StartReading,
)

if TYPE_CHECKING:
    from harvest_cli.language.names.index import Names

R = TypeVar("R", LogReading, StartReading)
FAR_BACK = timedelta(days=366)
EXPLICIT = {"alias", "chosen", "flag", "round", "zone"}
"""Kinds of what is said that are no assumption: the person wrote, chose or set just that."""


class ResolvedSentence(NamedTuple, Generic[R]):
    """A sentence with all that flags, alias, folder and settings add to it.

    `assumed` says for each of the `entries` why its task was taken, None where somebody named it.
    `requests` are what Harvest is asked for, one an entry, empty for a timer; `times` the clock
    times that were assumed for them, in words. `said` tells what aliases, choices and settings
    added.
    """

    reading: R
    entries: tuple[EntryReading, ...]
    assumed: tuple[str | None, ...]
    requests: tuple[NewEntry, ...]
    times: tuple[str, ...]
    said: tuple[Inference, ...]

    @property
    def inferred(self) -> list[str]:
        """What was assumed and not said, a task that nobody named included."""
        said = (*self.reading.inferences, *self.said)
        found: list[str] = [each.text for each in said if each.kind not in EXPLICIT]
        for entry, why in zip(self.entries, self.assumed, strict=True):
            if why is not None and why != TaskReason.CHOSEN and entry.task is not None:
                found.append(f"task {entry.task.name} ({why})")
        return list(dict.fromkeys((*found, *self.times)))


class Grammar(NamedTuple, Generic[R]):
    """How the sentences of a command are read.

    `began` is the flag for the time of day at which work began. `dropped` are the parts of an
    alias that do not count here.
    """

    read: "Callable[[Context, str, Overrides, Names], R]"
    entries: Callable[[R], tuple[EntryReading, ...]]
    began: str
    dropped: tuple[Kind, ...] = ()


def resolve(context: Context, text: str, flags: Flags) -> ResolvedSentence[LogReading]:
    """Resolve a sentence of `hv log`; a name that is missed is looked up at Harvest once.

    Raises SentenceError and UsageError for what cannot be understood.
    """
    return with_fresh_names(context, lambda: resolve_once(context, LOG, text, flags))


def resolve_start(context: Context, text: str, flags: Flags) -> ResolvedSentence[StartReading]:
    """Resolve a sentence of `hv start`: one entry, with the hours that the timer has already."""
    return with_fresh_names(context, lambda: resolve_once(context, START, text, flags))


def resolve_once(
    context: Context, grammar: Grammar[R], text: str, flags: Flags, *, from_history: bool = True
) -> ResolvedSentence[R]:
    """Resolve a sentence with the names as they are.

    Without `from_history` an entry keeps no task where neither words, flags nor settings name one.
    """
    _refuse_halves(text)
    by_flags: list[Inference] = []
    given: Overrides = given_by(context, flags, grammar.began, by_flags.append)
    whole, alias = expanded(context, text, grammar.dropped)

    def read(given: Overrides) -> R:
        return _of_client(
            context, flags.client, lambda names: grammar.read(context, whole, given, names)
        )

    refused = refuses_project(context, flags)
    reading: R
    settings: list[str]
    reading, settings = with_default_project(context, given, read, refused=refused)
    said = [Inference("alias", f"{alias} is {whole}")] if alias else []
    said += [*context.account.resolutions, *(Inference("project", each) for each in settings)]
    said += [*by_flags, *overruled(context, flags, given, reading)]
    zone = _other_zone(context) if _tells_time(reading, given) else None
    said += [Inference("zone", f"times are those of {zone}")] if zone else []
    finished = isinstance(reading, LogReading)
    entries: list[EntryReading] = []
    assumed: list[str | None] = []
    for entry in grammar.entries(reading):
        if finished:
            entry = _with_clock_flags(context, entry, given)
            entry, rounded = rounded_entry(entry, rounding_of(context, flags.round, reading))
            said += [Inference("round", rounded)] if rounded else []
            entry = as_account_counts(context, entry)
        entry, why = _with_task(context, entry, flags.task, from_history=from_history)
        entry = with_default_notes(context, entry, flags.note)
        entries.append(entry)
        assumed.append(why)
    # What follows loads in 3 ms: only for a sentence that was read.
    from harvest_cli.actions.resolve.clock_times import clock_times, request_for

    tracked = [entry for entry in entries if finished and entry.task is not None]
    times = clock_times(context, tracked)
    requests = tuple(map(partial(request_for, reference=reference_of(flags.ref)), tracked, times))
    if flags.user is not None:
        timed = all(entry.started_time is not None for entry in tracked)
        requests, told = _for_somebody(context, flags.user, requests, timed=timed)
        said.append(told)
    return ResolvedSentence(
        reading,
        tuple(entries),
        tuple(assumed),
        requests,
        tuple(dict.fromkeys(each.why for each in times if each.why)),
        tuple(dict.fromkeys(said)),
    )


def _for_somebody(
    context: Context, typed: str, requests: tuple[NewEntry, ...], *, timed: bool
) -> tuple[tuple[NewEntry, ...], Inference]:
    # Rare, and it loads what looks back.
    from harvest_cli.actions.resolve.looking_back import booked_for, somebody

    person = somebody(context, typed, "book time for others")
    if person.id == context.account.data.user.id:
        return requests, Inference("person", "booked for yourself")
    return booked_for(context, person, requests, timed=timed), Inference(
        "person", f"booked for {person.name}"
    )


def _with_task(
    context: Context, entry: EntryReading, flag: str | None, *, from_history: bool
) -> tuple[EntryReading, str | None]:
    """The entry with its task, and why it was taken where nobody named it."""
    if not from_history and entry.task is None and flag is None:
        task, why = task_of_settings(context, entry.assignment) or (None, None)
    else:
        task, why = task_for(context, entry, flag)
    return entry._replace(task=task), why


def _refuse_halves(text: str) -> None:
    """Refuse bytes that were no text: they come as halves of characters, which nothing can keep."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "The sentence is not valid UTF-8"
        hint = "Check the encoding of the input; `locale` shows the terminal's"
        span = error.start, error.end
        raise SentenceError(message, code="usage", text=text, span=span, hint=hint) from None


# -- the zone ----------------------------------------------------------------------------------


def _other_zone(context: Context) -> str | None:
    """The zone of the Harvest user, where nobody set one and this machine is in another."""
    if context.conventions.origins.get("timezone") != HARVEST:
        return None
    # As in `context.zone`, which loads it.
    from harvest_cli.domain.zones import zone_named

    here = zone_named(context.environ.get("TZ"))
    elsewhere = context.now.astimezone(here).utcoffset() != context.now.utcoffset()
    return str(context.zone) if elsewhere else None


def _tells_time(reading: LogReading | StartReading, given: Overrides) -> bool:
    """Whether a clock time was said, or today."""
    parts = reading.entries if isinstance(reading, LogReading) else (reading,)
    if given.started_time or given.ended_time or any(part.started_time for part in parts):
        return True
    days = [reading.text[s.start : s.end] for s in reading.spans if s.kind is Kind.DATE]
    return any(re.search(_TODAY, day, re.IGNORECASE) for day in days)


_TODAY = r"\b(today|tonight|this|yesterday|tomorrow)\b"


# -- the grammars of log and start -------------------------------------------------------------


def _read_log(context: Context, text: str, given: Overrides, names: "Names") -> LogReading:
    # A start never needs it.
    from harvest_cli.language.sentence.log import parse_log

    try:
        return parse_log(text, context.now, names, context.sentence_conventions, given)
    except SentenceError as refused:
        without_place(refused)
        raise


def _read_start(context: Context, text: str, given: Overrides, names: "Names") -> StartReading:
    # A log never needs it.
    from harvest_cli.language.sentence.start import parse_start

    if text.strip():
        try:
            return parse_start(text, context.now, names, context.conventions, given)
        except SentenceError as refused:
            zone = _other_zone(context) if refused.code == "invalid_time" else None
            if zone is not None:
                refused.message += (
                    f": it is {context.conventions.time_text(context.now.time())} in {zone}"
                )
            raise
    if given.assignment is None:
        message = "The project is missing"
        raise SentenceError(message, code="no_project", hint="Name it, or add `--project NAME`")
    return StartReading(
        text,
        given.assignment,
        given.spent_date or context.today,
        started_time=given.started_time,
        notes=given.notes,
    )


def _timer(reading: StartReading) -> tuple[EntryReading, ...]:
    return (
        EntryReading(
            reading.assignment,
            reading.spent_date,
            reading.already or ZERO,
            reading.task,
            reading.started_time,
            notes=reading.notes,
        ),
    )


LOG: Grammar[LogReading] = Grammar(_read_log, lambda reading: reading.entries, "--from")
START: Grammar[StartReading] = Grammar(_read_start, _timer, "--at", TIMELESS)


# -- `--client` --------------------------------------------------------------------------------


def _of_client(context: Context, typed: str | None, read: "Callable[[Names], R]") -> R:
    """What `read` makes of the names of that client, of all names where there is no client.

    Raises UsageError where the words name a project of another one, and SentenceError as `read`.
    """
    names = context.account.names
    if typed is None:
        return read(names)
    client = names.client(typed)
    try:
        reading = read(names.of_client(client))
    except SentenceError as missed:
        if missed.code not in NAMES_MISSED:
            raise
        # Words may name another client's project, or not matter beside flags.
        try:
            reading = read(names)
        except SentenceError:
            raise _with_client(missed, client) from None
    if isinstance(reading, StartReading):
        _refuse_others([reading.assignment], client)
    else:
        _refuse_others([entry.assignment for entry in reading.entries], client)
    return reading


def _refuse_others(places: list[ProjectAssignment], client: str) -> None:
    for assignment in places:
        if assignment.client.name != client:
            message = f"`--client` is {client}, but {full_name(assignment)} is named"
            raise UsageError(message, hint="Omit `--client`, or name a project of that client")


def _with_client(missed: SentenceError, client: str) -> SentenceError:
    """The refusal, with the client in it."""
    if missed.code == "no_project":
        missed.message = f"`--client` alone does not name a project of {client}"
        missed.hint = "Name the project too: in the sentence, or with `--project NAME`"
    elif missed.code == "unknown_project" and missed.words:
        missed.message = f'No project of {client} is called "{missed.words}"'
    return missed


# -- flags of clock times ----------------------------------------------------------------------


def _with_clock_flags(context: Context, entry: EntryReading, given: Overrides) -> EntryReading:
    # One flag alone fixes one end; the hours give the other.
    begin, end = given.started_time, given.ended_time
    if begin and end:
        return entry._replace(started_time=begin, ended_time=end)
    known = begin or end
    if known is None:
        return entry
    other = _other_end(context, entry, known, before=end is not None)
    return entry._replace(started_time=begin or other, ended_time=end or other)


def _other_end(context: Context, entry: EntryReading, known: time, *, before: bool) -> time:
    """The end of an entry that its hours and the other end give; raises UsageError."""
    day, minutes = entry.spent_date, minutes_from_hours(entry.hours)
    if not any(on_clock(day, minute_of(known), context.zone)):
        raise UsageError(
            skipped(context.conventions.time_text(known), day), code="invalid_time", hint=EXISTING
        )
    return end_after(day, known, -minutes if before else minutes, context.zone)


# -- what a log refuses ------------------------------------------------------------------------


def refuse_far_back(context: Context, understood: ResolvedSentence[LogReading]) -> None:
    """A day more than a year ago, or of another year, is more often a slip than meant.

    Raises SentenceError.
    """
    reading = understood.reading
    for entry in understood.entries:
        message = doubtful_day(context.today, entry.spent_date)
        if message is not None:
            typed = [(span.start, span.end) for span in reading.spans if span.kind == "date"]
            raise SentenceError(
                message,
                code="invalid_date",
                text=reading.text if typed else "",
                span=typed[0] if typed else None,
                hint="Add `--yes` to confirm",
            )


def doubtful_day(today: date, day: date) -> str | None:
    """Why a day is more often a slip than meant: far back, or today but for the year."""
    if today - day > FAR_BACK:
        return f"{day.isoformat()} is more than a year ago"
    near = {(each.month, each.day) for each in (today, today - DAY)}
    if day not in (today, today - DAY) and (day.month, day.day) in near:
        name = "today" if day.day == today.day else "yesterday"
        return f"{day.isoformat()} is {name} in another year"
    return None


def refuse_inferred(inferred: list[str]) -> None:
    """Raise UsageError when anything had to be inferred: what `--strict` is for."""
    if not inferred:
        return
    things = "One thing" if len(inferred) == 1 else f"{len(inferred)} things"
    message = f"{things} would be inferred, which `--strict` refuses"
    hint = "Write it in the sentence, or omit `--strict`"
    raise UsageError(message, code="inferred", hint=hint, candidates=inferred)
