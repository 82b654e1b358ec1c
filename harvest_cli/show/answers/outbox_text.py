"""What is pending, what was sent of it, and what was discarded: `hv outbox`, `hv sync`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from harvest_cli.actions.outbox.row_facts import Event, EventKind, Op, Row
from harvest_cli.actions.sync import Outgoing, Synced, Waiting
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.outbox import (
    BY_HV,
    DISCARDED,
    EVENTS,
    IMPORTED,
    OPERATIONS,
    OUTBOX,
    ROW,
    ROWS,
    SYNCED,
    UNDECIDED,
    rejected_words,
)
from harvest_cli.show.machine.renderer import (
    USUAL,
    Layout,
    Lines,
    Renderer,
    noted_if_empty,
    rows_of,
)
from harvest_cli.show.terminal.columns import wrapped
from harvest_cli.show.terminal.formats import hour_text, hours_text, moment_text, written_day
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.table import Column, fitted, grid_lines, table_width, unfolded
from harvest_cli.show.terminal.table import Row as GridRow

_KEY = slice(3, 13)
"""What of a key is shown, and enough to name it."""
_NARROW = 17
_COLUMNS = (
    Column("Place", right=True),
    Column("Key", drop=3),
    Column("State"),
    Column("At", drop=1),
    Column("Does", drop=2),
    Column("Hours", right=True),
    Column("What", floor=_NARROW, squeeze=2, wraps=True),
    Column("Why"),
    Column("Login"),
)
_WHY = 7
_NOTHING = "Nothing pending"
_NONE_LEFT = "Nothing to import: the outbox has every entry of the log"


class Discarded(NamedTuple):
    """A row that was discarded."""

    row: Row


class Imported(NamedTuple):
    """How many rows were taken over from the log of what was typed."""

    entries: int


def events_in_passing(events: Sequence[Event], output: Output) -> list[str]:
    """Lines for stderr after another command sent what was pending."""
    return [_event_line(event, output) for event in events if event.what != EventKind.WAITS]


def _event_line(event: Event, output: Output) -> str:
    row, entry = event.row, event.entry
    has_id = entry is not None and entry.id and row.op not in OPERATIONS
    words = BY_HV if event.by_hv else EVENTS[event.what]
    return words.format(
        what=f'"{row.text}"' if row.text else row.shown or OPERATIONS.get(row.op, row.op),
        at=hour_text(datetime.fromtimestamp(row.created_at, UTC), output),
        number=f" #{entry.id}" if entry is not None and has_id else "",
        more=f": {event.text}" if event.text else "",
        undecided=event.text or UNDECIDED,
        text=event.text,
    )


def outbox_lines(outgoing: Outgoing, output: Output, _layout: Layout = USUAL) -> Lines:
    """The rows by their places; where a terminal cannot hold them, each reason has its own line."""
    rows = [_grid_row(place, each, output) for place, each in enumerate(outgoing.rows, 1)]
    natural = table_width(fitted(_COLUMNS, rows, None))
    reasons = [""] * len(rows)
    if output.width is not None and natural > output.width:
        reasons = [row.cells[_WHY] for row in rows]
        rows = [GridRow((*row.cells[:_WHY], "", *row.cells[_WHY + 1 :])) for row in rows]
    places = fitted(_COLUMNS, rows, output.width)
    for row, reason in zip(rows, reasons, strict=True):
        yield from grid_lines(places, unfolded(places, [row]), output)
        if reason:
            yield from wrapped(f"   {reason}", output.width)


def _grid_row(place: int, waiting: Waiting, output: Output) -> GridRow:
    row = waiting.row
    cells = (
        str(place),
        row.key[_KEY],
        ROWS[row.state],
        moment_text(datetime.fromtimestamp(row.created_at, UTC), output),
        _operation(waiting, output),
        hours_text(waiting.hours, output.time_format) if waiting.hours is not None else "",
        output.text(_what(waiting, output)),
        f"({output.text(row.last_error)})" if row.last_error else "",
        "" if waiting.mine else "(another login)",
    )
    return GridRow(cells)


def _what(waiting: Waiting, output: Output) -> str:
    """The sentence or the names, the day, and the notes where they are not in the sentence."""
    row, notes = waiting.row, waiting.notes or ""
    parts = [f'"{row.text}"' if row.text else row.shown, _day(row.spent_date or "", output)]
    parts += [f'"{notes}"'] if notes and notes not in row.text else []
    return " ".join(filter(None, parts))


def _day(text: str, output: Output) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return written_day(day, output)


def _operation(waiting: Waiting, output: Output) -> str:
    """What a row is to do, where that is not to log: `timer 12:00 to 12:45`."""
    since, until = (m and hour_text(m, output) for m in (waiting.since, waiting.until))
    if waiting.row.op == Op.START and since:
        return f"timer {since} to {until}" if until else f"timer since {since}"
    word = OPERATIONS.get(waiting.row.op, "")
    return f"{word} at {until}" if until else word


def _outbox_remarks(outgoing: Outgoing, output: Output) -> None:
    noted_if_empty(_NOTHING)(outgoing, output)
    for note in outgoing.notes:
        output.note(note)


def sync_lines(synced: Synced, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """What `hv sync` did, and what is left."""
    for event in synced.events:
        yield output.text(output.marks(_event_line(event, output)))
    if synced.left:
        yield f"{counted(synced.left, 'entry', 'entries')} still pending"
    if synced.rejected:
        yield output.marks(rejected_words(synced.rejected))
    if synced.left or synced.rejected:
        return
    if synced.events:
        yield "Everything is on Harvest"
    elif not output.quiet:
        yield _NOTHING


def _discarded(each: Discarded, output: Output, _layout: Layout) -> Lines:
    yield output.text(EVENTS[EventKind.DROPPED].format(what=each.row.text or each.row.shown))


def _imported(each: Imported, _output: Output, _layout: Layout) -> Lines:
    if each.entries:
        yield f"Imported {counted(each.entries, 'entry', 'entries')}; run `hv sync` to send"


RENDERERS = {
    Outgoing: Renderer(OUTBOX, outbox_lines, rows_of(ROW), remarks=_outbox_remarks),
    Synced: Renderer(SYNCED, sync_lines),
    Discarded: Renderer(DISCARDED, _discarded),
    Imported: Renderer(IMPORTED, _imported, remarks=noted_if_empty(_NONE_LEFT, "entries")),
}
