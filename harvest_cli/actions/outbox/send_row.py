"""Taking a row of the outbox as far as it goes now: send, look, record; as the policy says."""

from typing import NamedTuple

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.lookup import (
    MARKS,
    REFERENCE_DROPPED,
    REFERENCE_KEPT,
    Look,
    has_key,
    key_of,
    look,
)
from harvest_cli.actions.outbox.row_facts import CreateResult, age_of, facts_of, moment_of, stamp_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NotLoggedIn,
    NotSaved,
    Unreachable,
)
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.journal import JournalEntry
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Row


class SendOutcome(NamedTuple):
    """How a send or a look ended: one of the policy's outcomes, with what came along."""

    outcome: str
    entry: TimeEntry | None = None
    failure: HvError | None = None
    others: tuple[TimeEntry, ...] = ()


def post(context: Context, new: NewEntry) -> SendOutcome:
    """Send the create, once; raises ConfigurationError where nothing may leave at all."""
    clock = context.account.data.company.clock
    try:
        made = context.client.create_time_entry(new, clock)
    except ConfigurationError:
        raise
    except HvError as failure:
        return SendOutcome(str(failure.outcome or policy.LOST), failure=failure)
    key = key_of(new)
    echoed = made.external_reference
    # An answer that names no project, or another entry's key, is not the entry.
    if not made.project.id or (key and echoed and echoed.id and not has_key(made, key)):
        return SendOutcome(policy.LOST)
    return SendOutcome(policy.CREATED, made)


