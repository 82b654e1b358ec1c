"""Sign-in in the browser: Harvest's client-side OAuth flow.

The person signs in at Harvest, which sends the browser back to a port of this machine with the
token in the query (Harvest docs, Authentication). It lasts two weeks and cannot be renewed without
signing in again.
"""

# This module is only ever imported to sign in.

import errno
import secrets
import select
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer  # noqa: TID253
from urllib.parse import parse_qs, urlencode, urlsplit

from harvest_cli.domain.errors import NotLoggedIn, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.safe_text import Secret

HOST = "127.0.0.1"
TWO_WEEKS = 1_209_600
SECONDS = 300.0
DONE = "/done"
_PAGE = "<!doctype html><meta charset=utf-8><title>hv</title><p>{}</p>"


class Granted(NamedTuple):
    """What Harvest sent back. `account_id` is None when every account was granted."""

    token: Secret
    expires_in: int
    account_id: int | None


def redirect_to(port: int) -> str:
    """The address that the app must have as its redirect at Harvest."""
    return f"http://localhost:{port}"


def authorize_address(id_url: str, client_id: str, port: int, state: str) -> str:
    """The page to open in the browser."""
    asked = {
        "client_id": client_id,
        "response_type": "token",
        "redirect_uri": redirect_to(port),
        "state": state,
    }
    return f"{id_url.rstrip('/')}/oauth2/authorize?{urlencode(asked)}"


def new_state() -> str:
    """A word that only this sign-in knows."""
    return secrets.token_urlsafe(24)


def read_redirect(path: str, state: str) -> Granted | None:
    """What a request to our port grants; None for one that does not belong to this sign-in.

    Raises NotLoggedIn when Harvest, for this sign-in, says no.
    """
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    if not secrets.compare_digest(query.get("state", "").encode(), state.encode()):
        return None
    if "error" in query:
        message = f"Harvest did not grant access: {query['error'][:80]}"
        raise NotLoggedIn(message, hint="Run `hv login --web` again")
    token = query.get("access_token", "")
    if not token or not all("!" <= sign <= "~" for sign in token):
        return None
    seconds = query.get("expires_in", "")
    lasts = int(seconds) if seconds.isdecimal() and len(seconds) < 10 else TWO_WEEKS
    return Granted(Secret(token), lasts, _account(query.get("scope", "")))


def _account(scope: str) -> int | None:
    """`harvest:1234567` names the account that was granted; other scopes name none."""
    for word in scope.replace(",", " ").split():
        product, _, number = word.partition(":")
        if product == "harvest" and number.isascii() and number.isdigit():
            return int(number)
    return None


def wait_for_grant(
    port: int, state: str, ready: Callable[[], None], seconds: float = SECONDS
) -> Granted:
    """Listen on this machine alone until Harvest sends the browser back.

    `ready` is called once the port is open. Raises UsageError for a port that is taken and
    NotLoggedIn when nobody signs in or Harvest says no.
    """
    grant = _Grant(state)
    with ExitStack() as opened:
        try:
            servers = [opened.enter_context(each) for each in _listening(port, grant)]
        except OSError as error:
            message = f"Port {port} cannot be used: {error.strerror or error}"
            hint = "Choose another port, here and at Harvest: `hv config set oauth_port 8375`"
            raise UsageError(message, hint=hint) from None
        ready()
        _serve(servers, grant, seconds)
    if grant.outcome is None:
        message = f"Nobody signed in within {seconds / 60:.0f} min"
        raise NotLoggedIn(message, hint="Run `hv login --web` again")
    if isinstance(grant.outcome, NotLoggedIn):
        raise grant.outcome
    return grant.outcome


def _listening(port: int, grant: "_Grant") -> "Iterator[_Waiting]":
    """The port in both families: browsers take `localhost` for either. Raises OSError if taken."""
    yield _Waiting(port, grant)
    try:
        yield _WaitingToo(port, grant)
    except OSError as error:
        # A machine may lack the second family; another program at its port would get the token.
        if error.errno == errno.EADDRINUSE:
            raise


def _serve(servers: "Sequence[_Waiting]", grant: "_Grant", seconds: float) -> None:
    end = time.monotonic() + seconds
    while grant.outcome is None and time.monotonic() < end:
        _answer(servers)
    # The browser is sent on to a page without the token; give it a moment to get there.
    end = time.monotonic() + 2
    while grant.outcome is not None and not grant.shown and time.monotonic() < end:
        _answer(servers)


def _answer(servers: "Sequence[_Waiting]") -> None:
    for server in select.select(servers, (), (), _Waiting.timeout)[0]:
        server.handle_request()


class _Grant:
    """What a sign-in came to, wherever the browser knocked."""

    def __init__(self, state: str) -> None:
        self._state = state
        self.outcome: Granted | NotLoggedIn | None = None
        self.shown = False

    def learn(self, path: str) -> bool:
        """Take what a request says; False when it says nothing to this sign-in."""
        try:
            granted = read_redirect(path, self._state)
        except NotLoggedIn as refused:
            self.outcome = self.outcome or refused
            return True
        self.outcome = self.outcome or granted
        return granted is not None


class _Waiting(HTTPServer):
    timeout = 0.2
    host = HOST

    def __init__(self, port: int, grant: _Grant) -> None:
        self.grant = grant
        super().__init__((self.host, port), _Handler)


class _WaitingToo(_Waiting):
    address_family = socket.AF_INET6
    host = "::1"


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    server: _Waiting

    def do_GET(self) -> None:
        """Harvest's way back, the page after it, or somebody who does not belong here."""
        grant = self.server.grant
        if urlsplit(self.path).path == DONE and grant.outcome is not None:
            grant.shown = True
            self._page(200, "You can close this page and go back to the terminal.")
        elif grant.learn(self.path):
            self.send_response(303)
            self.send_header("Location", DONE)
            self._end(b"")
        else:
            self._page(400, "This request does not belong to the sign-in that hv is waiting for.")

    def _page(self, status: int, words: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self._end(_PAGE.format(words).encode())

    def _end(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the line would hold the token."""
