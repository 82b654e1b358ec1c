"""The embedded Harvest on a loopback port, whose answers go wrong as a script says.

A fault is words joined by commas: `commit` carries the request out before anything else happens,
`late SECONDS` that much later by the account's own clock, then one of the ends in `ENDS`. A
function in place of words is given the handler and Harvest's own answer. Requests that match no
fault are answered as Harvest would. In a match `*` stands for the id of an entry.

    with faulty_harvest(account, {"POST /v2/time_entries": ["commit,reset"]}) as harvest:
        hv("log", "1h on TF")
        assert harvest.posts == 1
"""

import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Reply, Request

Fault = str | Callable[[Any, Reply], None]


class Happened(NamedTuple):
    """One thing that the server did with a request: `came` in, `did` it or did it `late`.

    `about` is its query or body, `fault` what was to go wrong, `told` the answer's beginning.
    """

    at: float
    what: str
    line: str
    about: str
    fault: str = ""
    status: int = 0
    told: str = ""

    def __str__(self) -> str:
        moment = time.strftime("%H:%M:%S", time.localtime(self.at))
        words = (self.what, self.line, self.about, self.fault, str(self.status or ""), self.told)
        return f"{moment}.{int(self.at % 1 * 1000):03d} {'  '.join(word for word in words if word)}"


class FaultyHarvest(ThreadingHTTPServer):
    """The server; `seen` are the requests in order, `released` ends every `hang`.

    `story` is what became of each, with the times, for whoever must find out why; `kill` is what
    the end `kill` does to the clients.
    """

    daemon_threads = True

    def __init__(
        self,
        account: EmbeddedAccount,
        faults: Mapping[str, Sequence["Fault"]],
        now: Callable[[], float] = time.time,
    ) -> None:
        self.account = account
        self.now = now
        self.late: list[tuple[float, Request]] = []
        self.bodies: list[bytes] = []
        self.story: list[Happened] = []
        self._lock = threading.Lock()
        self.met: Counter[str] = Counter()
        self.faults = {match: list(words) for match, words in faults.items()}
        self.seen: list[str] = []
        self.released = threading.Event()
        self.kill: Callable[[], object] = lambda: None
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """The API's base, as `HARVEST_API_URL` wants it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v2"

    @property
    def posts(self) -> int:
        """How many creates came in."""
        return self.seen.count("POST /v2/time_entries")

    def fail(self, faults: Mapping[str, Sequence["Fault"]]) -> None:
        """What goes wrong from now on."""
        self.faults = {match: list(words) for match, words in faults.items()}

    def promise(self, due: float, request: Request) -> None:
        """Carry a request out, but not before that moment."""
        with self._lock:
            self.late.append((due, request))

    def carry_out_late(self) -> None:
        """What the server took its time for."""
        with self._lock:
            now = self.now()
            due = [request for moment, request in self.late if moment <= now]
            self.late = [each for each in self.late if each[0] > now]
        for request in due:
            self.carry_out(request, "late")

    def carry_out(self, request: Request, what: str = "did") -> Reply:
        """What Harvest does with a request."""
        began = time.time()
        reply = self.account.handle(request)
        told = (reply.status, reply.body[:18].decode(errors="replace"))
        self.story.append(Happened(began, what, *_said(request), "", *told))
        return reply

    def planned(self, line: str) -> "Fault":
        """What is to go wrong with this request; it is used up."""
        for match in (line, re.sub(r"/\d+", "/*", line)):
            if plan := self.faults.get(match):
                return plan.pop(0)
        return ""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer in two pieces waits 40 ms for the client
    server: FaultyHarvest

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        line = f"{self.command} {parts.path}"
        self.server.seen.append(line)
        length = int(self.headers.get("Content-Length", "0"))
        self.server.carry_out_late()
        wanted = self.server.planned(line)
        self.server.met[line] += bool(wanted)
        fault = wanted.split(",") if isinstance(wanted, str) and wanted else []
        if fault == ["reset unread"]:
            _reset(self)
            return
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        headers, body = dict(self.headers.items()), self.rfile.read(length)
        request = Request(self.command, parts.path, query, headers, body, self.server.url[:-3])
        if self.command == "POST":
            self.server.bodies.append(body)
        self.server.story.append(Happened(time.time(), "came", *_said(request), str(wanted)))
        reply = Reply(500, {}, b"")
        if not fault or "commit" in fault:
            reply = self.server.carry_out(request)
        self.close_connection = bool(wanted)
        if callable(wanted):
            wanted(self, reply)
            return
        self._end(request, reply, [word for word in fault if word != "commit"])

    def _end(self, request: Request, reply: Reply, words: list[str]) -> None:
        if words and words[0].startswith("late "):
            due = self.server.now() + float(words.pop(0).removeprefix("late "))
            self.server.promise(due, request)
        if words:
            ENDS[words[0]](self, reply)
        else:
            self.send(reply.status, reply.headers, reply.body)

    do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - http.server's names

    def send(self, status: int, headers: Mapping[str, str], body: bytes, cut: int = 0) -> None:
        """An answer; `cut` bytes of its body are promised but not sent."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            # Or the next request may go out on it just before it closes, and be in doubt.
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: len(body) - cut])
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""


