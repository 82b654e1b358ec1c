"""The line about a request that `HV_DEBUG` shows; never a token."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from harvest_cli.harvest.answers import Answer
from harvest_cli.harvest.failures import Failure
from harvest_cli.harvest.requesting import Request

_SECRETS = ("token", "secret", "password", "key", "code")


def line_of(request: Request, result: Answer | Failure, seconds: float) -> str:
    """`GET /v2/users/me 200 84 ms id=…`, or why there was no answer."""
    parts = urlsplit(request.url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *request.params.items()]
    shown = urlencode([(name, _masked(name, value)) for name, value in query], safe="*:,")
    path = f"{parts.path}?{shown}" if shown else parts.path
    took = f"{seconds * 1000:.0f} ms"
    if isinstance(result, Failure):
        return f"{request.method} {path} failed ({result.reason}) {took}"
    number = f" id={result.request_id}" if result.request_id else ""
    return f"{request.method} {path} {result.status} {took}{number}"


def _masked(name: str, value: str) -> str:
    return "***" if any(word in name.lower() for word in _SECRETS) else value
