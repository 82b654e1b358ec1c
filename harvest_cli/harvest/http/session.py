"""The one `requests` session: who it says it is, and what it will not do.

Loaded when the first request is made, never before.
"""

from requests import PreparedRequest, Response, Session  # noqa: TID253 - this file loads lazily
from requests.auth import AuthBase  # noqa: TID253

from harvest_cli import __version__
from harvest_cli.domain.secrets import Secret
from harvest_cli.harvest.http.deadline import Patience, TimedAdapter

USER_AGENT = f"hv/{__version__} (https://github.com/harvest-cli/harvest-cli)"


class Bearer(AuthBase):
    """Sets the token as late as possible; as a plain header `~/.netrc` would replace it."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request


class StraightSession(Session):
    """A session that follows no redirect, not even to look where it would lead."""

    def get_redirect_target(self, _response: Response) -> None:
        """None: the base class would read the whole page first, without limits."""


def new_session(token: Secret, patience: Patience) -> Session:
    """A session for one command: bearer token, no redirects, no retries, no cookies kept."""
    from http.cookiejar import DefaultCookiePolicy

    session = StraightSession()
    session.auth = Bearer(token)
    # Proxies and certificates are passed with each request; ~/.netrc is nobody's business here.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = USER_AGENT
    session.headers["Accept"] = "application/json"
    adapter = TimedAdapter(patience)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
