"""What a run leaves that is broken off: the person must know whether to type it again."""

from typing import TYPE_CHECKING

from harvest_cli.local.outbox.row import DONE, WAITING

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context

SAVED = "The entry is saved; hv will check it"


CHANGED = "Something may have been changed on Harvest: `hv history` tells what"


def left_by(context: "Context") -> list[str]:
    """Sentences about what was kept, sent or changed, told from the rows as they are now.

    Empty when nothing was.
    """
    outbox = context.__dict__.get("outbox")
    rows = [outbox.get(key) for key in context.written] if outbox is not None else []
    states = [row.state for row in rows if row is not None]
    told = []
    if done := states.count(DONE):
        told.append("1 entry is on Harvest" if done == 1 else f"{done} entries are on Harvest")
    if any(state in WAITING for state in states):
        told.append(SAVED)
    return [*told, CHANGED] if context.changes else told
