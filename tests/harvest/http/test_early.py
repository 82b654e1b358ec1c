"""The connection that is opened while hv still reads: used once, never waited for twice."""

import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.commands.cli.fast_path import ANSWERED_WITH, SHOWN_BY
from harvest_cli.domain.errors import NotLoggedIn
from harvest_cli.harvest.http import connections as early
from harvest_cli.harvest.http.connections import early_connections
from harvest_cli.harvest.http.tls import proxies_for
from harvest_cli.harvest.http.transport import worth_retrying
from tests.child import PYTHON, run
from tests.harvest.http.test_session import server_side
from tests.rows import few, some, sweep
from tests.running import Hv
from tests.served import Served


class TlsFront:
    """TLS in front of a server on this machine; counts connections, and bytes within TLS."""

    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self._context, self._port = context, port
        self.connections = self.bytes = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}/v2"
        self._open: list[socket.socket] = []
        self.agreed = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)
        for sock in self._open:
            sock.close()

    def hang_up(self) -> None:
        """End the connections that are open."""
        for sock in self._open:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._open.append(sock)
                self._go(self._serve, sock)

    def _go(self, work: Callable[..., None], *what: socket.socket) -> None:
        thread = threading.Thread(target=work, args=what, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError):
            secure = self._context.wrap_socket(sock, server_side=True)
            there = socket.create_connection(("127.0.0.1", self._port))
            self._open += [secure, there]
            self.agreed.set()
            self._go(self._back, there, secure)
            while piece := secure.recv(1 << 16):
                self.bytes += len(piece)
                there.sendall(piece)
            there.shutdown(socket.SHUT_WR)

    def _back(self, there: socket.socket, secure: socket.socket) -> None:
        with suppress(OSError):
            while piece := there.recv(1 << 16):
                secure.sendall(piece)


@pytest.fixture
def front(there: Served, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TlsFront]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    front = TlsFront(server_side(certificate), int(there.url.rpartition(":")[2]))
    yield front
    front.close()


@pytest.fixture
def far(front: TlsFront, there: Served, home: Path) -> Hv:
    """`hv` whose Harvest is behind TLS, with the names of the account at hand."""
    hv = Hv({"HV_HOME": str(home), **there.token_environ, "HARVEST_API_URL": front.url})
    assert hv("projects").code == 0
    front.connections = front.bytes = 0
    return hv


