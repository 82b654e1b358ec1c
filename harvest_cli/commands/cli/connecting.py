"""The way to Harvest, opened as soon as the command line says that Harvest will be asked.

The rest of the line is read, and the code for it loaded, while names are looked up and TLS is
agreed on. A sentence that is refused on this machine is rarer than one that is sent, and an
unused connection costs Harvest one handshake.
"""

from collections.abc import Mapping

from harvest_cli.commands.cli.run import SANDBOX, Run
from harvest_cli.commands.cli.wiring import token_store
from harvest_cli.domain.errors import HvError
from harvest_cli.local.login.credentials import asks_a_program, credentials, server_for

SENDS_NOTHING = ("dry_run", "explain", "remembered", "forget", "forget_all")
"""Parameters of commands that ask nothing once they are given."""


def connect_early(run: Run, count: int, given: Mapping[str, object]) -> None:
    """Begin so many connections to the server of the login, where TLS reaches it directly."""
    if run.flags.jitter or any(given.get(name) for name in SENDS_NOTHING):
        return
    try:
        url = _address(run)
        if url is not None:
            _log_in_early(run)
        seconds = run.flags.timeout or run.configured.settings.get("timeout")
        bundle = run.configured.settings.get("ca_bundle")
    except HvError:
        # Told by the command, once it needs a login.
        return
    if url is None or not url.lower().startswith("https:"):
        return
    # Sockets load in 10 ms: not for the embedded account, nor for a server on this machine.
    from harvest_cli.harvest.http.early import early_connections

    run.early = early_connections(count, url, bundle, seconds)


def _log_in_early(run: Run) -> None:
    """Let the program or the keyring that has the token begin."""
    loaded = run.configured
    asked = run.environ, loaded.settings, lambda: token_store(run), loaded.profile
    if asks_a_program(*asked):
        # Threads load in 2 ms: not where the token is in a file.
        from harvest_cli.harvest.http.aside import Aside

        run.login = Aside(lambda: credentials(*asked))
        run.login.start()


def _address(run: Run) -> str | None:
    loaded = run.configured
    if loaded.profile == SANDBOX:
        return None
    return server_for(run.environ, loaded.settings, lambda: token_store(run), loaded.profile)
