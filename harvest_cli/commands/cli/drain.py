"""What waits is sent by whichever command uses the network anyway, within a moment."""

from typing import TYPE_CHECKING

from harvest_cli.commands.cli.output import in_own_manner
from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import HvError

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context


def drain_first(run: Run, context: "Context") -> None:
    """Send a little of what waits before a command asks Harvest for what it shows."""

    try:
        if context.outbox_path.exists():
            _drain(run, context)
    except HvError:
        # The command itself meets the same failure, and says it in its own way.
        return


def drain_after(run: Run, context: "Context") -> None:
    """The same behind a log, which goes first and is told first."""
    outbox = context.__dict__.get("outbox")
    if outbox is None or "client" not in context.__dict__:
        return
    import sqlite3

    try:
        rows = outbox.open_rows()
        outbox.tidy(context.clock().timestamp())
    except (sqlite3.Error, OSError):
        return
    if all(row.key in context.handled for row in rows):
        return
    try:
        run.stdout.flush()
        _drain(run, context)
    except HvError as error:
        run.output.note(f"Pending entries were not sent: {error.message}")


def _drain(run: Run, context: "Context") -> None:
    import sqlite3

    # Sending and replaying load the reader of sentences: 60 ms that other runs need not pay.
    from harvest_cli.actions.outbox.row_facts import EventKind
    from harvest_cli.actions.outbox.worker import A_FEW, A_MOMENT, process_queue
    from harvest_cli.actions.sync.replay import HANDLERS
    from harvest_cli.show.answers.outbox_text import events_in_passing

    asking = context.choose, context.agrees
    try:
        context.choose, context.agrees = None, None
        events = process_queue(context, HANDLERS, A_FEW, A_MOMENT)
        if any(event.what != EventKind.WAITS for event in events):
            in_own_manner(run.output, context)
            for line in events_in_passing(events, run.output):
                run.output.note(line)
        if context.outbox is not None:
            context.outbox.tidy(context.clock().timestamp())
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
    finally:
        context.choose, context.agrees = asking
