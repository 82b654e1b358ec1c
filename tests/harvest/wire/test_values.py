"""Single values, well-formed and not."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from harvest_cli.harvest.wire import read as values
from harvest_cli.harvest.wire.read import Unreadable
from tests.rows import for_each

NOTHING: list[object] = [None, [], {}, "", "abc", True]


@for_each(
    ("value", "read"),
    [
        (Decimal("1.50"), Decimal("1.50")),
        (0, Decimal(0)),
        (100, Decimal(100)),
        ("1.5", Decimal("1.5")),
        (-1, Decimal(-1)),
        (Decimal("1e9"), Decimal(1_000_000_000)),
        ("NaN", None),
        ("sNaN", None),
        ("Infinity", None),
        (Decimal("1e400"), None),
        (Decimal("1e999999"), None),
        (10**40, None),
        (1.5, None),
        *((value, None) for value in NOTHING),
    ],
)
def test_numbers(value: object, read: Decimal | None) -> None:
    assert values.number(value) == read


@for_each(
    ("value", "read"),
    [
        (636709355, 636709355),
        (2**63, 2**63),
        ("636709355", 636709355),
        (" 7 ", 7),
        (Decimal("7.0"), 7),
        (Decimal("7.5"), None),
        ("7.5", None),
        ("٣", None),
        ("9" * 5000, None),
        (Decimal("1e400"), None),
        *((value, None) for value in NOTHING),
    ],
)
def test_whole_numbers(value: object, read: int | None) -> None:
    assert values.whole(value) == read


def test_a_record_without_an_id_is_none() -> None:
    assert values.required_id({"id": "5"}) == 5
    with pytest.raises(Unreadable):
        values.required_id({})
    with pytest.raises(Unreadable):
        values.required_id({"id": 2**63})


@for_each(
    ("value", "read"),
    [
        ("Büro ☕", "Büro ☕"),
        ("", None),
        (None, None),
        (42, "42"),
        (Decimal("4.2"), "4.2"),
        (True, None),
        ([], None),
        ({"a": 1}, None),
        ("half \ud83d", "half ?"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_text(value: object, read: str | None) -> None:
    assert values.text(value) == read


def test_a_missing_name_is_a_question_mark() -> None:
    assert [values.name(value) for value in ("ABC", "", None, 5)] == ["ABC", "?", "?", "5"]


@for_each(
    ("value", "read"),
    [(True, True), (False, False), ("true", True), ("False", False), (None, None), (1, None)],
)
def test_flags(value: object, read: bool | None) -> None:
    assert values.flag(value) is bool(read)
    assert values.flag(value, otherwise=True) is (read is not False)


@for_each(
    ("value", "read"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11-21T09:00:00Z", date(2026, 11, 21)),
        ("2026-13-45", None),
        ("2026-02-30", None),
        ("0000-00-00", None),
        (20261121, None),
        *((value, None) for value in NOTHING),
    ],
)
def test_days(value: object, read: date | None) -> None:
    assert values.day(value) == read


@for_each(
    ("value", "read"),
    [
        ("2026-11-21T09:00:05Z", datetime(2026, 11, 21, 9, 0, 5, tzinfo=UTC)),
        ("2026-11-21T09:00:05", datetime(2026, 11, 21, 9, 0, 5, tzinfo=UTC)),
        (
            "2026-11-21T09:00:05-05:00",
            datetime(2026, 11, 21, 9, 0, 5, tzinfo=timezone(timedelta(hours=-5))),
        ),
        ("2026-13-45T99:00:00Z", None),
        (1, None),
        *((value, None) for value in NOTHING),
    ],
)
def test_moments_are_aware(value: object, read: datetime | None) -> None:
    assert values.moment(value) == read


@for_each(
    ("value", "read"),
    [
        ("3:00pm", time(15)),
        ("15:00", time(15)),
        ("8:00am", time(8)),
        ("25:61", None),
        (900, None),
        *((value, None) for value in NOTHING),
    ],
)
def test_times_of_day_in_either_style(value: object, read: time | None) -> None:
    assert values.clock_time(value) == read
