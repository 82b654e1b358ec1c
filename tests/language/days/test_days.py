"""Days and periods, on every day of three years, against plain calendar arithmetic."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.text.readings import Conventions
from tests.language.samples import NOW
from tests.rows import few, for_each, some, sweep

EVERY = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]
ENDS = {day for day in EVERY if 1 in (day.day, (day + timedelta(days=1)).day)}
DAYS = sorted(ENDS.union(some(EVERY, 11)))
"""The ends of all months, and every day or every eleventh: they meet each weekday and date."""
pytestmark = sweep
Case = TypeVar("Case")
NOBODY = Names([])
PLAIN = Conventions()
TEXTS = 3
"""Of many texts a day is asked every third; over three years each meets every kind of day."""
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=NOW.tzinfo)


def _period(text: str, day: date, manner: Conventions = PLAIN) -> tuple[date, date]:
    found = parse_period(text, _at(day), NOBODY, manner).period
    return found.start, found.end


def _back_to(day: date, weekday: int) -> date:
    while day.weekday() != weekday:
        day -= timedelta(days=1)
    return day


def _month(year: int, month: int) -> tuple[date, date]:
    while month < 1:
        year, month = year - 1, month + 12
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _turn(day: date, texts: Sequence[Case], more: int = 0) -> Sequence[Case]:
    """What a day is asked: all at the ends of a month, a share of it on the days between."""
    if day.day == 1 or (day + timedelta(days=1)).day == 1:
        return texts
    return texts[(day.toordinal() + more) % TEXTS :: TEXTS]


def test_the_sweep_holds_a_leap_day_and_three_year_ends() -> None:
    assert date(2028, 2, 29) in DAYS
    assert len(EVERY) == 1096
    assert {day.weekday() for day in set(DAYS) - ENDS} == set(range(7))


@for_each("weekday", range(7))
def test_weekdays_look_back(weekday: int) -> None:
    name = WEEKDAYS[weekday]
    for day in DAYS:
        latest = _back_to(day, weekday)
        before = _back_to(day - timedelta(days=1), weekday)
        week_ago = day - timedelta(days=day.weekday() + 7) + timedelta(days=weekday)
        assert read_date(name, _at(day)) == latest
        assert read_date(name[:3], _at(day)) == latest
        assert read_date(f"last {name}", _at(day)) == before
        assert read_date(f"{name} last week", _at(day)) == week_ago
        assert read_date(f"two {name}s ago", _at(day)) == before - timedelta(days=7)


def test_days_told_from_today() -> None:
    for day in DAYS:
        for text, back in (
            ("today", 0),
            ("this morning", 0),
            ("yesterday", 1),
            ("last night", 1),
            ("the day before yesterday", 2),
            ("3 days ago", 3),
            ("a week ago", 7),
            ("a fortnight ago", 14),
            ("2 weeks ago", 14),
            ("tomorrow", -1),
            ("in 2 weeks", -14),
        ):
            assert read_date(text, _at(day)) == day - timedelta(days=back), (text, day)


def test_a_month_and_a_day_are_the_latest_that_are_past() -> None:
    for n, today in enumerate(DAYS):
        for other in EVERY[60 + n % 31 : 425 : 31]:
            wanted = other.replace(year=today.year)
            if wanted > today:
                wanted = other.replace(year=today.year - 1)
            name, short = other.strftime("%B"), other.strftime("%b").lower()
            # Each of the two on every second day: the order of the words knows no calendar.
            typed = (f"{short} {other.day}", f"{other.day} {name}")[n % 2]
            assert read_date(typed, _at(today)) == wanted


def test_a_leap_day_is_the_latest_that_is_past_or_refused() -> None:
    leap = date(2028, 2, 29)
    for today in [leap + timedelta(days=n) for n in range(-400, 700)]:
        if leap <= today < date(2030, 1, 1):
            assert read_date("feb 29", _at(today)) == leap
        else:
            with pytest.raises(SentenceError, match="There is no 29 February in the last year"):
                read_date("feb 29", _at(today))


def test_the_nth_is_the_latest_that_is_past() -> None:
    for day in DAYS:
        for nth in (1, 12, 29, 31):
            wanted = day
            while wanted.day != nth:
                wanted -= timedelta(days=1)
            assert read_date(f"the {nth}th", _at(day)) == wanted


def test_written_dates_are_exact_on_any_day() -> None:
    for day in DAYS:
        assert read_date(day.isoformat(), _at(EVERY[0] + timedelta(days=1096))) == day
        assert read_date(day.strftime("%Y%m%d"), _at(day)) == day


@few(2)
@pytest.mark.parametrize("first", list(WeekStart))
def test_weeks_begin_on_the_day_of_the_account(first: WeekStart) -> None:
    manner = Conventions(week_start=first)
    for day in DAYS:
        start = _back_to(day, int(first))
        week = timedelta(days=6)
        last = start - timedelta(days=7)
        before = last - timedelta(days=7)
        texts = (
            ("this week", (start, start + week)),
            ("last week", (last, last + week)),
            ("the week before last", (before, before + week)),
            ("week to date", (start, day)),
            (f"week of {day.isoformat()}", (start, start + week)),
        )
        for text, wanted in _turn(day, texts, int(first)):
            assert _period(text, day, manner) == wanted, (text, day)
        monday = last + timedelta(days=(0 - int(first)) % 7)
        assert read_date("monday last week", _at(day), manner) == monday


def test_two_last_weekdays_are_one_run_that_is_over() -> None:
    for day in DAYS:
        friday = _back_to(day - timedelta(days=1), 4)
        assert _period("last monday to last friday", day) == (_back_to(friday, 0), friday)
        assert read_date("friday before last", _at(day)) == friday - timedelta(days=7)


def test_parts_of_a_month_are_counted_from_its_ends() -> None:
    for day in DAYS[::3]:
        start, end = _month(day.year, day.month - 1)
        name = f"{start:%B %Y}"
        week, part = timedelta(days=6), timedelta(days=2)
        for text, wanted in (
            (f"last week of {name}", (end - week, end)),
            (f"first week of {name}", (start, start + week)),
            (f"last 3 days of {name}", (end - part, end)),
            (f"last day of {name}", (end, end)),
            (f"last day of {start:%B}", (end, end)),
            (f"last quarter of {start.year}", (date(start.year, 10, 1), date(start.year, 12, 31))),
            (f"first month of {start.year}", _month(start.year, 1)),
        ):
            assert _period(text, day) == wanted, (text, day)


def test_years_ago_keep_the_day_of_the_month() -> None:
    for day in DAYS[::11]:
        wanted = day - timedelta(days=1) if (day.month, day.day) == (2, 29) else day
        assert read_date("a year ago", _at(day)) == wanted.replace(year=day.year - 1)


def test_months_quarters_and_years() -> None:
    for day in DAYS:
        first = (day.month - 1) // 3 * 3 + 1
        quarter = (date(day.year, first, 1), _month(day.year, first + 2)[1])
        before = (_month(day.year, first - 3)[0], _month(day.year, first - 1)[1])
        texts = (
            ("this month", _month(day.year, day.month)),
            ("last month", _month(day.year, day.month - 1)),
            ("the month before last", _month(day.year, day.month - 2)),
            ("month to date", (date(day.year, day.month, 1), day)),
            ("this quarter", quarter),
            ("last quarter", before),
            ("this year", (date(day.year, 1, 1), date(day.year, 12, 31))),
            ("last year", (date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))),
            ("ytd", (date(day.year, 1, 1), day)),
            ("last 7 days", (day - timedelta(days=6), day)),
            ("past 30 days", (day - timedelta(days=29), day)),
            ("since monday", (_back_to(day, 0), day)),
            ("monday to wednesday", (_back_to(day, 0), _back_to(day, 0) + timedelta(days=2))),
        )
        for text, wanted in _turn(day, texts):
            assert _period(text, day) == wanted, (text, day)


def test_bare_months_quarters_and_weekends_are_the_latest_that_have_begun() -> None:
    for day in DAYS:
        for month in (1, 5, 12):
            year = day.year if date(day.year, month, 1) <= day else day.year - 1
            assert _period(calendar.month_name[month], day) == _month(year, month)
        for quarter in (1, 4):
            year = day.year if date(day.year, quarter * 3 - 2, 1) <= day else day.year - 1
            assert _period(f"q{quarter}", day)[0] == date(year, quarter * 3 - 2, 1)
        saturday = _back_to(day, 5)
        assert _period("the weekend", day) == (saturday, saturday + timedelta(days=1))


def test_iso_weeks_are_iso_weeks() -> None:
    for day in DAYS[::5]:
        year, week, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        assert _period(f"{year}-W{week:02d}", day) == (start, start + timedelta(days=6))
        assert _period(f"week {week}", day) == (start, start + timedelta(days=6))


@for_each(
    ("text", "code"),
    [
        ("feb 30", "invalid_date"),
        ("2026-02-30", "invalid_date"),
        ("29 feb 2027", "invalid_date"),
        ("31/11/2026", "invalid_date"),
        ("03/04", "invalid_date"),
        ("0000-00-00", "invalid_date"),
        ("99999999999 days ago", "invalid_date"),
        ("2026-W54", "invalid_date"),
        ("last week", "invalid_date"),
        ("soon", "invalid_date"),
        ("", "invalid_date"),
        ("monday tuesday", "invalid_date"),
        ("9999-12-31", "future_date"),
    ],
)
def test_what_is_no_day_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(SentenceError) as caught:
        read_date(text, NOW)
    assert caught.value.code == code


def test_dates_of_the_library_subset_agree_with_the_calendar() -> None:
    for day in DAYS:
        for months in (1, 2, 11, 12):
            first, last = (
                _month(day.year, day.month - months)
                if day.month > months
                else _month(day.year - 1, day.month - months + 12)
            )
            wanted = first.replace(day=min(day.day, last.day))
            assert read_date(f"{months} months ago", _at(day)) == wanted
        typed = day.strftime("%d %B %Y")
        assert read_date(typed, _at(DAYS[-1])) == day


def test_the_clock_of_the_machine_never_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    far = time.mktime((2055, 7, 7, 3, 3, 3, 0, 0, -1))
    monkeypatch.setattr(time, "time", lambda: far)
    real = time.localtime
    monkeypatch.setattr(time, "localtime", lambda *a: real(*(a or (far,))))
    answers: list[Any] = []
    for text in ("2 months ago", "3 november 2025", "nov 3", "feb 30", "last night", "20/11/2026"):
        try:
            answers.append(read_date(text, NOW))
        except SentenceError as error:
            answers.append(error.code)
    assert answers == [
        date(2026, 9, 18),
        date(2025, 11, 3),
        date(2026, 11, 3),
        "invalid_date",
        date(2026, 11, 17),
        date(2026, 11, 20),
    ]
