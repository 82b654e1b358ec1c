"""The week as a grid, its days below each other where it is narrow, and the gaps in it."""

from datetime import date
from decimal import Decimal
from typing import Any

from harvest_cli.show.machine.days import GAP, GAPS, WEEK, is_empty, week_columns, week_rows
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.reports.week_grid import (
    remarks,
)
from harvest_cli.show.terminal.columns import display_width
from tests.rows import for_each
from tests.show.report_samples import TODAY, a_gap, a_row, a_week, the_gaps
from tests.show.samples import an_output, block, written

BUSY = a_week(a_row("7.00", "0.00", "2.50"), a_row("1.00", project="Online Store"))


def shown(width: int | None = 120, week: object = BUSY, **how: Any) -> list[str]:
    output = an_output(width=width, **how)
    render(week, output)
    return block(written(output)).splitlines()


def test_the_grid_has_rows_sums_targets_and_differences() -> None:
    title, head, first, second, total, target, difference, *rest = shown()
    assert title == "Mon 16 – Sun 22 Nov"
    assert head.split()[:6] == ["Project", "Task", "Mon", "16", "Tue", "17"]
    assert first.split()[-3:] == ["7:00", "2:30", "9:30"]
    assert second.split()[-2:] == ["1:00", "1:00"]
    assert total.split() == [
        *("Total", "8:00", "–", "2:30", "0:00", "0:00", "0:00", "0:00", "10:30"),
    ]
    assert target.split() == ["Target", *["7:00"] * 5, "35:00"]
    assert difference.split() == ["Difference", "+1:00", "-7:00", "-4:30", "-10:30"]
    assert rest == ["Nothing on Tue 17 Nov", "24:30 to go this week"]


def test_a_day_counts_as_empty_once_it_is_over_and_was_a_workday() -> None:
    by_day = {day.day.day: is_empty(day, BUSY) for day in BUSY.days}
    assert by_day == {16: False, 17: True, 18: False, 19: False, 20: False, 21: False, 22: False}


def test_a_running_timer_is_marked_and_remarked() -> None:
    week = a_week(a_row("0.00", "0.00", "0.00", running=TODAY))
    lines = shown(week=week)
    assert "▶0:00" in lines[2]
    assert lines[-1] == "▶ timer still running, counted up to now"
    plain = shown(week=week, encoding="ascii")
    assert all(line.isascii() for line in plain)
    assert ">0:00" in plain[2]


def test_a_week_that_is_over_has_nothing_to_go() -> None:
    week = a_week(a_row("7.00"), today=date(2026, 12, 24))
    assert remarks(week, an_output()) == [
        "Nothing on Tue 17 Nov, Wed 18 Nov, Thu 19 Nov, Fri 20 Nov"
    ]


@for_each("width", [20, 30, 40, 60, 70, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    week = a_week(a_row("7.00", "7.25", project="東京 Marketing Website " * 3))
    for line in shown(width, week):
        if not line.startswith("Nothing on") and not line.endswith("to go this week"):
            assert display_width(line) <= width


def test_a_narrow_terminal_sees_the_days_below_each_other() -> None:
    lines = shown(40)
    assert lines[1] == "Mon 16 Nov  8:00 of 7:00"
    assert lines[2].startswith("  7:00  Marketing Website")
    assert "Sat 21 Nov" not in "\n".join(lines)
    assert "Total  10:30 of 35:00" in lines


def test_decimal_accounts_see_decimals() -> None:
    assert "10.50" in shown(time_format="decimal")[4]


def test_the_document_and_the_rows_hold_the_same() -> None:
    document = WEEK.record(BUSY)
    assert (document["from"], document["to"]) == (date(2026, 11, 16), date(2026, 11, 22))
    assert document["rows"][0]["hours"]["2026-11-18"] == Decimal("2.50")
    assert document["total"] == {
        "hours": Decimal("10.50"),
        "target": Decimal("35.00"),
        "due": Decimal("21.00"),
        "difference": Decimal("-10.50"),
    }
    columns, rows = week_columns(BUSY), list(week_rows(BUSY))
    assert columns[3:5] == ("2026-11-16", "2026-11-17")
    assert {len(row) for row in rows} == {len(columns)}
    assert [row[-1] for row in rows] == [row["total"] for row in document["rows"]]


def test_an_empty_week_has_the_same_keys() -> None:
    empty, full = WEEK.record(a_week()), WEEK.record(BUSY)
    assert list(empty) == list(full)
    assert empty["rows"] == []
    assert len(empty["days"]) == 7


def test_gaps_are_days_with_what_they_lack() -> None:
    gaps = the_gaps(a_gap(date(2026, 11, 17)), a_gap(date(2026, 11, 18), "6.50"))
    output = an_output(width=80)
    render(gaps, output)
    assert block(written(output)).splitlines() == [
        "Tue 17 Nov  0:00  7:00  7:00 missing",
        "Wed 18 Nov  6:30  7:00  0:30 missing",
        "7:30 missing on 2 days of Mon 16 – Fri 20 Nov",
    ]
    document = GAPS.record(gaps)
    assert document["total"] == {"missing": Decimal("7.50"), "days": 2, "checked": 5}
    assert GAP.columns == ("spent_date", "hours", "target", "missing", "entries")


def test_one_gap_is_one_day() -> None:
    output = an_output(width=80)
    render(the_gaps(a_gap(date(2026, 11, 17))), output)
    assert written(output).endswith("7:00 missing on 1 day of Mon 16 – Fri 20 Nov\n")
