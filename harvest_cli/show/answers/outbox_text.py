"""What waits, what was sent of it, and what was written: `hv outbox`, `hv sync`, `hv history`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from harvest_cli.actions.outbox.row_facts import Event, EventKind, Op, Row, State
from harvest_cli.actions.sync.sync import Outgoing, Synced, Waiting
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.wording import counted
from harvest_cli.show.terminal.formats import hour_text, moment_text
from harvest_cli.show.terminal.output import Format, Output

if TYPE_CHECKING:
    from harvest_cli.show.terminal.tables_base import Row as GridRow

_STATES = {
    State.QUEUED: "not sent yet",
    State.SENDING: "being sent",
    State.UNKNOWN: "unconfirmed",
    State.REJECTED: "refused",
    State.DONE: "twice on Harvest",
}
_SHORT = 10
_NARROW = 20
_OPS = {Op.STOP: "stop a timer", Op.EDIT: "change", Op.DELETE: "delete"}


def told_in_passing(events: Sequence[Event], output: Output) -> list[str]:
    """Lines for stderr after another command sent what waited."""
    lines = [_event_line(event, output) for event in events if event.what != EventKind.WAITS]
    return [line for line in lines if line]


def _event_line(event: Event, output: Output) -> str:
    row, entry = event.row, event.entry
    typed = hour_text(datetime.fromtimestamp(row.created_at, UTC), output)
    what = f'"{row.text}"' if row.text else row.shown or _OPS.get(row.op, row.op)
    number = f" #{entry.id}" if entry is not None and entry.id and row.op not in _OPS else ""
    said = f": {event.text}" if event.text else ""
    return {
        EventKind.SENT: f"Sent what was saved at {typed}: {what}{number}",
        EventKind.WAITS: f"Waits: {what}{said}",
        EventKind.REFUSED: f"Harvest refused {what}{said}; `hv outbox` holds it",
        EventKind.ASKS: f"{_undecided(event)}: {what}; `hv sync` asks what to do",
        EventKind.REMOVED: f"Removed a duplicate that Harvest created late: {what}{number}",
        EventKind.TWICE: f"Twice on Harvest, and one was changed or deleted: {what} ({event.text})",
        EventKind.DROPPED: f"Let go: {what}",
        EventKind.LEFT: f"Left as it is: {what}{said}",
    }[event.what]


def _undecided(event: Event) -> str:
    return event.text or "Not on Harvest after all this time"


def emit_outbox(outgoing: Outgoing, output: Output, *, header: bool = False) -> None:
    """Everything that waits here, refused rows and those of other logins included."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json({"outbox": [_record(each) for each in outgoing.rows]}, output)
    elif output.format is Format.HUMAN:
        _show_outbox(outgoing, output)
    else:
        from harvest_cli.show.machine.rows import tsv_rows

        columns = ("key", "state", "created_at", "spent_date", "what", "sentence", "reason")
        rows = [[_cell(_record(each)[name]) for name in columns] for each in outgoing.rows]
        for line in tsv_rows(columns, rows, header=header, shown=output.text):
            output.line(line)
    if not outgoing.rows and output.format is not Format.JSON:
        output.note("Nothing waits here")
    for note in outgoing.notes:
        output.note(note)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone().isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _record(waiting: Waiting) -> dict[str, Any]:
    row = waiting.row
    state = {
        State.SENDING: EntryState.UNCONFIRMED,
        State.UNKNOWN: EntryState.UNCONFIRMED,
        State.DONE: EntryState.CREATED,
    }
    return {
        "key": row.key,
        "state": state.get(row.state, row.state),
        "op": row.op,
        "sentence": row.text or None,
        "notes": waiting.notes,
        "what": row.shown,
        "hours": waiting.hours,
        "spent_date": row.spent_date,
        "since": waiting.since,
        "until": waiting.until,
        "created_at": datetime.fromtimestamp(row.created_at, UTC),
        "next_at": datetime.fromtimestamp(row.next_at, UTC) if row.next_at else None,
        "attempts": row.attempts,
        "reason": row.last_error,
        "mine": waiting.mine,
    }


def _show_outbox(outgoing: Outgoing, output: Output) -> None:
    """One line for each row; what a narrow terminal cannot hold is left out or cut."""
    from harvest_cli.show.terminal.tables_base import Column, fitted, grid_lines

    columns = (
        Column("Key"),
        Column("State"),
        Column("At", drop=1),
        Column("Does", drop=2),
        Column("What", floor=_NARROW, squeeze=2),
        Column("Why", floor=_NARROW, squeeze=1, drop=3),
        Column("Login"),
    )
    rows = [_human(each, output) for each in outgoing.rows]
    for line in grid_lines(fitted(columns, rows, output.width), rows, output):
        output.line(line)


def _human(waiting: Waiting, output: Output) -> "GridRow":
    from harvest_cli.show.terminal.tables_base import Row as GridRow

    row = waiting.row
    what = f'"{row.text}"' if row.text else row.shown
    cells = (
        row.key[3 : 3 + _SHORT],
        _STATES[row.state],
        moment_text(datetime.fromtimestamp(row.created_at, UTC), output),
        _does(waiting, output),
        output.text(what),
        f"({output.text(row.last_error)})" if row.last_error else "",
        "" if waiting.mine else "(another login)",
    )
    return GridRow(cells)


def _does(waiting: Waiting, output: Output) -> str:
    """What a row is to do, where that is not to log: `timer 12:00 to 12:45`."""
    since, until = (m and hour_text(m, output) for m in (waiting.since, waiting.until))
    if waiting.row.op == Op.START and since:
        return f"timer {since} to {until}" if until else f"timer since {since}"
    word = _OPS.get(waiting.row.op, "")
    return f"{word} at {until}" if until else word


def emit_synced(synced: Synced, output: Output) -> None:
    """What `hv sync` did, and what is left."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json(_synced_record(synced), output)
        return
    for event in synced.events:
        output.line(output.text(output.marks(_event_line(event, output))))
    if synced.events or synced.left or not output.quiet:
        output.line(_left(synced))


def _left(synced: Synced) -> str:
    if synced.left:
        return f"{_entries(synced.left)} here still"
    return "Everything is on Harvest" if synced.events else "Nothing waits here"


def _entries(count: int) -> str:
    return counted(count, "entry waits", "entries wait")


def _synced_record(synced: Synced) -> dict[str, Any]:
    return {
        "events": [
            {
                "what": event.what,
                "key": event.row.key,
                "sentence": event.row.text or None,
                "id": event.entry.id if event.entry else None,
                "text": event.text or None,
            }
            for event in synced.events
        ],
        "left": synced.left,
    }


def emit_dropped(row: Row, output: Output) -> None:
    """Which row was let go."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json({"dropped": row.key, "sentence": row.text or None}, output)
        return
    output.line(f"Let go: {output.text(row.text or row.shown)}")


def emit_adopted(count: int, output: Output) -> None:
    """How many rows were taken over from the paper trail."""
    if output.format is Format.JSON:
        from harvest_cli.show.machine.json_text import write_json

        write_json({"imported": count}, output)
        return
    if not count:
        output.note("The paper trail holds nothing that is missing here")
        return
    rows = counted(count, "entry was", "entries were")
    output.line(f"{rows} taken over; `hv sync` settles them")
