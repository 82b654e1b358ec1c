"""What `hv start`, `stop` and `restart` say: what ended, what runs, and the day so far."""

from collections.abc import Iterator

from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent, TimerResult
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.hours import clock_text
from harvest_cli.show.answers.errors import nothing_sent
from harvest_cli.show.answers.log_text import after_text, cut_notes, day_line, what_text
from harvest_cli.show.answers.words import TIMER, state_words
from harvest_cli.show.machine.entries import TIMER as TIMER_TABLE
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, warn_of
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import clock_range, hours_text, read_as
from harvest_cli.show.terminal.output import Channel, Output


def timer_lines(turn: TimerResult, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """What the start ended, then what was asked for, what was assumed, and the days."""
    tried = all(row.state is EntryState.PREVIEW for row in turn.entries)
    for entry in turn.stopped:
        row = LoggedEntry(EntryState.PREVIEW if tried else EntryState.CREATED, entry)
        words, _ = state_words(row.state, TIMER[TimerEvent.STOPPED])
        yield _line(words, "dim", row, turn, output, output)
    for row in turn.entries:
        yield _entry_line(row, turn, output, output)
    yield from read_as(turn.inferences, output)
    for day in turn.days:
        yield day_line(day, turn.today, output)
    if tried:
        yield from nothing_sent(turn.requests, output)


def _ids(turn: TimerResult, output: Output) -> Iterator[str]:
    """The ids; what is not sure to be on Harvest is said on stderr."""
    for row in turn.entries:
        if row.state is EntryState.CREATED:
            yield str(row.entry.id)
        elif row.state is not EntryState.PREVIEW:
            output.err.line(_entry_line(row, turn, output.err, output))


def _remarks(turn: TimerResult, output: Output) -> None:
    """Warnings, and what is unfinished."""
    warn_of(turn, output)
    if turn.unfinished:
        output.warn(turn.unfinished)


def _entry_line(row: LoggedEntry, turn: TimerResult, channel: Channel, output: Output) -> str:
    words, color = state_words(row.state, TIMER[turn.deed])
    return _line(words, color, row, turn, channel, output)


def _line(
    words: str, color: str, row: LoggedEntry, turn: TimerResult, channel: Channel, output: Output
) -> str:
    entry = row.entry
    parts = [f"{words}{_hours(row, turn, output)}", _clock(row, turn, channel, output)]
    parts.append(what_text(row, channel))
    if entry.spent_date is not None and entry.spent_date != turn.today:
        parts.append(day_text(entry.spent_date, turn.today))
    before = "  ".join(part for part in parts if part)
    after = after_text(row, TIMER[turn.deed], turn.profile, channel)
    notes = cut_notes(entry.notes, display_width(before + after), channel)
    return channel.style(words, color) + before[len(words) :] + notes + channel.style(after, "dim")


def _hours(row: LoggedEntry, turn: TimerResult, output: Output) -> str:
    """Hours of what ended, and those that a timer begins with."""
    entry = row.entry
    if entry.is_running and not entry.hours:
        return ""
    word = " with" if turn.deed is TimerEvent.RESUMED and entry.is_running else ""
    return f"{word} {hours_text(entry.hours, output.time_format)}"


def _clock(row: LoggedEntry, turn: TimerResult, channel: Channel, output: Output) -> str:
    entry = row.entry
    if entry.is_running and turn.since is not None and turn.today is not None:
        zone = turn.zone
        return f"since {clock_text(turn.since.astimezone(zone).time(), output.clock)}"
    span = channel.marks(clock_range(entry, output.clock))
    if not span and turn.until is not None and row in turn.entries:
        return f"until {clock_text(turn.until.astimezone(turn.zone).time(), output.clock)}"
    return span


RENDERERS = {
    TimerResult: Renderer(TIMER_TABLE, timer_lines, quiet=_ids, remarks=_remarks),
}
