"""Writing down what was done on Harvest, so that it can be taken back."""

from harvest_cli.actions.context import Context
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.journal import Deed, write_down


def write(
    context: Context, deed: str, entry_id: int, before: TimeEntry | None, after: TimeEntry | None
) -> None:
    """Add a deed to the journal of this profile; where nothing can be kept, go on."""
    import sqlite3

    from harvest_cli.local.outbox.database import transaction

    outbox = context.outbox
    if outbox is None or not context.journals:
        return
    login = context.credentials
    row = Deed(
        at=context.clock().timestamp(),
        server=login.api_url,
        account_id=login.account_id,
        user_id=context.book.catalogue.user.id,
        deed=deed,
        entry_id=entry_id,
        before_json=pack(before) if before else None,
        after_json=pack(after) if after else None,
        run=context.run,
    )
    try:
        with transaction(outbox.db):
            write_down(outbox.db, row)
    except sqlite3.Error as error:
        context.cannot_keep("state folder", error)
