"""A network that can be taken away and given back, whatever the client talks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harvest_cli.domain.errors import Outcome
from harvest_cli.harvest.http.answers import Failure, FailureKind
from harvest_cli.harvest.http.exchange import Exchange

REFUSED = Failure(Outcome.NOT_SENT, FailureKind.CONNECT, "connection refused")
LOST = Failure(Outcome.UNKNOWN, FailureKind.BROKEN, "the connection was cut")


class Network:
    """Every exchange of every client. `result` is what each comes to; None lets it through.

    `tries` are the requests since it was taken away, as method and path.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.result: Any = None
        self.tries: list[str] = []
        self.methods = ""
        real = Exchange.perform

        def perform(exchange: Exchange, request: Any) -> Any:
            if self.result is None or self.methods not in ("", request.method):
                return real(exchange, request)
            self.tries.append(f"{request.method} /{request.url.split('/v2/')[-1]}")
            return self.result

        perform.lets_through = lambda: self.result is None  # type: ignore[attr-defined]
        monkeypatch.setattr(Exchange, "perform", perform)
        # Or a clock that passes with what is waited is late by pauses that nobody can tell.
        monkeypatch.setattr("harvest_cli.harvest.http.transport.backoff", lambda *_: 0.0)

    @contextmanager
    def away(self, result: Any = REFUSED, methods: str = "") -> Iterator[None]:
        """Nobody can be reached while the block runs, or not with these `methods` alone."""
        self.result, self.tries, self.methods = result, [], methods
        try:
            yield
        finally:
            self.result = None
