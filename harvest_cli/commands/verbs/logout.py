"""`hv logout`."""

from contextlib import suppress

from harvest_cli.actions.setup.login import TOKEN_PAGE, LoggedOut, forget
from harvest_cli.commands.cli.declaration import SET_UP, Flag, command
from harvest_cli.commands.cli.run import SANDBOX, Run, token_store
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import HvError, NotFound, UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import counted
from harvest_cli.local.disk.files import Places, places
from harvest_cli.local.login.credentials import TOKEN
from harvest_cli.local.login.keyring import Keyring
from harvest_cli.local.login.token_store import login_line
from harvest_cli.show.machine.renderer import render

Everything = Annotated[bool, Flag("--everything", help="All profiles, and the cache")]


@command("logout", SET_UP, topic="accounts")
def logout(run: Run, *, everything: Everything = False) -> None:
    """Forget the login of a profile.

    hv logout
    hv logout --profile work
    hv logout --everything
    """
    # Pending entries and the configuration stay.
    profile = run.configured.profile
    if profile == SANDBOX and not everything:
        message = "The embedded account has no login to forget"
        raise UsageError(message, hint="`hv sandbox reset` begins it again")
    store, where = token_store(run), places(run.environ)
    asked = store.profiles() if everything else (profile,)
    waiting = _waiting(run) if set(asked) & set(store.profiles()) else 0
    gone = forget(store, Keyring(run.environ), asked)
    if everything:
        _forget_cache(where)
    kept = _kept(run, where, gone, everything=everything)
    if waiting:
        what = f"{counted(waiting, 'entry is', 'entries are')} pending here"
        kept = (f"{what}: `{login_line(profile)}` and `hv sync` send pending entries", *kept)
    if not gone and not everything:
        message = f"Profile {profile} is not logged in here"
        hint = kept[0] if kept else "See who is: `hv config profiles`"
        raise NotFound(message, hint=hint)
    render(LoggedOut(gone, kept), run.output)


def _waiting(run: Run) -> int:
    """How many writes of the login wait here, as far as that can be told."""
    with suppress(HvError):
        outbox = context_of(run).existing_outbox
        return outbox.waiting() if outbox else 0
    return 0


def _forget_cache(where: Places) -> None:
    for path in where.cache.glob("*"):
        if path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)


def _kept(run: Run, where: Places, gone: tuple[str, ...], *, everything: bool) -> tuple[str, ...]:
    lines = []
    if run.environ.get(TOKEN, "").strip():
        lines.append(f"{TOKEN} is still set: `unset {TOKEN}` ends that login")
    if gone:
        lines.append(f"The token itself stays valid until it is revoked at {TOKEN_PAGE}")
    left = [str(path) for path in (where.config_file, where.state) if path.exists()]
    if everything and left:
        lines.append(f"Kept: {' and '.join(left)}")
    return tuple(lines)
