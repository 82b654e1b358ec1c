"""The words of the outbox: states of rows, what a row does, and what became of it."""

from harvest_cli.actions.outbox.row_facts import EventKind, Op

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
    EventKind.LEFT: "Left as is: {what}{more}",
}
"""What became of a row."""
UNDECIDED = "Still not on Harvest"
