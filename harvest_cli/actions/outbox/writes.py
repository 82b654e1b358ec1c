"""Every write but a create, sent once: stop, restart, change, delete; and the journal of all.

When the answer is lost, hv looks at the entry before it says anything, and never sends again.
`before` is the entry as it was, where that is known. A step of a write that takes several requests
is looked at where it may have been sent before, sent once, and found out about.
"""

import random
from collections.abc import Callable
from contextlib import suppress

from harvest_cli.actions.outbox.intent import Intent
from harvest_cli.actions.outbox.policy import LONGEST_PAUSE, Do, Next, Seen, StepFacts, decide_step
from harvest_cli.actions.outbox.row_facts import deed_now, keeping
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotFound, Outcome
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import EntryChange, EntryFilter
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.journal import Deed, write_down
from harvest_cli.local.outbox.row import pack


class Done(NamedTuple):
    """What became of a write: `entry` as Harvest holds it now, None while that is not known."""

    confirmed: bool
    entry: TimeEntry | None = None


def stop(context: Context, entry_id: int, before: TimeEntry | None = None) -> Done:
    """Stop a timer; raises Refused when it does not run, NotFound when it is gone."""

    def look() -> TimeEntry | None:
        found = context.client.time_entry(entry_id)
        return None if found.is_running else found

    done = _once(context, Step(Do.STOP, entry_id), look)
    return _journalled(context, Deed.STOPPED, entry_id, before, done)


def restart(context: Context, entry: TimeEntry) -> Done:
    """Let an entry run again; the one that is returned may be another."""

    def look() -> TimeEntry | None:
        running = [found for found in running_entries(context) if continues(found, entry)]
        return running[0] if len(running) == 1 else None

    step = Step(Do.RESTART, entry.id, copies=True)
    done = _once(context, step, look, lambda found: continues(found, entry))
    return _journalled(context, Deed.RESTARTED, entry.id, entry, done)


def update(
    context: Context, entry_id: int, change: EntryChange, before: TimeEntry | None = None
) -> Done:
    """Set fields of an entry."""

    def look() -> TimeEntry | None:
        found = context.client.time_entry(entry_id)
        return None if change.against(found) else found

    done = _once(context, Step(Do.SET, entry_id, change), look)
    return _journalled(context, Deed.EDITED, entry_id, before, done)


def delete(
    context: Context, entry_id: int, before: TimeEntry | None = None, deed: Deed = Deed.DELETED
) -> Done:
    """Delete an entry; one that is gone already counts as deleted. `deed` is for the journal."""
    learnt = _step_once(context, Step(Do.DELETE, entry_id))
    if learnt.seen == Seen.GONE:
        return Done(True)
    if learnt.failure is not None:
        _raise_unless_lost(learnt.failure)
        if not is_gone(context, entry_id):
            return Done(False)
    return _journalled(context, deed, entry_id, before, Done(True))


def _journalled(
    context: Context, deed: Deed, entry_id: int, before: TimeEntry | None, done: Done
) -> Done:
    if done.confirmed:
        write(context, deed, done.entry.id if done.entry else entry_id, before, done.entry)
    return done


def running_entries(context: Context) -> tuple[TimeEntry, ...]:
    """My running timers, asked now; nobody else's come along."""
    me = context.account.data.user.id
    return tuple(context.client.time_entries(EntryFilter(user_id=me, is_running=True)))


def _once(
    context: Context,
    step: "Step",
    look: Callable[[], TimeEntry | None],
    is_it: Callable[[TimeEntry], bool] = lambda _: True,
) -> Done:
    """Send; an answer that is not of this write proves as little as none."""
    learnt = _step_once(context, step)
    if learnt.entry is not None and is_it(learnt.entry):
        return Done(True, learnt.entry)
    if learnt.failure is not None:
        _raise_unless_lost(learnt.failure)
    try:
        found = look()
    except HvError:
        found = None
    return Done(found is not None, found)


def _raise_unless_lost(failure: HvError) -> None:
    if failure.outcome is not Outcome.UNKNOWN:
        raise failure


def continues(found: TimeEntry, entry: TimeEntry) -> bool:
    """Whether a running entry is the one that was restarted, or its copy."""
    if found.id == entry.id:
        return True
    same = (found.project.id, found.task.id, found.notes or "")
    return same == (entry.project.id, entry.task.id, entry.notes or "")


def is_gone(context: Context, entry_id: int) -> bool:
    """Whether an entry is not on Harvest any more, as far as it can be asked."""
    try:
        context.client.time_entry(entry_id)
    except NotFound:
        return True
    except HvError:
        return False
    return False


def write(
    context: Context, deed: Deed, entry_id: int, before: TimeEntry | None, after: TimeEntry | None
) -> None:
    """Add a deed to the journal of this profile; where nothing can be kept, go on."""
    packed = (pack(before) if before else None, pack(after) if after else None)
    keep_deed(context, deed, entry_id, context.account.data.user.id, *packed)


def keep_deed(
    context: Context,
    deed: Deed,
    record_id: int,
    user_id: int | None,
    before_json: str | None,
    after_json: str | None = None,
) -> None:
    """The same of anything, whose JSON is kept as it is."""
    outbox = context.outbox
    if outbox is None or not context.journals:
        return
    login = (context.credentials.api_url, context.credentials.account_id, user_id)
    row = deed_now(context, login, deed, record_id, before_json, after_json)
    with keeping(context), transaction(outbox.db):
        write_down(outbox.db, row)


# -- steps ------------------------------------------------------------------------------------

