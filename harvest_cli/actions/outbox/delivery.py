"""Bring one row to Harvest: look, decide, settle.

Harvest has no idempotency key. So a row is on the disk before its first byte leaves, carries a key
of its own, and is sent again only after a look that does not find it; `policy` decides each step.
"""

import random
import re
from contextlib import suppress
from datetime import datetime

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.lookup import (
    MARKS,
    Differing,
    Look,
    MarkSupport,
    differences,
    has_key,
    key_of,
    look,
)
from harvest_cli.actions.outbox.policy import Action, Result, Step
from harvest_cli.actions.outbox.row_facts import (
    EventKind,
    age_of,
    describe,
    facts_of,
    moment_of,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn, Outcome
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.journal import Deed, JournalEntry
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Op, Row, State, pack

_REFERENCE = r"\bexternal[_ ]reference\b"
"""Harvest's name of the field that holds hv's mark; it comes before other words of a refusal."""
ANOTHER = "another hv is sending it"
ALIKE = (
    "The answer of Harvest was lost: entry {}, made then and the same in all that was typed, is "
    "taken for yours. If it was typed on another machine, type this again"
)
"""Without hv's mark, nothing tells an entry from one that another machine made a moment later."""


class SendOutcome(NamedTuple):
    """How a send or a look ended, with what came along; `others` are entries as likely."""

    outcome: str
    entry: TimeEntry | None = None
    failure: HvError | None = None
    others: tuple[TimeEntry, ...] = ()

    @property
    def pause(self) -> float:
        """Seconds that Harvest asks hv to wait."""
        return (self.failure.retry_after if self.failure else None) or 0.0


class Delivery(NamedTuple):
    """How a row ended in this run: `state` is what is stored, `failure` what stopped it.

    `why` says in a few words why it waits, `until` when hv looks again. `stuck` where another row
    would fare no better; `is_taken` where another process sends it.
    """

    event: EventKind
    state: State
    entry: TimeEntry | None = None
    why: str = ""
    until: datetime | None = None
    failure: HvError | None = None
    stuck: bool = False
    is_taken: bool = False


def deliver(
    context: Context,
    outbox: Outbox | None,
    row: Row,
    new: NewEntry,
    *,
    fresh: bool = False,
    resend: bool = False,
    goes_on: bool = False,
) -> Delivery:
    """Take a row that is ours as far as it goes now: look, decide, settle.

    Where it `goes_on` the row stays open and ours once the entry is there.

    A `fresh` one was stored by this run, and a person waits for it. With `resend` the person has
    said that it is to be sent where a look does not find it. Without an outbox nothing is stored.
    Raises ConfigurationError where nothing may leave at all.
    """
    learnt = SendOutcome(Result.NOTHING if fresh else Result.READ)
    # The file says "being sent" from the start: one wait for the disk less.
    row = row._replace(state=State.QUEUED) if fresh else row
    sent, failure, stuck = False, None, False
    while True:
        now = stamp_of(context)
        facts = facts_of(context, outbox, row, new, now, sent=sent)
        action = policy.decide(facts, learnt.outcome, now.wall, learnt.pause)
        if action.step == Step.ASK and outbox is not None:
            resend &= learnt.outcome == Result.ABSENT
            decision = _decision(context, outbox, row, learnt, resend=resend)
            if isinstance(decision, Delivery):
                return decision
            action = decision
        if action.step in (Step.LOOK, Step.SEARCH):
            well = action.step == Step.SEARCH
            learnt = look_up(context, outbox, row, new, patient=fresh, well=well)
            row = row._replace(state=action.state)
            failure = failure or learnt.failure
            stuck = stuck if sent else learnt.outcome in policy.STUCK
        elif action.step == Step.SEND:
            begun = _begun(context, outbox, row, fresh=fresh)
            if begun is None:
                return Delivery(EventKind.WAITS, State.UNKNOWN, why=ANOTHER, is_taken=True)
            row, new, learnt = _send(context, outbox, begun, new, patient=fresh)
            sent, failure, stuck = True, learnt.failure, learnt.outcome in policy.STUCK
        elif action.step == Step.CONFIRM and learnt.entry is not None:
            how = learnt.outcome
            return confirm(context, outbox, row, new, learnt.entry, how, goes_on=goes_on)
        else:
            found = _wait(context, outbox, row, action, failure, sent=sent)
            return found._replace(stuck=stuck)


# -- send ------------------------------------------------------------------------------------------


def _begun(context: Context, outbox: Outbox | None, row: Row, *, fresh: bool) -> Row | None:
    """The row marked as being sent; None where another process has taken over."""
    now, age = stamp_of(context), age_of(row, stamp_of(context))
    if outbox is None or (fresh and age is not None and age <= policy.LEASE / 2):
        return row._replace(state=State.SENDING)
    resent = 0 if row.state == State.QUEUED else 1
    return outbox.get(row.key) if outbox.begin(row.key, now, resent) else None


def _send(
    context: Context, outbox: Outbox | None, row: Row, new: NewEntry, *, patient: bool
) -> tuple[Row, NewEntry, SendOutcome]:
    """Send once; again at once only what certainly did not happen, where that helps."""
    import sqlite3

    if patient:
        context.handled.add(row.key)
    learnt = post(context, new)
    context.away = learnt.outcome == Result.NOT_SENT
    words = learnt.failure.message if learnt.failure else ""
    if (
        learnt.outcome == Result.REFUSED
        and key_of(new)
        and re.search(_REFERENCE, words, re.IGNORECASE)
    ):
        # Unverified: how Harvest would refuse a reference.
        context.warn(
            "Harvest refuses hv's marks on entries: hv continues without them (`reference` is off)"
        )
        new = new._replace(external_reference=None)
        if outbox is not None:
            outbox.learn(MARKS, MarkSupport.DROPPED)
            outbox.amend(row.key, body_json=pack(new))
        learnt = post(context, new)
    if learnt.outcome == Result.THROTTLED:
        with suppress(sqlite3.Error):
            if outbox is not None:
                outbox.pause_until(context.clock().timestamp() + learnt.pause)
            if patient and learnt.pause <= policy.LONGEST_PAUSE:
                context.sleep(learnt.pause * random.uniform(1.0, 1.2))
                if outbox is None or outbox.begin(row.key, stamp_of(context), 0):
                    learnt = post(context, new)
    return row, new, learnt


def post(context: Context, new: NewEntry) -> SendOutcome:
    """Send the create, once; raises ConfigurationError where nothing may leave at all."""
    clock = context.account.data.company.clock
    try:
        made = context.client.create_time_entry(new, clock)
    except ConfigurationError:
        raise
    except HvError as failure:
        return SendOutcome(str(failure.outcome or Result.LOST), failure=failure)
    key = key_of(new)
    echoed = made.external_reference
    # An answer that names no project, or another entry's key, is not the entry.
    if not made.project.id or (key and echoed and echoed.id and not has_key(made, key)):
        return SendOutcome(Result.LOST)
    # Where marks are not kept, what was typed tells; hours may be rounded.
    elsewhere = set(differences(context, made, new)) - {Differing.HOURS}
    if elsewhere and not (key and has_key(made, key)):
        return SendOutcome(Result.LOST)
    return SendOutcome(Result.CREATED, made)


# -- look ------------------------------------------------------------------------------------------


def look_up(
    context: Context,
    outbox: Outbox | None,
    row: Row,
    new: NewEntry,
    *,
    patient: bool,
    well: bool = False,
) -> SendOutcome:
    """Look for the entry; at growing distances while the person waits and there is hope."""
    known = outbox.claimed_ids() if outbox is not None else set()
    if patient:
        known |= {entry.id for entry in context.account.data.recent}
    marks = outbox.fact(MARKS) if outbox is not None else MarkSupport.KEPT
    settings = context.settings
    limit = min(float(settings.get("timeout")), float(settings.get("quiet_seconds")))
    looked, waited = Look(Result.NOT_LOOKED), 0.0
    for moment in policy.LOOKS if patient else (0.0,):
        if moment > max(limit, policy.LOOKS[0]):
            break
        if moment > waited:
            context.sleep(moment - waited)
        waited = moment
        age = age_of(row, stamp_of(context)) or 0.0
        looked = look(context, new, age, known, well=well, marks=marks)
        if looked.outcome not in (Result.MISSED, Result.ABSENT):
            break
    outcome = looked.outcome
    if outcome == Result.SEVERAL and key_of(new) is None and outbox is not None:
        # As many equal rows wait here: each of them gets one.
        alike = [r for r in outbox.open_rows() if r.body_sha256 == row.body_sha256]
        waiting = sum(r.state in WAITING for r in alike)
        outcome = Result.FOUND if waiting >= len(looked.entries) else outcome
    entry = looked.entries[0] if looked.entries else None
    return SendOutcome(outcome, entry, looked.failure, looked.entries[1:])


# -- settle ----------------------------------------------------------------------------------------


def confirm(
    context: Context,
    outbox: Outbox | None,
    row: Row,
    new: NewEntry,
    entry: TimeEntry,
    how: str,
    *,
    goes_on: bool = False,
) -> Delivery:
    """Settle a row: store its entry id; it is looked at again later where two may be there.

    One that was only found alike, and that is another row's by now, is not this one's: it waits.
    """
    import sqlite3

    found, key = Delivery(EventKind.SENT, State.DONE, entry), key_of(new)
    marked = key is not None and has_key(entry, key)
    if how == Result.FOUND and not marked:
        context.warn(ALIKE.format(entry.id))
    if outbox is None:
        return found
    now = context.clock().timestamp()
    several = how == Result.SEVERAL
    after = 0.0 if several else policy.VERIFY_AFTER
    later = {"verify_until": now + policy.VERIFIED_FOR, "next_at": now + after}
    created = how == Result.CREATED
    found_again = created and marked and row.op == Op.CREATE and not goes_on
    try:
        if created:
            _learn_marks(context, outbox, key, entry)
        deed = deed_of(context, row, entry) if context.journals else None
        sure = {"certain": marked or created, "several": several, "goes_on": goes_on}
        sure["durable"] = not found_again
        if not outbox.finish(row.key, entry.id, deed, doubtful=later, **sure):
            note(context, outbox, row.key, state=State.UNKNOWN)
            why = "an equal entry took its place"
            return Delivery(EventKind.WAITS, State.UNKNOWN, why=why)
    except (sqlite3.Error, OSError) as error:
        # It is on Harvest and known by its key: the next run finds it again.
        context.cannot_keep("state folder", error)
    return found


def _learn_marks(context: Context, outbox: Outbox, key: str | None, entry: TimeEntry) -> None:
    """Store whether the account keeps hv's marks; a lost answer is looked for accordingly."""
    if key is None:
        return
    if not has_key(entry, key):
        outbox.learn(MARKS, MarkSupport.DROPPED)
        context.warn(
            "Harvest does not keep hv's marks on entries: from now on an entry whose answer is "
            "lost is looked for by what was typed (`reference` is off)"
        )
    elif outbox.fact(MARKS) is None:
        outbox.learn(MARKS, MarkSupport.KEPT)


def deed_of(context: Context, row: Row, entry: TimeEntry) -> JournalEntry:
    """What the journal says of an entry that a row made."""
    now = context.clock().timestamp()
    ended = entry.ended_time is not None or '"ended": ' in (row.base_json or "")
    deed = Deed.STARTED if row.op == Op.START and not ended else Deed.CREATED
    login = (row.server, row.account_id, row.user_id)
    made = JournalEntry(now, *login, deed, entry.id, None, pack(entry), row.text)
    return made._replace(run=context.run, said_at=context.said_now)


def _wait(
    context: Context,
    outbox: Outbox | None,
    row: Row,
    action: Action,
    failure: HvError | None,
    *,
    sent: bool,
) -> Delivery:
    """Store why a row is not on Harvest, and when to go on."""
    why, due = reason_of(failure), context.clock().timestamp() + action.after
    until = moment_of(due) if action.after else None
    rejected = action.step == Step.REJECT
    event = EventKind.REFUSED if rejected else EventKind.WAITS
    found = Delivery(event, action.state, None, why, until)
    if outbox is None:
        return found._replace(failure=failure)
    if rejected or isinstance(failure, NotLoggedIn):
        found = found._replace(failure=failure)
    values: dict[str, object] = {"state": action.state}
    if not rejected:
        values["next_at"] = due
    if failure is not None or sent:
        values["last_error"] = failure.message if rejected and failure else why
    else:
        found = found._replace(why="Harvest does not show it yet")
    note(context, outbox, row.key, **values)
    if found.failure is not None:
        found.failure.kept_as = row.key
        if action.step == Step.STOP:
            found.failure.add("The entry is saved here")
            found.failure.hint = "Run `hv login`, then `hv sync` sends it"
    return found


def _decision(
    context: Context, outbox: Outbox, row: Row, learnt: SendOutcome, *, resend: bool
) -> Action | Delivery:
    """What the person says of a row that is long unconfirmed: send it, discard it, or neither.

    It is not on Harvest, or perhaps one of some that are alike there.
    """
    send = Action(Step.SEND, State.SENDING)
    if resend:
        return send
    alike = 1 + len(learnt.others) if learnt.entry else 0
    there = (
        f"{counted(alike, 'entry on Harvest is', 'entries on Harvest are')} like it"
        if alike
        else ""
    )
    question = f"{there or 'Not found on Harvest'}: {describe(row)}"
    options = ["Send it", "Discard it", "Keep it for later"]
    chosen = context.choose(question, options) if context.choose is not None else None
    if chosen == 0:
        return send
    if chosen == 1:
        outbox.drop(row.key)
        return Delivery(EventKind.DROPPED, State.UNKNOWN)
    later = context.clock().timestamp() + policy.VERIFY_AFTER
    why = f"{there or 'not on Harvest'}: send it again or discard it"
    outbox.record(row.key, state=State.UNKNOWN, last_error=why, next_at=later)
    return Delivery(EventKind.ASKS, State.UNKNOWN, why=there)


def note(context: Context, outbox: Outbox, key: str, **values: object) -> None:
    """Set columns of a row. Where that fails it stays as being sent, and the next run looks."""
    import sqlite3

    try:
        outbox.record(key, **values)
    except sqlite3.Error as error:
        context.cannot_keep("state folder", error)


def reason_of(failure: HvError | None) -> str:
    """Why something waits, in a few words."""
    if failure is None:
        return "Harvest gave no clear answer"
    if failure.outcome == Outcome.NOT_DONE:
        return "Harvest asks hv to wait (rate limit)"
    return getattr(failure, "reason", "") or failure.message
