"""The way to Harvest, opened as soon as the command line says that Harvest will be asked.

The rest of the line is read, and the code for it loaded, while names are looked up and TLS is
agreed on. A sentence that is refused on this machine is rarer than one that is sent, and an
unused connection costs Harvest one handshake.
"""

from collections.abc import Mapping

from harvest_cli.commands.cli.run import SANDBOX, Run, token_store
from harvest_cli.domain.errors import HvError
from harvest_cli.local.login.credentials import asks_a_program, credentials, server_for

SENDS_NOTHING = ("dry_run", "explain", "remembered", "forget", "forget_all")
"""Parameters of commands that ask nothing once they are given."""

SHOWN_BY = {
    "log": "answers.log_text",
    **dict.fromkeys(("start", "stop", "restart"), "answers.timer_text"),
    **dict.fromkeys(("edit", "delete"), "answers.change_text"),
    "entries": "answers.entry_tables",
    "week": "reports.week_grid",
    "report": "reports.report_text",
}
ANSWERED_WITH = (
    *("show.machine.entries", "show.machine.text", "show.answers.errors"),
    *("local.cache.balance_cache", "actions.day.balance_now"),
    *("local.config.toml_file", "actions.session.schedule"),
    *("actions.day.clock", "actions.day.targets", "commands.cli.drain"),
)
"""What most answers need. A server far away leaves the time to load it."""


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
    from harvest_cli.harvest.http.connections import early_connections

    run.early = early_connections(count, url, bundle, seconds, _answers(run))


def _answers(run: Run) -> list[str]:
    """The modules that the answer is likely to need, the last one first."""
    shown_by = SHOWN_BY.get(run.command.path if run.command is not None else "")
    names = [*([f"show.{shown_by}"] if shown_by else []), *ANSWERED_WITH]
    return [f"harvest_cli.{name}" for name in names]


def _log_in_early(run: Run) -> None:
    """Let the program or the keyring that has the token begin."""
    loaded = run.configured
    asked = run.environ, loaded.settings, lambda: token_store(run), loaded.profile
    if asks_a_program(*asked):
        # Threads load in 2 ms: not where the token is in a file.
        from harvest_cli.harvest.http.request import Aside

        run.login = Aside(lambda: credentials(*asked))
        run.login.start()


def _address(run: Run) -> str | None:
    loaded = run.configured
    if loaded.profile == SANDBOX:
        return None
    return server_for(run.environ, loaded.settings, lambda: token_store(run), loaded.profile)
