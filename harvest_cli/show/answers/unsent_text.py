"""What waits here and how old the rest is, as lines of the status."""

from harvest_cli.actions.outbox.pending import PendingWrite
from harvest_cli.actions.status.types import Status
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import DAY, day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.show.terminal.columns import display_width, fit
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Output

MOST = 5
"""Rows of what waits; the outbox has them all."""
_SHORTEST_NOTES = 8
_WORDS = {"edit": "change", "delete": "delete", "stop": "stop"}
_STATES = {EntryState.QUEUED: "not sent yet", EntryState.UNCONFIRMED: "unconfirmed"}


def as_of_text(status: Status, clock: str | None) -> str:
    """The moment that a status is of: the time, and the day unless it is today."""
    moment = (status.as_of or status.now).astimezone(status.now.tzinfo)
    text, today = clock_text(moment.time(), clock), status.now.date()
    if moment.date() == today:
        return text
    if moment.date() == today - DAY:
        return f"{text} yesterday"
    return f"{text} on {day_text(moment.date(), today)}"


def state_of(each: PendingWrite) -> str:
    """Whether it was sent, in words."""
    return _STATES[each.state]


def waiting_lines(
    status: Status, output: Output, time_format: str | None, clock: str | None
) -> list[str]:
    """A line for each thing that waits here and is no timer that runs, the first few."""
    rows = [each for each in status.waiting if not each.runs]
    most = rows if len(rows) <= MOST + 1 else rows[:MOST]
    lines = [_line(each, status, output, time_format, clock) for each in most]
    if len(most) < len(rows):
        more = output.marks(f"+ … and {len(rows) - len(most)} more")
        lines.append(output.style(more, "yellow"))
    return lines


def _line(
    each: PendingWrite, status: Status, output: Output, time_format: str | None, clock: str | None
) -> str:
    """`+ 0:30  Client › Project › Task  Tue 17 Nov  "notes"  stopped at 9:00  (not sent yet)`."""
    entry, after = each.entry, f"  ({state_of(each)})"
    if entry is None:
        what = f'"{output.text(each.text)}"' if each.text else output.text(each.what)
        word = _WORDS.get(each.op, "")
        return output.style(f"+ {word} {what}".replace("  ", " ", 1) + after, "yellow")
    if each.until is not None:
        ended = clock_text(each.until.astimezone(status.now.tzinfo).time(), clock)
        after = f"  stopped at {ended}{after}"
    names = (entry.client.name, entry.project.name, entry.task.name)
    before = f"+ {hours_text(entry.hours, time_format)}  "
    before += output.marks(" › ").join(output.text(name) for name in names if name)
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
