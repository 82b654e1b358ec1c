"""Bring one row to Harvest: look, decide, settle.

Harvest has no idempotency key. So a row is on the disk before its first byte leaves, carries a key
of its own, and is sent again only after a look that does not find it; `policy` decides each step.
"""

import random
import re
from contextlib import suppress

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.policy import Action, Result, Step
from harvest_cli.actions.outbox.row_facts import (
    MARKS,
    Differing,
    EventKind,
    MarkSupport,
    SendOutcome,
    WriteResult,
    age_of,
    deed_now,
    describe,
    differences,
    facts_of,
    has_key,
    keeping,
    key_of,
    look,
    moment_of,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn, Outcome
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.journal import Deed, JournalEntry
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Op, Row, State, pack, told_of

_REFERENCE = r"\bexternal[_ ]reference\b"
"""Harvest's name of the field that holds hv's mark; it comes before other words of a refusal."""
ANOTHER = "another hv is sending it"
ALIKE = (
    "The answer of Harvest was lost: entry {}, made then and the same in all that was typed, is "
    "taken for yours. If it was typed on another machine, type this again"
)
"""Without hv's mark, nothing tells an entry from one that another machine made a moment later."""


class Delivery:
    """A row on its way to Harvest. A `fresh` one was stored by this run, and a person waits for it.

    Where it `goes_on` the row stays open and ours once the entry is there. Without an outbox
    nothing is stored.
    """

    def __init__(
        self,
        context: Context,
        outbox: Outbox | None,
        row: Row,
        new: NewEntry,
        *,
        fresh: bool = False,
        goes_on: bool = False,
    ) -> None:
        self._context, self._outbox, self._fresh, self._goes_on = context, outbox, fresh, goes_on
        # The file says "being sent" from the start: one wait for the disk less.
        self._row = row._replace(state=State.QUEUED) if fresh else row
        self._new = new
        self._learnt = SendOutcome(Result.NOTHING if fresh else Result.READ)
        self._sent, self._stuck = False, False
        self._failure: HvError | None = None

    def carry(self, *, resend: bool = False) -> WriteResult:
        """Take the row, which is ours, as far as it goes now: look, decide, settle.

        With `resend` the person has said that it is to be sent where a look does not find it.
        Raises ConfigurationError where nothing may leave at all.
        """
        while True:
            now = stamp_of(self._context)
            facts = facts_of(self._context, self._outbox, self._row, self._new, now)
            facts, learnt = facts._replace(sent=self._sent), self._learnt
            action = policy.decide(facts, learnt.outcome, now.wall, learnt.pause)
            if action.step == Step.ASK and self._outbox is not None:
                resend &= learnt.outcome == Result.ABSENT
                decision = self._decision(self._outbox, resend=resend)
                if isinstance(decision, WriteResult):
                    return decision
                action = decision
            if action.step in (Step.LOOK, Step.SEARCH):
                self._learnt = self._look_up(well=action.step == Step.SEARCH)
                self._row = self._row._replace(state=action.state)
                self._failure = self._failure or self._learnt.failure
                stuck = self._learnt.outcome in policy.STUCK
                self._stuck = self._stuck if self._sent else stuck
            elif action.step == Step.SEND:
                if not self._begin():
                    return WriteResult(EventKind.WAITS, State.UNKNOWN, text=ANOTHER, is_taken=True)
                self._learnt = learnt = self._send()
                self._sent, self._failure = True, learnt.failure
                self._stuck = learnt.outcome in policy.STUCK
            elif action.step == Step.CONFIRM and learnt.entry is not None:
                return self.confirm(learnt.entry, learnt.outcome)
            else:
                return self._waits(action)._replace(stuck=self._stuck)

    # -- send --------------------------------------------------------------------------------

    def _begin(self) -> bool:
        """Mark the row as being sent; False where another process has taken over."""
        now, row, outbox = stamp_of(self._context), self._row, self._outbox
        age = age_of(row, now)
        if outbox is None or (self._fresh and age is not None and age <= policy.LEASE / 2):
            self._row = row._replace(state=State.SENDING)
            return True
        resent = 0 if row.state == State.QUEUED else 1
        begun = outbox.get(row.key) if outbox.begin(row.key, now, resent) else None
        self._row = begun or row
        return begun is not None

    def _send(self) -> SendOutcome:
        """Send once; again at once only what certainly did not happen, where that helps."""
        import sqlite3

        context, outbox, key = self._context, self._outbox, self._row.key
        if self._fresh:
            context.handled.add(key)
        learnt = post(context, self._new)
        context.away = learnt.outcome == Result.NOT_SENT
        if _refuses_marks(learnt) and key_of(self._new):
            # Unverified: how Harvest would refuse a reference.
            context.warn(
                "Harvest refuses hv's marks on entries: hv continues without them "
                "(`reference` is off)"
            )
            self._new = self._new._replace(external_reference=None)
            if outbox is not None:
                outbox.learn(MARKS, MarkSupport.DROPPED)
                outbox.amend(key, body_json=pack(self._new))
            learnt = post(context, self._new)
        if learnt.outcome == Result.THROTTLED:
            with suppress(sqlite3.Error):
                if outbox is not None:
                    outbox.pause_until(context.clock().timestamp() + learnt.pause)
                if self._fresh and learnt.pause <= policy.LONGEST_PAUSE:
                    context.sleep(learnt.pause * random.uniform(1.0, 1.2))
                    if outbox is None or outbox.begin(key, stamp_of(context), 0):
                        learnt = post(context, self._new)
        return learnt

    # -- look --------------------------------------------------------------------------------

    def _look_up(self, *, well: bool) -> SendOutcome:
        """Look for the entry; at growing distances while the person waits and there is hope."""
        context, outbox, new = self._context, self._outbox, self._new
        known = outbox.claimed_ids() if outbox is not None else set()
        if self._fresh:
            known |= {entry.id for entry in context.account.data.recent}
        marks = outbox.fact(MARKS) if outbox is not None else MarkSupport.KEPT
        settings = context.settings
        limit = min(float(settings.get("timeout")), float(settings.get("quiet_seconds")))
        looked, waited = SendOutcome(Result.NOT_LOOKED), 0.0
        for moment in policy.LOOKS if self._fresh else (0.0,):
            if moment > max(limit, policy.LOOKS[0]):
                break
            if moment > waited:
                context.sleep(moment - waited)
            waited = moment
            age = age_of(self._row, stamp_of(context)) or 0.0
            looked = look(context, new, age, known, well=well, marks=marks)
            if looked.outcome not in (Result.MISSED, Result.ABSENT):
                break
        if looked.outcome == Result.SEVERAL and key_of(new) is None and outbox is not None:
            # As many equal rows wait here: each of them gets one.
            alike = [r for r in outbox.open_rows() if r.body_sha256 == self._row.body_sha256]
            if sum(r.state in WAITING for r in alike) >= len(looked.entries):
                return looked._replace(outcome=Result.FOUND)
        return looked

    # -- settle ------------------------------------------------------------------------------

    def confirm(self, entry: TimeEntry, how: str) -> WriteResult:
        """Store the entry's id; it is looked at again later where two may be there.

        One that was only found alike, and that is another row's by now, is not this one's: it
        waits.
        """
        context, outbox, row = self._context, self._outbox, self._row
        found, key = WriteResult(EventKind.SENT, State.DONE, entry), key_of(self._new)
        marked = key is not None and has_key(entry, key)
        if how == Result.FOUND and not marked:
            context.warn(ALIKE.format(entry.id))
        if outbox is None:
            return found
        now = context.clock().timestamp()
        several, created = how == Result.SEVERAL, how == Result.CREATED
        after = 0.0 if several else policy.VERIFY_AFTER
        later = {"verify_until": now + policy.VERIFIED_FOR, "next_at": now + after}
        found_again = created and marked and row.op == Op.CREATE and not self._goes_on
        # It is on Harvest and known by its key: where this fails the next run finds it again.
        with keeping(context):
            if created:
                _learn_marks(context, outbox, key, entry)
            deed = deed_of(context, row, entry) if context.journals else None
            sure = {"certain": marked or created, "several": several, "goes_on": self._goes_on}
            sure["durable"] = not found_again
            if not outbox.finish(row.key, entry.id, deed, doubtful=later, **sure):
                note(context, outbox, row.key, state=State.UNKNOWN)
                why = "an equal entry took its place"
                return WriteResult(EventKind.WAITS, State.UNKNOWN, text=why)
        return found

    def _waits(self, action: Action) -> WriteResult:
        """Store why the row is not on Harvest, and when to go on."""
        context, failure = self._context, self._failure
        why, due = reason_of(failure), context.clock().timestamp() + action.after
        rejected = action.step == Step.REJECT
        event = EventKind.REFUSED if rejected else EventKind.WAITS
        found = WriteResult(event, action.state, text=why)
        found = found._replace(until=moment_of(due) if action.after else None)
        if self._outbox is None:
            return found._replace(failure=failure)
        if rejected or isinstance(failure, NotLoggedIn):
            found = found._replace(failure=failure)
        values: dict[str, object] = {"state": action.state}
        if not rejected:
            values["next_at"] = due
        if failure is not None or self._sent:
            values["last_error"] = failure.message if rejected and failure else why
        else:
            found = found._replace(text="Harvest does not show it yet")
        note(context, self._outbox, self._row.key, **values)
        if found.failure is not None:
            found.failure.kept_as = self._row.key
            if action.step == Step.STOP:
                found.failure.add("The entry is saved here")
                found.failure.hint = "Run `hv login`, then `hv sync` sends it"
        return found

    def _decision(self, outbox: Outbox, *, resend: bool) -> Action | WriteResult:
        """What the person says of a row that is long unconfirmed: send it, discard it, or neither.

        It is not on Harvest, or perhaps one of some that are alike there.
        """
        context, row = self._context, self._row
        send = Action(Step.SEND, State.SENDING)
        if resend:
            return send
        alike = len(self._learnt.entries)
        several = counted(alike, "entry on Harvest is", "entries on Harvest are")
        there = f"{several} like it" if alike else ""
        question = f"{there or 'Not found on Harvest'}: {describe(row)}"
        options = ["Send it", "Discard it", "Keep it for later"]
        chosen = context.choose(question, options) if context.choose is not None else None
        if chosen == 0:
            return send
        if chosen == 1:
            outbox.drop(row.key)
            return WriteResult(EventKind.DROPPED, State.UNKNOWN)
        later = context.clock().timestamp() + policy.VERIFY_AFTER
        why = f"{there or 'not on Harvest'}: send it again or discard it"
        outbox.record(row.key, state=State.UNKNOWN, last_error=why, next_at=later)
        return WriteResult(EventKind.ASKS, State.UNKNOWN, text=there)


def _refuses_marks(learnt: SendOutcome) -> bool:
    words = learnt.failure.message if learnt.failure else ""
    refused = learnt.outcome == Result.REFUSED
    return refused and re.search(_REFERENCE, words, re.IGNORECASE) is not None


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
    return SendOutcome(Result.CREATED, (made,))


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
    runs = row.op == Op.START and entry.ended_time is None and told_of(row).get("ended") is None
    deed = Deed.STARTED if runs else Deed.CREATED
    login = (row.server, row.account_id, row.user_id)
    return deed_now(context, login, deed, entry.id, None, pack(entry), row.text)


def note(context: Context, outbox: Outbox, key: str, **values: object) -> None:
    """Set columns of a row. Where that fails it stays as being sent, and the next run looks."""
    with keeping(context):
        outbox.record(key, **values)


def reason_of(failure: HvError | None) -> str:
    """Why something waits, in a few words."""
    if failure is None:
        return "Harvest gave no clear answer"
    if failure.outcome == Outcome.NOT_DONE:
        return "Harvest asks hv to wait (rate limit)"
    return getattr(failure, "reason", "") or failure.message
