"""Leave is planned: a day of a month without its year can be one to come."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.text.readings import LogReading
from tests.language.samples import manner, names
from tests.rows import for_each

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 18, 10, 30, tzinfo=BERLIN)


def _read(text: str, now: datetime = WEDNESDAY) -> LogReading:
    return parse_log(text, now, names("B"), manner("B"))


def _days(text: str, now: datetime = WEDNESDAY) -> list[str]:
    return [entry.spent_date.isoformat() for entry in _read(text, now).entries]


def _from(first: str, count: int) -> list[str]:
    start = date.fromisoformat(first)
    return [(start + timedelta(days=n)).isoformat() for n in range(count)]


AHEAD = [
    ("annual leave nov 23-25", _from("2026-11-23", 3)),
    ("annual leave 23-25 nov", _from("2026-11-23", 3)),
    ("vacation nov 23 to nov 25", _from("2026-11-23", 3)),
    ("annual leave 23rd to 25th of november", _from("2026-11-23", 3)),
    ("annual leave on 23 november", ["2026-11-23"]),
    ("annual leave on monday 23 november", ["2026-11-23"]),
    ("annual leave nov 23, 24 and 25", _from("2026-11-23", 3)),
    ("half a day of annual leave on dec 24", ["2026-12-24"]),
    ("annual leave dec 28 - jan 1", _from("2026-12-28", 5)),
    ("annual leave jan 4-6", _from("2027-01-04", 3)),
    ("annual leave nov 16-20", _from("2026-11-16", 5)),
    ("public holiday dec 25", ["2026-12-25"]),
    ("annual leave friday", ["2026-11-20"]),
]


@for_each(("text", "days"), AHEAD)
def test_leave_of_the_coming_weeks_is_not_that_of_last_year(text: str, days: list[str]) -> None:
    reading = _read(text)
    assert [entry.spent_date.isoformat() for entry in reading.entries] == days
    assert any("in the future" in each for each in reading.warnings)
    if days[0] > "2026-11-18":
        assert any(
            each.kind in ("year", "week") and days[0] in each.text for each in reading.inferences
        )


def test_the_days_of_leave_are_named_and_not_the_sunday_behind_them() -> None:
    assert _days("annual leave next week") == _from("2026-11-23", 5)
    ahead = "2026-11-23 to 2026-11-27 are in the future"
    assert _read("annual leave next week").warnings == (ahead,)
    assert _read("annual leave this week").warnings == (
        "2026-11-19 to 2026-11-20 are in the future",
    )


BACK = [
    ("annual leave nov 16-17", _from("2026-11-16", 2)),
    ("annual leave oct 5-7", _from("2026-10-05", 3)),
    ("annual leave on nov 6", ["2026-11-06"]),
    ("annual leave on nov 18", ["2026-11-18"]),
    ("sick on march 3", ["2026-03-03"]),
    ("annual leave nov 24 2025", ["2025-11-24"]),
    ("annual leave nov 24-25 2025", _from("2025-11-24", 2)),
    ("annual leave last friday", ["2026-11-13"]),
    ("sick friday", ["2026-11-13"]),
    ("annual leave the 12th", ["2026-11-12"]),
]


@for_each(("text", "days"), BACK)
def test_leave_that_was_taken_stays_where_it_was(text: str, days: list[str]) -> None:
    reading = _read(text)
    assert [entry.spent_date.isoformat() for entry in reading.entries] == days
    assert not reading.warnings


@for_each(
    ("now", "text", "days"),
    [
        ("2027-01-01", "annual leave dec 30", ["2026-12-30"]),
        ("2026-12-31", "annual leave jan 4", ["2027-01-04"]),
        ("2026-02-20", "annual leave feb 29", None),
        ("2028-02-20", "annual leave feb 29", ["2028-02-29"]),
        ("2026-10-01", "annual leave dec 24", ["2026-12-24"]),
        ("2026-10-01", "annual leave jan 8", ["2026-01-08"]),
    ],
)
def test_the_window_is_a_quarter_of_a_year(now: str, text: str, days: list[str] | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    if days is None:
        with pytest.raises(SentenceError):
            _days(text, moment)
    else:
        assert _days(text, moment) == days


def test_only_leave_looks_ahead() -> None:
    assert _days("2h on Nucleus nov 23") == ["2025-11-23"]
    assert _days("1h on Paywall nov 23, annual leave banner") == ["2025-11-23"]
    assert read_date("nov 23", WEDNESDAY) == date(2025, 11, 23)
