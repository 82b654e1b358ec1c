"""A home of its own for every test, a clock that stands, and no network but loopback."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from math import ceil, floor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from harvest_cli.harvest.client import Harvest
from tests.network import Network
from tests.promises import SHOWN, Shown
from tests.ready_accounts import Holds, held_homes, let_go, ready_accounts
from tests.ready_homes import KNOWING, USUAL, KnowingHv, Patched, usual_home
from tests.rows import Run, left_out
from tests.running import Hv
from tests.served import Served, served
from tests.workday import Person

# How long an example takes says how busy the machine is.
settings.register_profile("hv", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hv")
MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Ten o'clock in New York, a Tuesday."""
NAMES_OF_THE_MACHINE = (
    *("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS"),
    *("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"),
)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
TESTS = Path(__file__).parent
MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30
"""Bytes that the homes of a run need at most."""
BEGIN_WITH_NOTHING = {"setup", "reliability"}
"""Folders of tests in whose homes nobody has looked at the account."""
OPEN_ANEW = {"assistant", "local", "outbox", "reliability", "setup", "stored_formats", "sync"}
"""Folders of tests in whose homes every command opens its files anew, as everywhere with `-m slow`.

Windows lets nobody remove what is open, so that it is done nowhere there.
"""
YOUNG = 100_000
"""So many new objects before garbage is sought; Python's own number is made for little programs."""


def in_memory() -> bool:
    """Whether folders of tests can be in memory: they wait for no disk, and programs run there."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return False
    found = os.statvfs(MEMORY)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize >= ENOUGH


if in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_configure(config: pytest.Config) -> None:
    """Know how much to try before tests are imported, and heed Ctrl-C and closed terminals.

    A job in the background of a shell ignores the one, below `nohup` the other, and so would every
    program that a test starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_IGN:
        signal.signal(hangup, signal.SIG_DFL)
    words = config.option.markexpr.split()
    Run.whole = "slow" in words and "not" not in words
    # The same examples in each usual run, however slow the machine is.
    how: dict[str, Any] = {} if Run.whole else {"max_examples": 25, "derandomize": True}
    settings.register_profile("hv", deadline=None, **how)
    settings.load_profile("hv")
    # What an example may hold does not follow from which modules are loaded by then; to find what
    # these hold, each worker would read through a new clone as syntax.
    providers: Any = sys.modules.get("hypothesis.internal.conjecture.providers")
    if hasattr(providers, "_local_constants"):
        providers._get_local_constants = lambda: providers._local_constants


def _from_the_other_end(config: pytest.Config) -> None:
    """Every second worker imports all tests beforehand, the last first.

    So of a new clone each compiles one half and loads what another has compiled of the other.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if int(worker) % 2 and {Path(argument).resolve() for argument in config.args} == {TESTS}:
        for path in sorted(TESTS.rglob("test_*.py"), reverse=True):
            # What cannot be imported is told when it is collected.
            with suppress(Exception, pytest.skip.Exception):
                import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Ten thousand tests stay to the end: what is made of them is no garbage, so it is not sought.

    Nor is it looked through again with the little that each test leaves.
    """
    gc.disable()
    _from_the_other_end(session.config)
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG)
        gc.enable()


def _is_sweep(item: pytest.Item) -> bool:
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return is_property or item.get_closest_marker("sweep") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep which promises the tests show, before slow ones are left out; whole sweeps are slow.

    So are the rows that a test marked `few` leaves out, but where a test is asked for by its name.
    """
    config.stash[SHOWN] = Shown(items)
    named = any("::" in argument for argument in config.args)
    whole = [item for item in items if Run.whole and _is_sweep(item)]
    for item in [*whole, *([] if named else left_out(items))]:
        item.add_marker("slow")


@pytest.fixture(autouse=True, scope="session")
def _ready_accounts() -> Iterator[None]:
    """Thousands of tests begin with the same account; what they know of it, no test has touched."""
    with ready_accounts():
        for look in {*KNOWING.values()}:
            usual_home(look)
        with held_homes():
            yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep the files of a home open while a test runs, where nothing is said of opening them."""
    folder = item.path.relative_to(TESTS).parts[0]
    Patched.now = "monkeypatch" in getattr(item, "fixturenames", ())
    Holds.now = os.name != "nt" and not Run.whole and folder not in OPEN_ANEW
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Let go of them before the folders of the test are removed."""
    let_go()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that `HV_HOME` names."""
    return tmp_path / "hv-home"


