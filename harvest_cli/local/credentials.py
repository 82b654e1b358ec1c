"""Which server, account and token this run uses, and where they came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.domain.secret import Secret

API_URL = "https://api.harvestapp.com/v2"
ID_URL = "https://id.getharvest.com"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
WHERE_THE_NUMBER_IS = "The number stands beside the token on Harvest's page"
_QUOTES = "\"'`\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens an account. `source` names the token's origin, never a character of it."""

    token: Secret
    account_id: int
    api_url: str
    id_url: str
    source: str


def credentials(environ: Mapping[str, str]) -> Credentials:
    """Credentials from the environment; raises NotLoggedIn or ConfigurationError."""
    token = clean_token(environ.get("HARVEST_ACCESS_TOKEN", ""), "HARVEST_ACCESS_TOKEN")
    account = environ.get("HARVEST_ACCOUNT_ID", "").strip()
    api_url = checked_url(environ.get("HARVEST_API_URL", "").strip() or API_URL, "HARVEST_API_URL")
    id_url = checked_url(environ.get("HARVEST_ID_URL", "").strip() or ID_URL, "HARVEST_ID_URL")
    if token is None:
        raise NotLoggedIn("You are not logged in to Harvest", hint=HOW_TO_START)  # noqa: EM101
    return Credentials(token, _account_id(account), api_url, id_url, "HARVEST_ACCESS_TOKEN")


HOW_TO_START = """hv needs a personal access token and the number of your account
  1  make a token at https://id.getharvest.com/developers
  2  export HARVEST_ACCESS_TOKEN=…  HARVEST_ACCOUNT_ID=…  (both are on that page)
  3  hv log "2h on my project: what I did"
To try hv without an account: hv --sandbox log "2h on Marketing Website: hero mockups\""""


def clean_token(raw: str, origin: str) -> Secret | None:
    """The token without what copying adds: blanks, quotes, "Bearer"; None when empty.

    Raises ConfigurationError for what no token can hold; the message shows none of it.
    """
    text = raw.strip().strip(_QUOTES).strip()
    text = re.sub(r"\Abearer\s+", "", text, flags=re.IGNORECASE)
    if not text:
        return None
    if not re.fullmatch(r"[\x21-\x7e]+", text):
        message = f"{origin} holds characters that no Harvest token has (blanks, line ends, quotes)"
        raise ConfigurationError(message, hint="Copy the token again")
    return Secret(text)


def _account_id(raw: str) -> int:
    if not raw:
        message = "There is a token but no account: HARVEST_ACCOUNT_ID is not set"
        raise NotLoggedIn(message, hint=WHERE_THE_NUMBER_IS)
    if not re.fullmatch(r"[0-9]{1,18}", raw):
        message = f"HARVEST_ACCOUNT_ID is {raw[:40]!r}, which is not an account number"
        raise ConfigurationError(message, hint=WHERE_THE_NUMBER_IS)
    return int(raw)


def checked_url(raw: str, origin: str) -> str:
    """A server's address without a trailing slash: https, or http on this machine alone."""
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if port == 0 or not host or parts.scheme not in {"http", "https"}:
        raise _wrong_url(origin, "is not a web address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _wrong_url(origin, "must hold nothing but host and path")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise _wrong_url(origin, "would send the token unencrypted")
    return raw.rstrip("/")


def _wrong_url(origin: str, what: str) -> ConfigurationError:
    return ConfigurationError(f"{origin} {what}", hint=f"Use https, as in {API_URL}")
