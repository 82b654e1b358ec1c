"""Opening what this profile keeps: its outbox and journal; what is damaged is rebuilt, and said."""

from pathlib import Path
from typing import TYPE_CHECKING

from harvest_cli.actions.session.context import Context
from harvest_cli.local.outbox.queue import Login, Outbox

if TYPE_CHECKING:
    from harvest_cli.local.outbox.database import Damaged

ROOM = "state folder"


def opened(context: Context) -> Outbox | None:
    """The outbox of this profile and login; None where nothing can be kept, which is said.

    Raises ConfigurationError for a file that a newer hv made.
    """
    import sqlite3

    from harvest_cli.local.outbox.database import Damaged

    path, login = outbox_path(context), login_of(context)
    try:
        try:
            return Outbox(path, login)
        except Damaged as damage:
            return _rebuilt(context, path, login, damage)
    except (OSError, sqlite3.Error) as error:
        context.cannot_keep(ROOM, error)
        return None


def outbox_path(context: Context) -> Path:
    """Where the profile's rows are; one file for each profile."""
    return context.places().state / f"outbox-{context.profile or 'default'}.sqlite"


def login_of(context: Context) -> Login:
    """Whose rows may be sent in this run."""
    login = context.credentials
    return Login(login.api_url, login.account_id, context.account.user_id_at_hand())


def _rebuilt(context: Context, path: Path, login: Login, damage: "Damaged") -> Outbox:
    """A new file with what the paper trail tells; the damaged one is kept beside it."""
    from harvest_cli.local.outbox.database import move_aside

    aside = move_aside(path, f"{context.clock():%Y%m%d-%H%M%S}")
    outbox = Outbox(path, login)
    found = outbox.adopt(outbox.trail.open_intents())
    if aside is not None:
        rows = "1 entry was" if found == 1 else f"{found} entries were"
        context.warn(
            f"The outbox was damaged ({damage}) and is kept as {aside.name}; "
            f"{rows} taken over from the paper trail"
        )
    return outbox
