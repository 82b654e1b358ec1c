"""Which server, account and token this run uses, and where they came from.

Order of the token: `HARVEST_ACCESS_TOKEN`, then `token_command`, then what `hv login` stored (in
the keyring or in `credentials.toml`). A stored token goes only to the server it was proven at.

`token_command` is a program such as a password manager that prints the token. It is run as a list
of arguments, which no shell sees; it has ten seconds, and its first line counts.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.safe_text import MASK, Secret, redacted
from harvest_cli.local.config.setting_types import API_URL, ID_URL, same_host
from harvest_cli.local.config.settings import Settings

if TYPE_CHECKING:
    from harvest_cli.local.login.token_store import StoredLogin, TokenStore


SECONDS = 10.0
MOST_BYTES = 64 * 1024


def token_from(command: Sequence[str], environ: Mapping[str, str], seconds: float = SECONDS) -> str:
    """The first line that the program prints.

    Raises ConfigurationError when it cannot be run, NotLoggedIn when it gives no token.
    """
    import subprocess

    name = command[0]
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=dict(environ),
        )
    except subprocess.TimeoutExpired:
        message = f"`token_command` ({name}) gave no token within {seconds:g} s"
        raise NotLoggedIn(
            message, hint="Run it by hand: it may be waiting to be unlocked"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be a command"
        message = f"`token_command` ({name}) cannot be run: {reason}"
        raise ConfigurationError(message, hint="See `hv config get token_command`") from None
    if done.returncode != 0:
        message = f"`token_command` ({name}) failed with status {done.returncode}"
        raise NotLoggedIn(message, hint=_last_words(done.stderr))
    line = done.stdout[:MOST_BYTES].decode("utf-8", "replace").lstrip().partition("\n")[0]
    if not line.strip():
        message = f"`token_command` ({name}) printed nothing"
        raise NotLoggedIn(message, hint="Its first line must be the token")
    return line


_LONG_WORD = r"[\w.+=~-]{20,}"


def _last_words(stderr: bytes) -> str:
    lines = stderr[-2000:].decode("utf-8", "replace").strip().splitlines()
    # It may quote the secret that it could not use, and nobody knows that one yet.
    said = re.sub(_LONG_WORD, MASK, redacted(lines[-1])) if lines else ""
    return f"It said: {said[:200]}" if said else "Run it by hand to see why"


TOKEN = "HARVEST_ACCESS_TOKEN"
WHERE_THE_NUMBER_IS = (
    "Harvest shows the number beside the token; `hv config set account_id NUMBER` saves it"
)
_QUOTES = "\"'`\u2018\u2019\u201c\u201d"


class Credentials(NamedTuple):
    """What opens an account. `source` names the token's origin, never a character of it.

    `user_id` is known when the login was stored, `expires_at` of browser logins alone.
    """

    token: Secret
    account_id: int
    api_url: str
    id_url: str
    source: str
    user_id: int | None = None
    expires_at: datetime | None = None


HOW_TO_START = """hv needs a personal access token of Harvest
  1  make one at https://id.getharvest.com/developers
  2  hv login
  3  hv log "2h on my project: what I did"
Scripts: `hv login --with-token`, or HARVEST_ACCESS_TOKEN, HARVEST_ACCOUNT_ID
To try hv without an account: hv --sandbox log "2h Marketing Website: mockups\""""


def credentials(
    environ: Mapping[str, str],
    settings: Settings | None = None,
    store: "Callable[[], TokenStore] | None" = None,
    profile: str = "default",
) -> Credentials:
    """Credentials from the first place that has a token; raises NotLoggedIn, ConfigurationError.

    `store` gives the file of logins; it is opened only when nothing else has a token.
    """
    settings = settings or Settings(environ)
    token = clean_token(environ.get(TOKEN, ""), TOKEN)
    if token is not None:
        return _with_account(token, TOKEN, settings)
    if command := settings.get("token_command"):
        origin = f"token_command ({command[0]})"
        token = clean_token(token_from(command, environ), origin)
        if token is not None:
            return _with_account(token, origin, settings)
    stored = store().get(profile) if store else None
    if store and stored:
        return _stored(environ, settings, stored, profile, str(store().path))
    raise _not_logged_in(settings, store, profile)


