"""`hv start`: one sentence becomes a running timer, backdated where the words say so."""

from datetime import UTC, datetime, timedelta

from harvest_cli.actions.day.clock import (
    day_of,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    moment_text,
    to_come,
    true_now,
)
from harvest_cli.actions.day.forgotten import ForgottenTimer, forgotten, until_when
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent, TimerResult
from harvest_cli.actions.resolve.clock_times import say_doubts_of
from harvest_cli.actions.resolve.defaults import refuse_missing_notes
from harvest_cli.actions.resolve.flags import Flags, given_by, refuses_project
from harvest_cli.actions.resolve.projects import recent_work
from harvest_cli.actions.resolve.resolver import resolve_start
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.switch import (
    Beginning,
    Others,
    began_on_clock,
    begin,
    foreseen_start,
    others_now,
    refuse_later_timers,
    switched,
    timer_result,
)
from harvest_cli.domain.company import Task
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.hours import as_clock, minute_of, minutes_from_hours
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_of
from harvest_cli.domain.wall_clock import stated_now
from harvest_cli.language.lengths.clock import EXISTING, on_clock, skipped
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import Inference, Kind, StartReading


class StartPlan(NamedTuple):
    """A timer to start; `began` is None for now, `why` says how the task was found.

    `said` tells what alias, choices and settings added.
    """

    reading: StartReading
    task: Task
    began: datetime | None = None
    why: str | None = None
    said: tuple[Inference, ...] = ()


def start_timer(context: Context, text: str, flags: Flags, *, dry_run: bool = False) -> TimerResult:
    """Start a timer; raises SentenceError or UsageError before anything was sent."""
    planned = _planned(context, text, flags)
    refuse_missing_notes(context, [planned.reading.notes], "hv start Website: what I do")
    others = others_now(context)
    refuse_later_timers(context, others, planned.began)
    others, ended = _without_forgotten(context, others, ask=not dry_run)
    beginning = _beginning(context, planned, flags, others)
    began, ends = _began_on_the_clock(context, planned, beginning, others)
    seen = foreseen_start(context, beginning, ends)
    if dry_run:
        timer = began_on_clock(context, _as_entry(planned, beginning), beginning)
        preview = LoggedEntry(EntryState.PREVIEW, timer, planned.why)
        turn = _turn(context, planned, preview, others._replace(stopped=seen.entries))
        return turn._replace(requests=seen.requests)
    begun = begin(context, beginning, ends, others.unknown)
    entry = begun.entry or _as_entry(planned, beginning)
    others = switched(context, others, begun, began)
    others = others._replace(stopped=(*ended, *others.stopped))
    row = LoggedEntry(begun.state, entry, planned.why)
    return _turn(context, planned, row, others, begun.unfinished)


def _began_on_the_clock(
    context: Context, planned: StartPlan, beginning: Beginning, others: Others
) -> tuple[datetime | None, tuple[TimeEntry, ...]]:
    """When the timer begins for those that it ends, where that is not now; and which they are.

    "30m already" are the last 30 minutes. What began within them ends now where hours alone are
    tracked; where times are, two timers would overlap: raises UsageError.
    """
    if planned.began is not None or not beginning.lead:
        return planned.began, others.running
    began = context.now.astimezone(UTC) - beginning.lead
    if context.account.data.company.wants_timestamp_timers is not False:
        refuse_later_timers(context, others, began)
        return began, others.running
    starts = ((each, StatusCache(context).began(each)) for each in others.running)
    ends = tuple(each for each, since in starts if since is None or since <= began)
    return (began if ends else None), ends


def _without_forgotten(
    context: Context, others: Others, *, ask: bool
) -> tuple[Others, tuple[TimeEntry, ...]]:
    """What still runs, and the timers that a person let end when they were to be stopped."""
    ended: list[TimeEntry] = []
    running: list[TimeEntry] = []
    for entry in others.running:
        found = forgotten(context, entry, StatusCache(context).began(entry))
        mend = _mended(context, entry, found) if found else ""
        words = until_when(context, found, "Nothing was started", mend, ask=ask) if found else ""
        if not words:
            running.append(entry)
            continue
        # It loads in 6 ms, and few starts end a timer that was forgotten.
        from harvest_cli.actions.timers.stop import stop_timer

        stopped = stop_timer(context, words)
        others = others._replace(waits=others.waits or bool(stopped.exit_code))
        ended += [row.entry for row in stopped.entries]
    return others._replace(running=tuple(running)), tuple(ended)


def _mended(context: Context, entry: TimeEntry, found: ForgottenTimer) -> str:
    """What gives a timer the end that it should have had, once it is stopped."""
    # As above.
    from harvest_cli.actions.timers.stop_which import moments
    from harvest_cli.language.sentence.stop import parse_stop

    reading = parse_stop(found.until, context.now, context.conventions)
    then = moments(reading, context.now, context.zone)[0]
    return f"hv edit {entry.id} {as_clock(hours_at(entry, then, context.now))}"


