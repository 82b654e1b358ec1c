"""`9:00` where the account keeps its clock in 24 hours, in 12, or nobody knows."""

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.sentence.stop import parse_stop
from harvest_cli.language.text.readings import Conventions, LogReading, StartReading
from tests.language.samples import names
from tests.rows import for_each

BERLIN = ZoneInfo("Europe/Berlin")
LATE = datetime(2026, 11, 18, 22, 0, tzinfo=BERLIN)
HOURS_OF = {
    "24": Conventions(clock="24h"),
    "12": Conventions(clock="12h"),
    "unknown": Conventions(),
}


def _start(text: str, manner: Conventions, now: datetime = LATE) -> StartReading:
    return parse_start(text, now, names("A"), manner)


def _log(text: str, manner: Conventions, now: datetime = LATE) -> LogReading:
    return parse_log(text, now, names("A"), manner)


@for_each(
    ("text", "by_24", "else_"),
    [
        ("TF at 9:00", "09:00", "21:00"),
        ("TF since 9:00", "09:00", "21:00"),
        ("TF from 9.15", "09:15", "21:15"),
        ("TF at 9h30", "09:30", "21:30"),
        ("TF at 09:00", "09:00", "09:00"),
        ("TF at 21:00", "21:00", "21:00"),
        ("TF at 9pm", "21:00", "21:00"),
        ("TF at 9:00pm", "21:00", "21:00"),
        ("TF at 9:00am", "09:00", "09:00"),
        ("TF at 9", "21:00", "21:00"),
    ],
)
def test_a_timer_starts_when_the_account_would_write_it(text: str, by_24: str, else_: str) -> None:
    for kind, manner in HOURS_OF.items():
        reading = _start(text, manner)
        wanted = by_24 if kind == "24" else else_
        assert reading.started_time == time.fromisoformat(wanted), kind
        as_written = "21" in text or "pm" in text or wanted.startswith("09")
        assert ("meridiem" in {each.kind for each in reading.inferences}) is not as_written


@for_each("now", [8, 10, 12, 15, 22])
@for_each("text", ["9:00-11:00 on TF", "from 9:00 to 11:00 on TF"])
def test_a_range_is_as_written_at_any_time_of_day(now: int, text: str) -> None:
    (entry,) = _log(text, HOURS_OF["24"], LATE.replace(hour=now)).entries
    assert (entry.started_time, entry.ended_time) == (time(9), time(11))


RANGES = [
    ("1:00-3:00 on TF", "01:00", "03:00", "2.00"),
    ("01:00-3:30 on TF", "01:00", "03:30", "2.50"),
    ("1-3:30 on TF", "13:00", "15:30", "2.50"),
    ("2 to 2:45 on TF", "14:00", "14:45", "0.75"),
    ("12-1:30 on TF", "12:00", "13:30", "1.50"),
    ("12:30-1:30 on TF", "12:30", "13:30", "1.00"),
    ("9:00-21:30 on TF", "09:00", "21:30", "12.50"),
    ("1:00-13:30 on TF", "01:00", "13:30", "12.50"),
    ("22:00-6:00 on TF", "22:00", "06:00", "8.00"),
    ("9:00-noon on TF", "09:00", "12:00", "3.00"),
    ("9:00-midnight on TF", "09:00", "00:00", "15.00"),
    ("2h from 3:00 on TF", "03:00", "05:00", "2.00"),
    ("9:00-5 on TF", "09:00", "17:00", "8.00"),
    ("11:30-1 on TF", "11:30", "13:00", "1.50"),
    ("9-5 on TF", "09:00", "17:00", "8.00"),
    ("1:00-3pm on TF", "13:00", "15:00", "2.00"),
    ("10:00-4pm on TF", "10:00", "16:00", "6.00"),
    ("17:00-09:00 on TF", "17:00", "09:00", "16.00"),
]


