"""Clock times on the days when clocks are put forward or back: what passed counts, and is said."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.lengths.clock import end_after
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.text.readings import Conventions, LogReading, Overrides
from tests.language.samples import names
from tests.rows import for_each

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=NEW_YORK)


def _read(text: str, now: datetime = NOON, given: Overrides = Overrides()) -> LogReading:  # noqa: B008
    return parse_log(text, now, names("A"), Conventions(), given)


def _refused(text: str, now: datetime = NOON) -> SentenceError:
    with pytest.raises(SentenceError) as refused:
        _read(text, now)
    return refused.value


COUNTED = [
    ("1:30am-3:30am on TF 2026-03-08", "1.00", "01:30", "03:30", "forward"),
    ("01:30-03:30 on TF 2026-03-08", "1.00", "01:30", "03:30", "forward"),
    ("from 01:30 to 3am on TF 2026-03-08", "0.50", "01:30", "03:00", "forward"),
    ("10pm-6am on TF 2026-03-07", "7.00", "22:00", "06:00", "forward"),
    ("midnight to 6am on TF 2026-03-08", "5.00", "00:00", "06:00", "forward"),
    ("10pm-6am minus 30m on TF 2026-03-07", "6.50", "22:00", "06:00", "forward"),
    ("midnight to 6am on TF 2026-11-01", "7.00", "00:00", "06:00", "back"),
    ("10pm-6am on TF 2026-10-31", "9.00", "22:00", "06:00", "back"),
    ("00:30-03:30 on TF 2026-11-01", "4.00", "00:30", "03:30", "back"),
]


@for_each(("text", "hours", "start", "end", "said"), COUNTED)
def test_a_range_over_a_change_counts_what_passed(
    text: str, hours: str, start: str, end: str, said: str
) -> None:
    reading = _read(text)
    (entry,) = reading.entries
    assert entry.hours == Decimal(hours)
    assert entry.started_time == time.fromisoformat(start)
    assert entry.ended_time == time.fromisoformat(end)
    (change,) = [each for each in reading.inferences if each.kind == "clocks"]
    assert said in change.text


@for_each(
    ("text", "hours"),
    [
        ("9-5 on TF 2026-03-08", "8.00"),
        ("10pm-1am on TF 2026-03-07", "3.00"),
        ("10pm-6am on TF 2026-03-08", "8.00"),
        ("0:15-1:45 on TF 2026-03-08", "1.50"),
        ("4am-6am on TF 2026-11-01", "2.00"),
        ("2h on TF 2026-03-08", "2.00"),
    ],
)
def test_a_range_beside_a_change_is_as_ever(text: str, hours: str) -> None:
    reading = _read(text)
    assert [entry.hours for entry in reading.entries] == [Decimal(hours)]
    assert "clocks" not in {each.kind for each in reading.inferences}


@pytest.mark.bad("B37")
@for_each(
    ("text", "skipped"),
    [
        ("2:30am-4:30am on TF 2026-03-08", "2:30"),
        ("00:30-02:30 on TF 2026-03-08", "2:30"),
        ("2h from 2:15am on TF 2026-03-08", "2:15"),
        ("2h until 2:15am on TF 2026-03-08", "2:15"),
        ("10pm-2:30am on TF 2026-03-07", "2:30"),
    ],
)
def test_a_time_that_the_clocks_skipped_is_refused(text: str, skipped: str) -> None:
    refused = _refused(text)
    assert refused.code == "invalid_time"
    assert f"{skipped} does not exist" in refused.message
    assert refused.hint
    start, end = refused.span or (0, 0)
    assert skipped in text[start:end]


@pytest.mark.bad("B36")
@pytest.mark.parametrize(
    ("text", "twice", "lengths"),
    [
        ("01:30-03:30 on TF 2026-11-01", "1:30", ("`2h`", "`3h`")),
        ("11pm-1:15am on TF 2026-10-31", "1:15", ("`2h15`", "`3h15`")),
        ("1:00am-1:45am on TF 2026-11-01", "1:00", ("`45m`", "`1h45`")),
    ],
)
def test_a_time_that_came_twice_has_two_lengths_and_is_refused(
    text: str, twice: str, lengths: tuple[str, ...]
) -> None:
    refused = _refused(text)
    assert refused.code == "invalid_time"
    assert f"{twice} occurs twice" in refused.message
    assert all(length in (refused.hint or "") for length in lengths)


def test_a_length_beside_a_doubled_time_settles_it() -> None:
    (entry,) = _read("2h from 01:30 on TF 2026-11-01").entries
    assert (entry.hours, entry.started_time) == (Decimal("2.00"), time(1, 30))
    assert entry.ended_time == time(2, 30)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2h from 1:30am on TF 2026-03-08", time(1, 30), time(4, 30)),
        ("2h until 4:30am on TF 2026-03-08", time(1, 30), time(4, 30)),
        ("3h from midnight on TF 2026-11-01", time(0, 0), time(2, 0)),
    ],
)
def test_a_length_and_one_end_give_the_other_end_on_the_clock(
    text: str, start: time, end: time
) -> None:
    reading = _read(text)
    (entry,) = reading.entries
    assert (entry.started_time, entry.ended_time) == (start, end)
    assert entry.hours == Decimal(text.partition("h")[0])
    assert "clocks" in {each.kind for each in reading.inferences}


@for_each(
    ("text", "hours", "start"),
    [
        ("the last 2 hours on TF", "2.00", "00:30"),
        ("the last hour on TF", "1.00", "01:30"),
        ("since 1:30am on TF", "1.00", "01:30"),
        ("since 1am on TF", "1.50", "01:00"),
        ("1am until now on TF", "1.50", "01:00"),
    ],
)
def test_time_up_to_now_counts_back_over_the_missing_hour(
    text: str, hours: str, start: str
) -> None:
    now = datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)
    (entry,) = _read(text, now).entries
    assert (entry.hours, entry.started_time) == (Decimal(hours), time.fromisoformat(start))
    assert (entry.ended_time, entry.spent_date) == (time(3, 30), date(2026, 3, 8))


def test_time_up_to_now_can_begin_the_day_before() -> None:
    now = datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)
    (entry,) = _read("the last 4 hours on TF", now).entries
    assert (entry.spent_date, entry.started_time) == (date(2026, 3, 7), time(22, 30))


def test_now_in_the_doubled_hour_is_the_one_that_it_is() -> None:
    late = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK)
    (entry,) = _read("since midnight on TF", late).entries
    assert entry.hours == Decimal("2.50")
    (entry,) = _read("since midnight on TF", late.replace(fold=0)).entries
    assert entry.hours == Decimal("1.50")


def test_each_day_of_a_run_counts_by_itself() -> None:
    reading = _read("00:30-03:30 on TF every day 2026-03-07 to 2026-03-09")
    assert [entry.hours for entry in reading.entries] == [Decimal(3), Decimal(2), Decimal(3)]


def test_the_clocks_are_those_of_the_persons_zone() -> None:
    now = NOON.astimezone(BERLIN)
    assert _read("01:30-03:30 on TF 2026-03-08", now).entries[0].hours == Decimal("2.00")
    assert _read("01:30-03:30 on TF 2026-03-29", now).entries[0].hours == Decimal("1.00")


GIVEN: dict[str, Any] = {"started_time": time(1, 30), "ended_time": time(3, 30)}


def test_times_of_flags_count_what_passed_too() -> None:
    spring = Overrides(**GIVEN, spent_date=date(2026, 3, 8))
    reading = _read("TF", given=spring)
    assert reading.entries[0].hours == Decimal("1.00")
    assert "clocks" in {each.kind for each in reading.inferences}
    hours = spring._replace(hours=Decimal("2.00"))
    assert _read("TF", given=hours).entries[0].hours == Decimal("2.00")


@for_each(
    ("day", "begin", "minutes", "end"),
    [
        (date(2026, 3, 8), time(1, 30), 120, time(4, 30)),
        (date(2026, 11, 1), time(0, 30), 120, time(1, 30)),
        (date(2026, 3, 7), time(23, 0), 240, time(4, 0)),
        (date(2026, 3, 9), time(1, 30), 120, time(3, 30)),
        (date(2026, 3, 8), time(4, 30), -120, time(1, 30)),
    ],
)
def test_an_end_is_worked_out_in_time_that_passes(
    day: date, begin: time, minutes: int, end: time
) -> None:
    assert end_after(day, begin, minutes, NEW_YORK) == end
