"""A timer that ran past midnight, divided by days, whatever the clocks did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from harvest_cli.actions.timers.ending import own_end
from harvest_cli.domain.errors import UsageError
from tests.actions.contexts import NOW, a_context
from tests.actions.entries.test_edit_times import an_entry
from tests.rows import few
from tests.workday import Person

MIDNIGHT = datetime(2026, 11, 18, 5, tzinfo=UTC)
"""In New York."""


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 18), NOW),
        (date(2026, 11, 17), MIDNIGHT),
        (date(2026, 11, 16), MIDNIGHT - timedelta(days=1)),
        (None, NOW),
    ],
)
def test_the_days_own_part_ends_at_its_midnight(day: date | None, end: datetime) -> None:
    assert own_end(a_context(), an_entry(spent_date=day), NOW) == end


def test_more_than_a_week_is_too_long_to_divide() -> None:
    context = a_context()
    own_end(context, an_entry(spent_date=date(2026, 11, 11)), NOW)
    with pytest.raises(UsageError, match="too long to divide") as refused:
        own_end(context, an_entry(spent_date=date(2026, 11, 10)), NOW)
    assert "hv stop at" in (refused.value.hint or "")


@few(3)
@pytest.mark.parametrize("by_times", [True, False])
@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 23), [120, 90]),
        (date(2026, 10, 31), [120, 90]),
        (date(2026, 12, 31), [120, 90]),
    ],
    ids=["usual", "before the clocks go back", "year end"],
)
def test_each_day_gets_its_part(
    tmp_path: Path, day: date, hours: list[int], by_times: bool
) -> None:
    began = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    person = Person(tmp_path / "cache", began, wants_timestamp_timers=by_times).warm()
    person.at(22)
    person.start("TF: late work")
    next_day = day + timedelta(days=1)
    person.at(1, 30, day=next_day)
    turn = person.stop(split=True)
    assert [person.minutes(row.entry) for row in turn.entries] == hours
    assert [row.entry.spent_date for row in turn.entries] == [day, next_day]
    held = person.entries(day, next_day)
    mine = [entry for entry in held if entry["notes"] == "late work"]
    assert [person.minutes(entry) for entry in mine] == hours
    assert not any(entry["is_running"] for entry in mine)


@pytest.mark.parametrize("by_times", [True, False])
@pytest.mark.parametrize(
    ("day", "second"),
    [(date(2026, 10, 31), 240), (date(2026, 3, 7), 120)],
    ids=["back", "forward"],
)
def test_a_change_of_the_clocks_is_in_the_part_of_its_day(
    tmp_path: Path, day: date, second: int, by_times: bool
) -> None:
    began = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    person = Person(tmp_path / "cache", began, wants_timestamp_timers=by_times).warm()
    person.at(22)
    person.start("TF: late work")
    person.at(3, day=day + timedelta(days=1))
    turn = person.stop(split=True)
    assert [person.minutes(row.entry) for row in turn.entries] == [120, second]


@pytest.mark.parametrize("by_times", [True, False])
def test_a_whole_day_in_between_is_24_hours(tmp_path: Path, by_times: bool) -> None:
    day = date(2026, 11, 22)
    began = datetime(2026, 11, 22, 17, tzinfo=UTC)
    person = Person(tmp_path / "cache", began, wants_timestamp_timers=by_times).warm()
    person.at(22)
    person.start("TF: forgotten")
    person.at(1, day=day + timedelta(days=2))
    turn = person.stop(split=True)
    assert [person.minutes(row.entry) for row in turn.entries] == [120, 24 * 60, 60]
