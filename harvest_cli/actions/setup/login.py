"""`hv login` and `hv logout`: from a token to an account that was proven, and back.

Browser logins end after two weeks: say so in time, and stop before Harvest does.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from harvest_cli.actions.session.context import Chooser
from harvest_cli.domain.company import Account, User
from harvest_cli.domain.days import day_text
from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn, UsageError
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.safe_text import Secret
from harvest_cli.domain.wording import counted
from harvest_cli.local.login.credentials import clean_token
from harvest_cli.local.login.token_store import KEYRING, StoredLogin, TokenStore

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context
    from harvest_cli.harvest.client import Harvest
    from harvest_cli.local.login.keyring import Keyring

Ask = Callable[[Secret, int | None], "Harvest"]
"""A client for a token and, once it is known, an account."""
TOKEN_PAGE = "https://id.getharvest.com/developers"
PRODUCT = "harvest"
SHORTEST_TOKEN = 20
FOREIGN = {
    "ghp_": "GitHub",
    "github_pat_": "GitHub",
    "glpat-": "GitLab",
    "xox": "Slack",
    "sk-": "another service",
    "AKIA": "AWS",
    "eyJ": "another service",
}
"""How tokens of other services begin; such a one must not be sent to Harvest."""


class LoggedIn(NamedTuple):
    """A login that was stored: who, where, and `place`, where the token is kept now."""

    user: User
    account: Account
    profile: str
    place: str
    api_url: str
    expires_at: datetime | None = None
    example: str | None = None
    completion: str | None = None


class LoggedOut(NamedTuple):
    """What was forgotten, and what stays: `kept` are lines about tokens and files left alone."""

    profiles: tuple[str, ...]
    kept: tuple[str, ...] = ()


def checked_token(raw: str) -> Secret:
    """A pasted token as it can be sent; raises UsageError without showing any of it."""
    try:
        token = clean_token(raw, "The token")
    except ConfigurationError as error:
        raise UsageError(error.message, hint=error.hint) from None
    if token is None:
        message = "No token was given"
        raise UsageError(message, hint=f"Make one at {TOKEN_PAGE}")
    text = token.reveal()
    for start, service in FOREIGN.items():
        if text.startswith(start):
            message = f"That looks like a token for {service}, not for Harvest; nothing was sent"
            raise UsageError(message, hint=f"Make one at {TOKEN_PAGE}")
    if len(text) < SHORTEST_TOKEN:
        length = counted(len(text), "character")
        message = f"That is too short for a Harvest token ({length})"
        raise UsageError(message, hint="Copy all of it")
    return token


def accounts_of(ask: Ask, token: Secret) -> tuple[Account, ...]:
    """The Harvest accounts that a token opens; raises NotLoggedIn when there is none."""
    try:
        found = ask(token, None).accounts()
    except NotLoggedIn:
        raise _refused() from None
    mine = tuple(account for account in found if account.product == PRODUCT)
    if not mine:
        others = ", ".join(sorted({a.product for a in found})) or "none at all"
        message = f"This token has access to no Harvest account (only: {others})"
        raise NotLoggedIn(message, hint="Sign in to the right account and make a token there")
    return mine


def chosen(accounts: Sequence[Account], wanted: int | None, choose: Chooser | None) -> Account:
    """The account to use: the wanted one, the only one, or the one that is picked."""
    names = [f"{account.id}  {account.name}" for account in accounts]
    if wanted is not None:
        for account in accounts:
            if account.id == wanted:
                return account
        message = f"This token has no access to account {wanted}"
        raise UsageError(message, hint="Pass one of these with `--account`", candidates=names)
    if len(accounts) == 1:
        return accounts[0]
    picked = choose("Which account?", names) if choose else None
    if picked is None:
        message = f"This token has access to {len(accounts)} Harvest accounts"
        raise UsageError(message, hint="Pass one of these with `--account`", candidates=names)
    return accounts[picked]


def proven(ask: Ask, token: Secret, account_id: int) -> User:
    """Who the token is in the account; raises NotLoggedIn when Harvest refuses it."""
    try:
        return ask(token, account_id).me()
    except NotLoggedIn:
        raise _refused() from None


def _refused() -> NotLoggedIn:
    message = "Harvest refused this token"
    return NotLoggedIn(
        message, hint=f"It may be revoked or cut short; make a new one at {TOKEN_PAGE}"
    )


def keep(store: TokenStore, keyring: "Keyring", profile: str, login: StoredLogin) -> None:
    """Store a login where it says; the token itself goes to one place only."""
    if login.store != KEYRING:
        store.put(profile, login)
        return
    if login.token is not None:
        keyring.set(profile, login.token.reveal())
    store.put(profile, login._replace(token=None))


def forget(store: TokenStore, keyring: "Keyring", profiles: Sequence[str]) -> tuple[str, ...]:
    """Forget the logins of these profiles; gives those that there were."""
    gone = []
    for profile in profiles:
        login = store.get(profile)
        if login is None:
            continue
        if login.store == KEYRING:
            keyring.delete(profile)
        store.remove(profile)
        gone.append(profile)
    return tuple(gone)


TOLD_BEFORE = timedelta(days=3)


def check_expiry(context: "Context", expires_at: datetime, profile: str) -> None:
    """Warn in the last days; raises NotLoggedIn afterwards."""
    now = context.clock()
    line = login_again(profile)
    local = expires_at.astimezone()
    if expires_at <= now:
        message = f"The browser login ended on {day_text(local.date(), now.date())}"
        raise NotLoggedIn(message, hint=f"Run `{line}`")
    if expires_at - now < TOLD_BEFORE:
        context.warn(
            f"The browser login ends on {day_text(local.date(), now.date())} at "
            f"{local:%H:%M}; `{line}` renews it"
        )


def login_again(profile: str) -> str:
    """The command that renews a browser login."""
    return "hv login --web" if profile == "default" else f"hv login --web --profile {profile}"
