"""What waits is sent by whichever command uses the network anyway, within a moment."""

import os
from contextlib import suppress
from pathlib import Path

from harvest_cli.commands.cli.declaration import DRAINS_ITSELF, TRACK
from harvest_cli.commands.cli.output import plain_output, use_known_conventions
from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context


def drain_first(run: Run, context: "Context") -> None:
    """Send a little of what waits before a command asks Harvest for what it shows, once."""
    context.drain = lambda: None
    try:
        if context.outbox_path.exists() and _waits(context):
            note_typed(run, context)
            drain(run, context)
    except HvError:
        # The command itself meets the same failure, and says it in its own way.
        return


def note_typed(run: Run, context: "Context") -> None:
    """Note what was typed, until it is kept or the run has ended: a kill would lose it unsaid.

    Before others are sent and before a person is asked. What a run keeps before that needs none.
    """
    import shlex
    import sqlite3

    # Only where something is pending, or asked.
    from harvest_cli.local.disk.files import open_private

    # As the outbox itself, which many runs do not load.
    from harvest_cli.local.outbox.database import transaction

    # As above.
    from harvest_cli.local.outbox.row import is_noted, note_line

    writes = run.command is not None and run.command.panel == TRACK and not run.tries
    if not (writes and run.argv) or run.noted or context.written or context.outbox is None:
        return
    stops = run.command is not None and run.command.drains == DRAINS_ITSELF
    now, line = context.clock().timestamp(), shlex.join(["hv", *run.argv])
    mark = context.outbox_path.with_suffix(f".{context.own_run}")
    with suppress(sqlite3.Error, OSError), transaction(context.outbox.db, durable=False):
        for old in mark.parent.glob(f"{mark.stem}.w*"):
            # Of a run that was killed after it had kept what was typed.
            if not is_noted(context.outbox.db, old.suffix[1:]):
                old.unlink(missing_ok=True)
        os.close(open_private(mark, os.O_WRONLY | os.O_CREAT))
        at, own = context.said_now or now, context.own_run
        note_line(context.outbox.db, own, line, at, now, str(mark), stops=stops)
        run.noted = mark


def forget_note(mark: Path, context: "Context") -> None:
    """The run ends, and what became of its command is told."""
    import sqlite3

    # As above.
    from harvest_cli.local.outbox.database import transaction

    # As above.
    from harvest_cli.local.outbox.row import forget_line

    with suppress(OSError):
        mark.unlink(missing_ok=True)
    if context.outbox is not None:
        with suppress(sqlite3.Error), transaction(context.outbox.db, durable=False):
            forget_line(context.outbox.db, context.own_run)


def drain_after(run: Run, context: "Context") -> None:
    """The same behind a log, which goes first and is told first."""
    if not {"client", "outbox"} <= context.__dict__.keys() or not _waits(context):
        return
    try:
        run.stdout.flush()
        drain(run, context)
        plain_output(run, context)
    except HvError as error:
        run.output.note(f"Pending entries were not sent: {error.message}")


def _waits(context: "Context") -> bool:
    """Whether something is pending that this run has not seen to."""
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        return False
    try:
        outbox.tidy(context.clock().timestamp())
        return any(row.key not in context.handled for row in outbox.open_rows())
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        return False


def drain(run: Run, context: "Context") -> None:
    """Send what a moment suffices for, and tell what became of it; asks nobody."""
    import sqlite3

    # Sending and replaying load the reader of sentences: 60 ms that other runs need not pay.
    from harvest_cli.actions.outbox.row_facts import EventKind
    from harvest_cli.actions.outbox.worker import A_FEW, A_MOMENT, process_queue
    from harvest_cli.actions.sync import HANDLERS
    from harvest_cli.show.answers.outbox_text import events_in_passing

    asking = context.choose, context.agrees
    try:
        context.choose, context.agrees = None, None
        events = process_queue(context, HANDLERS, A_FEW, A_MOMENT)
        if any(event.what != EventKind.WAITS for event in events):
            use_known_conventions(run.output, context)
            for line in events_in_passing(events, run.output):
                run.output.note(line)
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
    finally:
        context.choose, context.agrees = asking
