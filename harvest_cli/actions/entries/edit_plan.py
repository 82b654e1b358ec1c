"""The words of `hv edit` and `hv delete` as a plan: which entries, and what of them is changed.

Several entries are planned first and shown, so that one question is asked for all of them.
"""

import re
import shlex
from collections.abc import Sequence

from harvest_cli.actions.entries.change import Prepared, refuse_locked
from harvest_cli.actions.entries.edit import (
    Edit,
    is_old,
    is_relative,
    prepare,
    refuse_unreadable,
    said_twice,
)
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.entries.reference import (
    WAYS,
    entry_for,
    fitting,
    lately,
    looking_up,
    one_of,
    short,
)
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, Refused, SentenceError, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.periods.marks import leaves_out
from harvest_cli.language.sentence.edit import EditReading, parse_edit
from harvest_cli.language.text.match import JOINING

_FLAGS = {"hours": "--hours", "date": "--date", "begin": "--from", "end": "--to", "note": "--note"}
_FLAGS |= {name: f"--{name}" for name in ("append", "project", "client", "task", "ref")}


class Passed(NamedTuple):
    """An entry that is not changed, and why; `is_locked` where Harvest would refuse it."""

    entry: TimeEntry
    why: str
    is_locked: bool = False


class EditPlan(NamedTuple):
    """What is to be done: to one entry by its `reference`, or to all of `entries`.

    It `asks` where a person has to look at it first; where it is `unsure`, one of the entries may
    be meant, and a yes that was given before does not do. `changes` stand beside the entries that
    are edited.
    """

    reference: str | None
    edit: Edit = Edit()
    entries: tuple[TimeEntry, ...] = ()
    changes: tuple[Prepared, ...] = ()
    skipped: tuple[Passed, ...] = ()
    asks: bool = False
    unsure: UsageError | None = None

    def only(self, again: "EditPlan") -> "EditPlan":
        """A plan made again, without entries that this one has not."""
        known = {each.before.id for each in self.changes}
        changes = tuple(each for each in again.changes if each.before.id in known)
        return again._replace(changes=changes)


@looking_up()
def plan_of(
    context: Context, reading: EditReading, edit: Edit, note_editor: NoteEditor | None = None
) -> EditPlan:
    """What `hv edit` would do, with what the words say in `edit`; sends nothing.

    Raises SentenceError, UsageError, NotFound.
    """
    if edit == Edit() and note_editor is None:
        message = "Nothing to change"
        words = reading.where.split()
        while not reading.is_period and words and words[-1].lower() in JOINING:
            words.pop()
        entry = " ".join(words) or ", ".join(reading.references) or "last"
        if reading.is_period:
            # What cannot be days lacks more than a change.
            scope_of(context, QueryFlags(entry), Period(context.today, context.today), "edit")
        text, hint = reading.text, f"Name a change: `hv edit {entry} +15m`"
        raise UsageError(message, hint=hint, text=text, span=(len(text), len(text) + 1))
    reference = only_one(reading)
    if reference is not None:
        return EditPlan(reference, edit)
    if note_editor is not None:
        message = "The editor takes the notes of one entry"
        raise UsageError(message, hint="Name one entry, or give `--note TEXT`")
    refuse_unreadable(context, edit)
    entries, skipped, period = _meant(context, reading, "edit", "changed")
    changes = [prepare(context, each, edit) for each in entries]
    wanted = tuple(each for each in changes if each.differences)
    old = any(is_old(context, each.before) for each in wanted)
    several = period is not None and len(entries) + len(skipped) > 1
    asks = bool(wanted) and (several or old)
    is_day = several and asks and period is not None and period.start == period.end
    unsure = _may_be_one(reading, edit, entries) if is_day else None
    skipped += tuple(Passed(e.before, "nothing to change") for e in changes if not e.differences)
    return EditPlan(None, edit, tuple(entries), wanted, skipped, asks, unsure)


_FROM = re.compile(r"(?i) from (?!.* (?:to|until|till|through) )")


@looking_up()
def plan_delete(context: Context, words: str) -> EditPlan:
    """What `hv delete` would do; sends nothing. Raises SentenceError, UsageError, NotFound."""
    reading = read_words(context, words, only_entries=True)
    reference = only_one(reading)
    if reference is not None:
        # "everything from yesterday" is of that day alone.
        where = _FROM.sub(" of ", reading.where)
        if not where or not _names_days(context, where):
            return EditPlan(reference)
        reading = reading._replace(where=where, is_period=True)
    entries, skipped, _ = _meant(context, reading, "delete", "deleted")
    return EditPlan(None, Edit(), entries, (), skipped, bool(entries))


# -- which entries -------------------------------------------------------------------------------


