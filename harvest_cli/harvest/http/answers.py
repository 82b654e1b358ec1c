"""Answers of Harvest, and what the ones that are not as hoped mean to a person."""

from collections.abc import Mapping

from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NotFound,
    NotLoggedIn,
    Outcome,
    RateLimited,
    Refused,
    Unreachable,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.http.failures import Failure, FailureKind, NoAnswer, outcome_of
from harvest_cli.harvest.wire.values import NotJson, decode_object

LONGEST_WORDS = 500
REDIRECT = "Harvest answered with a redirect: sign in to the Wi-Fi?"


class Answer(NamedTuple):
    """One HTTP answer, read whole. `headers` are looked up in any case; `path` was asked for."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def request_id(self) -> str | None:
        """Harvest's own number of the exchange, for its support."""
        return self.headers.get("X-Request-Id")

    @property
    def is_html(self) -> bool:
        """Whether a page came instead of data."""
        kind = self.headers.get("Content-Type", "").lower()
        return "html" in kind or self.body.lstrip()[:1] == b"<"

    def json(self) -> dict[str, object]:
        """The JSON object in the body; raises NotJson for anything else."""
        return decode_object(self.body)


def words_of(answer: Answer) -> str:
    """Harvest's own words about a refusal; never a raw page, never empty."""
    try:
        found = answer.json()
    except NotJson:
        found = {}
    header = answer.headers.get("Hint")
    told = (found.get("message"), found.get("error_description"), found.get("error"), header)
    for text in (*told, answer.reason):
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())[:LONGEST_WORDS]
    return f"status {answer.status}"


def error_of(answer: Answer, wait: float | None = None) -> HvError:
    """The error that an answer stands for; `wait` is what a 429 asks for, in seconds."""
    message, hint, kind = _meaning(answer, wait)
    error = kind(
        message,
        hint=hint,
        outcome=outcome_of(answer.status),
        status=answer.status,
        retry_after=wait,
        request_id=answer.request_id,
    )
    if isinstance(error, Refused):
        error.said = words_of(answer)
    return error


def _meaning(answer: Answer, wait: float | None) -> tuple[str, str | None, type[HvError]]:
    status = answer.status
    if 300 <= status < 400:
        return REDIRECT, None, Unreachable
    if status == 401 or (status == 404 and answer.path.endswith("/users/me") and _is_json(answer)):
        # Unverified: a wrong account id gives 404 on /users/me.
        hint = "Check the token and the account id, or run `hv login`"
        return f"Harvest refused the token or the account: {words_of(answer)}", hint, NotLoggedIn
    if status == 404:
        return _not_found(answer)
    if status == 429:
        return f"Harvest asks hv to wait (rate limit); try again {_when(wait)}", None, RateLimited
    proven = outcome_of(status) != Outcome.UNKNOWN
    if 400 <= status < 500 and status not in (407, 408, 425) and (proven or _is_json(answer)):
        return f"Harvest refused: {words_of(answer)}", None, Refused
    if status >= 400:
        words = f"{status} {words_of(answer)}" if not answer.is_html else f"{status}"
        return f"Harvest could not answer ({words})", "Try again later", Unreachable
    return f"Harvest gave an unexpected answer ({status})", None, Unreachable


def _not_found(answer: Answer) -> tuple[str, str | None, type[HvError]]:
    if _is_json(answer):
        return "Harvest has no such record, or you may not see it", None, NotFound
    return "There is no Harvest at this address (404)", "Check `HARVEST_API_URL`", Unreachable


def _is_json(answer: Answer) -> bool:
    if "json" in answer.headers.get("Content-Type", "").lower():
        return True
    try:
        answer.json()
    except NotJson:
        return False
    return True


def _when(wait: float | None) -> str:
    if wait is None:
        return "later"
    if wait < 90:
        return f"in {wait:.0f} s"
    return f"in about {wait / 60:.0f} min" if wait < 7200 else f"in about {wait / 3600:.0f} h"


def error_of_failure(failure: Failure) -> HvError:
    """The error that an exchange without an answer stands for."""
    if failure.kind is FailureKind.SETUP:
        message = f"The request cannot be sent: {failure.reason}"
        return ConfigurationError(
            message, hint="Check `HARVEST_API_URL` and the proxy variables", outcome=failure.outcome
        )
    hint = None
    if failure.kind is FailureKind.SECURITY:
        hint = (
            "If a proxy inspects your traffic, name its CA file: "
            "`hv config set ca_bundle FILE`, or `REQUESTS_CA_BUNDLE`"
        )
    error = NoAnswer(
        f"Harvest cannot be reached: {failure.reason}", hint=hint, outcome=failure.outcome
    )
    error.reason = failure.reason
    return error


def paced_out(wait: float) -> RateLimited:
    """The error of a read that would have to wait so long for its turn."""
    message = f"hv has reached Harvest's rate limit for this account; try again {_when(wait)}"
    return RateLimited(message, outcome=Outcome.NOT_SENT, retry_after=wait)


def unusable(answer: Answer, why: str) -> Unreachable:
    """A successful status whose content cannot be what was asked for; proves nothing."""
    return Unreachable(
        f"Harvest gave an answer that cannot be read: {why}",
        outcome=outcome_of(answer.status),
        status=answer.status,
        request_id=answer.request_id,
    )
