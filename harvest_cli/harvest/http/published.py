"""A file that somebody publishes at an address, such as a calendar; nothing of Harvest goes there.

An address of this kind is a secret: errors name its host alone.
"""

# This module is only ever imported for a file that holds an address.

import time
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from requests import RequestException, Response  # noqa: TID253
from urllib3.exceptions import HTTPError  # noqa: TID253

from harvest_cli.domain.errors import Unreachable, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.http.answers import failure_of
from harvest_cli.harvest.http.session import USER_AGENT, StraightSession, TimedAdapter
from harvest_cli.harvest.http.tls import certificates, proxies_for

SECONDS, CONNECT = 20.0, 5.0
LARGEST = 20_000_000
MOST_HOPS = 5
_PIECE = 1 << 16


class Published(NamedTuple):
    """A file as it was published, and by what the server knows whether it is another since."""

    content: bytes
    etag: str = ""
    modified: str = ""


def published(
    address: str, ca_bundle: str | None = None, before: Published | None = None
) -> Published:
    """What stands there; raises Unreachable, or UsageError for an address that is none.

    It is what stood there `before` where the server says so. Redirects are followed to https alone.
    """
    end = time.monotonic() + SECONDS

    def left() -> float:
        return max(0.001, end - time.monotonic())

    session = StraightSession()
    session.trust_env = False
    session.mount("https://", TimedAdapter(left))
    started = time.monotonic()
    try:
        with session:
            return _followed(session, _checked(address), ca_bundle, left, before)
    except (RequestException, HTTPError, OSError, ValueError) as error:
        reason = failure_of(error, time.monotonic() - started).reason
        raise _failed(address, reason) from None


def _followed(
    session: StraightSession,
    url: str,
    ca_bundle: str | None,
    left: Callable[[], float],
    before: Published | None,
) -> Published:
    headers = {"User-Agent": USER_AGENT, "Accept": "text/calendar, text/plain;q=0.5"}
    if before is not None:
        known = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        headers |= {name: value for name, value in known.items() if value}
    for _ in range(MOST_HOPS + 1):
        with session.get(
            url,
            stream=True,
            timeout=(min(CONNECT, left()), left()),
            allow_redirects=False,
            verify=certificates(ca_bundle),
            proxies=proxies_for(url),
            headers=headers,
        ) as response:
            link = response.headers.get("Location")
            if response.status_code == 304 and before is not None:
                return before
            if link is None or response.status_code not in (301, 302, 303, 307, 308):
                told = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
                return Published(b"".join(_pieces(url, response)), *told)
            url = _checked(urljoin(url, link))
    raise _failed(url, f"more than {MOST_HOPS} redirects")


def _pieces(url: str, response: Response) -> Iterator[bytes]:
    if response.status_code != 200:
        raise _failed(url, f"it answered {response.status_code}")
    size = 0
    for piece in response.iter_content(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise _failed(url, f"it is larger than {LARGEST // 1_000_000} MB")
        yield piece


def _checked(url: str) -> str:
    """The address with https; raises UsageError for one that others could listen to."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() in ("webcal", "webcals"):
        url = f"https://{rest}"
    parts = urlsplit(url)
    if parts.scheme.lower() == "https" and parts.hostname:
        return url
    message = f"{_host(url)} is not an https address: others could read it on the way"
    raise UsageError(message, hint="Copy the address again; it begins with https:// or webcal://")


def _failed(url: str, reason: str) -> Unreachable:
    message = f"The calendar at {_host(url)} cannot be fetched: {reason}"
    return Unreachable(message, hint="Try the address in a browser, or save the file and name it")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "it"
    except ValueError:
        return "it"
