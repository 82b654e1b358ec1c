"""Entries from a spreadsheet: every line is checked before the first one is sent."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.actions.entries.bulk import BulkPlan
from harvest_cli.actions.imports.plan import plan_import
from harvest_cli.actions.imports.results import ImportOptions, Mistakes, Source
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
)
from harvest_cli.domain.errors import UsageError
from harvest_cli.language.trackers.tables import MOST_ROWS
from tests.actions.contexts import NoHarvest, a_context
from tests.rows import for_each

DESIGN, CODE = Task(21, "Design"), Task(22, "Programming")
WEBSITE = ProjectAssignment(
    1,
    Project(11, "Website", "WEB"),
    Client(1, "ABC Corp"),
    task_assignments=(TaskAssignment(None, DESIGN), TaskAssignment(None, CODE)),
)
HEAD = "spent_date,hours,project,task"


class Empty(NoHarvest):
    """A Harvest without entries, that knows no newer names."""

    server_date = None

    def time_entries(self, _wanted: object) -> list[object]:
        return []


def a_person(by_times: bool = False) -> Context:
    context = a_context(WEBSITE, client=Empty(), company=Company(wants_timestamp_timers=by_times))
    context.account.refresh_projects = lambda: False  # type: ignore[method-assign]
    context.outbox = None
    return context


def plan(*lines: str, head: str = HEAD, by_times: bool = False) -> BulkPlan:
    return planned_in(a_person(by_times), "\n".join([head, *lines]))


def planned_in(context: Context, text: str) -> BulkPlan:
    """What `hv log --csv` would send of a file."""
    source = Source("time.csv", text.encode())
    return plan_import(context, [source], ImportOptions(loose=True, sure=False)).plan


def test_a_line_becomes_an_entry_with_its_place() -> None:
    (planned,) = plan("2026-11-17,1.5,Website,Design").entries
    entry = planned.entry
    assert planned.place == "line 2"
    assert (entry.spent_date, entry.hours) == (date(2026, 11, 17), Decimal("1.50"))
    assert (entry.project.id, entry.task.id) == (11, 21)
    assert planned.skip is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_first_line(delimiter: str) -> None:
    head, line = (text.replace(",", delimiter) for text in (HEAD, "2026-11-17,2,Website,Design"))
    assert plan(line, head=head).entries[0].entry.hours == Decimal("2.00")


@pytest.mark.parametrize(
    "head",
    [
        "\ufeffspent_date,hours,project,task",
        "Date,Hours,Project Name,Task",
        " day , HOURS,project,task",
    ],
)
def test_columns_have_their_usual_other_names(head: str) -> None:
    assert plan("2026-11-17,2,Website,Design", head=head).entries[0].entry.task.id == 21


@for_each(
    ("typed", "hours"),
    [
        ("1.5", "1.50"),
        ("0.333", "0.33"),
        ("0.01", "0.01"),
        ("24", "24.00"),
        ("1:30", "1.50"),
        ("90m", "1.50"),
        ("2h", "2.00"),
        (" 2 ", "2.00"),
    ],
)
def test_hours_are_decimal_or_as_people_write_them(typed: str, hours: str) -> None:
    (planned,) = plan(f"2026-11-17,{typed},Website,Design").entries
    assert planned.entry.hours == Decimal(hours)


@for_each(
    ("line", "code"),
    [
        ("2026-11-17", None),
        ("2026-11-17,1,,", "unknown_project"),
        ("2026-11-17,1,Nowhere,Design", "unknown_project"),
        ("2026-11-17,1,Website,Nothing", "unknown_task"),
        ("2026-11-17,1,Website,", "no_task"),
        ("2026-11-17,0.001,Website,Design", "invalid_duration"),
        ("2026-11-17,24.01,Website,Design", "invalid_duration"),
        ("2026-11-17,-1,Website,Design", "invalid_duration"),
        ("2026-11-17,,Website,Design", None),
        ("2026-11-17,nan,Website,Design", None),
        ("2026-02-30,1,Website,Design", "invalid_date"),
        (",1,Website,Design", None),
    ],
)
def test_a_line_that_cannot_be_an_entry_is_told_by_its_number(line: str, code: str | None) -> None:
    with pytest.raises(Mistakes) as refused:
        plan("2026-11-16,1,Website,Design", line)
    (mistake,) = refused.value.found
    assert mistake.line == 3
    assert mistake.error.code == code or code is None
    assert refused.value.exit_code == 2
    assert refused.value.candidates[0].startswith(("line 3: ", "line 3, column "))


def test_all_wrong_lines_are_told_at_once_and_blank_ones_are_none() -> None:
    with pytest.raises(Mistakes, match="2 lines of the file") as refused:
        plan("2026-11-16,1,Nowhere,x", "", " , ,", "2026-11-16,1,Elsewhere,x")
    assert [mistake.line for mistake in refused.value.found] == [2, 5]


@pytest.mark.found("H6")
def test_cells_behind_the_last_column_are_refused_unless_they_are_blank() -> None:
    assert len(plan("2026-11-17,1,Website,Design,, ").entries) == 1
    with pytest.raises(Mistakes) as refused:
        plan("2026-11-17,1,Website,Design,more,cells")
    assert "it has 6 cells, the first line 4" in refused.value.candidates[0]


def test_notes_may_have_lines_and_lose_the_guard_against_formulas() -> None:
    head = f"{HEAD},notes"
    first, second = plan(
        "2026-11-17,1,Website,Design,'=1+1", '2026-11-17,2,Website,Design,"a\nb"', head=head
    ).entries
    assert first.entry.notes == "=1+1"
    assert second.entry.notes == "a\nb"
    assert second.place == "line 3"


@pytest.mark.parametrize("by_times", [True, False])
def test_clock_times_go_along_and_hours_are_right_in_either_account(by_times: bool) -> None:
    head = f"{HEAD},started_time,ended_time"
    line = "2026-11-17,1,Website,Design,9:00,10:00"
    (planned,) = plan(line, head=head, by_times=by_times).entries
    assert planned.new is not None
    assert (planned.new.started_time, planned.new.ended_time) == (time(9), time(10))
    assert planned.new.hours == Decimal("1.00")


@pytest.mark.parametrize("cells", ["9:00,", ",10:00", ","])
def test_one_clock_time_alone_is_none(cells: str) -> None:
    head = f"{HEAD},started_time,ended_time"
    (planned,) = plan(f"2026-11-17,1,Website,Design,{cells}", head=head).entries
    assert planned.new is not None
    assert (planned.new.started_time, planned.new.ended_time) == (None, None)


def test_a_time_of_day_that_is_none_is_refused() -> None:
    with pytest.raises(Mistakes, match="cannot be read") as refused:
        plan("2026-11-17,1,Website,Design,25:00,26:00", head=f"{HEAD},started_time,ended_time")
    assert refused.value.code == "invalid_time"


def test_a_running_timer_is_left_out() -> None:
    lines = [f"2026-11-17,1,Website,Design,Kim Allen,{runs}" for runs in ("true", "false")]
    planned = plan(*lines, head=f"{HEAD},user,is_running")
    assert [each.why for each in planned.left_out] == ["its timer still runs"]
    assert [each.place for each in planned.entries] == ["line 3"]


@pytest.mark.parametrize("user", ["Kim Allen", "kim allen", "1782959", ""])
def test_my_own_time_is_taken_by_name_or_number(user: str) -> None:
    assert plan(f"2026-11-17,1,Website,Design,{user}", head=f"{HEAD},user").entries


def test_ids_win_over_names_where_this_account_knows_them() -> None:
    head = f"{HEAD},project_id,task_id"
    first, second = plan(
        "2026-11-17,1,Renamed since,Design,11,22", "2026-11-17,1,Website,Design,99,22", head=head
    ).entries
    assert (first.entry.project.id, first.entry.task.id) == (11, 22)
    assert (second.entry.project.id, second.entry.task.id) == (11, 21)


@for_each(
    ("content", "said"),
    [
        ("", "The file is empty"),
        ("hours,project\n1,Website", "does not name spent_date"),
        (HEAD, "The file holds no entries"),
        (f"{HEAD}\n\0", "is not text"),
        (f'{HEAD}\n"' + "x" * 200_000, "is not CSV"),
        (HEAD + "\n2026-11-17,1,Website,Design" * (MOST_ROWS + 1), "more than 100000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        planned_in(a_person(), content)
    assert refused.value.hint
