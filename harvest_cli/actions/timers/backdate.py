"""Making a timer run that has run for a while already, in either of Harvest's two ways.

Accounts that track times are told the start. Accounts that track hours get the hours so far as a
stopped entry, which is then restarted (Harvest docs, Time Entries).
"""

from datetime import UTC, date, timedelta

from harvest_cli.actions.day.clock import clock_error, hours_of, true_now, wall_time
from harvest_cli.actions.outbox.create import confirm_repeat, create_entry
from harvest_cli.actions.outbox.intent import Carried, Intent
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.going import carry_start
from harvest_cli.actions.timers.timeline import noted_others, waiting_starts
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NotLoggedIn
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.row import WAITING, Row, State


class Beginning(NamedTuple):
    """A timer to start; `lead` is how long it has run already.

    `by_clock` when that came from a time of day, which our clock may tell wrongly.
    """

    project_id: int
    task_id: int
    spent_date: date
    notes: str | None = None
    reference: ExternalReference | None = None
    lead: timedelta = timedelta(0)
    by_clock: bool = False


class Begun(NamedTuple):
    """What became of it; `unfinished` tells what is missing and how to mend it.

    `rows` are the ends of what ran before, kept and not yet sent.
    """

    state: EntryState
    entry: TimeEntry | None = None
    unfinished: str | None = None
    rows: tuple[Row, ...] = ()


def begin(
    context: Context,
    wanted: Beginning,
    running: tuple[TimeEntry, ...] = (),
    unknown: HvError | None = None,
) -> Begun:
    """Start the timer; raises HvError when it is certain that nothing was created.

    `running` are the timers that it ends, at its own beginning or where one that waits began.
    One that began earlier is kept until those are known which are `unknown` now.
    """
    confirm_repeat(context, _new(wanted), "started", "Start")
    new, base = first_of(context, wanted), _base(context, wanted)
    if not (hours_of(wanted.lead) or waiting_starts(context.existing_outbox)):
        sent = create_entry(context, new, base=base)
        true_now(context)
        return Begun(sent.state, sent.entry)
    base["others"] = noted_others(context, running)
    later = unknown if hours_of(wanted.lead) else None
    sent = create_entry(context, new, base=base, goes_on=True, later=later)
    true_now(context)
    if sent.entry is None or sent.row is None:
        return Begun(sent.state)
    context.account.remember(sent.entry)
    intent = Intent(context, context.outbox, sent.row, fresh=True)
    error = clock_error(context)
    if error and not wanted.by_clock:
        # So long ago is counted by Harvest's clock.
        intent.record({"began": float(str(base["began"])) + error.total_seconds()})
    return _begun(intent, carry_start(intent, sent.entry))


def _begun(intent: Intent, carried: Carried) -> Begun:
    entry = carried.entry
    if isinstance(carried.failure, NotLoggedIn):
        raise carried.failure
    lost = intent.outbox is None and carried.state in WAITING
    if entry is not None and (lost or carried.state == State.REJECTED):
        held, why = entry.hours or ZERO, carried.text
        mend = f"{held} h are logged, but the timer is not running: `hv restart {entry.id}` ({why})"
        return Begun(EntryState.CREATED, entry, mend)
    left = carried.text if carried.state == State.DONE else None
    return Begun(carried.shown_state, entry, left or None, carried.rows)


def first_of(context: Context, wanted: Beginning) -> NewEntry:
    """What is sent first; a timer of an account of hours is restarted after that."""
    if not hours_of(wanted.lead):
        return _new(wanted)
    if context.account.data.company.wants_timestamp_timers is False:
        return _new(wanted)._replace(hours=hours_of(wanted.lead))
    began = context.now.astimezone(UTC) - wanted.lead
    return _new(wanted)._replace(started_time=wall_time(context, began))


def _new(wanted: Beginning) -> NewEntry:
    return NewEntry(
        project_id=wanted.project_id,
        task_id=wanted.task_id,
        spent_date=wanted.spent_date,
        notes=wanted.notes,
        external_reference=wanted.reference,
    )


def _base(context: Context, wanted: Beginning) -> dict[str, object]:
    """The instant at which the timer is to have begun, should the start reach Harvest late."""
    began = context.now.astimezone(UTC) - wanted.lead
    return {"began": began.timestamp()}
