"""`hv api`: one request of Harvest's API v2, or all pages of a list, with hv's login and limits."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.create import turn_in
from harvest_cli.actions.outbox.row_facts import stamp_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend
from harvest_cli.domain.errors import ExitCode, HvError, NotFound, Outcome, UsageError
from harvest_cli.domain.records import Any, NamedTuple

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
PER_PAGE = "2000"
"""The most rows of a page (Harvest docs, Pagination)."""
NOT_FOUND = 404
LOOK = "Whether it was done is not certain. Look before you send it again: `hv api get {path}`"


class ApiRequest(NamedTuple):
    """A request: `path` is below the API's address, `body` None where there is none."""

    method: str
    path: str
    params: Mapping[str, str]
    body: Mapping[str, Any] | None = None


class ApiAnswer(NamedTuple):
    """Harvest's answer: its JSON object, empty where it said nothing; `headers` without secrets."""

    status: int
    reason: str
    headers: Mapping[str, str]
    document: Mapping[str, Any]


class ApiPages(NamedTuple):
    """All rows of a list as they come, under the key that Harvest gives them."""

    key: str
    rows: Iterator[Any]


class ApiPreview(NamedTuple):
    """What would be sent."""

    request: WouldSend


class ApiWords(NamedTuple):
    """The words of the command line: typed fields, raw fields, and a body as JSON text."""

    method: str
    path: str
    typed: Sequence[str] = ()
    raw: Sequence[str] = ()
    body: str | None = None


def call_of(context: Context, asked: ApiWords) -> ApiRequest:
    """The request that is meant; raises UsageError before anything is sent."""
    method = asked.method.upper()
    if method not in METHODS:
        message = f'Unknown method "{asked.method}"'
        raise UsageError(message, hint=f"Use one of {', '.join(METHODS).lower()}")
    pairs = [*(Pair(each, typed=True) for each in asked.typed)]
    pairs += [Pair(each, typed=False) for each in asked.raw]
    path, params = _address(context, asked.path)
    if method == "GET":
        if asked.body is not None:
            message = "A GET has no body"
            raise UsageError(message, hint="Write parameters as KEY=VALUE")
        for pair in pairs:
            if pair.key in params:
                message = f"`{pair.key}` is given twice"
                raise UsageError(message, hint="Keep one of them")
        return ApiRequest(method, path, {**params, **params_of(pairs)})
    if asked.body is not None and pairs:
        message = "A body and fields cannot be combined"
        raise UsageError(message, hint="Put the fields into the body")
    body = json_body(asked.body) if asked.body is not None else body_of(pairs) or None
    return ApiRequest(method, path, params, body)


def _address(context: Context, text: str) -> tuple[str, dict[str, str]]:
    """Path and query below the API's address; of absolute addresses only those of its host."""
    api = urlsplit(context.credentials.api_url)
    try:
        parts = urlsplit(text)
    except ValueError:
        message = f'"{text}" is not an address'
        raise UsageError(message, hint="Write the path: `hv api get users/me`") from None
    if parts.scheme or parts.netloc:
        if (parts.scheme, parts.netloc) != (api.scheme, api.netloc):
            message = f"{text} is not on {api.netloc}, where this login belongs"
            raise UsageError(message, hint="Write the path alone: `hv api get users/me`")
        if not parts.path.startswith(f"{api.path.rstrip('/')}/"):
            message = f"{text} is not below {context.credentials.api_url}"
            raise UsageError(message, hint="Write the path alone: `hv api get users/me`")
    path = "/" + parts.path.removeprefix(api.path.rstrip("/")).strip("/")
    if path == "/" or any(part in (".", "..", "") for part in path[1:].split("/")):
        message = f'"{text}" is not the path of an endpoint'
        raise UsageError(message, hint="For example `hv api get users/me`")
    params: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key in params:
            message = f"`{key}` is given twice"
            raise UsageError(message, hint="Keep one of them")
        params[key] = value
    return path, params


def preview(wanted: ApiRequest) -> ApiPreview:
    """The request, without sending it."""
    from urllib.parse import urlencode

    query = f"?{urlencode(wanted.params)}" if wanted.params else ""
    return ApiPreview(WouldSend(wanted.method, wanted.path + query, wanted.body))


def call(context: Context, wanted: ApiRequest) -> ApiAnswer:
    """Send it once, a read within the usual tries; raises HvError as other commands do.

    Of a write whose answer is lost the error says where to look, and ends with 75.
    """
    writes = wanted.method != "GET"
    if writes:
        context.sleep(turn_in(context, context.outbox, stamp_of(context).wall))
    try:
        answer = context.client.call(*wanted)
    except HvError as error:
        raise _told(wanted, error) from None
    if writes:
        StatusCache(context).mark_stale()
    document = answer.json() if answer.body.strip() else {}
    return ApiAnswer(answer.status, answer.reason, answer.headers, document)


