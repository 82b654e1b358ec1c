"""The words of `hv stop`: which timer, until when, what notes; and the moments a time can mean."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.actions.timers.stop_which import moments
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.lengths.clock import on_clock
from harvest_cli.language.sentence.stop import no_time, parse_stop
from harvest_cli.language.text.readings import Conventions
from tests.rows import for_each

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 17, 30, tzinfo=ZONE)
"""A Wednesday."""


def reads(text: str) -> tuple[object, ...]:
    found = parse_stop(text, NOW)
    day = found.day.isoformat() if found.day else None
    return (found.reference, found.minutes, found.also, day, found.ago, found.notes)


@pytest.mark.found("E5")
@for_each(
    ("text", "reference", "minutes", "also", "day", "ago", "notes"),
    [
        ("", "", None, None, None, None, None),
        ("now", "", None, None, None, None, None),
        ("at 17:00", "", 1020, None, None, None, None),
        ("at 5", "", 300, 1020, None, None, None),
        ("at 5pm", "", 1020, None, None, None, None),
        ("at 5 pm", "", 1020, None, None, None, None),
        ("at noon", "", 720, None, None, None, None),
        ("at half past nine", "", 570, 1290, None, None, None),
        ("9:15", "", 555, 1275, None, None, None),
        ("until 16:45", "", 1005, None, None, None, None),
        ("10m ago", "", None, None, None, 10, None),
        ("half an hour ago", "", None, None, None, 30, None),
        ("1h30 ago", "", None, None, None, 90, None),
        ("at 18:30 yesterday", "", 1110, None, "2026-11-17", None, None),
        ("yesterday at 18:30", "", 1110, None, "2026-11-17", None, None),
        ("at 18:30 on monday", "", 1110, None, "2026-11-16", None, None),
        ("at 18:30 2 days ago", "", 1110, None, "2026-11-16", None, None),
        ("at 18:30 2026-11-16", "", 1110, None, "2026-11-16", None, None),
        (": wrote tests", "", None, None, None, None, "wrote tests"),
        ("at 17:00: wrote tests at 9", "", 1020, None, None, None, "wrote tests at 9"),
        ("at 9:15, fixed it", "", 555, 1275, None, None, "fixed it"),
        ("10m ago - went home", "", None, None, None, 10, "went home"),
        ("now – done", "", None, None, None, None, "done"),
        ("2", "2", None, None, None, None, None),
        ("636718192 at 17:00", "636718192", 1020, None, None, None, None),
        ("#636718192", "#636718192", None, None, None, None, None),
        ("website 10m ago", "website", None, None, None, 10, None),
        ("running", "running", None, None, None, None, None),
        ("just now", "", None, None, None, None, None),
        ("right now: done", "", None, None, None, None, "done"),
        ("at half four", "", 270, 990, None, None, None),
        ("at five to five", "", 295, 1015, None, None, None),
        ("quarter to five", "", 285, 1005, None, None, None),
        ("5pm sharp", "", 1020, None, None, None, None),
        ("exactly at 5pm", "", 1020, None, None, None, None),
        ("around 5pm", "", 1020, None, None, None, None),
        ("@ 16:45", "", 1005, None, None, None, None),
        ("5pm: merged PR #12", "", 1020, None, None, None, "merged PR #12"),
        ('at 4:50pm "waiting"', "", 1010, None, None, None, "waiting"),
        ("at 4:50pm “x: y, z”", "", 1010, None, None, None, "x: y, z"),
        ("10 minutes earlier", "", None, None, None, 10, None),
        ("minus 30m lunch", "", None, None, None, 30, None),
        ("less 1h for my break", "", None, None, None, 60, None),
        ("10m ago, minus 30m", "", None, None, None, 40, None),
        ("Lunch & Learn at 17:00", "Lunch & Learn", 1020, None, None, None, None),
    ],
)
def test_words_are_read(
    text: str,
    reference: str,
    minutes: int | None,
    also: int | None,
    day: str | None,
    ago: int | None,
    notes: str | None,
) -> None:
    assert reads(text) == (reference, minutes, also, day, ago, notes)


@for_each(
    "text",
    [
        *("at 26:00", "at 9:75", "yesterday", "ago", "at 9 10m ago", "on monday"),
        *("at", "at eod", "at lunchtime", "at work", "minus lunch", "at 16:00 at 17:00"),
    ],
)
def test_what_says_no_moment_is_refused(text: str) -> None:
    with pytest.raises(SentenceError) as caught:
        parse_stop(text, NOW)
    assert caught.value.code == "invalid_time"
    assert caught.value.hint


def test_the_piece_at_fault_is_pointed_at() -> None:
    with pytest.raises(SentenceError) as caught:
        parse_stop("website at 26:00", NOW)
    start, end = caught.value.span or (0, 0)
    assert caught.value.text[start:end] == "26:00"


@pytest.mark.found("E5")
@for_each(
    ("text", "fault"),
    [("eod", "eod"), ("lunchtime", "lunchtime"), ("in 5 minutes", "in 5 minutes")],
)
def test_what_sounds_like_a_time_is_named_as_one(text: str, fault: str) -> None:
    found = parse_stop(text, NOW)
    refused = no_time(found)
    assert refused.text[slice(*refused.span or (0, 0))] == fault
    assert (refused.code, "Expected a clock time" in refused.message) == ("invalid_time", True)
    assert parse_stop("website", NOW).doubt is None


@pytest.mark.found("B1", "E5")
@for_each("text", ["10 ago", "after 7", "minus 30 lunch", "15 earlier"])
def test_a_bare_number_is_hours_or_minutes(text: str) -> None:
    with pytest.raises(SentenceError) as caught:
        parse_stop(text, NOW)
    assert caught.value.code == "no_duration"


def test_a_length_after_the_start_and_one_taken_off() -> None:
    assert parse_stop("after 7h", NOW).after == 420
    found = parse_stop("at 17:00, minus 30m lunch", NOW)
    assert (found.minutes, found.off) == (1020, 30)
    assert clocks("at 17:00 minus 30m lunch") == ["18 16:30", "17 16:30"]


def clocks(text: str, now: datetime = NOW) -> list[str]:
    found = moments(parse_stop(text, now), now, ZONE)
    return [moment.astimezone(ZONE).strftime("%d %H:%M") for moment in found]


def test_a_time_may_be_of_today_or_yesterday_latest_first() -> None:
    assert clocks("at 16:00") == ["18 16:00", "17 16:00"]
    assert clocks("at 4") == ["18 16:00", "18 04:00", "17 16:00", "17 04:00"]


def test_a_day_that_is_named_is_the_only_one() -> None:
    assert clocks("at 16:00 monday") == ["16 16:00"]


def test_an_ago_is_real_time_over_a_change_of_the_clocks() -> None:
    after = datetime(2026, 3, 8, 3, 20, tzinfo=ZONE)
    assert clocks("30m ago", after) == ["08 01:50"]


@for_each(
    ("day", "minute", "found"),
    [
        (date(2026, 3, 8), 150, []),
        (date(2026, 11, 1), 90, ["05:30", "06:30"]),
        (date(2026, 11, 18), 90, ["06:30"]),
        (date(2026, 3, 8), 120, []),
        (date(2026, 3, 8), 180, ["07:00"]),
    ],
)
def test_a_clock_time_comes_once_twice_or_never(day: date, minute: int, found: list[str]) -> None:
    assert [f"{moment:%H:%M}" for moment in on_clock(day, minute, ZONE)] == found


def test_moments_are_in_utc() -> None:
    for text in ("", "at 4", "10m ago"):
        assert all(m.tzinfo is UTC for m in moments(parse_stop(text, NOW), NOW, ZONE))


def test_by_24_hours_the_afternoon_is_meant_where_nothing_else_can_be() -> None:
    def hours(text: str) -> list[int]:
        reading = parse_stop(text, NOW, Conventions(clock="24h"))
        return [moment.astimezone(ZONE).hour for moment in moments(reading, NOW, ZONE)]

    assert hours("at 3:30 today") == [3, 15]
    assert hours("at 03:30 today") == [3]
    assert hours("at 3 today") == [15, 3]
