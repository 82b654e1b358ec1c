"""The outbox: words of its rows and of what became of them, and both for programs."""

from datetime import UTC, datetime
from operator import attrgetter

from harvest_cli.actions.outbox.row_facts import EventKind, Op, State
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.entries import local_moment
from harvest_cli.show.machine.fields import Field, Table

_STATES = {
    State.SENDING: EntryState.UNCONFIRMED,
    State.UNKNOWN: EntryState.UNCONFIRMED,
    State.DONE: EntryState.CREATED,
}
"""States of a row that JSON gives by the state of its entry."""
ROWS = {
    State.QUEUED: "pending",
    State.SENDING: "being sent",
    State.UNKNOWN: "unconfirmed",
    State.REJECTED: "rejected",
    State.DONE: "duplicate",
}
"""Rows of the outbox by their state."""
OPERATIONS = {Op.STOP: "stop", Op.EDIT: "change", Op.DELETE: "delete", Op.UNDO: "undo"}
"""What a row does, where that is not to log."""
EVENTS = {
    EventKind.SENT: "Sent what was saved at {at}: {what}{number}",
    EventKind.WAITS: "Pending: {what}{more}",
    EventKind.REFUSED: "Harvest rejected {what}{more}; see `hv outbox`",
    EventKind.ASKS: "{undecided}: {what}; run `hv sync` to decide",
    EventKind.REMOVED: "Removed a duplicate that Harvest created late: {what}{number}",
    EventKind.TWICE: "On Harvest twice, and one was changed or deleted: {what} ({text})",
    EventKind.DROPPED: "Discarded: {what}",
    EventKind.DIFFERS: "Harvest holds {what}{number} otherwise{more}; see `hv entries`",
    EventKind.LEFT: "Left as is: {what}{more}",
}
"""What became of a row."""
BY_HV = "hv cannot send {what}{more}; change it with `hv outbox edit`, or `hv outbox drop` it"
"""The same of what hv itself could not read, which Harvest never saw."""
UNDECIDED = "Still not on Harvest"


def rejected_words(rejected: int) -> str:
    """What stays rejected until the person mends it or lets it go."""
    return f"{counted(rejected, 'entry', 'entries')} rejected: `hv outbox`"


def _moment(name: str) -> Any:
    """Epoch seconds of a row as a moment; nothing for 0."""
    read = attrgetter(f"row.{name}")

    def moment(waiting: Any) -> datetime | None:
        seconds = read(waiting)
        return datetime.fromtimestamp(seconds, UTC) if seconds else None

    return moment


def _created(waiting: Any) -> str:
    return local_moment(datetime.fromtimestamp(waiting.row.created_at, UTC))


ROW = Table(
    Field("key", "text", "row.key", 1),
    Field("state", "text", lambda each: str(_STATES.get(each.row.state, each.row.state)), 2),
    Field("op", "text", "row.op"),
    Field("sentence", "text?", lambda each: each.row.text or None, 6),
    Field("notes", "text?"),
    Field("what", "text", "row.shown", 5),
    Field("hours", "number?"),
    Field("spent_date", "date?", "row.spent_date", 4),
    Field("since", "moment?"),
    Field("until", "moment?"),
    Field("created_at", "moment", _moment("created_at"), 3, _created),
    Field("next_at", "moment?", _moment("next_at")),
    Field("attempts", "int", "row.attempts"),
    Field("reason", "text?", "row.last_error", 7),
    Field("mine", "bool"),
)
OUTBOX = Table(Field("outbox", [ROW], "rows"))
SYNCED = Table(
    Field(
        "events",
        [
            Table(
                Field("what", "text", lambda event: str(event.what)),
                Field("key", "text", "row.key"),
                Field("sentence", "text?", lambda event: event.row.text or None),
                Field("id", "int?", lambda event: event.entry.id if event.entry else None),
                Field("text", "text?", lambda event: event.text or None),
            )
        ],
    ),
    Field("left", "int"),
    Field("rejected", "int"),
)
DISCARDED = Table(
    Field("dropped", "text", "row.key"),
    Field("sentence", "text?", lambda each: each.row.text or None),
)
IMPORTED = Table(Field("imported", "int", "entries"))
DOCUMENTS: dict[str, Any] = {
    "outbox": OUTBOX,
    "outbox-list": OUTBOX,
    "outbox-retry": SYNCED,
    "outbox-edit": SYNCED,
    "outbox-drop": DISCARDED,
    "outbox-import": IMPORTED,
    "sync": SYNCED,
}
