"""The embedded account as an adapter of a requests session: no socket."""

# This module is only ever imported by code that has a session to mount it on.

import io
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from requests import PreparedRequest, Response  # noqa: TID253
from requests.adapters import BaseAdapter, HTTPAdapter  # noqa: TID253
from urllib3 import HTTPHeaderDict, HTTPResponse  # noqa: TID253

from harvest_cli.domain.records import Any
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Reply, Request

# The whole answer is at hand; HTTPAdapter still is who knows how to dress it as a Response.
_DRESSER = HTTPAdapter()


def sandbox_adapter(account: EmbeddedAccount, base_url: str) -> BaseAdapter:
    """An adapter to mount on `base_url`, which may or may not end in `/v2`.

    `<base>/v2/…` is the API, `<base>/api/v2/accounts` the identity host's list of accounts.
    """
    return SandboxAdapter(account, base_url)


class SandboxAdapter(BaseAdapter):
    """Answers each request from the account."""

    def __init__(self, account: EmbeddedAccount, base_url: str) -> None:
        super().__init__()
        self._account = account
        base = base_url.rstrip("/").removesuffix("/v2").removesuffix("/api")
        self._base = base

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: object = True,
        cert: object = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer at once; timeouts, certificates and proxies mean nothing here."""
        del stream, timeout, verify, cert, proxies
        reply = self._account.handle(self._read(request))
        return _DRESSER.build_response(request, _raw(reply))

    def _read(self, request: PreparedRequest) -> Request:
        parts = urlsplit(request.url or "")
        body = request.body or b""
        return Request(
            method=request.method or "GET",
            path=parts.path.removeprefix(urlsplit(self._base).path),
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name: _text(value) for name, value in request.headers.items()},
            body=body if isinstance(body, bytes) else str(body).encode(),
            base=self._base,
        )

    def close(self) -> None:
        """Nothing is held open; the account belongs to who made it."""


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _raw(reply: Reply) -> HTTPResponse:
    return HTTPResponse(
        body=io.BytesIO(reply.body),
        headers=HTTPHeaderDict({**reply.headers, "Content-Length": str(len(reply.body))}),
        status=reply.status,
        version=11,
        reason=_REASONS.get(reply.status, ""),
        preload_content=False,
    )


_REASONS = {
    200: "OK",
    201: "Created",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
