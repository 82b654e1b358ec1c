"""The embedded account on a loopback port, for other clients and for tests."""

# This module is only ever imported to serve.

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer  # noqa: TID253
from urllib.parse import parse_qsl, urlsplit

from harvest_cli.domain.records import Any
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Reply, Request, broken

HOST = "127.0.0.1"
MOST_BODY = 10 * 1024 * 1024


def serve(
    account: EmbeddedAccount, port: int = 0, ready: Callable[[str], None] | None = None
) -> None:
    """Serve until interrupted; 0 picks a free port, and `ready` is told the base URL.

    `<base>/v2/…` is the API (`/api/v2/…` too), `<base>/api/v2/accounts` the list of accounts.
    """
    server = _Server(account, port)
    try:
        if ready:
            ready(server.base_url)
        server.serve_forever()
    finally:
        server.server_close()


@contextmanager
def running_server(account: EmbeddedAccount) -> Iterator[str]:
    """A server in a thread of its own; yields the base URL, and ends every connection after."""
    server = _Server(account, 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.base_url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, account: EmbeddedAccount, port: int) -> None:
        self.account = account
        self._open: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""

    def server_close(self) -> None:
        super().server_close()
        # Connections kept alive would hold their threads, and their clients, for ever.
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Answers are two writes: without this the second waits for the other side's delayed ACK.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _handle(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self._send(broken("no readable body"))
            return
        parts = urlsplit(self.path)
        request = Request(
            # The answer to HEAD is that to GET without its body.
            method="GET" if self.command == "HEAD" else self.command,
            path=parts.path,
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers=dict(self.headers.items()),
            body=body,
            base=self.server.base_url,
        )
        self._send(self.server.account.handle(request))

    do_GET = do_HEAD = do_POST = do_PATCH = do_DELETE = do_PUT = _handle  # noqa: N815 - its names

    def _body(self) -> bytes | None:
        """The body, whole or in chunks; None for one that cannot be read or is too large."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return None
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes | None:
        """RFC 9112, 7.1: a size in hexadecimal, that many bytes, a line break; 0 ends it."""
        found = b""
        while True:
            line = self.rfile.readline(100).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,7}", line):
                return None
            size = int(line, 16)
            if not size:
                break
            if len(found) + size > MOST_BODY:
                return None
            found += self.rfile.read(size)
            self.rfile.readline(100)
        # Trailers may follow; an empty line ends them.
        trailer = b"-"
        while trailer:
            trailer = self.rfile.readline(1000).strip()
        return found

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, _one_line(value))
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """No line per request: the terminal belongs to whoever serves."""


def _one_line(value: str) -> str:
    return (
        value.encode("latin-1", "replace").decode("latin-1").replace("\r", " ").replace("\n", " ")
    )
