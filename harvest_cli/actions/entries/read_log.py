"""Reading the sentence of `hv log`, and asking what it leaves open, before anything is sent."""

from collections.abc import Sequence

from harvest_cli.actions.entries.results import DayTotal, Logged, LoggedEntry, NoteEditor
from harvest_cli.actions.resolve.ambiguity import NAMES_MISSED
from harvest_cli.actions.resolve.defaults import refuse_missing_notes
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import (
    ResolvedSentence,
    refuse_far_back,
    refuse_inferred,
    resolve,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, SentenceError, Unreachable
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.readings import EntryReading, Inference, LogReading


class LogOptions(NamedTuple):
    """How a sentence is to be logged; with `dry_run` or `explain` nothing is sent.

    `sure` answers all that would be asked; `strict` refuses what had to be inferred. With `once`
    an equal entry that hv logged is the one, and where that is gone from Harvest it is logged
    `again` only so, or after a question.
    """

    dry_run: bool = False
    sure: bool = False
    strict: bool = False
    explain: bool = False
    once: bool = False
    again: bool = False

    @property
    def sends(self) -> bool:
        """Whether anything is sent."""
        return not (self.dry_run or self.explain)


class ReadLog(NamedTuple):
    """A sentence that was read, and what was asked about it answered: `log_all` logs it."""

    text: str
    flags: Flags
    how: LogOptions
    understood: ResolvedSentence[LogReading]
    warnings: tuple[str, ...] = ()


def read_log(
    context: Context,
    text: str,
    flags: Flags,
    how: LogOptions,
    note_editor: "NoteEditor | None" = None,
    understood: ResolvedSentence[LogReading] | None = None,
) -> ReadLog | Logged:
    """Read the sentence, and ask what is to be asked before its entries are kept and sent.

    The answer already where nothing is to be sent, or its names cannot be looked up: then the
    sentence is kept. Raises SentenceError or UsageError; with `strict` also where something had to
    be inferred.
    """
    try:
        understood = _with_edited_notes(understood or resolve(context, text, flags), note_editor)
    except (Unreachable, SentenceError) as missed:
        # A sentence that is kept is read as mine.
        if not how.sends or flags.user or not is_out_of_reach(context, missed):
            raise
        return _keep(context, text, flags, missed)
    if not how.sure:
        refuse_far_back(context, understood)
    refuse_missing_notes(context, (each.notes for each in understood.entries), "…: what I did")
    news = understood.requests
    if how.strict:
        refuse_inferred(understood.inferred)
    if not how.once and not flags.user:
        _confirm(context, news, ask=how.sends and not how.sure)
    read = ReadLog(text, flags, how, understood)
    if how.sends:
        return read
    # Further lines of the same command are placed as if this were there.
    context.foreseen += [new for new in news if not new.user_id]
    answer = answer_of(context, read, _previews(understood, news), None)._replace(text=text)
    return _with_requests(context, answer, news, understood if how.explain else None)


def _confirm(context: Context, news: Sequence[NewEntry], *, ask: bool) -> None:
    """Say what is more often a slip than meant; with `ask` raise NeedsDecision for a no."""
    # Loaded for a sentence that is understood.
    from harvest_cli.actions.resolve.clock_times import say_doubts

    say_doubts(context, news, ask=ask)
    if not ask:
        return
    # The outbox loads in 10 ms: only for a sentence that is understood.
    from harvest_cli.actions.outbox.create import confirm_repeat

    for new in news:
        confirm_repeat(context, new, "logged", "Log")


def _with_edited_notes(
    understood: ResolvedSentence[LogReading], note_editor: "NoteEditor | None"
) -> ResolvedSentence[LogReading]:
    """With the notes as the person leaves them in the editor; raises NeedsDecision for none."""
    if note_editor is None:
        return understood
    before = dict.fromkeys(entry.notes or "" for entry in understood.entries)
    written = note_editor("\n".join(before))
    if written is None:
        message = "The notes were left empty; nothing was logged"
        raise NeedsDecision(message, hint="For no notes, omit `--edit`")
    return understood._replace(
        entries=tuple(entry._replace(notes=written) for entry in understood.entries),
        requests=tuple(request._replace(notes=written) for request in understood.requests),
    )


def _with_requests(
    context: Context,
    answer: Logged,
    news: Sequence[NewEntry],
    explain: ResolvedSentence[LogReading] | None,
) -> Logged:
    """A dry run's answer: with the requests, and the pieces of a sentence to be explained."""
    # A log that is sent, the fastest command, does without.
    from harvest_cli.actions.resolve.parse import parts_of
    from harvest_cli.actions.session.dry_run import creates

    answer = answer._replace(requests=creates(context, news))
    if explain is None:
        return answer
    return answer._replace(parts=parts_of(explain.reading.text, explain.reading.spans))


def is_out_of_reach(context: Context, failure: HvError) -> bool:
    """Whether a sentence failed because names could not be asked for, and for no other reason."""
    missed = isinstance(failure, SentenceError) and failure.code in NAMES_MISSED
    return isinstance(failure, Unreachable) or (missed and context.account.out_of_reach)


def _keep(context: Context, text: str, flags: Flags, failure: HvError) -> Logged:
    """The sentence as it stands waits for its names; raises what is wrong with it otherwise."""
    # As above.
    from harvest_cli.actions.outbox.enqueue import keep_sentence, nameless_entry

    entry = nameless_entry(text)
    sent = keep_sentence(context, text, flags, failure)
    row = LoggedEntry(sent.state, entry, None, sent.why, None, sent.key, text)
    return Logged(text, (row,), context.take_warnings(), profile=context.shown_profile, read=text)


def _previews(
    understood: ResolvedSentence[LogReading], news: Sequence[NewEntry]
) -> list[LoggedEntry]:
    each = zip(understood.entries, understood.assumed, news, strict=True)
    return [LoggedEntry(EntryState.PREVIEW, as_entry(entry, new), why) for entry, why, new in each]


def as_entry(entry: EntryReading, new: NewEntry) -> TimeEntry:
    """An entry as it would look on Harvest, without an id."""
    assert entry.task is not None
    billable = [a.billable for a in entry.assignment.task_assignments if a.task == entry.task]
    return TimeEntry(
        id=0,
        spent_date=entry.spent_date,
        hours=entry.hours,
        client=entry.assignment.client,
        project=entry.assignment.project,
        task=entry.task,
        notes=entry.notes,
        started_time=new.started_time,
        ended_time=new.ended_time,
        billable=any(billable),
        external_reference=new.external_reference,
    )


def answer_of(
    context: Context, read: ReadLog, rows: list[LoggedEntry], failure: HvError | None
) -> Logged:
    """The answer to a sentence, with what was inferred and the totals of its days."""
    understood, reading = read.understood, read.understood.reading
    mine = not any(request.user_id for request in understood.requests)
    days = sorted({row.entry.spent_date for row in rows if row.entry.spent_date and mine})
    known, due = context.account.hours_on, context.targets.due
    totals = [DayTotal(day, known(day), due(day)) for day in days]
    return Logged(
        text=read.text,
        entries=tuple(rows),
        warnings=(*reading.warnings, *context.take_warnings()),
        inferences=(
            *reading.inferences,
            *understood.said,
            *(Inference("times", times) for times in understood.times),
        ),
        days=tuple(totals),
        today=context.today,
        failure=failure,
        profile=context.shown_profile,
        read=reading.text,
    )
