"""`hv copy`: the entries of one day or week, planned for another."""

import re
from datetime import timedelta
from decimal import Decimal

from harvest_cli.actions.entries.bulk import BulkItem, BulkPlan, UntimedItem, planned
from harvest_cli.actions.entries.comparing import compared
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period, week_of
from harvest_cli.domain.entries import ExternalReference, TimeEntry
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.domain.hours import DAY_MINUTES, hours_from_minutes, minute_of
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.periods.flags import landing
from harvest_cli.language.sentence.entry_days import ahead_text
from harvest_cli.language.text.match import JOINING, loose_end, nothing_follows
from harvest_cli.language.text.readings import EntryReading, Inference

WEEK = timedelta(days=7)
SECONDS = 2
"""Minutes by which a start and an end in whole minutes may differ from what a timer counted."""
_TO = re.compile(r" (?:onto|into|->|=>|→) ")
_WEEK = re.compile(r"(?i)\b(?:week|wk)\b")
_WHICH = re.compile(r"(?i)(?:the )?(\d{1,2}|this|next|last)(?: one)?")
_FROM = re.compile(r"(?i) from (?=\S)")
EXAMPLE = "Write `hv copy yesterday`, or `hv copy last week to this week`"


class Copying(NamedTuple):
    """Which days are copied to which."""

    source: Period
    target: Period
    plan: BulkPlan
    inferences: tuple[Inference, ...] = ()


def plan_copy(context: Context, asked: QueryFlags) -> Copying:
    """What a copy would make; sends nothing.

    Raises UsageError when source or target is unclear, NotFound when there is nothing to copy.
    """
    source, to = _split(asked.words)
    if to == "":
        end = len(asked.words.rstrip())
        raise nothing_follows(asked.words, [(end - len(asked.words.split()[-1]), end)])
    if not source.strip():
        message = "The day or week to copy is missing"
        raise UsageError(message, code="no_range", hint=EXAMPLE)
    # What narrows the copy may stand behind the target.
    manner = (context.today, context.now, context.conventions)
    _, rest, said = landing(to, *manner) if to else (None, "", ())
    _refuse_loose_words(asked.words, rest)
    words = " ".join(f"{source} {rest}".split())
    scope = scope_of(context, asked._replace(words=words, to=None), verb="copy")
    aimed = to or asked.to
    aimed = aimed.removesuffix(rest) if aimed and rest else aimed
    target = _target(context, scope.period, aimed, words)
    if target == scope.period:
        message, hint = "A period cannot be copied onto itself", "`hv copy yesterday to tomorrow`"
        raise UsageError(message, hint=hint, text=asked.words, span=(0, len(asked.words)))
    entries = entries_in(context, scope)
    if not entries:
        message = "No entries to copy on those days"
        raise NotFound(message, hint="`hv entries` shows what there is")
    shift = target.start - scope.period.start
    rows = [moved(context, entry, shift) for entry in entries]
    days = [entry.spent_date + shift for entry in entries if entry.spent_date is not None]
    if ahead := ahead_text(days, context.today):
        context.warn(ahead)
    return Copying(scope.period, target, compared(context, rows), (*said, *scope.inferences))


def _refuse_loose_words(words: str, rest: str) -> None:
    """Refuse joining words that join nothing in the `rest`, which `words` end in."""
    places = [found.span() for found in re.finditer(r"\S+", words)][-len(rest.split()) - 1 :]
    pieces = [word if word in JOINING else "" for word in rest.lower().split()]
    if places and rest.lower().startswith(("and ", "or ", "+", "&", ",")):
        message, where = "A copy goes to one day or week", (places[1][0], len(words))
        raise UsageError(message, code="no_range", hint=EXAMPLE, text=words, span=where)
    if loose := loose_end(["", *pieces]):
        raise nothing_follows(words, [(places[loose[0]][0], places[loose[1] - 1][1])])


def _split(words: str) -> tuple[str, str | None]:
    """Before and after the last ` to `, or what says the same; `week 45 to 47` names two weeks.

    `from monday to friday` goes from that day: `from` begins no run.
    """
    source, found, to = _TO.sub(" to ", f" {words} ").rpartition(" to ")
    of_weeks = _WEEK.search(source) and _WHICH.fullmatch(to.strip())
    if of_weeks:
        to = f"week {of_weeks[1]}" if of_weeks[1].isdigit() else f"{of_weeks[1]} week"
    return (_FROM.sub(" ", source), to.strip()) if found else (words, None)


def _target(context: Context, source: Period, to: str | None, words: str) -> Period:
    length = source.end - source.start
    first = context.conventions.week_start
    whole_week = source == week_of(source.start, first)
    if to is None:
        if whole_week:
            return week_of(context.today, first)
        if length:
            message = "Unclear where to copy several days"
            where = (0, len(words)) if words else None
            raise UsageError(message, code="no_range", hint=EXAMPLE, text=words, span=where)
        return Period(context.today, context.today)
    found, rest, _ = landing(to, source.start, context.now, context.conventions)
    if found is None or rest:
        message = f'Expected the day or week to copy to, got "{to[:60]}"'
        raise UsageError(message, code="invalid_date", hint=EXAMPLE)
    start = week_of(found.start, first).start if whole_week else found.start
    within = week_of(source.start, first)
    if found.unit == "week" and source.end in within:
        # Days of a week go to the same weekdays of another.
        start = source.start + (week_of(found.start, first).start - within.start)
    if length >= WEEK and (start - source.start) % WEEK:
        message = "More than a week is copied onto the same weekdays only"
        raise UsageError(message, code="no_range", hint=EXAMPLE, text=to, span=(0, len(to)))
    return Period(start, start + length)


def moved(context: Context, entry: TimeEntry, shift: timedelta) -> BulkItem:
    """An entry once more, so much later; skipped where it can no longer be tracked."""
    place = f"#{entry.id}"
    if entry.spent_date is None or entry.hours is None or entry.is_running:
        why = "its timer still runs" if entry.is_running else "its hours cannot be read"
        return BulkItem(place, entry, skip=why)
    day = entry.spent_date + shift
    found = context.account.data.usable(entry.project.id, entry.task.id)
    if found is None:
        why = "its project or task can no longer be tracked"
        return BulkItem(place, entry._replace(spent_date=day), skip=why)
    assignment, task = found
    reading = EntryReading(
        assignment=assignment,
        spent_date=day,
        hours=_length(context, entry, entry.hours),
        task=task,
        started_time=entry.started_time if entry.ended_time else None,
        ended_time=entry.ended_time if entry.started_time else None,
        notes=entry.notes,
    )
    return planned(context, [UntimedItem(place, reading, _link(entry.external_reference))])[0]


def _length(context: Context, entry: TimeEntry, hours: Decimal) -> Decimal:
    """Its hours, or those from start to end where seconds of a timer alone make the difference."""
    counts_hours = context.account.data.company.wants_timestamp_timers is False
    if counts_hours or entry.started_time is None or entry.ended_time is None:
        return hours
    by_clock = (minute_of(entry.ended_time) - minute_of(entry.started_time)) % DAY_MINUTES
    return hours_from_minutes(by_clock) if abs(hours * 60 - by_clock) < SECONDS else hours


def _link(reference: ExternalReference | None) -> ExternalReference | None:
    """The link to an issue; the marks that hv itself puts on entries belong to one entry alone."""
    return reference if reference is not None and reference.permalink else None