@pytest.fixture
def hv(home: Path, request: pytest.FixtureRequest) -> Hv:
    """`hv` on the embedded Harvest, on a Wednesday morning in New York.

    Somebody has looked at the account before, except in folders that begin with nothing.
    """
    kind = Hv if request.path.relative_to(TESTS).parts[0] in BEGIN_WITH_NOTHING else KnowingHv
    return kind({**USUAL, "HV_HOME": str(home)})


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Served]:
    """The embedded account behind a loopback port, as Harvest would be reached."""
    with served(tmp_path / "served") as account:
        yield account


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """A network that can be taken away."""
    return Network(monkeypatch)


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """A person at work, on a Tuesday morning in New York, in an account that tracks hours."""
    return Person(tmp_path / "cache", MORNING).warm()


@pytest.fixture
def by_times(tmp_path: Path) -> Person:
    """The same in an account that tracks start and end."""
    return Person(tmp_path / "times", MORNING, wants_timestamp_timers=True).warm()


@pytest.fixture
def anybody(tmp_path: Path) -> Callable[..., Person]:
    """A person in an account as `settings` say."""
    return lambda **settings: Person(tmp_path / "other", MORNING, **settings).warm()


@pytest.fixture(params=["hours", "times"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Person:
    """The same in one account of each kind."""
    by: Any = request.param == "times"
    return Person(tmp_path / "either", MORNING, wants_timestamp_timers=by).warm()


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """A test that reaches for the network fails where it does."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            message = f"a test wanted to reach {address[0]}"
            raise AssertionError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _slowness_is_not_told() -> Iterator[None]:
    """What a terminal is told of a wait depends on the machine: runs in this process keep quiet."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("harvest_cli.show.terminal.waiting.PATIENCE", 86400.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def _waits_are_over() -> Iterator[None]:
    """Runs in this process wait neither between two looks, nor before they try again.

    What is waited is of the tests that hold a clock which passes with it.
    """
    with pytest.MonkeyPatch.context() as patched:
        at_once = SimpleNamespace(sleep=lambda _: None)
        patched.setattr("harvest_cli.commands.cli.wiring.time", at_once)
        usual: Any = Harvest.__init__.__kwdefaults__
        patched.setitem(usual, "sleep", at_once.sleep)
        yield


@pytest.fixture(autouse=True, scope="session")
def _plain_environment() -> Iterator[None]:
    """Nothing of the machine's own settings reaches a test."""
    with pytest.MonkeyPatch.context() as patched:
        for name in NAMES_OF_THE_MACHINE:
            patched.delenv(name, raising=False)
            patched.delenv(name.lower(), raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _children_have_the_clock_of_their_test() -> Iterator[None]:
    """Under faketime a program that a test starts, with whatever environment, is told that time.

    Only browsers are told the machine's: they do not start with a clock of another day.
    """
    if "faketime" not in os.environ.get("LD_PRELOAD", ""):
        yield
        return
    popen: Any = subprocess.Popen.__init__
    preload = {"LD_PRELOAD": os.environ["LD_PRELOAD"], "DONT_FAKE_MONOTONIC": "1"}

    def begun(self: Any, args: Any, *more: Any, env: Any = None, **how: Any) -> None:
        own = dict(os.environ if env is None else env)
        if "chrom" in str(args[0]):
            own.pop("LD_PRELOAD", None)
        else:
            # faketime itself lets a grandchild begin at its first moment again. What hv finds must
            # not be of a later second than its own, and what openssl makes must be valid at once.
            now = floor(time.time()) if args[0] == "openssl" else ceil(time.time())
            clock = {"FAKETIME": f"@{now}", "FAKETIME_FMT": "%s"}
            shim = {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
            own = {**shim, **own, **preload, **clock}
            own.pop("FAKETIME_SHARED", None)
        popen(self, args, *more, env=own, **how)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subprocess.Popen, "__init__", begun)
        yield
