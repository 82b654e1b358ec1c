"""Timers that somebody may have forgotten: what looks so, and when they were to be stopped."""

from datetime import datetime, time, timedelta

from harvest_cli.actions.day.clock import elapsed, moment_text
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import clock_text, read_clock
from harvest_cli.domain.records import NamedTuple

LONG = timedelta(hours=12)
STEP = 5
"""Minutes; a proposed time looks like one that people would say."""


class ForgottenTimer(NamedTuple):
    """A timer that ran suspiciously long: why, and the words of the moment at which to stop it."""

    entry: TimeEntry
    why: str
    until: str

    @property
    def mend(self) -> str:
        """`hv stop at 17:30 yesterday`."""
        return f"hv stop {self.until}"

    @property
    def text(self) -> str:
        """`Website › Design has run for 15 hours, since 17:40 yesterday`."""
        return f"{self.entry.project.name} › {self.entry.task.name} {self.why}"


def forgotten(
    context: Context, entry: TimeEntry, began: datetime | None = None
) -> ForgottenTimer | None:
    """Whether a running timer looks forgotten: long, over midnight, outside of working hours.

    `began` is when it really began, where that is known better than from the entry.
    """
    since = began or entry.timer_started_at
    if since is None:
        return None
    begun, now = since.astimezone(context.zone), context.now
    ran = elapsed(begun, now)
    if ran > LONG:
        why = f"has run for {ran // timedelta(hours=1)} hours, since {moment_text(context, begun)}"
    elif begun.date() < now.date():
        why = f"has been running since before midnight, {moment_text(context, begun)}"
    elif _after_hours(context, begun, now):
        why = f"is still running, since {moment_text(context, begun)}"
    else:
        return None
    return ForgottenTimer(entry, why, _until(context, begun, now))


def until_when(
    context: Context, found: ForgottenTimer, nothing: str, mend: str = "", *, ask: bool = True
) -> str:
    """When a timer that looks forgotten is to stop, in words; empty for now.

    A person chooses; raises NeedsDecision for no choice. Where nobody can be asked it is said,
    with what `mend`s it afterwards.
    """
    if not ask or context.choose is None:
        context.warn(f"{found.text}; `{mend or found.mend}` corrects it")
        return ""
    chosen = context.choose(found.text, ["Stop it now", f"Stop it {found.until}"])
    if chosen is None:
        raise NeedsDecision(nothing, hint=f"Stop it at another time, as in `{found.mend}`")
    return found.until if chosen else ""


def _hours(context: Context) -> tuple[time, time] | None:
    span = context.settings.get("working_hours")
    begin, _, end = (read_clock(piece) for piece in (span or "").partition("-"))
    return (begin, end) if begin is not None and end is not None else None


def _after_hours(context: Context, begun: datetime, now: datetime) -> bool:
    """Started within working hours, and now it is outside: who starts late means it."""
    hours = _hours(context)
    if hours is None:
        return False
    begin, end = hours
    return begin <= begun.time() <= end and not begin <= now.time() <= end


def _until(context: Context, begun: datetime, now: datetime) -> str:
    """`at 17:30 yesterday`: when that day's target was reached, a guess to be edited."""
    length = timedelta(minutes=context.conventions.workday_minutes)
    last = datetime.combine(begun.date(), time(23, 55))
    if hours := _hours(context):
        end = datetime.combine(begun.date(), hours[1])
        last = end if end > begun.replace(tzinfo=None) else last
    wall = min(begun.replace(tzinfo=None) + length, last)
    if wall.date() == now.date():
        wall = min(wall, now.replace(tzinfo=None))
    wall = max(wall - timedelta(minutes=wall.minute % STEP), begun.replace(tzinfo=None))
    wall += timedelta(minutes=1) if wall == begun.replace(tzinfo=None) else timedelta(0)
    day = ""
    if wall.date() != now.date():
        day = " yesterday" if wall.date() == now.date() - DAY else f" {wall.date().isoformat()}"
    return f"at {clock_text(wall.time(), context.conventions.clock)}{day}"
