"""Where the day stands: what runs, today's entries, what is pending, hours against the target.

`hv status --watch` draws it again each second and asks again each minute. The network may come
and go; the terminal is left as it was found.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from harvest_cli.actions.outbox.pending import PendingWrite
from harvest_cli.actions.status import Status, ticked
from harvest_cli.domain.days import DAY, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import RateLimited, Unreachable
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.entry_tables import ENTRY_COLUMNS, entry_rows
from harvest_cli.show.answers.errors import show_error
from harvest_cli.show.answers.words import PENDING
from harvest_cli.show.machine.days import STATUS, STATUS_COLUMNS, status_rows
from harvest_cli.show.machine.outbox import OPERATIONS, rejected_words
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer
from harvest_cli.show.terminal.columns import display_width, fit
from harvest_cli.show.terminal.formats import holiday_text, hours_text, place_text, signed
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import fitted, grid_lines

MOST = 5
"""Pending writes that are shown; the outbox has them all."""
_SHORTEST_NOTES = 8
_TOLD = (Decimal("0.01"), 10_000)
"""Hours before a timer that are told: a minute rounds to the first, more makes no sense."""


def status_lines(status: Status, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """What runs, today's entries, and today's hours against the target, which come last."""
    yield from _running_lines(status, output)
    rows = entry_rows(status.entries, output)
    yield from grid_lines(fitted(ENTRY_COLUMNS, rows, output.width), rows, output)
    yield from pending_lines(status, output)
    day = _sum(status.total, status.target, status.waiting_today, output)
    day += _holiday(status, output) + _target_text(status, output.clock)
    yield f"{output.style('Today', 'bold')} {day}"
    if status.week is not None:
        week = _sum(status.week, status.capacity, status.waiting_this_week, output)
        yield f"{output.style('Week', 'bold')} {week}"
    if status.balance is not None:
        balance = signed(status.balance, output.time_format)
        yield f"{output.style('Balance', 'bold')} {balance}"
    if status.unsent:
        unsent = f"{counted(status.unsent, 'entry', 'entries')} pending: `hv outbox`"
        yield output.style(output.marks(unsent), "yellow")
    if status.rejected:
        yield output.style(output.marks(rejected_words(status.rejected)), "red")


def _running_lines(status: Status, output: Output) -> Iterator[str]:
    """What runs, here first and then on Harvest, below from when that is unless it is now."""
    if status.failure is not None:
        yield output.style(f"As of {as_of_text(status, output.clock)}, not up to date", "yellow")
    here = [
        (each.entry, PENDING[each.state]) for each in status.waiting if each.entry and each.runs
    ]
    for entry, state in (*here, *((entry, "") for entry in status.running)):
        yield _running(entry, status, output, state)
    if not (here or status.running):
        yield "No timer running" if status.running_known else "Unknown whether a timer runs"


def _sum(hours: Decimal, limit: Decimal | None, pending: Decimal, output: Output) -> str:
    """`3:00 of 7:00, and 0:30 pending`."""
    style = output.time_format
    most = "" if limit is None else f" of {hours_text(limit, style)}"
    on_top = f", and {hours_text(pending, style)} pending" if pending else ""
    return f"{hours_text(hours, style)}{most}{on_top}"


def _holiday(status: Status, output: Output) -> str:
    """The name of today's day off."""
    if not status.holiday:
        return ""
    return f", {output.text(holiday_text(status.holiday, half=bool(status.target)))}"


def _target_text(status: Status, clock: str | None) -> str:
    """When today's target will be reached, or that it is."""
    if status.target and status.total + status.waiting_today >= status.target:
        return ", target reached"
    if status.done_at is None:
        return ""
    moment = status.done_at.astimezone(status.now.tzinfo)
    day = "" if moment.date() == status.now.date() else " tomorrow"
    return f", target reached at {clock_text(moment.time(), clock)}{day}"


def warn_of_forgotten(status: Status, output: Output) -> None:
    """One yellow line on stderr for each timer that looks forgotten, and how to stop it."""
    for found in () if output.quiet else status.forgotten:
        name = output.err.text(f"{found.entry.project.name} › {found.entry.task.name}")
        text = f"{output.err.marks(name)} {found.why}: stop it there with `{found.mend}`"
        output.err.line(output.err.style(text, "yellow"))


def note_outage(status: Status, output: Output) -> None:
    """On stderr why Harvest did not answer, and off a terminal of when the rows on stdout are."""
    if status.failure is None:
        return
    show_error(status.failure, output, record=False)
    if output.format is Format.PLAIN:
        moment = as_of_text(status, output.clock)
        output.note(f"Showing what hv knew at {moment}, and what is pending")


def _running(entry: TimeEntry, status: Status, output: Output, state: str) -> str:
    head = f"{output.marks('▶')} {hours_text(entry.hours, output.time_format)}"
    parts = [head, place_text(entry, output)]
    if entry.timer_started_at:
        # A moment at the edge of all years has no day in another zone.
        with suppress(OverflowError):
            parts.append(_since(entry, entry.timer_started_at, status, output))
    before, after = "  ".join(parts), f"  ({state})" if state else ""
    notes = notes_in(entry.notes, display_width(before + after), output)
    return output.style(before, "green") + notes + output.style(after, "yellow")


