"""Where everything is put together: settings, credentials and the way to Harvest.

The embedded Harvest is one more adapter of the same client; nothing else differs.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache, partial

from harvest_cli.actions.session.context import Chooser, Context, YesOrNo, read_moment
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, DRAINS_ITSELF
from harvest_cli.commands.cli.run import SANDBOX, Run, is_terminal, local_zone_name, token_store
from harvest_cli.domain.errors import ConfigurationError, HvError, NeedsDecision, UsageError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.safe_text import Secret
from harvest_cli.domain.wall_clock import stated_now, wall_clock
from harvest_cli.local.cache.account_cache import AccountFile
from harvest_cli.local.config.setting_types import ID_URL
from harvest_cli.local.config.settings import UNSET, Settings
from harvest_cli.local.disk.files import places, private_folder
from harvest_cli.local.login.credentials import Credentials, credentials
from harvest_cli.local.login.profiles import RunSettings
from harvest_cli.show.terminal.output import Format
from harvest_cli.show.terminal.waiting import waiting

if TYPE_CHECKING:
    from harvest_cli.domain.entries import TimeEntry
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.sandbox.account import EmbeddedAccount

SANDBOX_URL = "https://sandbox.invalid/v2"
"""Reserved by RFC 2606: it can never be a real host."""


def context_of(run: Run, *, drains: bool = True) -> Context:
    """The context of a run, on the embedded account or over the network.

    Without `drains` the command itself has to send pending entries, if it asks Harvest at all. One
    that is declared so calls the context's `drain`, when it has kept what was typed if it can.
    """
    if run.flags.jitter:
        _wait_by_chance(run)
    run.built = _build_context(run)
    when = run.command.drains if run.command is not None else ""
    if when == DRAINS_ITSELF:
        run.built.drain = partial(_drain, run, run.built)
    elif when == DRAINS_FIRST and drains:
        _drain(run, run.built)
    return run.built


def _drain(run: Run, context: Context) -> None:
    # Loaded where something may have to be sent first.
    from harvest_cli.commands.cli.drain import drain_first

    drain_first(run, context)


def _wait_by_chance(run: Run) -> None:
    """Wait once, so that the jobs of many machines do not all ask at the same second."""
    import random  # with its hashes it would cost every start 1 ms

    longest, run.flags = run.flags.jitter, run.flags._replace(jitter=0.0)
    time.sleep(random.uniform(0, longest))


def may_ask(run: Run) -> bool:
    """Whether somebody sits there: both ends a terminal, and asking was not forbidden."""
    forbidden = run.flags.no_input or bool(run.environ.get("CI"))
    somebody = is_terminal(run.stdin) and is_terminal(run.stderr)
    return somebody and not forbidden and not _told_not_to_ask(run)


def may_show(run: Run, context: Context) -> bool:
    """Whether somebody sits there to see it; the embedded account has no pages."""
    return may_ask(run) and not run.flags.json and context.profile != SANDBOX


def _told_not_to_ask(run: Run) -> bool:
    try:
        return bool(load_settings(run).get("no_input"))
    except HvError:
        # What is wrong with the settings is told by whatever needs them.
        return False


def chooser(run: Run) -> Chooser | None:
    """How to ask for one of several, or None."""
    if not may_ask(run):
        return None
    # Loaded to ask, and most runs ask nothing.
    from harvest_cli.commands.cli.prompts import choose

    def ask(question: str, options: Sequence[str]) -> int | None:
        _note_before_asking(run)
        return choose(question, options, run.stdin, run.output)

    return ask


def _note_before_asking(run: Run) -> None:
    """A person may take long to answer, and close the window meanwhile."""
    # Loaded to ask.
    from harvest_cli.commands.cli.drain import note_typed

    if run.built is not None:
        # What fails here fails the command, which tells it.
        with suppress(HvError):
            note_typed(run, run.built)


def yes_or_no(run: Run, *, enter: bool = False) -> YesOrNo | None:
    """How to ask a yes-or-no question, which Enter alone answers with `enter`; or None."""
    if not may_ask(run):
        return None
    # Loaded to ask, and most runs ask nothing.
    from harvest_cli.commands.cli.prompts import agrees

    def ask(question: str) -> bool:
        _note_before_asking(run)
        return agrees(question, run.stdin, run.output, enter=enter)

    return ask


def agreed(
    run: Run,
    show: Callable[[], None],
    question: str,
    would: str,
    *,
    enter: bool = False,
    code: str | None = "not_confirmed",
) -> None:
    """Show what would be done and ask; raises where nobody can be asked, and for a no."""
    ask = yes_or_no(run, enter=enter)
    if ask is None:
        message = f"This would {would}"
        raise UsageError(message, code=code, hint="Add `--yes`, or look first with `--dry-run`")
    show()
    if not ask(question):
        message = "Nothing was changed"
        raise NeedsDecision(message)


def may_hint(run: Run) -> bool:
    """Whether to say what could be done next: to people alone, and not where that is off."""
    return run.output.format is Format.HUMAN and bool(load_settings(run).get("hints"))


def _build_context(run: Run) -> Context:
    """The context of a run by its flags, its environment and its files."""
    environ = run.environ
    loaded = run.configured
    settings = loaded.settings
    in_sandbox = loaded.profile == SANDBOX

    def log_in() -> Credentials:
        if in_sandbox:
            return sandbox_credentials()
        if run.login is not None:
            login = run.login.result()
        else:
            login = credentials(environ, settings, lambda: token_store(run), loaded.profile)
        check_login_expiry(context, login, loaded.profile)
        return login

    def connect(login: Credentials) -> "Harvest":
        return client_for(run, *login[:4], None if in_sandbox else _turn(run, login))

    context = Context(
        environ=environ,
        settings=settings,
        places=cache(lambda: places(environ)),
        log_in=log_in,
        connect=connect,
        clock=wall_clock,
        choose=chooser(run),
        agrees=yes_or_no(run),
        sleep=time.sleep,
        save_running=_save_running,
        profile=loaded.profile,
        shown_profile=shown_profile(loaded),
        named_profile=run.profile or "",
        warnings=[*settings.warnings, *_token_warnings(run, loaded)],
        held=run.held_outbox,
    )
    return context


def _save_running(context: Context, running: "tuple[TimeEntry, ...]") -> None:
    """Let prompts know which timers were running when the account was fetched."""
    # It loads in 7 ms, and only a fetched account comes here.
    from harvest_cli.actions.day.status_cache import StatusCache

    StatusCache(context).save(running)


def load_settings(run: Run) -> Settings:
    """The settings of the run."""
    return run.configured.settings


def aliases_at_hand(run: Run) -> Sequence[str]:
    """The names of aliases, as far as they can be read."""
    try:
        table = load_settings(run).tables.get("alias")
    except HvError:
        return ()
    return tuple(table) if isinstance(table, dict) else ()


def shown_profile(loaded: RunSettings) -> str | None:
    """The profile where an answer should name it: when there is more than one."""
    return loaded.profile if len(loaded.profiles) > 1 and loaded.profile != SANDBOX else None


def _token_warnings(run: Run, loaded: RunSettings) -> list[str]:
    """A token in the environment wins; whoever named a profile should hear that."""
    token = run.environ.get("HARVEST_ACCESS_TOKEN", "").strip()
    if not token or loaded.profile == SANDBOX or loaded.profile_origin == UNSET:
        return []
    return [f"HARVEST_ACCESS_TOKEN is set and overrides the login of profile {loaded.profile}"]


def check_login_expiry(context: Context, login: Credentials, profile: str) -> None:
    """Refuse a browser login that is over, and warn of one that soon will be."""
    if login.expires_at is None:
        return
    # It loads in 8 ms, and only a login in the browser expires.
    from harvest_cli.actions.setup.login import check_expiry

    check_expiry(context, login.expires_at, profile)


def client_for(
    run: Run,
    token: Secret,
    account_id: int | None,
    api_url: str,
    id_url: str,
    turn: Callable[[int], float] | None = None,
) -> "Harvest":
    """A client of the embedded account, or over the network, of a token that works there."""
    # The client loads in 30 ms: only for a run that asks Harvest.
    from harvest_cli.harvest.http.request import Access, Limits, load_requests

    adapter, settings, err = None, run.configured.settings, run.output.err
    if run.configured.profile == SANDBOX:
        load_requests()
        # As in `sandbox_credentials`; requests comes with it.
        from harvest_cli.sandbox.adapter import sandbox_adapter

        adapter = sandbox_adapter(embedded_account(run), SANDBOX_URL)
    # As above.
    from harvest_cli.harvest.client import Harvest

    seconds = run.flags.timeout or settings.get("timeout")
    # An address in it may be the server's own words.
    trace = (lambda line: err.line(err.text(line))) if run.environ.get("HV_DEBUG") else None
    return Harvest(
        Access(token, account_id, api_url, id_url, settings.get("ca_bundle")),
        adapter=adapter,
        # A create whose answer does not come must leave time to look whether it was carried out.
        limits=Limits(total=seconds, read=min(Limits().read, seconds * 2 / 3)),
        trace=trace,
        turn=turn,
        around=partial(waiting, run.output),
        early=run.early if adapter is None else (),
        kept=run.kept,
    )


def _turn(run: Run, login: Credentials) -> Callable[[int], float]:
    """Takes turns among all that is asked of the account; looked at by long reads alone."""

    def turn(count: int) -> float:
        # Loaded for a long read.
        from harvest_cli.local.outbox.rate_limit import RateLimiter

        turns = RateLimiter(places(run.environ).state, login.api_url, login.account_id)
        return turns.acquire(wall_clock().timestamp(), count)

    return turn


def sandbox_credentials() -> Credentials:
    """The login of the embedded account."""
    # The sandbox is a room of its own, that most runs do not enter: 4 to 25 ms.
    from harvest_cli.sandbox.example import ACCOUNT_ID, KIM_TOKEN

    return Credentials(Secret(KIM_TOKEN), ACCOUNT_ID, SANDBOX_URL, ID_URL, "the embedded account")


def embedded_account(run: Run) -> "EmbeddedAccount":
    """The account of `--sandbox`: one file in the state folder."""
    # As above.
    from harvest_cli.sandbox.account import EmbeddedAccount

    folder = places(run.environ).state
    try:
        private_folder(folder)
    except OSError as error:
        message = f"The sandbox cannot be kept in {folder}: {error.strerror or error}"
        hint = "Keep it in another folder: `export HV_HOME=$(mktemp -d)`"
        raise ConfigurationError(message, hint=hint) from None
    zone = load_settings(run).get("timezone") or local_zone_name(run.environ)
    path, clock = folder / "sandbox.sqlite", sandbox_clock(run)
    if run.held_account is not None:
        account = run.held_account.lent(path, lambda: EmbeddedAccount(path, clock, zone=zone))
        account.now = clock
        return account
    account = EmbeddedAccount(path, clock, zone=zone)
    run.opened.append(account)
    return account


def sandbox_clock(run: Run) -> Callable[[], datetime]:
    """The moment of the embedded account: `HV_NOW`, else now."""
    stated = stated_now(run.environ)
    if not stated:
        return wall_clock
    moment = read_moment(stated)
    if moment.tzinfo is None:
        # zoneinfo loads in 5 ms: only for a stated time without a zone.
        from harvest_cli.domain.zones import zone_named

        zone = zone_named(load_settings(run).get("timezone") or local_zone_name(run.environ))
        moment = moment.replace(tzinfo=zone) if zone else moment.astimezone()
    return lambda: moment


def forget_embedded(run: Run) -> None:
    """Drop what hv keeps of the embedded account, names and writes: it is of the account before."""
    login = sandbox_credentials()
    kept = places(run.environ)
    AccountFile(kept.cache, login.api_url, login.account_id, login.token.reveal()).forget()
    # The numbers of entries begin anew too, and an old row would claim one of them.
    balances = kept.cache.glob("balance-*-sandbox-invalid-*")
    for left in (*kept.state.glob("outbox-sandbox.*"), kept.cache / "sandbox.status", *balances):
        left.unlink(missing_ok=True)
