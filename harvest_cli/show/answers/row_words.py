"""The words of rows of the outbox: apart, for a confirmation need not load what sends them."""

from harvest_cli.actions.outbox.row_facts import EventKind, Op
from harvest_cli.domain.wording import counted

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
