"""What `hv log` says back: one line per entry with all that was understood, then the day so far."""

from collections.abc import Iterable
from datetime import date

from harvest_cli.actions.entries.results import DayTotal, Logged, LoggedEntry
from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.show.terminal.channel import Channel
from harvest_cli.show.terminal.columns import display_width, fit
from harvest_cli.show.terminal.formats import clock_range, hours_text, near_day, read_as
from harvest_cli.show.terminal.output import Output

_FIRST_WORDS = {
    EntryState.CREATED: ("Logged", "green"),
    EntryState.QUEUED: ("Saved here, not yet on Harvest", "yellow"),
    EntryState.UNCONFIRMED: ("Unconfirmed", "yellow"),
    EntryState.PREVIEW: ("Would log", "cyan"),
}
_ALREADY = {
    EntryState.CREATED: "Logged already",
    EntryState.QUEUED: "Saved here already, not yet on Harvest",
}
_UNCONFIRMED = "Harvest did not answer — do not log it again"
_SHORTEST_NOTES = 12


def logged_lines(
    logged: Logged,
    output: Output,
    *,
    time_format: str | None = None,
    clock: str | None = None,
) -> list[str]:
    """The answer to one sentence, ready to print; the first words are stable.

    `time_format` and `clock` default to those of `output`. Notes are cut on a terminal alone.
    """
    time_format, clock = time_format or output.time_format, clock or output.clock
    lines = [_entry_line(each, logged, output, time_format, clock) for each in logged.entries]
    lines += waiting_lines(logged.entries, clock)
    if logged.inferences:
        lines.append(read_as((each.text for each in logged.inferences), output))
    lines += [day_line(day, logged.today, output, time_format) for day in logged.days]
    if logged.parts:
        from harvest_cli.show.answers.parse_text import explained_lines

        lines += explained_lines(logged, output)
    if logged.entries and all(each.state is EntryState.PREVIEW for each in logged.entries):
        from harvest_cli.show.answers.errors import nothing_sent

        lines += nothing_sent(logged.requests, output)
    return lines


def _entry_line(
    each: LoggedEntry,
    logged: Logged,
    channel: Channel,
    time_format: str | None,
    clock: str | None,
) -> str:
    entry = each.entry
    words, color = _FIRST_WORDS[each.state]
    if each.already:
        words = _ALREADY.get(each.state, words)
    if each.why and each.state is EntryState.QUEUED:
        words += f" ({channel.text(each.why)})"
    if each.sentence is not None:
        return f'{channel.style(words, color)}  "{channel.text(each.sentence)}"'
    spans = channel.marks(clock_range(entry, clock))
    space = "  " if each.state is EntryState.QUEUED else " "
    head = f"{words}{space}{hours_text(entry.hours, time_format)}"
    parts = [head, spans, what_text(each, channel)]
    if entry.spent_date:
        parts.append(day_text(entry.spent_date, logged.today))
    before = "  ".join(part for part in parts if part)
    after = _after(each, logged, channel)
    notes = cut_notes(entry.notes, display_width(before + after), channel)
    shown = channel.style(words, color) + before[len(words) :] + notes
    return shown + (channel.style(after, "dim") if each.state is EntryState.CREATED else after)


def waiting_lines(entries: Iterable[LoggedEntry], clock: str | None) -> list[str]:
    """What hv will do about entries that are not sure to be on Harvest, each said once."""
    lines = []
    for each in entries:
        if not each.key or each.entry.id:
            continue
        if each.sentence is not None:
            lines.append("It is read and sent by a later hv command; `hv outbox` shows it")
        elif each.state is EntryState.QUEUED and each.until is None:
            lines.append("The next hv command sends it; `hv outbox` shows it")
        elif each.until is not None:
            at = clock_text(each.until.astimezone().time(), clock)
            lines.append(f"hv looks after it again from {at} on; `hv outbox` shows it")
    return list(dict.fromkeys(lines))


def unsure_line(each: LoggedEntry, logged: Logged, output: Output) -> str | None:
    """For stderr: an entry that is not sure to be on Harvest; None for others and previews."""
    if each.state not in (EntryState.QUEUED, EntryState.UNCONFIRMED):
        return None
    return _entry_line(each, logged, output.err, output.time_format, output.clock)


def what_text(each: LoggedEntry, channel: Channel) -> str:
    """`ABC Corp › Marketing Website › Graphic Design (last used here)`."""
    entry = each.entry
    names = (entry.client.name, entry.project.name, entry.task.name)
    joined = channel.marks(" › ").join(channel.text(name) for name in names if name)
    return f"{joined} ({channel.text(each.assumed)})" if each.assumed else joined


def _after(each: LoggedEntry, logged: Logged, channel: Channel) -> str:
    """The end of the line: the id or what to think of its absence, and the profile."""
    after = f"  (profile {channel.text(logged.profile)})" if logged.profile else ""
    if each.state is EntryState.UNCONFIRMED:
        return channel.marks(f"   {_UNCONFIRMED}") + after
    return f"   #{each.entry.id}{after}" if each.entry.id else after


def cut_notes(notes: str | None, others: int, channel: Channel) -> str:
    """The notes in quotes, cut so that the line fills whole rows of the terminal."""
    if not notes:
        return ""
    text = channel.text(notes)
    if channel.width is not None:
        room = -(others + 4) % channel.width
        while room < _SHORTEST_NOTES:
            room += channel.width
        text = fit(text, room, channel.ellipsis)
    return f'  "{text}"'


def day_line(day: DayTotal, today: date | None, channel: Channel, time_format: str | None) -> str:
    """`Today 6:30 of 7:00`."""
    target = "" if day.target is None else f" of {hours_text(day.target, time_format)}"
    name = channel.style(near_day(day.day, today), "bold")
    return f"{name} {hours_text(day.hours, time_format)}{target}"