def _since(entry: TimeEntry, began: datetime, status: Status, output: Output) -> str:
    since = f"since {_near(began, status, output.clock)}"
    kept = entry.hours_without_timer
    if kept is None or not kept.is_finite() or not _TOLD[0] <= kept <= _TOLD[1]:
        return since
    return f"{since} and {hours_text(kept, output.time_format)} before"


def as_of_text(status: Status, clock: str | None) -> str:
    """The moment that a status is of: the time, and the day unless it is today."""
    return _near(status.as_of or status.now, status, clock)


def _near(at: datetime, status: Status, clock: str | None) -> str:
    moment = at.astimezone(status.now.tzinfo)
    text, today = clock_text(moment.time(), clock), status.now.date()
    if moment.date() == today:
        return text
    if moment.date() == today - DAY:
        return f"{text} yesterday"
    return f"{text} on {day_text(moment.date(), today)}"


def pending_lines(status: Status, output: Output) -> list[str]:
    """A line for each pending write that is no running timer, the first few."""
    rows = [each for each in status.waiting if not each.runs]
    most = rows if len(rows) <= MOST + 1 else rows[:MOST]
    lines = [_pending_line(each, status, output) for each in most]
    if len(most) < len(rows):
        more = output.marks(f"+ … and {len(rows) - len(most)} more")
        lines.append(output.style(more, "yellow"))
    return lines


def _pending_line(each: PendingWrite, status: Status, output: Output) -> str:
    """`+ 0:30  Client › Project › Task  Tue 17 Nov  "notes"  stopped at 9:00  (pending)`."""
    entry, after = each.entry, f"  ({PENDING[each.state]})"
    if entry is None:
        what = f'"{output.text(each.text)}"' if each.text else output.text(each.what)
        words = (OPERATIONS.get(each.op, ""), what)
        return output.style(f"+ {' '.join(word for word in words if word)}{after}", "yellow")
    if each.until is not None:
        ended = clock_text(each.until.astimezone(status.now.tzinfo).time(), output.clock)
        after = f"  stopped at {ended}{after}"
    before = f"+ {hours_text(entry.hours, output.time_format)}  {place_text(entry, output)}"
    if entry.spent_date is not None and entry.spent_date != status.now.date():
        before += f"  {day_text(entry.spent_date, status.now.date())}"
    notes = notes_in(entry.notes, display_width(before + after), output)
    return output.style(before, "yellow") + notes + output.style(after, "yellow")


def notes_in(notes: str | None, taken: int, output: Output) -> str:
    """The notes in what is left of the line, or nothing when that is too little to read."""
    text = output.text(notes or "")
    if output.width is not None:
        room = output.width - taken - len('  ""')
        text = fit(text, room, output.ellipsis) if room >= _SHORTEST_NOTES else ""
    return f'  "{text}"' if text else ""


RENDERERS = {
    Status: Renderer(
        STATUS,
        status_lines,
        lambda status, _output, _layout: (STATUS_COLUMNS, status_rows(status)),
        remarks=warn_of_forgotten,
    )
}


EVERY = 60.0
"""Seconds between two questions to Harvest."""
ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, LINE_END, REST = "\x1b[H", "\x1b[K", "\x1b[J"


def watch(
    status: Status,
    look: Callable[[], Status],
    output: Output,
    monotonic: Callable[[], float],
    sleep: Callable[[float], None],
) -> None:
    """Draw the status, and what `look` says once a minute, until Ctrl-C.

    Raises what asking raises, except that a lost network is only told.
    """
    output.stream.write(ENTER)
    try:
        learnt = asked = monotonic()
        offline = _why(status)
        while True:
            now = monotonic()
            if now - asked >= EVERY:
                asked = now
                try:
                    status = look()
                    learnt, offline = now, _why(status)
                except (Unreachable, RateLimited) as error:
                    offline = error.message
            _draw(ticked(status, now - learnt), offline, output)
            sleep(1.0)
    except KeyboardInterrupt:
        return
    finally:
        output.stream.write(LEAVE)
        output.stream.flush()


def _why(status: Status) -> str:
    return status.failure.message if status.failure is not None else ""


def _draw(status: Status, offline: str, output: Output) -> None:
    """Over what was drawn before, line by line: clearing all of it first would flicker."""
    stream, output.stream = output.stream, io.StringIO()
    try:
        for line in status_lines(status, output):
            output.line(line)
        drawn = output.stream.getvalue()
    finally:
        output.stream = stream
    lines = drawn.splitlines()
    if offline:
        lines.append(output.style(f"Not up to date: {output.text(offline)}", "yellow"))
    lines.append(output.style("Ctrl-C to stop", "dim"))
    body = "".join(f"{line}{LINE_END}\r\n" for line in lines)
    stream.write(f"{HOME}{body}{REST}")
    stream.flush()
