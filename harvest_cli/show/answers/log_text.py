"""What `hv log` says back: one line per entry with all that was understood, then the day so far."""

from collections.abc import Iterable, Iterator
from datetime import date

from harvest_cli.actions.entries.results import DayTotal, Logged, LoggedEntry
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.hours import clock_text
from harvest_cli.show.answers.errors import nothing_sent, show_error
from harvest_cli.show.answers.words import (
    ALREADY,
    LOG,
    PENDING,
    Verb,
    state_words,
    unconfirmed_words,
)
from harvest_cli.show.machine.fields import Record
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, warn_of
from harvest_cli.show.terminal.columns import display_width, fit
from harvest_cli.show.terminal.formats import clock_range, hours_text, near_day, place_text, read_as
from harvest_cli.show.terminal.output import Channel, Output

_SHORTEST_NOTES = 12


def logged_lines(logged: Logged, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The answer to one sentence. Notes are cut on a terminal alone."""
    for each in logged.entries:
        yield _entry_line(each, logged, output, output)
    yield from map(output.marks, outlook(logged.entries, output.clock, logged.today))
    yield from read_as(logged.inferences, output)
    for day in logged.days:
        yield day_line(day, logged.today, output)
    if logged.parts:
        # Loaded to explain a sentence, which the usual confirmation does not.
        from harvest_cli.show.answers.parse_text import underlined

        yield ""
        yield from underlined(logged.parts, output)
    if logged.entries and all(each.state is EntryState.PREVIEW for each in logged.entries):
        yield from nothing_sent(logged.requests, output)


def ids(logged: Logged, output: Output) -> Iterator[str]:
    """The ids; what is not sure to be on Harvest is said on stderr."""
    for each in logged.entries:
        if each.entry.id:
            yield str(each.entry.id)
        elif each.state in PENDING:
            output.err.line(_entry_line(each, logged, output.err, output))


def _remarks(logged: Logged, output: Output) -> None:
    """Warnings, and what stopped the entries that are missing."""
    warn_of(logged, output)
    if logged.failure is not None:
        show_error(logged.failure, output, record=False)


def _entry_line(each: LoggedEntry, logged: Logged, channel: Channel, output: Output) -> str:
    entry = each.entry
    words, color = state_words(each.state, LOG)
    if each.already:
        words = ALREADY.get(each.state, words)
    if each.why and each.state is EntryState.QUEUED:
        words += f" ({channel.text(each.why)})"
    if each.sentence is not None:
        return f'{channel.style(words, color)}  "{channel.text(each.sentence)}"'
    spans = channel.marks(clock_range(entry, output.clock))
    space = "  " if each.state is EntryState.QUEUED else " "
    head = f"{words}{space}{hours_text(entry.hours, output.time_format)}"
    parts = [head, spans, what_text(each, channel)]
    if entry.spent_date:
        parts.append(day_text(entry.spent_date, logged.today))
    before = "  ".join(part for part in parts if part)
    after = after_text(each, LOG, logged.profile, channel)
    notes = cut_notes(entry.notes, display_width(before + after), channel)
    shown = channel.style(words, color) + before[len(words) :] + notes
    return shown + (channel.style(after, "dim") if each.state is EntryState.CREATED else after)


def outlook(entries: Iterable[LoggedEntry], clock: str | None, today: date | None) -> list[str]:
    """What hv will do about entries that are not sure to be on Harvest, each said once."""
    lines = []
    for each in entries:
        if not each.key or each.entry.id:
            continue
        if each.sentence is not None:
            lines.append("The next hv command reads and sends it; see `hv outbox`")
        elif each.until is not None:
            until = each.until.astimezone()
            at = clock_text(until.time(), clock)
            if today is not None and until.date() > today:
                at += f" on {day_text(until.date(), today)}"
            lines.append(f"hv checks it again from {at} on; see `hv outbox`")
        elif each.state is EntryState.QUEUED:
            lines.append("The next hv command sends it; see `hv outbox`")
    return list(dict.fromkeys(lines))


def what_text(each: LoggedEntry, channel: Channel) -> str:
    """`ABC Corp › Marketing Website › Graphic Design (last used here)`."""
    place = place_text(each.entry, channel)
    return f"{place} ({channel.text(each.assumed)})" if each.assumed else place


def after_text(each: LoggedEntry, verb: Verb, profile: str | None, channel: Channel) -> str:
    """The end of the line: the id or what to think of its absence, and the profile."""
    after = f"  (profile {channel.text(profile)})" if profile else ""
    if each.state is EntryState.UNCONFIRMED:
        return channel.marks(f"   {unconfirmed_words(verb)}") + after
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


def day_line(day: DayTotal, today: date | None, output: Output) -> str:
    """`Today 6:30 of 7:00`."""
    target = "" if day.target is None else f" of {hours_text(day.target, output.time_format)}"
    name = output.style(near_day(day.day, today), "bold")
    return f"{name} {hours_text(day.hours, output.time_format)}{target}"


def _document(logged: Logged, _layout: Layout) -> Record:
    # The table of entries is loaded for JSON alone: a confirmation must not wait for it.
    from harvest_cli.show.machine.entries import LOG as LOG_TABLE

    return LOG_TABLE.record(logged)


RENDERERS = {Logged: Renderer(_document, logged_lines, quiet=ids, remarks=_remarks)}
