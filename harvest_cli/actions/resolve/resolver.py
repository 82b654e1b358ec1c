"""From words and flags to entries that could be sent: names healed once, tasks filled in.

Flags win over words. Nothing is sent from here but the questions for names.
"""

from collections.abc import Callable
from datetime import time, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from harvest_cli.actions.resolve.ambiguity import resolve_ambiguities
from harvest_cli.actions.resolve.defaults import (
    CHOSEN,
    rounded_entry,
    rounding_of,
    task_for,
    with_default_notes,
    with_default_project,
)
from harvest_cli.actions.resolve.flags import Flags, given_by, refuses_project
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import without_place
from harvest_cli.domain.errors import SentenceError, Unreachable, UsageError
from harvest_cli.language.lengths.dst import EXISTING, end_after, on_clock, skipped
from harvest_cli.language.text.readings import EntryReading, Inference, LogReading, Overrides

if TYPE_CHECKING:
    from harvest_cli.language.names.index import Names

_T = TypeVar("_T")
NAMES_MISSED = {"unknown_project", "archived_project", "unknown_task", "no_project"}
FAR_BACK = timedelta(days=366)
EXPLICIT = {"alias", "chosen", "round"}
"""Kinds of what is said that are no assumption: the person wrote, chose or set just that."""


class ResolvedSentence(NamedTuple):
    """A reading whose entries all have a task; `assumed` says for each why, if nobody named it.

    `said` tells what aliases, choices and settings added.
    """

    reading: LogReading
    entries: tuple[EntryReading, ...]
    assumed: tuple[str | None, ...]
    said: tuple[Inference, ...] = ()

    @property
    def inferred(self) -> list[str]:
        """What was assumed and not said, a task that nobody named included."""
        said = (*self.reading.inferences, *self.said)
        found = [each.text for each in said if each.kind not in EXPLICIT]
        for entry, why in zip(self.entries, self.assumed, strict=True):
            if why is not None and why != CHOSEN and entry.task is not None:
                found.append(f"task {entry.task.name} ({why})")
        return list(dict.fromkeys(found))


def resolve(context: Context, text: str, flags: Flags) -> ResolvedSentence:
    """Read one sentence; a name that is missed is looked up at Harvest once.

    Raises SentenceError and UsageError for what cannot be understood.
    """
    return with_fresh_names(context, lambda: _understand(context, text, flags))


def with_fresh_names(context: Context, read: Callable[[], _T]) -> _T:
    """Try `read`; when it misses a name, ask Harvest for the names again and try once more.

    A name that fits several is settled by what was chosen for it, or by asking.
    """
    try:
        return resolve_ambiguities(context, read)
    except SentenceError as missed:
        if missed.code not in NAMES_MISSED:
            raise
        try:
            healed = context.account.refresh_projects()
        except Unreachable:
            healed, context.account.out_of_reach = False, True
        if not healed:
            raise
    return resolve_ambiguities(context, read)


def _understand(context: Context, text: str, flags: Flags) -> ResolvedSentence:
    given = given_by(context, flags)
    rounding = rounding_of(context, flags.round)
    whole, alias = _expanded(context, text)
    reading, settings = with_default_project(
        context,
        given,
        lambda given: _read_log(context, whole, given, flags.client),
        refused=refuses_project(context, flags),
    )
    said = [Inference("alias", f"{alias} is {whole}")] if alias else []
    said += [*context.account.decided, *(Inference("project", text) for text in settings)]
    entries, assumed = [], []
    for entry in reading.entries:
        timed, rounded = rounded_entry(_with_clock_flags(context, entry, given), rounding)
        said += [Inference("round", rounded)] if rounded else []
        task, why = task_for(context, timed, flags.task)
        entries.append(with_default_notes(context, timed._replace(task=task), flags.note))
        assumed.append(why)
    return ResolvedSentence(reading, tuple(entries), tuple(assumed), tuple(dict.fromkeys(said)))


def _expanded(context: Context, text: str) -> tuple[str, str | None]:
    if not context.settings.tables.get("alias"):
        return text, None
    from harvest_cli.actions.resolve.aliases import expanded

    return expanded(context, text)


def _read_log(context: Context, text: str, given: Overrides, client: str | None) -> LogReading:
    if client is None:
        return read_log(context, text, given)
    from harvest_cli.actions.resolve.client_filter import of_client

    return of_client(context, client, lambda names: read_log(context, text, given, names))


def read_log(
    context: Context, text: str, given: Overrides, names: "Names | None" = None
) -> LogReading:
    """The sentence read with the manner of this account, and its names; raises SentenceError."""
    from harvest_cli.language.sentence.log import parse_log

    if not text.isascii():
        _refuse_halves(text)
    try:
        known = names or context.account.names
        return parse_log(text, context.now, known, context.sentence_conventions, given)
    except SentenceError as refused:
        without_place(refused)
        raise


def _refuse_halves(text: str) -> None:
    """Refuse bytes that were no text: they come as halves of characters, which nothing can keep."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "The sentence is not valid UTF-8"
        hint = "Look at the encoding of the input: `locale` tells that of the terminal"
        span = error.start, error.end
        raise SentenceError(message, code="usage", text=text, span=span, hint=hint) from None


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
    from harvest_cli.domain.hours import minutes_from_hours

    day, minutes = entry.spent_date, minutes_from_hours(entry.hours)
    if not any(on_clock(day, known.hour * 60 + known.minute, context.zone)):
        raise UsageError(skipped(f"{known:%H:%M}", day), code="invalid_time", hint=EXISTING)
    return end_after(day, known, -minutes if before else minutes, context.zone)


def refuse_far_back(context: Context, understood: ResolvedSentence) -> None:
    """A day more than a year ago is more often a slip than meant: raises SentenceError."""
    reading = understood.reading
    for entry in understood.entries:
        if context.today - entry.spent_date > FAR_BACK:
            typed = [(span.start, span.end) for span in reading.spans if span.kind == "date"]
            message = f"{entry.spent_date.isoformat()} is more than a year ago"
            raise SentenceError(
                message,
                code="invalid_date",
                text=reading.text if typed else "",
                span=typed[0] if typed else None,
                hint="Add `--yes` if it is meant",
            )
