"""Pauses: how long Harvest asks for, in every form it may, and how long we add."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from harvest_cli.domain.errors import Outcome
from harvest_cli.domain.wall_clock import wall_clock
from harvest_cli.harvest.http.answers import Answer, Failure, FailureKind
from harvest_cli.harvest.http.transport import (
    asked_wait,
    backoff,
    moment,
    with_jitter,
    worth_retrying,
)
from tests.harvest.http.test_answers import PAGE, answer
from tests.rows import for_each

DATE = "Sat, 21 Nov 2026 10:00:00 GMT"


@for_each(
    ("header", "wait"),
    [
        ("2", 2),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("840", 840),
        ("Sat, 21 Nov 2026 10:00:08 GMT", 8),
        ("Sat, 21 Nov 2026 11:00:09 +0100", 9),
        ("-5", 15),
        ("abc", 15),
        ("", 15),
        ("nan", 15),
        ("inf", 15),
        ("1e9", 15),
        ("٣", 15),
        ("9" * 400, 15),
        ("Sat, 21 Nov 2026 09:59:00 GMT", 15),
        ("Sat, 99 Nov 2026 09:59:00 GMT", 15),
    ],
)
def test_the_header_is_read_as_seconds_or_as_a_date_by_the_servers_clock(
    header: str, wait: float
) -> None:
    assert asked_wait(answer(429, b"", {"Retry-After": header, "Date": DATE})) == wait


@for_each(
    ("given", "wait"),
    [
        (answer(429, {"retry_after": 4}), 4),
        (answer(429, {"retry_after": "5"}), 5),
        (answer(429, {"retry_after": 2.5}), 2.5),
        (answer(429, {"retry_after": None, "message": "Slow down"}), 15),
        (answer(429, {"retry_after": True}), 15),
        (answer(429, {"retry_after": -1}), 15),
        (answer(429, {"error": "x", "error_description": "y"}), 15),
        (answer(429, PAGE, {"Content-Type": "text/html"}), 15),
        (answer(429), 15),
        (answer(429, {"retry_after": 4}, {"Retry-After": "2"}), 2),
        (answer(429, {"retry_after": 4}, {"Retry-After": "soon"}), 4),
        (answer(429, path="/v2/reports/time/clients"), 900),
        (answer(429, b"", {"Retry-After": "30"}, path="/v2/reports/time/clients"), 30),
    ],
)
def test_the_body_is_asked_next_and_silence_means_the_whole_window(
    given: Answer, wait: float
) -> None:
    assert asked_wait(given) == wait


@pytest.mark.write("W22")
@pytest.mark.parametrize("header", ["Sat, 21 Nov 2096 10:00:00 GMT", "999999999", "901"])
def test_nobody_waits_longer_than_a_quarter_of_an_hour(header: str) -> None:
    assert asked_wait(answer(429, b"", {"Retry-After": header})) == 900


def test_a_date_without_a_server_clock_counts_from_now() -> None:
    soon = wall_clock() + timedelta(minutes=10)
    header = format_datetime(soon, usegmt=True)
    assert 590 < asked_wait(answer(429, b"", {"Retry-After": header})) <= 600


@for_each(("number", "most"), [(0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (9, 8.0)])
def test_backing_off_may_take_anything_up_to_twice_as_long_each_time(
    number: int, most: float
) -> None:
    assert backoff(number, lambda low, _high: low) == 0
    assert backoff(number, lambda _low, high: high) == most


@for_each(("wait", "longest"), [(2, 2.4), (10, 12), (19, 20), (20, 20), (0, 0)])
def test_up_to_a_fifth_is_added_but_never_past_the_cap(wait: float, longest: float) -> None:
    assert with_jitter(wait, 20, lambda low, _high: low) == wait
    assert with_jitter(wait, 20, lambda _low, high: high) == pytest.approx(longest)


@for_each(
    ("result", "again"),
    [
        (Failure(Outcome.NOT_SENT, FailureKind.CONNECT, ""), True),
        (Failure(Outcome.UNKNOWN, FailureKind.BROKEN, ""), True),
        (Failure(Outcome.NOT_SENT, FailureKind.SECURITY, ""), False),
        (Failure(Outcome.NOT_SENT, FailureKind.SETUP, ""), False),
        (Failure(Outcome.UNKNOWN, FailureKind.STOPPED, ""), False),
        *((answer(status), True) for status in (408, 425, 500, 502, 503, 504, 524)),
        *((answer(status), False) for status in (200, 302, 400, 401, 403, 404, 422)),
    ],
)
def test_only_what_may_pass_is_tried_again(result: Answer | Failure, again: bool) -> None:
    assert worth_retrying(result) is again


@for_each(
    ("text", "read"),
    [
        (DATE, datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("Sat, 21 Nov 2026 10:00:00 -0000", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("Sat, 21 Nov 99999 10:00:00 GMT", None),
        ("garbage", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_header_may_be_anything(text: str | None, read: datetime | None) -> None:
    assert moment(text) == read
