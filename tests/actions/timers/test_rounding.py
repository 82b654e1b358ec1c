"""A stopped timer is rounded as the settings say: its hours, or its end."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.timers.ending import rounded_stop
from harvest_cli.domain.company import Company
from harvest_cli.harvest.wire.write import EntryChange
from tests.actions.contexts import a_context
from tests.actions.entries.test_edit_times import an_entry


def stopped(
    rule: str, by_times: bool = False, change: EntryChange | None = None, **entry: object
) -> tuple[EntryChange | None, str | None]:
    company = Company(wants_timestamp_timers=by_times)
    context = a_context(company=company, environ={"HV_ROUND": rule})
    return rounded_stop(context, an_entry(**entry), change)


@pytest.mark.parametrize(
    ("rule", "hours", "after"),
    [
        ("15m up", "1.02", "1.25"),
        ("15m nearest", "1.02", "1.00"),
        ("15m up", "0.01", "0.25"),
        ("6m", "1.05", "1.10"),
    ],
)
def test_hours_are_rounded_and_said(rule: str, hours: str, after: str) -> None:
    change, said = stopped(rule, hours=Decimal(hours))
    assert change == EntryChange(hours=Decimal(after))
    assert said is not None
    assert "rounded to" in said


@pytest.mark.parametrize(
    ("rule", "hours"), [("15m up", "1.25"), ("none", "1.02"), ("15m up", None)]
)
def test_nothing_is_sent_where_rounding_changes_nothing(rule: str, hours: str | None) -> None:
    assert stopped(rule, hours=None if hours is None else Decimal(hours)) == (None, None)


def test_a_change_that_is_sent_anyway_is_rounded_with_the_rest_of_it() -> None:
    planned = EntryChange(hours=Decimal("2.02"), notes="x")
    change, _ = stopped("15m up", change=planned, hours=Decimal("1.00"))
    assert change == EntryChange(hours=Decimal("2.25"), notes="x")


def test_an_account_of_times_moves_the_end() -> None:
    times: dict[str, Any] = {"started_time": time(9), "ended_time": time(10, 1)}
    change, said = stopped("15m up", True, **times)
    assert change == EntryChange(ended_time=time(10, 15))
    assert said == "1:01 rounded to 1:15 (15m up)"
    planned = EntryChange(ended_time=time(9, 31))
    assert stopped("15m up", True, planned, **times)[0] == EntryChange(ended_time=time(9, 45))


@pytest.mark.parametrize(
    ("begin", "end"),
    [(time(23), time(23, 50)), (time(22), time(1)), (None, time(10)), (time(9), None)],
    ids=["past midnight", "over midnight", "no start", "no end"],
)
def test_an_end_that_cannot_be_moved_within_the_day_stays(
    begin: time | None, end: time | None
) -> None:
    assert stopped("60m up", True, started_time=begin, ended_time=end) == (None, None)
