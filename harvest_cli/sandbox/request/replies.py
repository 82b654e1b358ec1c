"""What goes in and out of the embedded Harvest, and the bodies that Harvest answers with.

Status codes and error bodies follow recorded answers of the live service: 401 and 404 have no
`message`, 403 and 422 repeat theirs in a `Hint` header, an unknown route is an HTML page.

Of the sentences with which Harvest refuses (422) only the four of the required fields are proven.
The rest states the rule in our words; live, print what Harvest says and never tell cases apart by
it.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from harvest_cli.domain.records import Any, NamedTuple, NoReturn

API = "https://api.harvestapp.com"
JSON_TYPE = "application/json; charset=utf-8"
NOT_FOUND_PAGE = (
    b"<!DOCTYPE html>\n<html>\n<head><title>The page you were looking for doesn't exist (404)"
    b"</title></head>\n<body><h1>The page you were looking for doesn't exist.</h1></body>\n"
    b"</html>\n"
)


class Request(NamedTuple):
    """One HTTP request; `base` is the origin that links and `Location` shall start with."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] | Mapping[str, str] = ()
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    base: str = API


class Reply(NamedTuple):
    """One HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


Handler = Callable[..., Reply]
"""What answers a method and path: it takes the Call, and the ids of the path in order."""


class Refusal(Exception):
    """The request ends here, with `reply`; nothing it wrote is kept."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def answer(document: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer; header names are given with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, {"Content-Type": JSON_TYPE, **named}, body)


def created(document: Mapping[str, Any], resource: str, base: str) -> Reply:
    """201, with the Location that Harvest gives (its other base path, `/api/v2`)."""
    return answer(document, 201, Location=f"{base}/api/v2/{resource}/{document['id']}")


def refuse(*sentences: str) -> NoReturn:
    """Raise a 422: one string, several sentences joined by commas, the same in the Hint header."""
    # Unverified: all of them but the sentences of the four required fields.
    message = ", ".join(sentences)
    raise Refusal(answer({"message": message}, 422, Hint=message))


def forbidden() -> Refusal:
    """403 as a Member gets it."""
    return Refusal(answer({"message": "Not authorized!"}, 403, Hint="Not authorized!"))


def no_record() -> Refusal:
    """404 of a record: the id is unknown, or not visible to the caller."""
    return Refusal(answer({"status": 404, "error": "Not Found"}, 404))


def no_route() -> Refusal:
    """404 of a path: an HTML page, not JSON."""
    page = {"Content-Type": "text/html; charset=utf-8"}
    return Refusal(Reply(404, page, NOT_FOUND_PAGE))


def unauthorized() -> Refusal:
    """401: the token or the account header is missing or wrong."""
    text = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    body = {"error": "invalid_token", "error_description": text}
    challenge = f'Bearer realm="Harvest", error="invalid_token", error_description="{text}"'
    return Refusal(answer(body, 401, WWW_Authenticate=challenge))


def bad_request() -> Refusal:
    """400: no User-Agent, or a body that is no JSON."""
    # Unverified: the body of a 400.
    return Refusal(answer({"status": 400, "error": "Bad Request"}, 400))


def throttled(seconds: int) -> Refusal:
    """429 with the wait in the header and in the body."""
    message = f"Rate limit exceeded. Please retry in {seconds} seconds."
    body = {"retry_after": seconds, "message": message}
    return Refusal(answer(body, 429, Retry_After=str(seconds)))


def broken(reason: str) -> Reply:
    """500 in plain text."""
    text = {"Content-Type": "text/plain; charset=utf-8"}
    return Reply(500, text, f"something went wrong: {reason}".encode())
