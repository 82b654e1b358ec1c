"""Sums by ids and days become lines, rolled up and in order."""

from datetime import date
from decimal import Decimal

from harvest_cli.actions.reports.lines import (
    ReportLine,
    hours_by_day,
    in_order,
    lines_of,
    step_of,
    time_name,
)
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.totals import Ledger
from tests.rows import for_each
from tests.show.report_samples import sums

ABC, GLOBEX = Client(1, "ABC Corp"), Client(2, "Globex")


def an_entry(day: str | None, hours: str, client: Client = ABC, project: int = 11) -> TimeEntry:
    spent = date.fromisoformat(day) if day else None
    return TimeEntry(
        1, spent, Decimal(hours), client, Project(project, f"P{project}"), Task(21, "Design")
    )


def ledger(*entries: TimeEntry, by: tuple[str, ...]) -> Ledger:
    found = Ledger(by)
    found.fold(entries)
    return found


@for_each(
    ("kind", "first", "step"),
    [
        ("day", WeekStart.MONDAY, "2026-11-01"),
        ("week", WeekStart.MONDAY, "2026-10-26"),
        ("week", WeekStart.SUNDAY, "2026-11-01"),
        ("week", WeekStart.SATURDAY, "2026-10-31"),
        ("month", WeekStart.MONDAY, "2026-11-01"),
    ],
)
def test_a_day_belongs_to_a_step_of_time(kind: str, first: WeekStart, step: str) -> None:
    assert step_of(kind, date(2026, 11, 1), first) == date.fromisoformat(step)


def test_weeks_over_a_year_end_are_one_line() -> None:
    entries = [
        an_entry("2026-12-31", "1"),
        an_entry("2027-01-01", "2"),
        an_entry("2027-01-04", "4"),
    ]
    lines = lines_of(ledger(*entries, by=("day",)), ("week",), WeekStart.MONDAY)
    assert [(line.name, int(line.sums.hours)) for line in lines] == [
        ("2026-12-28", 3),
        ("2027-01-04", 4),
    ]


def test_months_are_named_by_year_and_number() -> None:
    lines = lines_of(ledger(an_entry("2026-02-28", "1"), by=("day",)), ("month",), WeekStart.MONDAY)
    assert [line.name for line in lines] == ["2026-02"]
    assert time_name("month", None) == time_name("day", None) == "?"


def test_a_day_that_makes_no_sense_comes_last() -> None:
    entries = [an_entry(None, "1"), an_entry("2026-11-18", "1")]
    lines = lines_of(ledger(*entries, by=("day",)), ("day",), WeekStart.MONDAY)
    assert [line.name for line in lines] == ["2026-11-18", "?"]


def test_two_groups_are_lines_below_lines_that_add_up() -> None:
    entries = [
        an_entry("2026-11-17", "1"),
        an_entry("2026-11-18", "2"),
        an_entry("2026-11-18", "4", GLOBEX, 12),
    ]
    lines = lines_of(ledger(*entries, by=("client", "day")), ("client", "month"), WeekStart.MONDAY)
    assert [(line.name, int(line.sums.hours)) for line in lines] == [("Globex", 4), ("ABC Corp", 3)]
    assert [(below.name, int(below.sums.hours)) for below in lines[1].lines] == [("2026-11", 3)]


def test_a_project_brings_its_client_and_a_nameless_one_is_a_question_mark() -> None:
    (line,) = lines_of(
        ledger(an_entry("2026-11-18", "1"), by=("project",)), ("project",), WeekStart.MONDAY
    )
    assert (line.name, line.client, line.id) == ("P11", "ABC Corp", 11)
    nameless = an_entry("2026-11-18", "1", Client(None, ""))
    (line,) = lines_of(ledger(nameless, by=("client",)), ("client",), WeekStart.MONDAY)
    assert (line.name, line.id) == ("?", None)


def test_lines_come_by_hours_then_name_then_client_then_id() -> None:
    lines = [
        ReportLine("project", "b", sums("1.00"), 1),
        ReportLine("project", "A", sums("1.00"), 2, client="Z"),
        ReportLine("project", "a", sums("1.00"), 3, client="Y"),
        ReportLine("project", "z", sums("2.00"), 4),
    ]
    assert [line.id for line in in_order(lines)] == [4, 3, 2, 1]


def test_the_hours_of_each_day_over_all_groups() -> None:
    entries = [
        an_entry("2026-11-18", "1"),
        an_entry("2026-11-18", "2", GLOBEX, 12),
        an_entry(None, "9"),
    ]
    assert hours_by_day(ledger(*entries, by=("client", "day"))) == {date(2026, 11, 18): Decimal(3)}
