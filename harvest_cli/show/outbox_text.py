"""What waits, what was sent of it, and what was written: `hv outbox`, `hv sync`, `hv history`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from harvest_cli.actions import drain
from harvest_cli.actions.drain import Event
from harvest_cli.actions.syncing import Outgoing, Row, Synced, Waiting
from harvest_cli.show.channel import Channel
from harvest_cli.show.output import Face, Output

_STATES = {
    "queued": "not sent yet",
    "sending": "being sent",
    "unknown": "unconfirmed",
    "rejected": "refused",
    "done": "twice on Harvest",
}
_SHORT = 10
_OPS = {"stop": "stop a timer", "edit": "change", "delete": "delete"}


def told_in_passing(events: Sequence[Event]) -> list[str]:
    """Lines for stderr after another command sent what waited."""
    lines = [_event_line(event) for event in events if event.what != drain.WAITS]
    return [line for line in lines if line]


def _event_line(event: Event) -> str:
    row, entry = event.row, event.entry
    typed = datetime.fromtimestamp(row.created_at, UTC).astimezone()
    what = f'"{row.text}"' if row.text else row.shown or _OPS.get(row.op, row.op)
    number = f" #{entry.id}" if entry is not None and entry.id and row.op not in _OPS else ""
    said = f": {event.text}" if event.text else ""
    return {
        drain.SENT: f"Sent what was saved at {typed:%H:%M}: {what}{number}",
        drain.WAITS: f"Waits: {what}{said}",
        drain.REFUSED: f"Harvest refused {what}{said}; `hv outbox` holds it",
        drain.ASKS: f"Not on Harvest after all this time: {what}; `hv sync` asks what to do",
        drain.REMOVED: f"Removed a duplicate that Harvest created late: {what}{number}",
        drain.TWICE: f"Twice on Harvest, and one was changed: {what} ({event.text})",
        drain.DROPPED: f"Let go: {what}",
        drain.LEFT: f"Left as it is: {what}{said}",
    }[event.what]


def emit_outbox(outgoing: Outgoing, output: Output, *, header: bool = False) -> None:
    """Everything that waits here, refused rows and those of other logins included."""
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json({"outbox": [_record(each) for each in outgoing.rows]}, output)
    elif output.face is Face.HUMAN:
        for each in outgoing.rows:
            output.line(_human(each, output))
        if not outgoing.rows:
            output.line("Nothing waits here")
    else:
        from harvest_cli.show.rows import tsv_rows

        columns = ("key", "state", "created_at", "spent_date", "what", "sentence", "reason")
        rows = [[_cell(_record(each)[name]) for name in columns] for each in outgoing.rows]
        for line in tsv_rows(columns, rows, header=header, shown=output.text):
            output.line(line)
    for note in outgoing.notes:
        output.note(note)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone().isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _record(waiting: Waiting) -> dict[str, Any]:
    row = waiting.row
    state = {"sending": "unconfirmed", "unknown": "unconfirmed", "done": "created"}
    return {
        "key": row.key,
        "state": state.get(row.state, row.state),
        "op": row.op,
        "sentence": row.text or None,
        "notes": waiting.notes,
        "what": row.shown,
        "hours": waiting.hours,
        "spent_date": row.spent_date,
        "created_at": datetime.fromtimestamp(row.created_at, UTC),
        "next_at": datetime.fromtimestamp(row.next_at, UTC) if row.next_at else None,
        "attempts": row.attempts,
        "reason": row.last_error,
        "mine": waiting.mine,
    }


def _human(waiting: Waiting, output: Channel) -> str:
    row = waiting.row
    typed = datetime.fromtimestamp(row.created_at, UTC).astimezone()
    what = f'"{row.text}"' if row.text else row.shown
    parts = [
        row.key[3 : 3 + _SHORT],
        _STATES[row.state],
        f"{typed:%d %b %H:%M}",
        _OPS.get(row.op, ""),
        output.text(what),
        f"({output.text(row.last_error)})" if row.last_error else "",
        "" if waiting.mine else "(another login)",
    ]
    return "  ".join(part for part in parts if part)


def emit_synced(synced: Synced, output: Output) -> None:
    """What `hv sync` did, and what is left."""
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json(_synced_record(synced), output)
        return
    for event in synced.events:
        output.line(output.text(output.marks(_event_line(event))))
    output.line(_left(synced))


def _left(synced: Synced) -> str:
    if synced.left:
        return f"{_entries(synced.left)} here still"
    return "Everything is on Harvest" if synced.events else "Nothing waits here"


def _entries(count: int) -> str:
    return "1 entry waits" if count == 1 else f"{count} entries wait"


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
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json({"dropped": row.key, "sentence": row.text or None}, output)
        return
    output.line(f"Let go: {output.text(row.text or row.shown)}")


def emit_adopted(count: int, output: Output) -> None:
    """How many rows were taken over from the paper trail."""
    if output.face is Face.JSON:
        from harvest_cli.show.json_text import write_json

        write_json({"imported": count}, output)
        return
    rows = "1 entry was" if count == 1 else f"{count} entries were"
    output.line(f"{rows} taken over; `hv sync` settles them")
