"""Times of day in the two styles of Harvest accounts."""

from datetime import time

import pytest

from harvest_cli.domain.hours import clock_text, read_clock
from tests.rows import for_each

EVERY_MINUTE = [time(minute // 60, minute % 60) for minute in range(24 * 60)]


@pytest.mark.parametrize("clock", ["12h", "24h", None, "36h"])
def test_every_minute_is_read_back_as_written(clock: str | None) -> None:
    for moment in EVERY_MINUTE:
        assert read_clock(clock_text(moment, clock)) == moment


@for_each(
    ("moment", "clock", "text"),
    [
        (time(8, 0), "12h", "8:00am"),
        (time(0, 5), "12h", "12:05am"),
        (time(12, 0), "12h", "12:00pm"),
        (time(14, 59), "24h", "14:59"),
        (time(0, 5), "24h", "0:05"),
    ],
)
def test_the_account_decides_the_style(moment: time, clock: str, text: str) -> None:
    assert clock_text(moment, clock) == text


@for_each(
    ("text", "moment"),
    [
        ("3:00pm", time(15, 0)),
        ("15:00", time(15, 0)),
        (" 11:40 AM ", time(11, 40)),
        ("12:00am", time(0, 0)),
        ("09:05:59", time(9, 5)),
    ],
)
def test_either_style_is_read(text: str, moment: time) -> None:
    assert read_clock(text) == moment


@for_each("text", ["25:61", "24:00", "13:00pm", "0:30am", "9", "", "9:5", "noon"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert read_clock(text) is None
