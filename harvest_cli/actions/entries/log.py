"""`hv log`: one sentence becomes one entry, or several."""

from collections.abc import Iterator, Sequence

from harvest_cli.actions.entries.read_log import LogOptions, ReadLog, answer_of, as_entry, read_log
from harvest_cli.actions.entries.results import Logged, LoggedEntry, NoteEditor
from harvest_cli.actions.outbox.create import create_entry, keep_entries, send_entries
from harvest_cli.actions.outbox.enqueue import Wish
from harvest_cli.actions.outbox.row_facts import CreateResult, Differing, differences
from harvest_cli.actions.outbox.writes import is_gone
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import ResolvedSentence, resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, NotFound, Refused
from harvest_cli.language.text.readings import EntryReading, LogReading
from harvest_cli.local.outbox.row import Row


def log_time(
    context: Context,
    text: str,
    flags: Flags,
    note_editor: "NoteEditor | None" = None,
    understood: ResolvedSentence[LogReading] | None = None,
    **how: bool,
) -> Logged:
    """Read the sentence and send what it says; `how` holds fields of `LogOptions`.

    `understood` is the same sentence, for those who have read it already.

    Raises what `read_log` raises. When some entries of the sentence are refused, the answer holds
    those that were logged and the error; it is raised where none was.
    """
    read = read_log(context, text, flags, LogOptions(**how), note_editor, understood)
    return read if isinstance(read, Logged) else log_one(context, read)


def log_one(context: Context, read: ReadLog) -> Logged:
    """Send what a sentence says that was read; raises what refused all of it."""
    (logged,) = log_all(context, [read])
    if not isinstance(logged, Logged):
        raise logged or AssertionError(read)
    return logged


def log_all(context: Context, read: Sequence[ReadLog]) -> Iterator[Logged | Exception | None]:
    """Log sentences, all of them on the disk before the first byte leaves; one answer for each.

    An exception where nothing of a sentence was logged; None where one was not tried because no
    other can fare better than the one before, and it is not kept either.
    """
    wishes = [
        Wish(new, each.text, once=each.how.once)
        for each in read
        for new in each.understood.requests
    ]
    sent = send_entries(context, keep_entries(context, wishes))
    for each in read:
        yield _logged(context, each, [next(sent) for _ in each.understood.requests])


def _logged(
    context: Context, read: ReadLog, sent: Sequence[CreateResult | Exception | None]
) -> Logged | Exception | None:
    """The answer to a sentence, by what became of its entries."""
    for text in read.warnings:
        context.warn(text)
    understood, rows, failures = read.understood, [], []
    each = zip(understood.entries, understood.assumed, understood.requests, sent, strict=True)
    for entry, why, new, ended in each:
        if ended is None:
            continue
        try:
            rows.append(_outcome(context, read, entry, new, ended)._replace(assumed=why))
        except HvError as error:
            failures.append(error)
            continue
        except Exception as error:
            return error
        failures += _misplaced(context, rows[-1].entry, new)
    failure = next(iter(failures), None)
    return answer_of(context, read, rows, failure) if rows else failure


def _misplaced(context: Context, made: TimeEntry, new: NewEntry) -> list[HvError]:
    """What is to be said of an entry that Harvest holds elsewhere than was asked."""
    wrong = differences(context, made, new) if made.id else []
    hints = {
        Differing.PROJECT: "Fix it: `hv edit last --project NAME`",
        Differing.PERSON: f"`hv open {made.id}` shows it",
    }
    return [
        NeedsDecision(f"Harvest put the entry on another {each} than requested", hint=hints[each])
        for each in wrong
        if each in hints
    ]


def _outcome(
    context: Context,
    read: ReadLog,
    entry: EntryReading,
    new: NewEntry,
    sent: CreateResult | Exception,
) -> LoggedEntry:
    """What became of one entry, once more tried where that helps; raises what refused it."""
    if isinstance(sent, Refused | NotFound):
        # The names may be out of date: a project moved, a task taken off. Ask once, and send
        # again only if the same words now mean something else.
        reread = _reread(context, read.text, read.flags, new)
        if reread is None:
            raise sent
        if sent.kept_as and context.outbox is not None:
            context.outbox.drop(sent.kept_as)
        new, sent = reread, create_entry(context, Wish(reread, read.text))
    if isinstance(sent, Exception):
        raise sent
    if sent.already is not None and _is_gone(context, sent.already):
        _agree_to_another(context, sent.already, again=read.how.again)
        sent = create_entry(context, Wish(new, read.text))
    return _row(context, entry, new, sent)


def _is_gone(context: Context, row: Row) -> bool:
    """Whether an entry that was logged is not on Harvest any more, as far as it can be asked."""
    # Few runs use `--once`; a log that is sent does without.
    from harvest_cli.actions.outbox.history import is_coming_back, returned

    if row.entry_id is None or is_coming_back(context, row.entry_id):
        return False
    return is_gone(context, returned(context).get(row.entry_id, row.entry_id))


def _agree_to_another(context: Context, row: Row, *, again: bool) -> None:
    """Raise NeedsDecision unless the person wants what was deleted logged again."""
    message = f"This was logged as #{row.entry_id}, which was deleted on Harvest since"
    if again or (context.agrees is not None and context.agrees(f"{message}. Log it again?")):
        return
    raise NeedsDecision(message, hint="`hv log … --once --again` logs it again")


def _reread(context: Context, text: str, flags: Flags, refused: NewEntry) -> NewEntry | None:
    if not context.account.refresh_projects():
        return None
    fresh = resolve(context, text, flags)
    if len(fresh.entries) != 1:
        return None
    (new,) = fresh.requests
    return None if new == refused else new


def _row(context: Context, entry: EntryReading, new: NewEntry, sent: CreateResult) -> LoggedEntry:
    meant = as_entry(entry, new)
    if sent.already is not None:
        before = meant._replace(id=sent.already.entry_id or 0)
        return LoggedEntry(sent.state, before, key=sent.key, already=True)
    return logged_entry(context, sent, meant, new)


def logged_entry(
    context: Context, sent: CreateResult, meant: TimeEntry, new: NewEntry | None, place: str = ""
) -> LoggedEntry:
    """The entry as it was made, or as it was `meant` and waits; `place` is where it comes from."""
    if sent.entry is None:
        return LoggedEntry(sent.state, meant, None, sent.why, sent.until, sent.key)
    context.account.remember(sent.entry)
    for difference in differences(context, sent.entry, new) if new else ():
        context.warn(f"{place}Harvest holds it with another {difference}")
    return LoggedEntry(sent.state, sent.entry)