@for_each(("text", "start", "end", "hours"), RANGES)
def test_a_range_in_an_account_of_24_hours(text: str, start: str, end: str, hours: str) -> None:
    (entry,) = _log(text, HOURS_OF["24"]).entries
    assert entry.started_time == time.fromisoformat(start)
    assert entry.ended_time == time.fromisoformat(end)
    assert entry.hours == Decimal(hours)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:00-5:00 on TF", "09:00-17:00"),
        ("9-0:30 on TF", "09:00-12:30"),
        ("17:00-9:00 on TF", "17:00-21:00"),
        ("11-10:30 on TF", "11:00-22:30"),
    ],
)
def test_an_end_of_more_than_twelve_hours_on_is_asked_for(text: str, meant: str) -> None:
    with pytest.raises(SentenceError) as refused:
        _log(text, HOURS_OF["24"])
    assert refused.value.code == "invalid_time"
    assert f"`{meant}`" in (refused.value.hint or "")
    assert _log(text, HOURS_OF["unknown"]).entries[0].hours <= 12


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9-5:30 on TF", time(9), time(17, 30)),
        ("12:30-1:30 on TF", time(12, 30), time(13, 30)),
        ("1-3:30 on TF", time(13), time(15, 30)),
        ("2:15-3:30 on TF", time(2, 15), time(3, 30)),
        ("1h from 2:15 on TF", time(2, 15), time(3, 15)),
    ],
)
def test_half_of_the_day_that_is_not_written_is_said(text: str, start: time, end: time) -> None:
    reading = _log(text, HOURS_OF["24"])
    assert (reading.entries[0].started_time, reading.entries[0].ended_time) == (start, end)
    assert "meridiem" in {each.kind for each in reading.inferences}
    assert not _log("02:15-03:30 on TF", HOURS_OF["24"]).inferences


@pytest.mark.parametrize(
    ("text", "at", "begun"),
    [("TF at 2:15", 15, time(14, 15)), ("TF at 2:15", 10, time(2, 15)), ("TF at 02:15", 10, None)],
)
def test_a_timer_of_the_night_is_said(text: str, at: int, begun: time | None) -> None:
    reading = _start(text, HOURS_OF["24"], LATE.replace(hour=at))
    assert reading.started_time == (begun or time(2, 15))
    assert ("meridiem" in {each.kind for each in reading.inferences}) is bool(begun)


@pytest.mark.parametrize("kind", ["12", "unknown"])
@pytest.mark.parametrize(
    ("text", "hours"), [("9:00-5:00 on TF", "8.00"), ("1:00-3:00 on TF", "2.00")]
)
def test_elsewhere_the_end_moves_and_that_is_said(kind: str, text: str, hours: str) -> None:
    reading = _log(text, HOURS_OF[kind])
    assert reading.entries[0].hours == Decimal(hours)
    assert "meridiem" in {each.kind for each in reading.inferences}


def test_since_a_time_longer_ago_than_twelve_hours_asks_for_both_ends() -> None:
    with pytest.raises(SentenceError) as refused:
        _log("since 9:00 on TF", HOURS_OF["24"])
    assert refused.value.code == "invalid_time"
    (entry,) = _log("since 9:00 on TF", HOURS_OF["24"], LATE.replace(hour=20)).entries
    assert entry.hours == Decimal("11.00")
    assert _log("since 9:00 on TF", HOURS_OF["unknown"]).entries[0].hours == Decimal("1.00")


@for_each(
    ("text", "by_24", "else_"),
    [
        ("at 9:00", (540, None), (540, 1260)),
        ("9:00", (540, None), (540, 1260)),
        ("at 9", (540, 1260), (540, 1260)),
        ("at 09:00", (540, None), (540, None)),
        ("at 9:00 pm", (1260, None), (1260, None)),
    ],
)
def test_a_stop_at_a_time_means_what_the_account_would_write(
    text: str, by_24: tuple[int, int | None], else_: tuple[int, int | None]
) -> None:
    for kind, manner in HOURS_OF.items():
        found = parse_stop(text, LATE, manner)
        assert (found.minutes, found.also) == (by_24 if kind == "24" else else_)