def read_words(
    context: Context, words: str, *, only_entries: bool = False, flagged: bool = False
) -> EditReading:
    reading = parse_edit(
        words,
        context.now,
        context.account.names,
        context.sentence_conventions,
        only_entries=only_entries,
        flagged=flagged,
    )
    for each in reading.inferences:
        context.infer(each.short)
    return reading


def only_one(reading: EditReading) -> str | None:
    """The one entry that is named; None for days and for several entries."""
    named = reading.references
    if reading.is_period or len(named) > 1:
        return None
    return named[0] if named else reading.where


def _meant(
    context: Context, reading: EditReading, verb: str, done: str
) -> tuple[tuple[TimeEntry, ...], tuple[Passed, ...], Period | None]:
    """The entries, each once, and the days where those are named.

    Locked ones raise, but among those of days they are passed over.
    """
    if not reading.is_period:
        rows = [entry_for(context, name) for name in reading.references]
        entries = tuple({each.id: each for each in rows}.values())
        for each in entries:
            refuse_locked(each, done)
        return entries, (), None
    open_, skipped = [], []
    found, period = _of_days(context, reading, verb)
    for each in found:
        try:
            refuse_locked(each, done)
        except Refused as locked:
            skipped.append(Passed(each, f'"{locked.said}"', True))
        else:
            open_.append(each)
    return tuple(open_), tuple(skipped), period


def _names_days(context: Context, words: str) -> bool:
    """Whether words that fit no entry name days, other than at their beginning."""
    # The reader of periods loads in 4 ms.
    from harvest_cli.language.periods.read import parse_period

    try:
        conventions = context.sentence_conventions
        parse_period(words, context.now, context.account.names, conventions)
    except SentenceError as refused:
        if refused.days is None:
            return False
    return not fitting(lately(context), words)


def _of_days(
    context: Context, reading: EditReading, verb: str
) -> tuple[Sequence[TimeEntry], Period | None]:
    today = Period(context.today, context.today)
    try:
        scope = scope_of(context, QueryFlags(reading.where), today, verb)
    except SentenceError as refused:
        # "friday standup" may be words of an entry as well.
        found = fitting(lately(context), reading.where)
        found = found or _noted(context, reading.where, refused, verb)
        if not found:
            raise refused from None
        return [one_of(context, found, reading.where)], None
    entries = entries_in(context, scope)
    if not entries:
        message = f'You have no entries of "{reading.where}"'
        raise NotFound(message, hint=WAYS)
    return entries, scope.period


def _noted(context: Context, where: str, refused: SentenceError, verb: str) -> list[TimeEntry]:
    """The entries of `friday moodboard`, whose days and names are known: those with such notes."""
    if refused.days is None or refused.span is None or leaves_out(where):
        return []
    first, last = refused.span
    today = Period(context.today, context.today)
    try:
        scope = scope_of(context, QueryFlags(f"{where[:first]} {where[last:]}"), today, verb)
    except SentenceError:
        return []
    return fitting(entries_in(context, scope), where[first:last])


def _may_be_one(
    reading: EditReading, edit: Edit, entries: Sequence[TimeEntry]
) -> UsageError | None:
    """The refusal where a day may stand for one entry: what is said fits one, or it begins `last`.

    `last friday 2h` may be the entry of last Friday, all of that day, or the last one moved there.
    """
    fits_one = (edit.hours and not is_relative(edit)) or edit.begin or edit.end or edit.note
    where = reading.where
    if not fits_one and where.split()[0].lower() != "last":
        return None
    said = shlex.join(reading.text.partition(where)[2].split())
    flags = [
        f"{flag} {shlex.quote(value)}"
        for name, flag in _FLAGS.items()
        if name not in _in_words(reading) and (value := getattr(edit, name))
    ]
    return UsageError(
        f'"{where}" may be one of {len(entries)} entries',
        code="ambiguous_reference",
        hint=f"Name one: `hv edit {' '.join(filter(None, [str(entries[-1].id), said, *flags]))}`",
        candidates=[short(entry) for entry in entries[:9]],
    )


# -- what is changed -----------------------------------------------------------------------------


def with_words(reading: EditReading, edit: Edit) -> Edit:
    """The flags, and what the words say besides; raises where both say one thing."""
    given = _in_words(reading)
    twice = [name for name in given if getattr(edit, name) is not None]
    if twice:
        raise said_twice(_FLAGS[twice[0]], reading.text)
    text = reading.text if reading.names or reading.timed else ""
    return edit._replace(**given, names=reading.names, text=text, timed=reading.timed)


def _in_words(reading: EditReading) -> dict[str, str]:
    """What the words give of each field of `Edit`, but the names."""
    words = {
        "hours": reading.hours,
        "date": reading.day.isoformat() if reading.day else None,
        "begin": reading.begin,
        "end": reading.end,
        "note": reading.notes,
    }
    return {name: value for name, value in words.items() if value is not None}