Look = Callable[[], tuple[Seen, TimeEntry | None]]
"""Asks Harvest how an entry is now, and says what that proves; raises HvError."""


class Step(NamedTuple):
    """One request. `sent` tells whether it may have left before, `known` whether hv may send it
    without a look: this run has just seen the entry. It is `kept` where its row says so already.
    """

    do: Do
    entry_id: int
    change: EntryChange | None = None
    sent: bool = False
    known: bool = False
    kept: bool = False
    copies: bool = False


class StepResult(NamedTuple):
    """How it ended: what to do next, the entry as it was seen last, and what is in the way.

    `maybe` is whether it may be on Harvest without a proof; `after` is seconds to wait.
    """

    next: Next
    entry: TimeEntry | None = None
    failure: HvError | None = None
    maybe: bool = False
    after: float = 0.0


def take(intent: Intent, step: Step, look: Look, mark: Callable[[], None]) -> StepResult:
    """Bring a step to Harvest as far as it goes now; `mark` keeps that it is being sent.

    Raises ConfigurationError where nothing may leave at all.
    """
    context = intent.context
    quiet = float(context.settings.get("quiet_seconds"))
    refused = intent.fresh and step.known
    facts = StepFacts(step.sent, copies=step.copies, quiet=quiet, refused=refused)
    learnt = _StepOutcome(Seen.NOTHING) if step.known else _looked(look)
    while True:
        choice = decide_step(step.do, learnt.seen, facts)
        if choice == Next.SEND:
            if not step.kept or facts.now:
                mark()
            learnt = _sent(intent, step)
            lost = learnt.seen in (Seen.LOST, Seen.DONE)
            facts = facts._replace(sent=facts.sent or lost, now=True)
        elif choice == Next.LOOK:
            facts = facts._replace(refused=learnt.seen == Seen.REFUSED)
            learnt = _looked(look, learnt.failure)
        else:
            after = facts.quiet if choice == Next.WAIT and facts.copies else 0.0
            pause = learnt.failure.retry_after if learnt.failure else None
            maybe = facts.sent and choice != Next.GO_ON
            return StepResult(choice, learnt.entry, learnt.failure, maybe, max(after, pause or 0.0))


class _StepOutcome(NamedTuple):
    seen: Seen
    entry: TimeEntry | None = None
    failure: HvError | None = None


def _looked(look: Look, before: HvError | None = None) -> _StepOutcome:
    try:
        return _StepOutcome(*look(), before)
    except NotFound as failure:
        return _StepOutcome(Seen.GONE, None, before or failure)
    except HvError as failure:
        unauthorised = failure.outcome is Outcome.UNAUTHORIZED
        return _StepOutcome(Seen.NO_LOGIN if unauthorised else Seen.NOT_LOOKED, None, failure)


def _sent(intent: Intent, step: Step) -> _StepOutcome:
    """Send; again at once only what was throttled for a moment while a person waits."""
    import sqlite3

    context = intent.context
    learnt = _step_once(context, step)
    if learnt.seen == Seen.THROTTLED and learnt.failure is not None:
        pause = learnt.failure.retry_after or 0.0
        if intent.outbox is not None:
            with suppress(sqlite3.Error):
                intent.outbox.pause_until(context.clock().timestamp() + pause)
        if intent.fresh and 0.0 < pause <= LONGEST_PAUSE:
            context.sleep(pause * random.uniform(1.0, 1.2))
            learnt = _step_once(context, step)
    return learnt


def _step_once(context: Context, step: Step) -> _StepOutcome:
    context.changes = True
    try:
        entry = _asked(context, step)
    except ConfigurationError:
        raise
    except NotFound as failure:
        return _StepOutcome(Seen.GONE, None, failure)
    except HvError as failure:
        return _StepOutcome(Seen(failure.outcome or Seen.LOST), None, failure)
    if entry is not None and not is_answer_to(step, entry):
        return _StepOutcome(Seen.LOST)
    return _StepOutcome(Seen.DONE, entry)


def _asked(context: Context, step: Step) -> TimeEntry | None:
    """One request; the entry of its answer, None for a deletion."""
    client, number = context.client, step.entry_id
    if step.do == Do.STOP:
        return client.stop_time_entry(number)
    if step.do == Do.RESTART:
        return client.restart_time_entry(number)
    if step.change is not None:
        return _set(context, number, step.change)
    client.delete_time_entry(number)
    return None


def _set(context: Context, number: int, change: EntryChange) -> TimeEntry:
    """The entry with new values; a reference is removed after them, which both may be repeated."""
    client, rest = context.client, change.in_one()
    if rest == change:
        return client.update_time_entry(number, change, context.account.data.company.clock)
    entry = None
    if rest.given():
        entry = client.update_time_entry(number, rest, context.account.data.company.clock)
    client.delete_external_reference(number)
    return entry._replace(external_reference=None) if entry else client.time_entry(number)


def is_answer_to(step: Step, entry: TimeEntry) -> bool:
    """Whether an answer can be of this step: the entry of another proves nothing."""
    if step.do == Do.RESTART:
        return entry.is_running and (step.copies or entry.id == step.entry_id)
    if entry.id != step.entry_id:
        return False
    return not (step.do == Do.STOP and entry.is_running)


def look_at(context: Context, entry_id: int, judge: Callable[[TimeEntry], Seen]) -> Look:
    """A look at one entry; `judge` says what it proves."""

    def look() -> tuple[Seen, TimeEntry | None]:
        entry = context.client.time_entry(entry_id)
        return judge(entry), entry

    return look
