"""Lengths of time and times of day, alone and in flags."""

from datetime import time
from decimal import Decimal

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.lengths.clock import read_clock_time
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import Conventions
from tests.language.samples import answer
from tests.rows import for_each, try_all

HERE = {"now": "2026-11-18T10:30:00", "workspace": "A"}


@for_each(
    ("text", "hours"),
    [
        ("2h", "2"),
        ("30m", "0.5"),
        ("1.5h", "1.5"),
        ("2 hours", "2"),
        ("45 min", "0.75"),
        ("45 minutes", "0.75"),
        ("2 hrs", "2"),
        ("1h30m", "1.5"),
        ("1h 30m", "1.5"),
        ("2 hrs 15 mins", "2.25"),
        ("1:30", "1.5"),
        ("0:45", "0.75"),
        ("1h30", "1.5"),
        ("2hrs30", "2.5"),
        ("half an hour", "0.5"),
        ("an hour", "1"),
        ("two hours", "2"),
        ("a couple of hours", "2"),
        ("an hour and a half", "1.5"),
        ("two and a half hours", "2.5"),
        ("an hour and a quarter", "1.25"),
        ("1,5h", "1.5"),
        ("2.5", "2.5"),
        ("1,5", "1.5"),
        (".5", "0.5"),
        ("1d", "7.5"),
        ("half a day", "3.75"),
        ("full day", "7.5"),
        ("quarter of an hour", "0.25"),
        ("three quarters of an hour", "0.75"),
        ("¾ hour", "0.75"),
        ("½h", "0.5"),
        ("1½ hours", "1.5"),
        ("1/2 hour", "0.5"),
        ("2 1/2 hours", "2.5"),
        ("1h + 30m", "1.5"),
        ("2 x 45m", "1.5"),
        ("PT1H45M", "1.75"),
        ("PT45M", "0.75"),
        ("20m", "0.33"),
        ("100 minutes", "1.67"),
        ("1 hour, 5 minutes", "1.08"),
        ("forty-five minutes", "0.75"),
        ("24h", "24"),
        ("for 2h", "2"),
        ("90min", "1.5"),
        ("10 mins.", "0.17"),
    ],
)
def test_every_form_of_a_length(text: str, hours: str) -> None:
    assert read_hours(text, Conventions(workday_minutes=450)) == Decimal(hours)
    assert read_hours(text.upper(), Conventions(workday_minutes=450)) == Decimal(hours)


@for_each(
    "text",
    [
        "0h",
        "-1h",
        "25h",
        "1:75",
        "1h90m",
        "1e3h",
        "nanh",
        "infh",
        "٣h",
        "１．５h",
        "1,500h",
        "1_000h",
        "2h 3h",
        "99999999999999999999h",
        ".h",
        "1..5h",
        "0.001h",
        "2h3",
        "2",
        "90",
        "",
        "abc",
        "2 weeks",
        "1:5",
        "1h60m",
        "24h1m",
        "2d",
        "1.5h 30x",
        "-0:30",
        "1h-2h",
        "2h on",
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(SentenceError) as caught:
        read_hours(text)
    assert caught.value.code == "invalid_duration"
    assert caught.value.hint


def test_a_length_survives_the_way_through_text() -> None:
    try_all(range(1, 24 * 60 + 1, 7), survives_the_way_through_text)


def survives_the_way_through_text(minutes: int) -> None:
    wanted = read_hours(f"{minutes}m")
    hours, rest = divmod(minutes, 60)
    assert read_hours(f"{hours}:{rest:02d}") == wanted
    assert read_hours(f"{hours}h{rest:02d}") == wanted
    if hours and rest:
        assert read_hours(f"{hours} hours and {rest} minutes") == wanted


@for_each(
    ("text", "wanted"),
    [
        ("9", time(9)),
        ("9am", time(9)),
        ("9 pm", time(21)),
        ("9:30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9p", time(21)),
        ("9 a.m.", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("half past nine", time(9, 30)),
        ("quarter to two pm", time(13, 45)),
        ("at 17:00", time(17)),
        ("24:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_every_form_of_a_time(text: str, wanted: time) -> None:
    assert read_clock_time(text) == wanted


@for_each("text", ["25:00", "9:75", "13pm", "0am", "", "now", "soon", "9:5", "24:30"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(SentenceError) as caught:
        read_clock_time(text)
    assert caught.value.code == "invalid_time"


@pytest.mark.parametrize(
    ("text", "hours", "start", "end"),
    [
        ("2h until 5pm on TF", 2.0, "15:00", "17:00"),
        ("2h until 17:00 on TF", 2.0, "15:00", "17:00"),
        ("3h till noon on TF", 3.0, "09:00", "12:00"),
        ("9h until 11h on TF", 2.0, "09:00", "11:00"),
    ],
)
def test_a_length_until_a_time_ends_there(text: str, hours: float, start: str, end: str) -> None:
    (found,) = answer({"kind": "log", "text": text, **HERE})["entries"]
    assert (found["hours"], found["started_time"], found["ended_time"]) == (hours, start, end)


def test_hours_that_may_be_a_time_are_refused() -> None:
    text = "9h till 17:30 on TF"
    assert answer({"kind": "log", "text": text, **HERE}) == {"error": "invalid_duration"}