def _told(wanted: ApiRequest, error: HvError) -> HvError:
    if error.status == NOT_FOUND:
        said = error.message if isinstance(error, NotFound) else "it has no such endpoint"
        error.message = f"Harvest answered 404 to {wanted.method} {wanted.path}: {said}"
        above, _, last = wanted.path.strip("/").rpartition("/")
        error.hint = "https://help.getharvest.com/api-v2 lists the endpoints"
        if last.isdecimal() and isinstance(error, NotFound):
            error.hint = f"`hv api get {above} --all` lists those that you may see"
    elif wanted.method != "GET" and error.outcome is Outcome.UNKNOWN:
        error.message = f"{error.message}. {wanted.method} {wanted.path} may have been done"
        error.hint = LOOK.format(path=wanted.path.strip("/"))
        error.exit_code = ExitCode.SAVED_HERE
    return error


def all_pages(context: Context, wanted: ApiRequest) -> ApiPages:
    """Every row of a list; raises UsageError where it is not a read or has no list."""
    if wanted.method != "GET":
        message = "`--all` reads lists, so it goes with GET"
        raise UsageError(message, hint="For example `hv api get time_entries --all`")
    params = {"per_page": PER_PAGE, **wanted.params}
    try:
        key, rows = context.client.list_of(wanted.path, params)
    except HvError as error:
        raise _told(wanted, error) from None
    if key is None:
        message = f"{wanted.path} is not a list"
        raise UsageError(message, hint="Omit `--all`")
    return ApiPages(key, rows)


# -- fields --------------------------------------------------------------------------------------
# `key=value` on the command line as parameters or a JSON body, in the manner of `gh api`. A key may
# be nested, `project[name]=X`, and a list, `ids[]=1 ids[]=2`. A typed value that is `true`,
# `false`, `null` or a number becomes that; a raw one stays the text that it is.

_KEY = re.compile(r"([^\[\]=]+)((?:\[[^\[\]]*\])*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")
_WORDS = {"true": True, "false": False, "null": None}


class Pair:
    """One field: its key in parts, an empty part for a place in a list, and its text."""

    def __init__(self, text: str, *, typed: bool) -> None:
        key, sign, self.text = text.partition("=")
        found = _KEY.fullmatch(key)
        if not sign or found is None:
            message = f'"{text}" is not a field'
            raise UsageError(message, hint="Write it as KEY=VALUE: `is_active=true`")
        self.key = key
        self.parts = (found[1], *re.findall(r"\[([^\[\]]*)\]", found[2]))
        self.typed = typed

    @property
    def value(self) -> Any:
        """The value of a body."""
        if not self.typed:
            return self.text
        if self.text in _WORDS:
            return _WORDS[self.text]
        return json.loads(self.text) if _NUMBER.fullmatch(self.text) else self.text


def params_of(pairs: Iterable[Pair]) -> dict[str, str]:
    """Fields as parameters of a query; raises UsageError for a key that is given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        if pair.key in found:
            raise _twice(pair.key)
        found[pair.key] = pair.text
    return found


def body_of(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Fields as a JSON object; raises UsageError where two of them contradict each other."""
    body: dict[str, Any] = {}
    for pair in pairs:
        _put(body, pair)
    return body


def _put(body: dict[str, Any], pair: Pair) -> None:
    place: Any = body
    for part, following in zip(pair.parts, (*pair.parts[1:], None), strict=True):
        wanted: Any = pair.value if following is None else [] if following == "" else {}
        if isinstance(place, list):
            place = _in_list(place, pair, wanted, following)
            continue
        if part in place and (following is None or type(place[part]) is not type(wanted)):
            raise _twice(pair.key)
        place = place.setdefault(part, wanted)


def _in_list(place: list[Any], pair: Pair, wanted: Any, following: str | None) -> Any:
    """The last object of a list while the key is new in it, else another one (`a[][b]=1`)."""
    last = place[-1] if place else None
    if following and isinstance(last, dict) and following not in last:
        return last
    if following == "" or (place and isinstance(wanted, dict) is not isinstance(last, dict)):
        raise _twice(pair.key)
    place.append(wanted)
    return wanted


def _twice(key: str) -> UsageError:
    message = f"`{key}` is given twice"
    return UsageError(message, hint=f"Keep one of them, or write a list: `{key}[]=…`")


def json_body(text: str) -> dict[str, Any]:
    """A body that was given as JSON; raises UsageError for what is no object, with the place."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        found = None
    except ValueError as error:
        message = f"The body is not JSON: {error}"
        raise UsageError(message, hint='It is one object: `{"name": "Research"}`') from None
    if not isinstance(found, dict):
        message = "The body is not a JSON object"
        raise UsageError(message, hint='It is one object: `{"name": "Research"}`')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key {json.dumps(key)} is there twice"
            raise ValueError(message)
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    message = f"{word} is not a JSON number"
    raise ValueError(message)
