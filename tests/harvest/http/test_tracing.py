"""The debug line of a request."""

from harvest_cli.domain.errors import Outcome
from harvest_cli.harvest.http.answers import Failure, FailureKind
from harvest_cli.harvest.http.request import Request
from harvest_cli.harvest.http.transport import line_of
from tests.harvest.http.test_answers import answer
from tests.rows import for_each

URL = "https://api.harvestapp.com/v2/time_entries"


@for_each(
    ("request_", "line"),
    [
        (Request("GET", URL), "GET /v2/time_entries 200 84 ms"),
        (
            Request("GET", URL, {"from": "2026-11-01", "user_id": "7"}),
            "GET /v2/time_entries?from=2026-11-01&user_id=7 200 84 ms",
        ),
        (
            Request("GET", f"{URL}?page=2&ref=next"),
            "GET /v2/time_entries?page=2&ref=next 200 84 ms",
        ),
        (
            Request("GET", f"{URL}?access_token=a", {"client_secret": "b", "Password": "c"}),
            "GET /v2/time_entries?access_token=***&client_secret=***&Password=*** 200 84 ms",
        ),
        (
            Request("GET", URL, {"note": "a\nb\x1b[1m"}),
            "GET /v2/time_entries?note=a%0Ab%1B%5B1m 200 84 ms",
        ),
    ],
)
def test_a_line_has_path_and_query_but_no_secret(request_: Request, line: str) -> None:
    assert line_of(request_, answer(200), 0.0842) == line


def test_a_line_names_the_number_of_the_request() -> None:
    told = answer(201, b"", {"X-Request-Id": "abc"})
    assert line_of(Request("POST", URL), told, 1.5) == "POST /v2/time_entries 201 1500 ms id=abc"


def test_a_line_tells_why_there_was_no_answer() -> None:
    failure = Failure(Outcome.NOT_SENT, FailureKind.CONNECT, "connection refused")
    line = line_of(Request("POST", URL), failure, 0.001)
    assert line == "POST /v2/time_entries failed (connection refused) 1 ms"
