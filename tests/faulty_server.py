"""A loopback server that misbehaves as told, for faults that no HTTP library would produce.

A script is a list of connections, each a list of steps; a step reads one request (unless it says
otherwise) and does something to the socket. When its steps are over a connection is closed; a
connection past the end of the script is closed at once and counted in `unexpected`.

    with FaultyServer([[reset()], [reply(200, {"id": 1})]]) as server:
        ask(server.url)
        assert [r.path for r in server.requests] == ["/v2/users/me", "/v2/users/me"]
"""

import json
import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in; header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Talk:
    """One connection, as a step sees it."""

    sock: socket.socket
    server: "FaultyServer"
    buffer: bytes = b""

    def read_request(self) -> bool:
        """Read and record one request; False when the client has gone."""
        while b"\r\n\r\n" not in self.buffer:
            if not self._more():
                return False
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, path, _version = lines[0].split(" ", 2)
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        self.buffer = rest
        length = int(headers.get("content-length", "0"))
        while len(self.buffer) < length:
            if not self._more():
                return False
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        self.server.requests.append(Received(method, path, headers, body))
        return True

    def _more(self) -> bool:
        data = self.sock.recv(65536)
        self.buffer += data
        return bool(data)


Step = Callable[[Talk], None]


def reply(
    status: int,
    body: object = b"",
    headers: Mapping[str, str] | None = None,
    *,
    reason: str = "Reason",
) -> Step:
    """A well-formed answer; anything but bytes is sent as JSON. The connection stays open."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {} if isinstance(body, bytes) else {"Content-Type": "application/json; charset=utf-8"}
    all_headers = {**kind, "Content-Length": str(len(data)), **(headers or {})}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{k}: {v}" for k, v in all_headers.items())]
    return send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)


def send(data: bytes) -> Step:
    """These bytes, whatever they are."""

    def step(talk: Talk) -> None:
        if talk.read_request():
            talk.sock.sendall(data)

    return step


def close(*, unread: bool = False) -> Step:
    """An orderly end without a byte."""

    def step(talk: Talk) -> None:
        if not unread:
            talk.read_request()

    return step


def reset(after: bytes = b"", *, unread: bool = False) -> Step:
    """RST, after some bytes perhaps; `unread` as soon as the request begins to arrive."""

    def step(talk: Talk) -> None:
        if unread:
            talk.sock.recv(1, socket.MSG_PEEK)
        else:
            talk.read_request()
        if after:
            talk.sock.sendall(after)
        talk.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        talk.sock.close()

    return step


def stall(after: bytes = b"", *, unread: bool = False) -> Step:
    """Silence, after some bytes perhaps, until the server is released or stopped."""

    def step(talk: Talk) -> None:
        if not unread:
            talk.read_request()
        if after:
            talk.sock.sendall(after)
        talk.server.released.wait(timeout=20)

    return step


def drip(data: bytes, every: float, *, after: bytes = b"") -> Step:
    """One byte every so many seconds, after some at once; until the client has had enough."""

    def step(talk: Talk) -> None:
        talk.read_request()
        talk.sock.sendall(after)
        for byte in data:
            talk.sock.sendall(bytes([byte]))
            if talk.server.released.wait(timeout=every):
                return

    return step


def below_tls(data: bytes) -> Step:
    """Bytes under the encryption, so that the client sees a damaged TLS record."""

    def step(talk: Talk) -> None:
        talk.read_request()
        os.write(talk.sock.fileno(), data)

    return step


def tunnel(context: ssl.SSLContext) -> Step:
    """What a proxy does with CONNECT; the steps after it speak TLS as the server behind it."""

    def step(talk: Talk) -> None:
        talk.read_request()
        talk.sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        talk.sock = context.wrap_socket(talk.sock, server_side=True)

    return step


def head(status: int = 200, **headers: str) -> bytes:
    """The head of a JSON answer with these headers (`Content_Length` for `Content-Length`)."""
    named = {"Content_Type": "application/json", **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
    return "\r\n".join([f"HTTP/1.1 {status} Reason", *lines, "", ""]).encode("latin-1")


@dataclass
class FaultyServer:
    """Serves a script on a free loopback port; `tls` makes it speak TLS."""

    script: Sequence[Sequence[Step]]
    tls: ssl.SSLContext | None = None
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    unexpected: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "FaultyServer":
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.released.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join(timeout=5)
        self._listener.close()
        for sock in self._open:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was closed or reset already
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/v2"

    def _accept(self) -> None:
        while True:
            try:
                sock, _address = self._listener.accept()
            except OSError:
                return
            if self.connections >= len(self.script):
                self.unexpected += 1
                sock.close()
                continue
            steps = self.script[self.connections]
            self.connections += 1
            self._open.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, steps), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, steps: Sequence[Step]) -> None:
        # Whatever the client does to the connection is its business: it is what is under test.
        try:
            if self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
            talk = Talk(sock, self)
            try:
                for step in steps:
                    step(talk)
            finally:
                talk.sock.close()
        except OSError:
            sock.close()


def closed_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
