"""What is asked of Harvest, of which server and by whom, and how long and how often one may try."""

import sys
from _thread import allocate_lock
from collections.abc import Callable, Mapping
from importlib import import_module
from threading import Thread
from types import MappingProxyType, ModuleType

from harvest_cli.domain.records import Any, Generic, NamedTuple, TypeVar
from harvest_cli.domain.safe_text import Secret

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


API_URL = "https://api.harvestapp.com/v2"
ID_URL = "https://id.getharvest.com"


class Access(NamedTuple):
    """What a request needs besides its content.

    `account_id` is None until an account has been chosen; only `accounts()` works without one.
    `ca_bundle` is a file of certificates to trust in place of the usual ones.
    """

    token: Secret
    account_id: int | None
    api_url: str = API_URL
    id_url: str = ID_URL
    ca_bundle: str | None = None


class Budget:
    """Seconds for all requests of a client together; runs only inside its `with` blocks.

    The time a person takes to answer a question between two requests is not counted, and what two
    requests take at once counts once.
    """

    def __init__(self, total: float, monotonic: Callable[[], float]) -> None:
        self._total = total
        self._monotonic = monotonic
        self._spent = 0.0
        self._since: float | None = None
        self._inside = 0
        self._lock = allocate_lock()

    def __enter__(self) -> "Budget":
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._since = self._monotonic()
        return self

    def __exit__(self, *_failure: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._spent = self._total - self.remaining()
                self._since = None

    def remaining(self) -> float:
        """Seconds left; zero or less when the time is up."""
        since = self._since
        running = 0.0 if since is None else self._monotonic() - since
        return self._total - self._spent - running


MIB = 1024 * 1024


class Limits(NamedTuple):
    """Bounds of one client object, which serves one command.

    `connect`, `read`, `total` and `wait` are seconds: for a connection, between two pieces of an
    answer, for all requests of the client together (pauses included, the caller's own time not),
    and for one pause that Harvest asks for. `body` is bytes after decompression, `attempts` are
    tries of one read, `connect_failures` in a row end the network for this run, and so does one
    that nobody answered for half of the time.
    """

    connect: float = 5.0
    read: float = 20.0
    total: float = 30.0
    wait: float = 20.0
    body: int = 32 * MIB
    pages: int = 1000
    attempts: int = 3
    connect_failures: int = 2


T = TypeVar("T")


class Aside(Thread, Generic[T]):
    """Asks in the background once started, else when its answer is wanted."""

    def __init__(self, ask: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self._answers: list[T] = []
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._answers.append(self._ask())
        except BaseException as failure:
            self._failure = failure

    def result(self) -> T:
        """The answer; raises what asking raised."""
        if self.ident is None:
            return self._ask()
        self.join()
        if not self._answers:
            raise self._failure or RuntimeError
        return self._answers[0]


class Later(ModuleType):
    """A module that is loaded once something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def load_requests() -> None:
    """Load requests, but only later what it brings along and hv hardly uses.

    That is a tenth of a warm `hv log`. Hosts that are not plain ASCII need `idna`, texts of unknown
    encoding `charset_normalizer`. Where requests is loaded already, nothing is done.
    """
    # Of two questions at once the second would find half of a package.
    with loading:
        if "requests" not in sys.modules:
            _load_requests()


loading = allocate_lock()


def _load_requests() -> None:
    for name in ("idna", "charset_normalizer"):
        later = sys.modules.setdefault(name, Later(name))
        if isinstance(later, Later):
            # What requests asks for before it goes on.
            vars(later)["__version__"] = "3.0.0"
    import_module("requests")
