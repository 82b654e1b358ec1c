"""What `hv start`, `stop` and `restart` say: what ended, what runs, and the day so far."""

from typing import Any

from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent, TimerResult
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.show.answers.errors import nothing_sent, with_requests
from harvest_cli.show.answers.log_text import cut_notes, day_line, what_text
from harvest_cli.show.terminal.channel import Channel
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import clock_range, hours_text
from harvest_cli.show.terminal.output import Format, Output

_WOULD = {
    TimerEvent.STARTED: "Would start",
    TimerEvent.RESUMED: "Would resume",
    TimerEvent.STOPPED: "Would stop",
}
_UNCONFIRMED = {
    TimerEvent.STARTED: "Harvest did not answer — do not start it again, look with `hv status`",
    TimerEvent.RESUMED: "Harvest did not answer — do not restart it again, look with `hv status`",
    TimerEvent.STOPPED: "Harvest did not answer — do not stop it again, look with `hv status`",
}


def emit_turn(turn: TimerResult, output: Output) -> None:
    """The answer in the face that was asked for; what is unfinished and warnings on stderr."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json(with_requests(turn_document(turn), turn.requests), output)
    elif output.quiet:
        _emit_ids(turn, output)
    else:
        for line in turn_lines(turn, output):
            output.line(line)
    for warning in turn.warnings:
        output.warn(warning)
    if turn.unfinished:
        output.warn(turn.unfinished)


def _emit_ids(turn: TimerResult, output: Output) -> None:
    for row in turn.entries:
        if row.state is EntryState.CREATED:
            output.line(str(row.entry.id))
        elif row.state is not EntryState.PREVIEW:
            output.err.line(_entry_line(row, turn, output.err, output))


def turn_lines(turn: TimerResult, output: Output) -> list[str]:
    """What the start ended, then what was asked for, what was assumed, and the days."""
    lines = [_stopped_line(entry, turn, output) for entry in turn.stopped]
    lines += [_entry_line(row, turn, output, output) for row in turn.entries]
    if turn.inferences:
        told = "read as: " + "; ".join(output.text(each.text) for each in turn.inferences)
        lines.append(output.style(told, "dim"))
    lines += [day_line(day, turn.today, output, output.time_format) for day in turn.days]
    if all(row.state is EntryState.PREVIEW for row in turn.entries):
        lines += nothing_sent(turn.requests, output)
    return lines


def _stopped_line(entry: TimeEntry, turn: TimerResult, output: Output) -> str:
    return _line("Stopped", "dim", LoggedEntry(EntryState.CREATED, entry), turn, output, output)


def _entry_line(row: LoggedEntry, turn: TimerResult, channel: Channel, output: Output) -> str:
    if row.state is EntryState.PREVIEW:
        return _line(_WOULD[turn.deed], "cyan", row, turn, channel, output)
    if row.state is EntryState.UNCONFIRMED:
        return _line("Unconfirmed", "yellow", row, turn, channel, output)
    if row.state is EntryState.QUEUED:
        return _line("Saved here, not yet on Harvest", "yellow", row, turn, channel, output)
    return _line(turn.deed.value.capitalize(), "green", row, turn, channel, output)


def _line(
    words: str, color: str, row: LoggedEntry, turn: TimerResult, channel: Channel, output: Output
) -> str:
    entry = row.entry
    parts = [f"{words}{_hours(row, turn, output)}", _clock(row, turn, channel, output)]
    parts.append(what_text(row, channel))
    if entry.spent_date is not None and entry.spent_date != turn.today:
        parts.append(day_text(entry.spent_date, turn.today))
    before = "  ".join(part for part in parts if part)
    after = f"   #{entry.id}" if entry.id else ""
    if row.state is EntryState.UNCONFIRMED:
        after = channel.marks(f"   {_UNCONFIRMED[turn.deed]}")
    after += f"  (profile {channel.text(turn.profile)})" if turn.profile else ""
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


def turn_document(turn: TimerResult) -> dict[str, Any]:
    """What the timer commands print with --json."""
    from harvest_cli.show.machine.records import entry_record

    unfinished = {} if turn.unfinished is None else {"unfinished": turn.unfinished}
    return {
        "text": turn.text,
        "did": str(turn.deed),
        "entries": [entry_record(row.entry, row.state) for row in turn.entries],
        "stopped": [entry_record(entry) for entry in turn.stopped],
        "since": turn.since,
        "until": turn.until,
        "days": [{"date": day.day, "hours": day.hours, "target": day.target} for day in turn.days],
        "warnings": list(turn.warnings),
        "inferences": [each._asdict() for each in turn.inferences],
        **unfinished,
    }
