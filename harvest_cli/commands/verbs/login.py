"""`hv login`: a token, its account, a proof, and where it is kept."""

from datetime import timedelta

from harvest_cli.actions.setup import login as logging_in
from harvest_cli.actions.setup.login import LoggedIn, accounts_of, checked_token, chosen, proven
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import SET_UP, Flag, command
from harvest_cli.commands.cli.prompts import agrees, hidden, show_page
from harvest_cli.commands.cli.run import SANDBOX, Run, token_store
from harvest_cli.commands.cli.wiring import chooser, client_for, context_of, may_ask, may_hint
from harvest_cli.commands.help.completion import SHELLS, set_up_line
from harvest_cli.domain.company import Account, User
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import Annotated, Any
from harvest_cli.domain.safe_text import Secret
from harvest_cli.domain.wall_clock import wall_clock
from harvest_cli.domain.wording import at_home, expected
from harvest_cli.harvest.oauth import (
    Granted,
    authorize_address,
    new_state,
    redirect_to,
    wait_for_grant,
)
from harvest_cli.local.config.setting_types import API_URL, ID_URL, number, same_host
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.login.credentials import TOKEN
from harvest_cli.local.login.keyring import Keyring
from harvest_cli.local.login.token_store import KEYRING, StoredLogin
from harvest_cli.show.machine.renderer import Layout, render

MOST_CHARACTERS = 16_384
HOW = """Make a personal access token at {page} and paste it here.
It can do in Harvest all that you can, does not expire, and can be revoked on that page.
What you paste is not shown."""


WithToken = Annotated[bool, Flag("--with-token", help="Read the token from stdin")]
Web = Annotated[bool, Flag("--web", help="Log in with the browser")]
AccountId = Annotated[str | None, Flag("--account ID", help="Id of the account")]
ClientId = Annotated[str | None, Flag("--client-id ID", help="Your app, for --web")]
InKeyring = Annotated[bool, Flag("--keyring", help="Store it in the system's keyring")]


@command("login", SET_UP, topic="accounts")
def login(
    run: Run,
    *,
    with_token: WithToken = False,
    web: Web = False,
    account: AccountId = None,
    client_id: ClientId = None,
    keyring: InKeyring = False,
    yes: o.Yes = False,
) -> None:
    """Log in to Harvest with a token or in the browser.

      hv login
      hv login --profile work
      hv login --with-token < token.txt
      hv login --web --client-id ID

    A token comes from a hidden prompt or from standard input, never from the command
    line. hv tries it first, and says where it will be kept before it writes it.
    """
    loaded = run.configured
    if loaded.profile == SANDBOX:
        message = "The embedded account needs no login"
        raise UsageError(message, hint='Try it: `hv --sandbox log "2h on MW: hero mockups"`')
    wanted = _wanted_account(account, loaded.settings)
    api_url, id_url = _servers(loaded.settings)
    token, expires_in, granted = _token(run, id_url, client_id, web=web, piped=with_token)

    def ask(secret: Secret, account_id: int | None) -> Any:
        return client_for(run, secret, account_id, api_url, id_url)

    found = _account(run, ask, token, wanted or granted)
    user = proven(ask, token, found.id)
    now = wall_clock().replace(microsecond=0)
    stored = StoredLogin(
        account_id=found.id,
        user_id=user.id,
        token=token,
        store=KEYRING if keyring else loaded.settings.get("token_store"),
        api_url=api_url,
        id_url=id_url,
        saved_at=now,
        expires_at=now + timedelta(seconds=expires_in) if expires_in else None,
    )
    place = _keep(run, stored, user, found, asks=not (yes or with_token) and may_ask(run))
    run.configured = None
    steps = first_steps(run)
    logged_in = LoggedIn(user, found, loaded.profile, place, api_url, stored.expires_at, *steps)
    render(logged_in, run.output, Layout(hints=may_hint(run)))


def _servers(settings: Settings) -> tuple[str, str]:
    """The API and its identity host; another API's accounts are not asked of Harvest's own."""
    api_url = settings.get("api_url") or API_URL
    id_url = settings.get("id_url")
    if id_url is None:
        own = same_host(api_url, API_URL)
        id_url = ID_URL if own else api_url.removesuffix("/v2").removesuffix("/api")
    return api_url, id_url


def _wanted_account(typed: str | None, settings: Settings) -> int | None:
    if typed is None:
        found: int | None = settings.get("account_id")
        return found
    try:
        return number(typed)
    except ValueError as wanted:
        message = expected(str(wanted), typed, "--account")
        raise UsageError(message, hint="Write `--account 1234567`") from None


