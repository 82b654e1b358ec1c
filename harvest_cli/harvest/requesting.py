"""What is asked of Harvest: one request, before it meets a session."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

Params = Mapping[str, str]


Trace = Callable[[str], None]


Turn = Callable[[int], float]
"""Takes so many turns among all requests of the account; gives the seconds until the last one."""


NO_PARAMS: Params = MappingProxyType({})


class Request(NamedTuple):
    """A full address and what goes with it. `account` sends the account header too.

    A named tuple, like the others of this package that only live between two calls: a frozen
    dataclass takes a millisecond longer to set up at every start.
    """

    method: str
    url: str
    params: Params = NO_PARAMS
    body: bytes | None = None
    account: bool = True

    @property
    def is_read(self) -> bool:
        """Whether asking twice is the same as asking once."""
        return self.method == "GET"
