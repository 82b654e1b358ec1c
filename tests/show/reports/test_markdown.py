"""A report as Markdown: nothing in a name can be markup."""

from datetime import date

from harvest_cli.domain.days import Period
from harvest_cli.show.reports.documents import escaped, report_markdown
from tests.rows import for_each
from tests.show.report_samples import STORE, WEBSITE, a_line, a_report, sums


def lines(*args: object, **more: object) -> list[str]:
    return list(report_markdown(a_report(*args, **more), None))  # type: ignore[arg-type]


def test_a_title_a_table_and_a_total() -> None:
    assert lines(WEBSITE) == [
        "**Kim Allen's hours by project, Sun 1 – Mon 30 Nov 2026**",
        "",
        "| Project | Hours | Billable | Share | Amount |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| Marketing Website (ABC Corp) | 7:30 | 5:00 | 100.0% | 500.00 USD |",
        "| **Total** | **7:30** | **5:00** | **100.0%** | **500.00 USD** |",
    ]


def test_with_two_groups_each_line_names_both() -> None:
    parent = a_line("ABC Corp", sums("10.00", "5.00"), "client", lines=(WEBSITE, STORE))
    table = lines(parent, by=("client", "project"))[2:]
    assert table[0].startswith("| Client | Project | Hours |")
    assert table[2].startswith("| ABC Corp | Marketing Website (ABC Corp) | 7:30 |")
    assert table[-1].startswith("| **Total** |  | **10:00** |")
    assert {row.count(" | ") for row in table} == {table[0].count(" | ")}


def test_what_is_compared_has_two_more_columns_in_every_row() -> None:
    earlier = Period(date(2026, 10, 1), date(2026, 10, 31))
    table = lines(
        WEBSITE._replace(before=sums("10.00")), STORE, compared=earlier, before=sums("10.00")
    )
    assert table[2].endswith("| Before | +/- |")
    assert table[4].endswith("| 10:00 | -2:30 |")
    assert table[5].endswith("|  |  |")
    assert table[6].endswith("| **10:00** | **0:00** |")
    assert table[-1] == "Compared with Thu 1 – Sat 31 Oct"


@for_each(
    ("name", "kept"),
    [
        ("a|b", "a\\|b"),
        ("*bold* _it_ `code`", "\\*bold\\* \\_it\\_ \\`code\\`"),
        ("[x](javascript:1)", "\\[x\\](javascript:1)"),
        ("<script>", "&lt;script&gt;"),
        ("a & b", "a &amp; b"),
        ("a\\", "a\\\\"),
        ("$x$ ~y~", "\\$x\\$ \\~y\\~"),
        ("plain – ünï 東京", "plain – ünï 東京"),
    ],
)
def test_names_are_shown_as_they_stand(name: str, kept: str) -> None:
    assert escaped(name) == kept


def test_a_name_with_a_line_break_stays_in_its_row() -> None:
    (row,) = [line for line in lines(a_line("a\nb\r|", sums("1.00"))) if line.startswith("| a")]
    assert row.count(" | ") == 4