def _said(request: Request) -> tuple[str, str]:
    about = request.body.decode(errors="replace") or "&".join("=".join(p) for p in request.query)
    return f"{request.method} {request.path}", about


def _reset(handler: _Handler, _reply: Reply | None = None) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()


def _drip(handler: _Handler, reply: Reply) -> None:
    head = f"HTTP/1.1 201 Created\r\nContent-Length: {len(reply.body)}\r\n\r\n"
    for byte in head.encode() + reply.body:
        handler.wfile.write(bytes([byte]))
        if handler.server.released.wait(0.2):
            return


def _status(status: int, body: bytes, **headers: str) -> Callable[[_Handler, Reply], None]:
    kind = {"Content-Type": "application/json" if body[:1] == b"{" else "text/html"}
    return lambda handler, _reply: handler.send(status, {**kind, **headers}, body)


def _hang(handler: _Handler, _reply: Reply) -> None:
    handler.server.released.wait(60)


def _raw(handler: _Handler, data: bytes) -> None:
    handler.wfile.write(data)


def _kill(handler: _Handler, _reply: Reply) -> None:
    handler.server.kill()
    _reset(handler)


def _other_hours(handler: _Handler, reply: Reply) -> None:
    entry = {**json.loads(reply.body), "hours": 9.75}
    handler.send(reply.status, reply.headers, json.dumps(entry).encode())


PAGE = b"<html><body>something went wrong</body></html>"
REFUSED = b'{"message":"Item Approved and Locked for this Time Period"}'
ENDS: dict[str, Callable[[_Handler, Reply], None]] = {
    "reset": _reset,
    "close": lambda _handler, _reply: None,
    "hang": _hang,
    "drip": _drip,
    "kill": _kill,
    "garbage": lambda handler, _reply: _raw(handler, b"\x16\x03\x01 no HTTP\r\n\r\n"),
    "half": lambda handler, reply: handler.send(201, reply.headers, reply.body, cut=40),
    "html": lambda handler, _reply: handler.send(201, {"Content-Type": "text/html"}, PAGE),
    "foreign": _status(201, b'{"id": 7}'),
    "other hours": _other_hours,
    "200": _status(200, b""),
    "202": _status(202, b""),
    "204": _status(204, b""),
    "302": _status(302, PAGE, Location="http://127.0.0.1:9/login"),
    "307": _status(307, PAGE, Location="http://127.0.0.1:9/v2/time_entries"),
    "401": _status(401, b'{"error":"invalid_token"}'),
    "403": _status(403, b'{"message":"Not authorized!"}'),
    "404": _status(404, b'{"status":404,"error":"Not Found"}'),
    "422": _status(422, REFUSED),
    "429": _status(429, b'{"retry_after":3600}', **{"Retry-After": "3600"}),
    "429 soon": _status(429, b'{"retry_after":60}', **{"Retry-After": "60"}),
    "500": _status(500, b"something went wrong"),
    "502": _status(502, PAGE),
    "504": _status(504, PAGE),
}


@contextmanager
def faulty_harvest(
    account: EmbeddedAccount,
    faults: Mapping[str, Sequence[Fault]],
    now: Callable[[], float] = time.time,
) -> Iterator[FaultyHarvest]:
    """Serve `account` while the block runs; each fault is used up by one matching request."""
    server = FaultyHarvest(account, faults, now)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