def _token(
    run: Run, id_url: str, client_id: str | None, *, web: bool, piped: bool
) -> tuple[Secret, int, int | None]:
    """The token, the seconds it lasts (0: until it is revoked), and the account it names."""
    if web:
        granted = _granted_in_browser(run, client_id, id_url)
        return granted.token, granted.expires_in, granted.account_id
    if piped:
        return checked_token(_piped(run)), 0, None
    if not may_ask(run):
        message = "Nobody can be asked for the token here"
        raise UsageError(message, hint="Pipe it in: `hv login --with-token < FILE`")
    for line in HOW.format(page=logging_in.TOKEN_PAGE).splitlines():
        run.output.err.line(line)
    return checked_token(hidden("Token: ", run.stdin, run.output)), 0, None


def _piped(run: Run) -> str:
    if run.stdin.isatty():
        message = "`--with-token` reads standard input, which is this terminal"
        raise UsageError(message, hint="Run `hv login` without it, or `… --with-token < FILE`")
    return run.stdin.read(MOST_CHARACTERS)


def _account(run: Run, ask: logging_in.Ask, token: Secret, wanted: int | None) -> Account:
    try:
        found = accounts_of(ask, token)
    except HvError as error:
        # Where only the list of accounts is out of order, a known number does as well.
        if wanted is None or error.status is None or error.status < 404:
            raise
        return Account(wanted, "", logging_in.PRODUCT)
    return chosen(found, wanted, chooser(run))


def _keep(run: Run, login: StoredLogin, user: User, account: Account, *, asks: bool) -> str:
    """Say where the token goes, ask where somebody can be asked, and store it."""
    store = token_store(run)
    place = "the keyring of this system" if login.store == KEYRING else at_home(store.path)
    err = run.output.err
    who = f"{user.name} <{user.email}>" if user.email else user.name
    err.line(err.text(f"Harvest knows you as {who}, account {account.name or account.id}"))
    how = "" if login.store == KEYRING else ": readable by you alone, not encrypted"
    err.line(err.text(f"The token goes to {place}{how}"))
    if asks and not agrees("Store it there?", run.stdin, run.output, enter=True):
        message = "Nothing was stored"
        raise UsageError(message, hint="Other ways: `--keyring`, or `HARVEST_ACCESS_TOKEN`")
    logging_in.keep(store, Keyring(run.environ), run.configured.profile, login)
    if run.environ.get(TOKEN, "").strip():
        run.output.warn(f"{TOKEN} is set and overrides what was stored now")
    return place


def first_steps(run: Run) -> tuple[str | None, str | None]:
    """A first command on a project of the person's own, and the line for completion."""
    shell = run.environ.get("SHELL", "").rpartition("/")[2]
    if not shell and "PSModulePath" in run.environ:
        shell = "powershell"
    completion = set_up_line(shell) if shell in SHELLS else None
    try:
        context = context_of(run)
        account = context.account
        account.refresh()
        recent = account.data.recent[:1]
        usable = [a for a in account.data.assignments if a.is_active]
        used = [a for a in usable for entry in recent if a.project.id == entry.project_id]
        slug = account.names.slug((used or usable)[0])
    except (HvError, IndexError):
        return None, completion
    line = " ".join(["hv", *run.account_flag().split(), "log"])
    return f'{line} "1h on {slug}: what I did"', completion


def _granted_in_browser(run: Run, client_id: str | None, id_url: str) -> Granted:
    """Send the person to Harvest and wait for the way back; raises UsageError without an app."""
    settings = run.configured.settings
    port = settings.get("oauth_port")
    client_id = client_id or settings.get("oauth_client_id")
    if not client_id:
        message = "Signing in by browser needs an app of your own at Harvest"
        hint = (
            "Make an OAuth2 client at https://id.getharvest.com/developers with the redirect "
            f"{redirect_to(port)}, then `hv login --web --client-id ID`"
        )
        raise UsageError(message, hint=hint)
    state = new_state()
    address = authorize_address(id_url, client_id, port, state)

    def ready() -> None:
        err = run.output.err
        err.line(err.text(f"Sign in at {address}"))
        err.line("Waiting for the browser to come back; Ctrl-C stops")
        run.stderr.flush()
        if may_ask(run):
            show_page(address)

    return wait_for_grant(port, state, ready)
