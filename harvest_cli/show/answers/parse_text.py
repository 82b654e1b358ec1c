"""What `hv parse` prints: how a sentence is read."""

from collections.abc import Iterator, Sequence

from harvest_cli.actions.resolve.looking_back import in_words
from harvest_cli.actions.resolve.parse import Parsed, ParsedEntry
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import Part
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import Any
from harvest_cli.show.machine.names import PARSED, PARSED_ENTRY, PARSED_PERIOD, EntryOfSentence
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, Rows, warn_of
from harvest_cli.show.terminal.columns import display_width, pad
from harvest_cli.show.terminal.formats import hours_text, period_text, read_as
from harvest_cli.show.terminal.output import Channel, Format, Output


def parsed_document(parsed: Parsed, _layout: Layout = USUAL) -> dict[str, Any]:
    """One sentence as JSON, names as texts; the pieces cover the whole of `text`."""
    return (PARSED if parsed.period is None else PARSED_PERIOD).record(parsed)


def _rows(parsed: Parsed, _output: Output, _layout: Layout) -> Rows:
    if parsed.period is not None:
        return (), [PARSED_PERIOD.row_of()(parsed)]
    return (), [PARSED_ENTRY.row_of()(EntryOfSentence(each, parsed)) for each in parsed.entries]


def parsed_lines(parsed: Parsed, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The reading in words, what was inferred, and the sentence underlined."""
    yield from _period_line(parsed, output)
    for entry in parsed.entries:
        yield _entry_line(entry, parsed, output)
    yield from read_as(parsed.inferences, output)
    yield ""
    yield from underlined(parsed.parts, output)


def _entry_line(entry: ParsedEntry, parsed: Parsed, output: Output) -> str:
    task, why = (entry.task, "") if entry.task else entry.assumed or ("", "no task named")
    names = [entry.client, entry.project, *([task] if task else [])]
    shown = output.marks(" › ").join(map(output.text, names))
    clock = [clock_text(t, output.clock) for t in (entry.started_time, entry.ended_time) if t]
    head = "Start" if parsed.kind == "start" else "Log"
    hours = "" if entry.hours is None else f" {hours_text(entry.hours, output.time_format)}"
    since = output.marks("–").join(clock)
    parts = [head + hours, f"since {since}" if since and parsed.kind == "start" else since, shown]
    parts[-1] += f" ({output.text(why)})" if why else ""
    parts.append(day_text(entry.spent_date, parsed.today))
    parts.append(f'"{output.text(entry.notes)}"' if entry.notes else "")
    return "  ".join(part for part in parts if part)


def _period_line(parsed: Parsed, output: Output) -> Iterator[str]:
    if (asked := parsed.period) is None:
        return
    parts = [output.marks(period_text(asked.period, parsed.today))]
    parts += [f"by {' and '.join(asked.group_by)}"] if asked.group_by else []
    project = asked.assignment.project.name if asked.assignment else None
    names = (("client", asked.client), ("project", project), ("task", asked.task))
    known = [name for _, name in names if name]
    parts += [f"{what} {output.text(name)}" for what, name in names if name]
    parts += [output.text(said) for said in in_words(asked) if said not in known]
    if asked.compared is not None:
        parts.append(f"vs {output.marks(period_text(asked.compared, parsed.today))}")
    yield "  ".join(parts)


def _remarks(parsed: Parsed, output: Output) -> None:
    if output.format is not Format.JSON:
        warn_of(parsed, output)


RENDERERS = {Parsed: Renderer(parsed_document, parsed_lines, _rows, remarks=_remarks)}


INDENT = "  "
COLORS = {
    "quantity": "yellow",
    "date": "green",
    "period": "green",
    "project": "cyan",
    "client": "cyan",
    "task": "cyan",
    "person": "cyan",
    "notes": "dim",
}
UNNAMED = "filler"
"""Words that only join others are not underlined."""
Piece = tuple[str, str]
"""Cleaned text and the name of its role."""
Mark = tuple[int, int, str]
"""Column, width and role of an underlined piece."""


def underlined(parts: Sequence[Part], channel: Channel) -> list[str]:
    """The lines of a sentence with its marks; a long one is folded to the terminal."""
    room = None if channel.width is None else max(channel.width - len(INDENT) - 1, 10)
    lines: list[str] = []
    for row in _folded([(channel.text(part.text), part.kind) for part in parts], room):
        lines += _row(row, channel)
    return lines


def _folded(pieces: Sequence[Piece], room: int | None) -> list[list[Piece]]:
    """The pieces as rows that fit; a piece that is longer than a row goes on in the next."""
    rows: list[list[Piece]] = [[]]
    left = room
    for text, kind in pieces:
        while left is not None and room is not None and display_width(text) > left:
            head = _head(text, left)
            rows[-1].append((head, kind))
            rows.append([])
            text, left = text[len(head) :], room
        rows[-1].append((text, kind))
        left = None if left is None else left - display_width(text)
    return [row for row in rows if any(text for text, _ in row)]


def _head(text: str, room: int) -> str:
    """As much of the text as fits; at a blank where there is one."""
    end = len(text)
    while display_width(text[:end]) > room:
        end -= max(1, (display_width(text[:end]) - room) // 2)
    blank = text.rfind(" ", 0, end + 1) + 1
    return text[: blank or max(end, 1)] if blank <= end else text[: max(end, 1)]


def _row(row: Sequence[Piece], channel: Channel) -> list[str]:
    sentence, marks, at = "", [], 0
    for text, kind in row:
        color = COLORS.get(kind)
        named = kind != UNNAMED and bool(text.strip())
        sentence += channel.style(text, color) if named and color else text
        if named:
            marks.append((at, display_width(text.rstrip()), kind))
        at += display_width(text)
    if not marks:
        return [INDENT + sentence.rstrip()]
    return [INDENT + sentence.rstrip(), *_marked(marks, channel), ""]


def _marked(marks: Sequence[Mark], channel: Channel) -> list[str]:
    line = channel.marks("─")
    rules = [(at, line * width, kind) for at, width, kind in marks]
    lines = [_placed(rules, channel)]
    waiting = list(marks)
    while waiting:
        here, waiting = _named_here(waiting)
        stems = [(at, "|", kind) for at, _, kind in waiting]
        lines.append(_placed(sorted([*here, *stems]), channel))
    return lines


def _named_here(marks: Sequence[Mark]) -> tuple[list[tuple[int, str, str]], list[Mark]]:
    """The names that fit beside each other, from the right; the others wait a line lower."""
    here: list[tuple[int, str, str]] = []
    waiting: list[Mark] = []
    edge: int | None = None
    for at, width, kind in reversed(marks):
        if edge is None or at + len(kind) < edge:
            here.append((at, kind, kind))
        else:
            waiting.append((at, width, kind))
        edge = at
    return here, waiting[::-1]


def _placed(texts: Sequence[tuple[int, str, str]], channel: Channel) -> str:
    """Texts at their columns, coloured by role."""
    line, at = INDENT, 0
    for column, text, kind in texts:
        line = pad(line, 0) + " " * (column - at)
        color = COLORS.get(kind)
        line += channel.style(text, color) if color else text
        at = column + display_width(text)
    return line
