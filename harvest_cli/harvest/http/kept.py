"""Connections that outlive a client: whoever asks now and then needs no new handshake each time."""

from collections.abc import Callable

from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.harvest.http.request import Access

if TYPE_CHECKING:
    import requests

RESTED = 30.0
"""Seconds after which a connection is not trusted: a router may have forgotten it in silence.

One that the server closed is seen at once. The machine's clock counts them, since a laptop sleeps.
"""


def _no_patience() -> float:
    return 0.0


class KeptSession:
    """One session for clients that follow one another, each lent to with its own time limit."""

    def __init__(self, clock: Callable[[], float] = epoch_seconds) -> None:
        self._clock = clock
        self._session: requests.Session | None = None
        self._of: Access | None = None
        self._used = 0.0
        self._patience: Callable[[], float] = _no_patience

    def lent(self, access: Access, patience: Callable[[], float]) -> "requests.Session":
        """The session of this access; another login, server or bundle gets a new one."""
        if self._session is not None and not (self._is_of(access) and self._is_fresh()):
            self._session.close()
            self._session = None
        if self._session is None:
            # It brings in requests and TLS, for the first request alone.
            from harvest_cli.harvest.http.session import new_session

            self._session = new_session(access.token, lambda: self._patience())
        self._of, self._patience = access, patience
        return self._session

    def _is_of(self, access: Access) -> bool:
        was = self._of
        return was is not None and (was.token.reveal(), *was[1:]) == (
            access.token.reveal(),
            *access[1:],
        )

    def _is_fresh(self) -> bool:
        return 0 <= self._clock() - self._used < RESTED

    def returned(self) -> None:
        """The client is done: from now on the connection rests."""
        self._used, self._patience = self._clock(), _no_patience

    def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            self._session.close()
            self._session = None