def _planned(context: Context, text: str, flags: Flags) -> StartPlan:
    refused = refuses_project(context, flags)
    named = not refused and (flags.project or context.settings.get("project"))
    if not (text.strip() or named or flags.client):
        return _chosen_pair(context, flags)
    found = resolve_start(context, text, flags)
    (entry,), (why,) = found.entries, found.assumed
    assert entry.task is not None
    reading = found.reading._replace(notes=entry.notes)
    return StartPlan(reading, entry.task, _began(context, reading), why, found.said)


def _chosen_pair(context: Context, flags: Flags) -> StartPlan:
    """No words at all: something that was done lately, with its notes."""
    work = recent_work(context) if context.choose is not None else []
    if context.choose is None or not work:
        message = "The project is missing"
        hint = "Name it, or add `--project NAME`; on a terminal `hv start` lists recent ones"
        raise SentenceError(message, code="no_project", hint=hint)
    chosen = context.choose("Start which one?", [each.shown for each in work])
    if chosen is None:
        message = "No timer was started"
        raise UsageError(message, hint="Name a project: `hv start Website`")
    assignment, task, notes = work[chosen]
    given = given_by(context, flags, "--at")
    reading = StartReading(
        "",
        assignment,
        given.spent_date or context.today,
        task,
        started_time=given.started_time,
        notes=given.notes or notes,
    )
    return StartPlan(reading, task, _began(context, reading))


def _began(context: Context, reading: StartReading) -> datetime | None:
    """When the timer is said to have begun, in UTC; raises UsageError for a time to come."""
    if (ago := _ago(reading)) is not None:
        return context.now.astimezone(UTC) - ago
    if reading.started_time is None:
        return None

    minute = minute_of(reading.started_time)
    moments = list(on_clock(reading.spent_date, minute, context.zone))
    if not moments:
        message = skipped(context.conventions.time_text(reading.started_time), reading.spent_date)
        raise UsageError(message, code="invalid_time", hint=EXISTING)
    past = [moment for moment in moments if moment <= context.now]
    if not past:
        raise to_come(context, moment_text(context, moments[0]))
    return max(past)


def _ago(reading: StartReading) -> timedelta | None:
    """`20m ago` as a length: clock times would go wrong when the clocks change in between."""
    for span in reading.spans:
        words = reading.text[span.start : span.end].strip()
        if span.kind is Kind.QUANTITY and words.lower().endswith(" ago"):
            return timedelta(minutes=minutes_from_hours(read_hours(words[:-4])))
    return None


def _beginning(context: Context, planned: StartPlan, flags: Flags, others: Others) -> Beginning:
    reading, began = planned.reading, planned.began
    day = reading.spent_date if flags.date or began is None else day_of(context, began)
    by_clock = reading.started_time is not None and _ago(reading) is None
    # Harvest may have answered already, and then its clock counts.
    now = true_now(context) if by_clock and others.asked else context.now
    lead = elapsed(began, now) if began else timedelta(0)
    if lead < timedelta(0):
        message = f"{moment_text(context, began or now)} is in the future by Harvest's clock"
        raise UsageError(message, code="invalid_time", hint="Correct this machine's clock")
    if reading.already is not None:
        lead += timedelta(minutes=minutes_from_hours(reading.already))
    if lead > timedelta(hours=24):
        message = "A timer cannot begin with more than 24 hours"
        hint = 'Use `hv log`, a day at a time: `hv log "8h on Website yesterday"`'
        raise UsageError(message, code="invalid_time", hint=hint)
    ids = (reading.assignment.project.id, planned.task.id)
    link = reference_of(flags.ref)
    new = NewEntry(*ids, day, notes=reading.notes, external_reference=link)
    return Beginning(new, lead, by_clock and not others.asked)


def _as_entry(planned: StartPlan, beginning: Beginning) -> TimeEntry:
    """The timer as it would look on Harvest, without an id."""
    assignment = planned.reading.assignment
    return TimeEntry(
        id=0,
        spent_date=beginning.new.spent_date,
        hours=hours_of(beginning.lead),
        client=assignment.client,
        project=assignment.project,
        task=planned.task,
        notes=planned.reading.notes,
        is_running=True,
        external_reference=beginning.new.external_reference,
    )


def _turn(
    context: Context,
    planned: StartPlan,
    row: LoggedEntry,
    others: Others,
    unfinished: str | None = None,
) -> TimerResult:
    warn_of_day(context, row.entry)
    say_doubts_of(context, row.entry)
    reading = planned.reading
    answer = timer_result(context, TimerEvent.STARTED, reading.text, [row], others)
    return answer._replace(
        since=planned.began,
        inferences=(*reading.inferences, *planned.said),
        warnings=(*reading.warnings, *answer.warnings),
        unfinished=unfinished or others.unfinished,
    )


def warn_of_day(context: Context, entry: TimeEntry) -> None:
    """Say when a timer is not on today's sheet, and when today is another day than here."""
    here = context.clock().astimezone().date()
    chosen = bool(stated_now(context.environ))
    if entry.spent_date is not None and entry.spent_date != context.today:
        day = day_text(entry.spent_date, context.today)
        context.warn(f"The timer is on {day}, and today is {day_text(context.today)}")
    elif not chosen and here != context.today:
        zone = str(harvest_zone(context))
        context.warn(f"It is {day_text(context.today)} in {zone}, where your days are counted")
