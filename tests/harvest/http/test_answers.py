"""Each status and body of Harvest as one typed error, in Harvest's own words."""

import json
from collections.abc import Mapping

import pytest
from requests.structures import CaseInsensitiveDict

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
from harvest_cli.harvest.http.answers import (
    LONGEST_WORDS,
    Answer,
    Failure,
    FailureKind,
    NoAnswer,
    error_of,
    error_of_failure,
    words_of,
)
from tests.rows import for_each

PAGE = b"<!DOCTYPE html><html><h1>Secret page</h1></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
INVALID_TOKEN = {
    "error": "invalid_token",
    "error_description": "The access token provided is expired, revoked, malformed or invalid "
    "for other reasons.",
}


def answer(
    status: int,
    body: object = b"",
    headers: Mapping[str, str] | None = None,
    *,
    reason: str = "Reason",
    path: str = "/v2/time_entries",
) -> Answer:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {} if isinstance(body, bytes) else {"Content-Type": "application/json"}
    return Answer(status, reason, CaseInsensitiveDict({**kind, **(headers or {})}), data, path)


@for_each(
    ("given", "kind", "outcome", "words"),
    [
        (answer(400), Refused, Outcome.REJECTED, "Reason"),
        (answer(401, INVALID_TOKEN), NotLoggedIn, Outcome.UNAUTHORIZED, "expired, revoked"),
        (answer(401, PAGE, HTML), NotLoggedIn, Outcome.UNAUTHORIZED, "Reason"),
        (answer(403, {"message": "Not authorized!"}), Refused, Outcome.REJECTED, "Not authorized!"),
        (answer(403, PAGE, HTML), Refused, Outcome.REJECTED, "Reason"),
        (answer(404, {"status": 404, "error": "Not Found"}), NotFound, Outcome.REJECTED, "no such"),
        (answer(404, PAGE, HTML), Unreachable, Outcome.REJECTED, "no Harvest at this address"),
        (answer(404), Unreachable, Outcome.REJECTED, "no Harvest at this address"),
        (answer(413), Refused, Outcome.REJECTED, "Reason"),
        (answer(415), Refused, Outcome.REJECTED, "Reason"),
        (
            answer(422, {"message": "Project can't be blank, Task can't be blank"}),
            Refused,
            Outcome.REJECTED,
            "Harvest refused: Project can't be blank, Task can't be blank",
        ),
        (answer(409, {"message": "Busy"}), Refused, Outcome.UNKNOWN, "Busy"),
        (answer(418, PAGE, HTML), Unreachable, Outcome.UNKNOWN, "418"),
        (answer(407, b""), Unreachable, Outcome.UNKNOWN, "407"),
        (answer(408, {"message": "Slow"}), Unreachable, Outcome.UNKNOWN, "Slow"),
        (answer(302, PAGE, HTML), Unreachable, Outcome.UNKNOWN, "sign in to the Wi-Fi"),
        (answer(304), Unreachable, Outcome.UNKNOWN, "redirect"),
        (answer(500, b"something went wrong"), Unreachable, Outcome.UNKNOWN, "500"),
        (answer(502, PAGE, HTML), Unreachable, Outcome.UNKNOWN, "502"),
        (answer(524, PAGE, HTML), Unreachable, Outcome.UNKNOWN, "524"),
        (answer(999), Unreachable, Outcome.UNKNOWN, "999"),
        (answer(100), Unreachable, Outcome.UNKNOWN, "100"),
    ],
)
def test_each_answer_becomes_one_error(
    given: Answer, kind: type[HvError], outcome: Outcome, words: str
) -> None:
    error = error_of(given)
    assert type(error) is kind
    assert (error.status, error.outcome) == (given.status, outcome)
    assert words in error.message
    assert "html" not in error.message.lower()
    assert "Secret page" not in error.message


@pytest.mark.parametrize("status", [401, 404])
def test_a_wrong_account_says_to_check_token_and_account(status: int) -> None:
    error = error_of(answer(status, {"error": "Not Found"}, path="/v2/users/me"))
    assert isinstance(error, NotLoggedIn)
    assert "account id" in (error.hint or "")


def test_an_html_page_for_me_is_no_wrong_account() -> None:
    assert type(error_of(answer(404, PAGE, HTML, path="/v2/users/me"))) is Unreachable


@for_each(
    ("wait", "words"),
    [
        (2, "in 2 s"),
        (90, "in about 2 min"),
        (900, "in about 15 min"),
        (7200, "in about 2 h"),
        (None, "later"),
    ],
)
def test_a_throttled_request_names_the_time(wait: float | None, words: str) -> None:
    error = error_of(answer(429), wait)
    assert isinstance(error, RateLimited)
    assert (error.outcome, error.retry_after) == (Outcome.NOT_DONE, wait)
    assert error.message.endswith(f"try again {words}")


def test_an_error_carries_the_number_of_the_request() -> None:
    assert error_of(answer(422, {}, {"x-request-id": "abc-1"})).request_id == "abc-1"


@for_each(
    ("given", "words"),
    [
        (answer(422, {"message": "m", "error_description": "d", "error": "e"}), "m"),
        (answer(422, {"message": "", "error_description": "d", "error": "e"}), "d"),
        (answer(422, {"message": None, "error": "e"}), "e"),
        (answer(422, {"message": {"nested": 1}}, {"Hint": "h"}), "h"),
        (answer(422, b"", {"Hint": "h"}), "h"),
        (answer(422, PAGE, {**HTML, "Hint": " "}), "Reason"),
        (answer(422, [1], reason=""), "status 422"),
        (answer(422, b"[" * 100_000), "Reason"),
        (answer(422, {"message": "two\nlines\tand  gaps"}), "two lines and gaps"),
        (answer(422, b'\xef\xbb\xbf{"message": "after a BOM"}'), "after a BOM"),
        (answer(422, '{"message": "gefüllt"}'.encode("latin-1")), "Reason"),
    ],
)
def test_the_words_are_the_first_that_say_anything(given: Answer, words: str) -> None:
    assert words_of(given) == words


def test_a_speech_is_cut_short() -> None:
    assert len(words_of(answer(422, {"message": "x" * 100_000}))) == LONGEST_WORDS


@pytest.mark.parametrize("outcome", [Outcome.NOT_SENT, Outcome.UNKNOWN])
def test_a_failure_keeps_what_it_proves_and_why(outcome: Outcome) -> None:
    error = error_of_failure(Failure(outcome, FailureKind.BROKEN, "the connection was cut"))
    assert isinstance(error, NoAnswer)
    assert (error.outcome, error.reason) == (outcome, "the connection was cut")


def test_a_mistake_on_this_side_is_a_matter_of_configuration() -> None:
    error = error_of_failure(
        Failure(Outcome.NOT_SENT, FailureKind.SETUP, "the address is not valid")
    )
    assert isinstance(error, ConfigurationError)
