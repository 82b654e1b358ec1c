"""Opening the outbox and journal of a profile; a damaged file is rebuilt, with a warning."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from harvest_cli.domain.errors import Warnings
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.database import Damaged, move_aside
from harvest_cli.local.outbox.queue import Login, Outbox

if TYPE_CHECKING:
    from harvest_cli.local.disk.open_database import Held


def open_outbox(
    path: Path, login: Login, clock: Callable[[], datetime], warnings: Warnings
) -> Outbox | None:
    """The outbox in the file `path`, of the rows of `login`; None where nothing can be kept.

    Raises ConfigurationError for a file that a newer hv made.
    """
    import sqlite3

    try:
        try:
            return _caught_up(Outbox(path, login), warnings)
        except Damaged as damage:
            return _rebuilt(path, login, clock(), damage, warnings)
    except (OSError, sqlite3.Error) as error:
        warnings.cannot_keep("state folder", error)
        return None


def lent_outbox(
    held: "Held[Outbox | None]",
    path: Path,
    login: Login,
    clock: Callable[[], datetime],
    warnings: Warnings,
) -> Outbox | None:
    """The same, open from run to run of this process; others may have been killed meanwhile."""
    import sqlite3

    def opened() -> Outbox | None:
        return open_outbox(path, login, clock, warnings)

    found = held.lent(path, opened)
    if found is None:
        return None
    found.login = login
    try:
        return _caught_up(found, warnings)
    except sqlite3.Error:
        # To open it anew finds out what is wrong with the file.
        held.distrust()
        return held.lent(path, opened)


def _caught_up(outbox: Outbox, warnings: Warnings) -> Outbox:
    """The outbox with what a run that was killed wrote to the backup log alone."""
    import sqlite3

    # Where another process is in the way, the next run does it.
    with suppress(sqlite3.OperationalError):
        if found := outbox.copy.catch_up():
            warnings.add(only_in_log(found))
    return outbox


def only_in_log(found: int) -> str:
    """That so many rows were restored."""
    return f"{counted(found, 'entry was', 'entries were')} only in the backup log: restored"


def _rebuilt(
    path: Path, login: Login, now: datetime, damage: Damaged, warnings: Warnings
) -> Outbox:
    """A new file with the rows of the backup log; the damaged one is kept beside it."""
    aside = move_aside(path, f"{now:%Y%m%d-%H%M%S}")
    outbox = Outbox(path, login)
    found = outbox.copy.recover()
    if aside is not None:
        rows = counted(found, "entry was", "entries were")
        warnings.add(
            f"The outbox was damaged ({damage}) and is kept as {aside.name}; "
            f"{rows} restored from the backup log"
        )
    return outbox