def server_for(
    environ: Mapping[str, str],
    settings: Settings,
    store: "Callable[[], TokenStore]",
    profile: str,
) -> str | None:
    """The address that the token would go to, without the token; None where there is no login.

    Raises ConfigurationError.
    """
    if environ.get(TOKEN, "").strip() or settings.get("token_command"):
        return _server(settings, "api_url", API_URL)
    stored = store().get(profile)
    if stored is None:
        return None
    api_url = _server(settings, "api_url", stored.api_url)
    return api_url if same_host(api_url, stored.api_url) else None


def asks_a_program(
    environ: Mapping[str, str],
    settings: Settings,
    store: "Callable[[], TokenStore]",
    profile: str,
) -> bool:
    """Whether a program or a keyring has the token: then it may take a while to get it.

    Raises ConfigurationError.
    """
    if environ.get(TOKEN, "").strip():
        return False
    if settings.get("token_command"):
        return True
    stored = store().get(profile)
    return stored is not None and stored.store == "keyring"


def _with_account(token: Secret, origin: str, settings: Settings) -> Credentials:
    api_url = _server(settings, "api_url", API_URL)
    id_url = _server(settings, "id_url", ID_URL)
    account = settings.value("account_id").value
    if account is None:
        message = f"There is a token ({origin}) but no account: HARVEST_ACCOUNT_ID is not set"
        raise NotLoggedIn(message, hint=WHERE_THE_NUMBER_IS)
    return Credentials(token, account, api_url, id_url, origin)


def _server(settings: Settings, name: str, default: str) -> str:
    return settings.get(name) or default


def _stored(
    environ: Mapping[str, str],
    settings: Settings,
    stored: "StoredLogin",
    profile: str,
    path: str,
) -> Credentials:
    # tomllib loads in 5 ms: not where the environment has the token, here and below.
    from harvest_cli.local.login.token_store import KEYRING, login_line

    api_url = _server(settings, "api_url", stored.api_url)
    if not same_host(api_url, stored.api_url):
        message = f"The token of profile {profile} is for {stored.api_url}, not for {api_url}"
        raise NotLoggedIn(message, hint=f"Run `{login_line(profile)}` for that server")
    token, source = stored.token, path
    if stored.store == KEYRING:
        # Few logins are in a keyring, and every run asks for a login.
        from harvest_cli.local.login.keyring import Keyring

        token, source = clean_token(Keyring(environ).get(profile), "The keyring"), "keyring"
    if token is None:
        message = f"The login of profile {profile} holds no token"
        raise NotLoggedIn(message, hint=f"Run `{login_line(profile)}`")
    account = settings.value("account_id").value or stored.account_id
    known = stored.user_id if account == stored.account_id else None
    id_url = _server(settings, "id_url", stored.id_url)
    return Credentials(token, account, api_url, id_url, source, known, stored.expires_at)


def _not_logged_in(
    settings: Settings, store: "Callable[[], TokenStore] | None", profile: str
) -> NotLoggedIn:
    _server(settings, "api_url", API_URL)
    others = store().profiles() if store else ()
    if others or profile != "default":
        # As above.
        from harvest_cli.local.login.token_store import login_line

        message = f"Profile {profile} is not logged in to Harvest"
        hint = f"Run `{login_line(profile)}`"
        hint += ", or take one of these with `--profile`" if others else ""
        if others and profile == "default":
            hint += f"; `hv config set default_profile {others[0]}` makes it the usual one"
        return NotLoggedIn(message, hint=hint, candidates=others)
    return NotLoggedIn("You are not logged in to Harvest", hint=HOW_TO_START)


def clean_token(raw: str, origin: str) -> Secret | None:
    """The token without what copying adds: blanks, quotes, "Bearer"; None when empty.

    Raises ConfigurationError for what no token can hold; the message shows none of it.
    """
    text = raw.strip().strip(_QUOTES).strip()
    text = re.sub(r"\Abearer\s+", "", text, flags=re.IGNORECASE).strip(_QUOTES)
    if not text:
        return None
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        message = f"{origin} has characters that no Harvest token has (spaces, line breaks, quotes)"
        raise ConfigurationError(message, hint="Copy the token again")
    return Secret(text)