@few(3)
@pytest.mark.parametrize(
    ("words", "connections"),
    [
        (["log", "2h on Marketing Website: mockups"], 1),
        (["start", "Marketing Website"], 1),
        (["entries", "last week"], 1),
        (["report", "last month"], 1),
        ([], 2),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_is_opened_early_is_used(
    front: TlsFront, far: Hv, words: list[str], connections: int
) -> None:
    assert far(*words).code == 0
    assert front.connections == connections
    assert front.bytes


def test_nothing_is_sent_where_the_line_is_refused(front: TlsFront, far: Hv) -> None:
    assert far("log", "2h on Nobodys Project").code != 0
    front.bytes = 0
    assert far("log", "25h on Marketing Website").code == 2
    assert front.bytes == 0


@pytest.mark.parametrize(
    "words",
    [
        ["log", "1h on MW", "--dry-run"],
        ["log", "1h on MW", "--explain"],
        ["log", "--nope"],
        ["parse", "1h on MW"],
        ["config"],
        ["--sandbox", "projects"],
    ],
    ids=" ".join,
)
def test_nobody_is_called_for_what_asks_nothing(front: TlsFront, far: Hv, words: list[str]) -> None:
    far(*words)
    assert front.connections == 0


NOTES_MODULES = """
import os, sys
from harvest_cli.__main__ import run
from harvest_cli.harvest.http.exchange import Exchange

read, known = Exchange.answer, set()

def answered(*given):
    found = read(*given)
    known.update(sys.modules)
    return found

Exchange.answer = answered
assert run({words!r}, os.environ, sys.stdin, sys.stdout, sys.stderr) == 0
sys.stdout.flush()
print(*(each for each in sys.modules if each.startswith("harvest_cli") and each not in known))
"""


ANSWERED = [
    ["log", "2h on Marketing Website: mockups"],
    ["start", "Marketing Website"],
    ["restart"],
    ["entries"],
    [],
]


@few(2)
@sweep
@pytest.mark.parametrize("words", some(ANSWERED, 2), ids=" ".join)
def test_what_an_answer_needs_is_loaded_while_it_is_on_its_way(far: Hv, words: list[str]) -> None:
    assert far("log", "1h on Marketing Website: before").code == 0
    trusted = {"SSL_CERT_FILE": os.environ["SSL_CERT_FILE"]}
    done = run([PYTHON, "-c", NOTES_MODULES.format(words=words)], {**far.environ, **trusted})
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == ""


def test_what_is_loaded_on_the_way_is_there() -> None:
    for name in (*ANSWERED_WITH, *SHOWN_BY.values()):
        import_module(f"harvest_cli.{name}")


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_where_a_proxy_may_stand_between_nothing_is_opened_early(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://proxy.invalid:3128")
    assert early_connections(1, "https://api.harvestapp.com/v2", None, 5) == ()
    # What is set to nothing names none.
    monkeypatch.setenv(name, "")
    assert early.goes_straight("api.harvestapp.com")


@pytest.mark.parametrize("spared", ["api.harvestapp.com", ".harvestapp.com", "*", "other.test"])
def test_the_request_goes_straight_where_no_proxy_says_so_and_early_connections_claim_nothing(
    monkeypatch: pytest.MonkeyPatch, spared: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    monkeypatch.setenv("NO_PROXY", spared)
    through = proxies_for("https://api.harvestapp.com/v2")
    assert bool(through) == (spared == "other.test")
    assert early_connections(1, "https://api.harvestapp.com/v2", None, 5) == ()
    monkeypatch.delenv("HTTPS_PROXY")
    assert early.goes_straight("api.harvestapp.com")


@pytest.mark.parametrize("url", ["https://[broken/v2", "https:///v2", "https://a:port/v2"])
def test_an_address_without_sense_is_left_to_the_request(url: str) -> None:
    assert early_connections(1, url, None, 5) == ()


def test_a_connection_that_waited_for_a_person_is_not_used(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "FRESH", -1.0)
    assert far("log", "2h on Marketing Website: mockups").code == 0
    assert front.connections == 2


def test_a_connection_that_the_server_closed_meanwhile_is_not_used(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, hung_up = early.EarlyConnection.take, threading.Event()

    def late(opened: early.EarlyConnection, *wanted: Any) -> Any:
        if not hung_up.is_set():
            assert front.agreed.wait(60)
            front.hang_up()
            hung_up.set()
        return real(opened, *wanted)

    monkeypatch.setattr(early.EarlyConnection, "take", late)
    front.agreed.clear()
    ran = far("log", "2h on Marketing Website: mockups")
    assert (ran.code, front.connections) == (0, 2), ran.err
    assert ran.out.startswith("Logged 2:00")


def test_a_connection_from_before_a_laptop_slept_is_not_used(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = count(1_800_000_000, 3600)
    monkeypatch.setattr(early, "epoch_seconds", lambda: float(next(hours)))
    assert far("log", "2h on Marketing Website: mockups").code == 0
    assert front.connections == 2


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (TimeoutError("timed out"), "no connection within"),
        (ConnectionRefusedError(111, "refused"), "connection refused"),
        (socket.gaierror(-2, "unknown"), "name not found"),
    ],
    ids=["silence", "refused", "no name"],
)
def test_a_host_that_cannot_be_reached_is_not_waited_for_again(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch, failure: OSError, said: str
) -> None:
    tried: list[Any] = []

    def dead(*target: Any) -> socket.socket:
        tried.append(target)
        raise failure

    monkeypatch.setattr("harvest_cli.harvest.http.connections.dial", dead)
    monkeypatch.setattr("harvest_cli.harvest.http.session.dial", dead)
    ran = far("log", "2h on Marketing Website: mockups")
    assert ran.code == 75, ran.err
    assert said in ran.out + ran.err
    assert len(tried) == 1


def test_a_status_off_line_waits_for_both_questions_at_once(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []
    both = threading.Barrier(2, timeout=10)

    def dead(*target: Any) -> socket.socket:
        tried.append(target)
        # Whoever came alone would wait here in vain.
        both.wait()
        message = "timed out"
        raise TimeoutError(message)

    monkeypatch.setattr("harvest_cli.harvest.http.connections.dial", dead)
    monkeypatch.setattr("harvest_cli.harvest.http.session.dial", dead)

    def known_to_both(result: Any) -> bool:
        both.wait()
        return worth_retrying(result)

    monkeypatch.setattr("harvest_cli.harvest.http.transport.worth_retrying", known_to_both)
    ran = far()
    assert "no connection" in ran.out + ran.err
    assert len(tried) == 2


def test_a_certificate_that_is_not_trusted_ends_it_before_anything_is_sent(
    front: TlsFront, far: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    ran = far("entries", "last week")
    assert ran.code == 7
    assert "TLS" in ran.err
    assert front.bytes == 0


def test_the_certificates_are_read_once(
    front: TlsFront, far: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest_cli.harvest.http.connections.contexts", {})
    made: list[object] = []
    create = ssl.create_default_context

    def counted(*what: Any, **how: Any) -> ssl.SSLContext:
        made.append(how)
        return create(*what, **how)

    monkeypatch.setattr(ssl, "create_default_context", counted)
    assert far().code in (0, 4)
    assert front.connections == 2
    assert len(made) == 1


@pytest.mark.parametrize("prints", ["the token", "nothing"])
def test_the_program_that_has_the_token_runs_while_hv_reads(
    front: TlsFront, far: Hv, there: Served, monkeypatch: pytest.MonkeyPatch, prints: str
) -> None:
    threads: list[bool] = []

    def program(*_: Any) -> str:
        threads.append(threading.current_thread() is threading.main_thread())
        if prints == "nothing":
            message = "`token_command` (pass) printed nothing"
            raise NotLoggedIn(message)
        return there.token_environ["HARVEST_ACCESS_TOKEN"]

    monkeypatch.setattr("harvest_cli.local.login.credentials.token_from", program)
    ran = far(
        "log", "1h on Marketing Website", HARVEST_ACCESS_TOKEN="", HV_TOKEN_COMMAND='["pass"]'
    )
    assert threads == [False]
    assert ran.code == (0 if prints == "the token" else 3)
    assert ("printed nothing" in ran.err) == (prints == "nothing")
