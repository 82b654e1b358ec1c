"""Hours per day as a heat-map: every day in its place, every shade what the legend says."""

from datetime import date
from decimal import Decimal

import pytest

from harvest_cli.domain.days import Period, WeekStart
from harvest_cli.show.machine.renderer import Layout
from harvest_cli.show.reports.charts import ASCII_SHADES, calendar_lines, legend, weeks
from tests.show.samples import an_output, block

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def drawn(
    by_day: dict[date, str], period: Period = NOVEMBER, first: WeekStart = WeekStart.MONDAY
) -> str:
    output = an_output()
    hours = {day: Decimal(text) for day, text in by_day.items()}
    layout = Layout(first=first, ascii_only=True)
    return block("\n".join(calendar_lines(hours, period, output, layout)) + "\n")


def test_each_day_stands_below_its_name_with_its_shade() -> None:
    shown = drawn({date(2026, 11, 2): "8.00", date(2026, 11, 3): "2.00", date(2026, 11, 4): "2.01"})
    assert shown.splitlines()[:3] == [
        "      Mo  Tu  We  Th  Fr  Sa  Su",
        "Nov                           1     0:00",
        "      2#  3.  4+  5   6   7   8    12:01",
    ]
    assert shown.splitlines()[-1] == "up to . 2:00 + 4:00 * 6:00 # 8:00"


@pytest.mark.parametrize(
    ("first", "names", "opening"),
    [
        (WeekStart.MONDAY, "Mo  Tu  We  Th  Fr  Sa  Su", 1),
        (WeekStart.SUNDAY, "Su  Mo  Tu  We  Th  Fr  Sa", 7),
        (WeekStart.SATURDAY, "Sa  Su  Mo  Tu  We  Th  Fr", 6),
    ],
)
def test_the_week_begins_where_the_account_begins_it(
    first: WeekStart, names: str, opening: int
) -> None:
    lines = drawn({}, first=first).splitlines()
    assert lines[0].strip() == names
    assert len(lines[1].split()) - 2 == opening


def test_a_year_end_names_both_months() -> None:
    turn = Period(date(2026, 12, 21), date(2027, 1, 10))
    names = [line[:4].strip() for line in drawn({}, turn).splitlines()[1:]]
    assert names == ["Dec", "Jan", ""]
    assert [week.start.day for week in weeks(turn, WeekStart.MONDAY)] == [21, 28, 4]


def test_days_outside_of_the_period_are_blank_and_not_counted() -> None:
    shown = drawn(
        {date(2026, 11, 16): "1.00", date(2026, 11, 15): "5.00"},
        Period(date(2026, 11, 16), date(2026, 11, 17)),
    )
    assert " 15" not in shown.splitlines()[1]
    assert shown.splitlines()[1].split() == ["Nov", "16.", "17", "1:00"]


def test_no_hours_need_no_legend() -> None:
    assert legend(Decimal(0), ASCII_SHADES, an_output()) == []
    assert "up to" not in drawn({})


def test_a_change_of_clocks_makes_no_day_longer() -> None:
    shown = drawn({date(2026, 11, 1): "8.00"}, Period(date(2026, 10, 26), date(2026, 11, 8)))
    assert len(shown.splitlines()) == 4