def send_kept(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> CreateResult:
    """Send a row that is ours; raises what Harvest said when it refused."""
    now = stamp_of(context)
    if (age_of(row, now) or 0.0) > policy.LEASE / 2 and not outbox.begin(row.key, now, 0):
        # This process was stopped for a while, and another has taken over.
        return CreateResult(EntryState.UNCONFIRMED, None, row.key, "another hv is sending it")
    context.handled.add(row.key)
    try:
        learnt = post(context, new)
        learnt = _once_more(context, outbox, row, new, learnt)
    except ConfigurationError:
        outbox.drop(row.key)
        raise
    return record_outcome(context, outbox, row, new, learnt)


def _once_more(
    context: Context, outbox: Outbox, row: Row, new: NewEntry, learnt: SendOutcome
) -> SendOutcome:
    """What is certain not to have happened may be sent again at once, where that helps."""
    failure = learnt.failure
    if failure is None:
        return learnt
    words = failure.message.lower()
    if learnt.outcome == policy.REFUSED and key_of(new) and "reference" in words:
        # Unverified: how Harvest would refuse a reference.
        outbox.learn(MARKS, REFERENCE_DROPPED)
        context.warn("Harvest refuses hv's marks on entries: going on without (`reference` is off)")
        bare = new._replace(external_reference=None)
        outbox.amend(row.key, body_json=pack(bare))
        return post(context, bare)
    if learnt.outcome == policy.THROTTLED:
        return _after_pause(context, outbox, row, new, learnt)
    return learnt


def _after_pause(
    context: Context, outbox: Outbox, row: Row, new: NewEntry, learnt: SendOutcome
) -> SendOutcome:
    """Send again after the pause that Harvest asks for, if a person would wait that long."""
    import sqlite3

    wait = (learnt.failure.retry_after if learnt.failure else None) or 0.0
    now = context.clock().timestamp()
    try:
        outbox.pause_until(now + wait)
        if wait > policy.LONGEST_PAUSE:
            return learnt
        context.sleep(wait + _jitter(wait))
        return post(context, new) if outbox.begin(row.key, stamp_of(context), 0) else learnt
    except sqlite3.Error:
        return learnt


def _jitter(wait: float) -> float:
    import random

    return random.uniform(0.0, 0.2 * wait)


def record_outcome(
    context: Context,
    outbox: Outbox,
    row: Row,
    new: NewEntry,
    learnt: SendOutcome,
    *,
    patient: bool = True,
) -> CreateResult:
    """Record how a send or look ended, after looking where that is due.

    `patient` looks three times within some seconds, as for a person who waits.
    """
    wait = (learnt.failure.retry_after or 0.0) if learnt.failure else 0.0
    now = stamp_of(context)
    action = policy.decide(facts_of(context, row, new, now), learnt.outcome, now.wall, wait)
    failure = learnt.failure
    if action.step == policy.LOOK:
        learnt = look_up(context, outbox, row, new, patient=patient)
        now = stamp_of(context)
        row = row._replace(state="unknown")
        action = policy.decide(facts_of(context, row, new, now), learnt.outcome, now.wall)
    if action.step == policy.CONFIRM and learnt.entry is not None:
        return confirm(context, outbox, row, new, learnt.entry, learnt.outcome)
    return _waits(context, outbox, row, action, failure)


def look_up(
    context: Context, outbox: Outbox, row: Row, new: NewEntry, *, patient: bool, well: bool = False
) -> SendOutcome:
    """Look for the entry; at growing distances while the person waits and there is hope."""
    known = outbox.claimed_ids()
    if patient:
        known |= {entry.id for entry in context.account.data.recent}
    limit = min(
        float(context.settings.get("timeout")), float(context.settings.get("quiet_seconds"))
    )
    looked, waited = Look(policy.NOT_LOOKED), 0.0
    for moment in policy.LOOKS if patient else (0.0,):
        if moment > max(limit, policy.LOOKS[0]):
            break
        if moment > waited:
            context.sleep(moment - waited)
        waited = moment
        age = age_of(row, stamp_of(context)) or 0.0
        looked = look(context, new, age, known, well=well, marks=outbox.fact(MARKS))
        if looked.outcome != policy.ABSENT:
            break
    entry, outcome = looked.entries[0] if looked.entries else None, looked.outcome
    if outcome == policy.SEVERAL and key_of(new) is None:
        # As many equal rows wait here: each of them gets one.
        alike = [r for r in outbox.open_rows() if r.body_sha256 == row.body_sha256]
        waiting = sum(r.state in WAITING for r in alike)
        outcome = policy.FOUND if waiting >= len(looked.entries) else outcome
    return SendOutcome(outcome, entry, looked.failure, looked.entries[1:])


def confirm(
    context: Context, outbox: Outbox, row: Row, new: NewEntry, entry: TimeEntry, how: str
) -> CreateResult:
    """The row is on Harvest; it is looked at again later where two of it may be there.

    One that was only found alike, and that is another row's by now, is not this one's: it waits.
    """
    import sqlite3

    now = context.clock().timestamp()
    several, key = how == policy.SEVERAL, key_of(new)
    after = 0.0 if several else policy.VERIFY_AFTER
    later = {"verify_until": now + policy.VERIFIED_FOR, "next_at": now + after}
    certain = how == policy.CREATED or (key is not None and has_key(entry, key))
    try:
        if how == policy.CREATED:
            _learn_of_marks(context, outbox, key, entry)
        deed = _deed(context, row, entry, now) if context.journals else None
        how_sure = {"certain": certain, "several": several}
        if not outbox.finish(row.key, entry.id, deed, doubtful=later, **how_sure):
            note(context, outbox, row.key, state="unknown")
            return CreateResult(
                EntryState.UNCONFIRMED, None, row.key, "an equal entry took its place"
            )
        outbox.trail.settle(row.key, "done", entry.id)
    except (sqlite3.Error, OSError) as error:
        # It is on Harvest and known by its key: the next run finds it again.
        context.cannot_keep("state folder", error)
    return CreateResult(EntryState.CREATED, entry, row.key)


def _learn_of_marks(context: Context, outbox: Outbox, key: str | None, entry: TimeEntry) -> None:
    """Keep whether the account keeps hv's marks; a lost answer is looked for accordingly."""
    if key is None:
        return
    if not has_key(entry, key):
        outbox.learn(MARKS, REFERENCE_DROPPED)
        context.warn(
            "Harvest does not keep hv's marks on entries: from now on an entry whose answer is "
            "lost is looked for by what was typed (`reference` is off)"
        )
    elif outbox.fact(MARKS) is None:
        outbox.learn(MARKS, REFERENCE_KEPT)


def _deed(context: Context, row: Row, entry: TimeEntry, now: float) -> JournalEntry:
    deed = "started" if row.op == "start" else "created"
    login = (row.server, row.account_id, row.user_id)
    made = JournalEntry(now, *login, deed, entry.id, None, pack(entry), row.text)
    return made._replace(run=context.run)


def _waits(
    context: Context, outbox: Outbox, row: Row, action: policy.Action, failure: HvError | None
) -> CreateResult:
    """Record what is not on Harvest for certain; raises what only the person can mend."""
    why, now = reason_of(failure), context.clock().timestamp()
    if action.step == policy.REJECT and failure is not None:
        note(context, outbox, row.key, state="rejected", last_error=failure.message)
        failure.kept_as = row.key
        raise failure
    due = now + action.after
    note(context, outbox, row.key, state=action.state, last_error=why, next_at=due)
    if action.step == policy.STOP and isinstance(failure, NotLoggedIn):
        failure.message = f"{failure.message}. The entry is safe: it is kept here"
        failure.hint = "Run `hv login`, then `hv sync` sends it"
        failure.kept_as = row.key
        raise failure
    until = moment_of(due) if action.after else None
    state = EntryState.QUEUED if action.state == "queued" else EntryState.UNCONFIRMED
    return CreateResult(state, None, row.key, why, until)


def note(context: Context, outbox: Outbox, key: str, **values: object) -> None:
    """Set columns of a row. Where that fails it stays as being sent, and the next run looks."""
    import sqlite3

    try:
        outbox.record(key, **values)
    except sqlite3.Error as error:
        context.cannot_keep("state folder", error)


def defer(outbox: Outbox, row: Row, until: float) -> CreateResult:
    """Keep a row without sending it: Harvest asked to be left alone for longer than one waits."""
    why = "Harvest asks to wait"
    outbox.record(row.key, state="queued", attempts=0, sent_at=None, next_at=until, last_error=why)
    return CreateResult(EntryState.QUEUED, None, row.key, why, moment_of(until))


def reason_of(failure: HvError | None) -> str:
    """Why something waits, in a few words."""
    if failure is None:
        return "Harvest gave no clear answer"
    bare = getattr(failure, "reason", "")
    if failure.outcome == policy.THROTTLED:
        return "Harvest asks to wait"
    if failure.outcome == policy.LOST:
        return bare or failure.message
    return bare or failure.message


def send_unkept(
    context: Context, row: Row, new: NewEntry, error: Exception | None = None
) -> CreateResult:
    """Send without a copy here: nothing can be kept. Raises NotSaved where it may be nowhere."""
    learnt = post(context, new)
    if learnt.outcome == policy.LOST:
        found = look(context, new, 0.0, {entry.id for entry in context.account.data.recent})
        entry = found.entries[0] if found.outcome == policy.FOUND else None
        learnt = SendOutcome(policy.CREATED if entry else policy.LOST, entry, learnt.failure)
    if learnt.entry is not None:
        return CreateResult(EntryState.CREATED, learnt.entry, row.key)
    failure = learnt.failure or Unreachable("Harvest gave no clear answer")
    if learnt.outcome in (policy.REFUSED, policy.NO_LOGIN):
        raise failure
    unsure = "perhaps on Harvest" if learnt.outcome == policy.LOST else "not on Harvest"
    reason = getattr(error, "strerror", None) or error or "the state folder cannot be written"
    message = f"The entry is not kept here ({reason}) and {unsure} ({reason_of(failure)})"
    hint = f"Write it down: {row.shown} {row.body_json}"
    if learnt.outcome == policy.LOST:
        hint = f"Look with `hv entries` before you log it again. {hint}"
    raise NotSaved(message, hint=hint, outcome=failure.outcome)
