"""Tables as people see them."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.table import LONGEST_RICH
from tests.show.samples import (
    ENTRIES,
    FOOTER,
    LOCKED,
    MOCKUPS,
    RUNNING,
    a_project,
    an_output,
    block,
    listed,
    projects,
    told,
    written,
)

AT_120 = """\
Sat 21 Nov                                                                               9:00
1  7:00 L  ABC Corp        Marketing Website       Graphic Design  sprint review and planning
2  2:00    ABC Corp        Marketing Website       Graphic Design  hero mockups
Sun 22 Nov                                                                               2:13
3  1:30    ABC Corp        Marketing Website       Programming     footer
4  0:43 ▶  123 Industries  Online Store - Phase 1  Programming

Total, 11:13 billable                                                                   11:13
▶ running  L locked"""

AT_80 = """\
Sat 21 Nov                                                               9:00
1  7:00 L  Marketing Website       Graphic Design  sprint review and planning
2  2:00    Marketing Website       Graphic Design  hero mockups
Sun 22 Nov                                                               2:13
3  1:30    Marketing Website       Programming     footer
4  0:43 ▶  Online Store - Phase 1  Programming

Total, 11:13 billable                                                   11:13
▶ running  L locked"""

AT_40 = """\
Sat 21 Nov                   9:00
1  7:00 L  Marketing Website
2  2:00    Marketing Website
Sun 22 Nov                   2:13
3  1:30    Marketing Website
4  0:43 ▶  Online Store - Phase 1

