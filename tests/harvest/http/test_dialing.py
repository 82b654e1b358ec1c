"""Opening a connection: many addresses, one limit."""

import socket
import threading
from collections.abc import Iterator

import pytest

from harvest_cli.harvest.http import connections as dialling
from harvest_cli.harvest.http.connections import dial, look_up
from tests.faulty_server import closed_port


@pytest.fixture
def listening() -> Iterator[int]:
    """A port that accepts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def silent() -> Iterator[int]:
    """A port whose backlog is full: connecting to it takes for ever."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
        yield port
        for sock in waiting:
            sock.close()


def resolve_to(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in ports]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args: found)


class Ticking:
    """A clock that moves on by so many seconds each time it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_the_next_address_is_tried_when_one_refuses(
    monkeypatch: pytest.MonkeyPatch, listening: int
) -> None:
    resolve_to(monkeypatch, closed_port(), closed_port(), listening)
    with dial("harvest.test", 443, 5, None, Ticking(0)) as sock:
        assert sock.getpeername()[1] == listening
        assert sock.gettimeout() == 5


def test_a_silent_address_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch, silent: int, listening: int
) -> None:
    monkeypatch.setattr(dialling, "NEXT", 0.01)
    resolve_to(monkeypatch, silent, silent, listening)
    # Half of that limit, and no test would wait for it.
    with dial("harvest.test", 443, 3600, None, Ticking(0)) as sock:
        assert sock.getpeername()[1] == listening
        assert sock.gettimeout() == 3600


def test_an_address_of_a_family_that_is_not_there_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, listening: int
) -> None:
    nowhere = (socket.AF_INET, socket.SOCK_STREAM, 254, "", ("127.0.0.1", listening))
    there = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", listening))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args: [nowhere, there])
    with dial("harvest.test", 443, 5, None, Ticking(0)) as sock:
        assert sock.getpeername()[1] == listening


def test_many_silent_addresses_end_with_the_limit(
    monkeypatch: pytest.MonkeyPatch, silent: int
) -> None:
    resolve_to(monkeypatch, *[silent] * 50)
    clock = Ticking(0.1)
    with pytest.raises(TimeoutError):
        dial("harvest.test", 443, 0.2, None, clock)
    assert clock.now < 0.8


def test_the_last_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, closed_port())
    with pytest.raises(ConnectionRefusedError):
        dial("harvest.test", 443, 1, None, Ticking(0))


def test_no_address_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch)
    with pytest.raises(OSError, match="no address"):
        dial("harvest.test", 443, 1, None, Ticking(0))


def test_options_are_set_before_connecting(listening: int) -> None:
    options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    with dial("127.0.0.1", listening, 1, options, Ticking(0)) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_unknown_name_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        look_up("harvest.invalid", 443, 1)


def test_a_silent_name_server_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args: [released.wait(timeout=5)])
    with pytest.raises(TimeoutError, match="name server"):
        look_up("harvest.test", 443, 0.05)
    released.set()


def test_brackets_of_an_address_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def nowhere(host: bytes, *_args: object) -> list[object]:
        asked.append(host)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(OSError, match="no address"):
        dial("[::1]", 443, 1, None, Ticking(0))
    assert asked == [b"::1"]