Total, 11:13 billable       11:13
▶ running  L locked"""


@pytest.mark.parametrize(("width", "expected"), [(120, AT_120), (80, AT_80), (40, AT_40)])
def test_entries_by_day_at_three_widths(width: int, expected: str) -> None:
    output = an_output(width=width)
    render(listed(*ENTRIES), output)
    assert block(written(output)) == expected
    assert told(output) == ""


@pytest.mark.ux(40)
def test_notes_shrink_before_anything_else() -> None:
    output = an_output(width=87)
    render(listed(*ENTRIES), output)
    row = "1  7:00 L  ABC Corp        Marketing Website       Graphic Design  sprint review and p…"
    assert row in written(output)


def test_decimal_accounts_get_decimals_everywhere() -> None:
    output = an_output(width=80, time_format="decimal")
    render(listed(FOOTER), output)
    assert block(written(output)) == (
        "Sun 22 Nov                                           1.50\n"
        "1  1.50  ABC Corp  Marketing Website  Programming  footer\n"
        "\n"
        "Total, 1.50 billable                                 1.50"
    )


def test_accounts_with_start_and_end_see_both() -> None:
    output = an_output(width=120, clock="12h")
    render(listed(FOOTER._replace(started_time=time(9), ended_time=time(10, 30))), output)
    assert "1  1:30  9:00am–10:30am  ABC Corp  Marketing Website" in written(output)


def test_an_empty_period_is_said_on_stderr() -> None:
    output = an_output(width=80)
    render(listed(), output)
    assert written(output) == ""
    assert told(output) == "No entries for Mon 16 – Sun 22 Nov\n"


def test_an_entry_without_a_day_or_hours_is_shown_still() -> None:
    output = an_output(width=80)
    render(listed(FOOTER._replace(spent_date=None, hours=None)), output)
    first, row, *_ = block(written(output)).splitlines()
    assert first.split() == ["No", "date", "0:00"]
    assert row == "1  ?  ABC Corp  Marketing Website  Programming  footer"


@pytest.mark.ux(59)
def test_running_is_green_and_locked_is_a_letter() -> None:
    output = an_output(width=120, color="always")
    render(listed(LOCKED, RUNNING), output)
    assert "7:00 L" in written(output)
    assert "\x1b[32m0:43 ▶\x1b[0m" in written(output)


def test_without_colour_there_is_no_escape() -> None:
    output = an_output(width=120)
    render(listed(*ENTRIES), output)
    render(projects(a_project()), output)
    assert "\x1b" not in written(output)


@pytest.mark.ux(61)
def test_ascii_terminals_get_ascii_tables() -> None:
    output = an_output(width=87, encoding="ascii")
    render(listed(*ENTRIES), output)
    assert "4  0:43 >  123 Industries" in written(output)
    assert "sprint review and..." in written(output)


def test_markup_links_and_emoji_codes_are_literal() -> None:
    notes = "JIRA-1 [WIP] fix [/home/u] [link=https://evil]x[/link] :smile:"
    output = an_output(width=200)
    render(listed(FOOTER._replace(notes=notes)), output)
    assert notes in written(output)


def test_wide_characters_stay_aligned() -> None:
    names = ("漢字プロジェクト", "Zoe\u0308", "👩\u200d💻 work", "plain")
    rows = [FOOTER._replace(project=FOOTER.project._replace(name=name)) for name in names]
    output = an_output(width=120)
    render(listed(*rows), output)
    lines = written(output).splitlines()[1:5]
    assert {display_width(line[: line.index("Programming")]) for line in lines} == {37}


def test_a_long_list_looks_like_a_short_one() -> None:
    short, long = an_output(width=120), an_output(width=120)
    many = [MOCKUPS._replace(id=number) for number in range(1, LONGEST_RICH + 2)]
    render(listed(*many[:LONGEST_RICH]), short)
    render(listed(*many), long)
    rows_short = block(written(short)).splitlines()[1 : LONGEST_RICH + 1]
    assert block(written(long)).splitlines()[1 : LONGEST_RICH + 1] == rows_short


def test_a_long_list_is_not_drawn_by_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def by_rich(*_: object) -> tuple[str, ...]:
        drawn.append(1)
        return ()

    monkeypatch.setattr("harvest_cli.show.terminal.table.rich_lines", by_rich)
    many = [MOCKUPS._replace(id=number) for number in range(1, LONGEST_RICH + 2)]
    render(listed(*many), an_output(width=120))
    assert drawn == []
    render(listed(*many[:-1]), an_output(width=120))
    assert drawn == [1]


def test_a_year_other_than_this_is_named() -> None:
    output = an_output(width=80)
    render(listed(FOOTER._replace(spent_date=date(2025, 3, 4))), output)
    assert written(output).startswith("Tue 4 Mar 2025 ")


STORE = a_project(
    "Online Store - Phase 1",
    code="OS1",
    client="123 Industries",
    slug="online-store-phase-1",
    last_used=None,
    tasks=("Programming",),
)

PROJECTS_AT_120 = """\
Project                 Code  Client          Last used   Slug                  Tasks
Marketing Website       MW    ABC Corp        Sat 21 Nov  marketing-website     Programming
Online Store - Phase 1  OS1   123 Industries              online-store-phase-1  Programming"""

PROJECTS_AT_80 = """\
Project                 Code  Client          Slug                  Tasks
Marketing Website       MW    ABC Corp        marketing-website     Programming
Online Store - Phase 1  OS1   123 Industries  online-store-phase-1  Programming
No room for Last used"""

PROJECTS_AT_40 = """\
Project                 Code
Marketing Website       MW
Online Store - Phase 1  OS1
No room for Client, Last used, Slug,
Tasks"""


@pytest.mark.parametrize(
    ("width", "expected"), [(120, PROJECTS_AT_120), (80, PROJECTS_AT_80), (40, PROJECTS_AT_40)]
)
def test_projects_at_three_widths(width: int, expected: str) -> None:
    output = an_output(width=width)
    render(projects(a_project(tasks=("Programming",)), STORE), output)
    assert block(written(output)) == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("acme web", 'No project matches "acme web"\n'),
        ("", "No projects are assigned to you\n"),
    ],
)
def test_no_project_is_said_on_stderr(words: str, said: str) -> None:
    output = an_output(width=80)
    render(projects(words=words), output)
    assert (written(output), told(output)) == ("", said)


def test_two_hundred_columns_do_not_stretch_a_table() -> None:
    output = an_output(width=200)
    render(listed(FOOTER), output)
    assert max(map(len, block(written(output)).splitlines())) < 80


def test_the_total_is_exact() -> None:
    output = an_output(width=80, time_format="decimal")
    entries = [FOOTER._replace(hours=Decimal("0.10")) for _ in range(3)]
    render(listed(*entries), output)
    assert written(output).rstrip().endswith(" 0.30")
