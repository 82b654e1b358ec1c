"""Which face an answer about the past gets, and what is said when there is nothing."""

import json
from typing import Any

from harvest_cli.actions.reports.lines import BudgetReport, UninvoicedReport
from harvest_cli.show.machine.renderer import Layout, render
from tests.rows import for_each
from tests.show.report_samples import (
    NOVEMBER,
    TODAY,
    WEBSITE,
    a_budget,
    a_gap,
    a_line,
    a_report,
    a_row,
    a_week,
    not_invoiced,
    sums,
    the_gaps,
)
from tests.show.samples import an_output, told, written

NO_MONEY = UninvoicedReport(NOVEMBER, (), TODAY)
ANSWERS: dict[str, tuple[Any, Any]] = {
    "report": (a_report(WEBSITE), a_report()),
    "budgets": (a_budget(), BudgetReport(())),
    "uninvoiced": (not_invoiced(), NO_MONEY),
    "week": (a_week(a_row("1.00")), a_week()),
    "gaps": (the_gaps(a_gap(TODAY)), the_gaps()),
}
FACES: dict[str, dict[str, Any]] = {
    "human": {"width": 100},
    "plain": {},
    "json": {"as_json": True},
    "csv": {"as_csv": True},
}


@for_each("format", FACES)
@for_each("name", ANSWERS)
def test_every_answer_has_every_face(name: str, format: str) -> None:
    _, empty = ANSWERS[name]
    for answer in ANSWERS[name]:
        output = an_output(**FACES[format])
        render(answer, output, Layout())
        text = written(output)
        assert "\x1b" not in text
        if format == "json":
            assert isinstance(json.loads(text), dict)
        if format == "csv":
            assert text.endswith("\r\n")
        if format == "plain" and answer is empty and name != "uninvoiced":
            assert text == ""
            assert told(output).startswith("No ")


@for_each("name", ANSWERS)
def test_plain_rows_have_as_many_cells_as_the_header(name: str) -> None:
    full, _ = ANSWERS[name]
    output = an_output()
    render(full, output, Layout(header=True))
    head, *rows = written(output).splitlines()
    assert rows
    assert {row.count("\t") for row in rows} == {head.count("\t")}


@for_each("name", ANSWERS)
def test_json_says_nothing_on_stderr_about_emptiness(name: str) -> None:
    _, empty = ANSWERS[name]
    output = an_output(as_json=True)
    render(empty, output, Layout())
    assert told(output) == ""


def test_quiet_is_silent_about_emptiness() -> None:
    output = an_output(quiet=True)
    render(a_report(), output, Layout())
    assert (written(output), told(output)) == ("", "")


def test_an_empty_report_says_of_what() -> None:
    report = a_report(filters=("ABC Corp", "billable"))
    output = an_output()
    render(report, output)
    assert told(output) == "No time for Sun 1 – Mon 30 Nov (ABC Corp, billable)\n"


@for_each(
    ("unreadable", "unknown", "said"),
    [
        (0, 0, ""),
        (1, 0, "hv: warning: 1 entry could not be counted; the total is incomplete\n"),
        (1, 2, "hv: warning: 3 entries could not be counted; the total is incomplete\n"),
    ],
)
@for_each("format", FACES)
def test_missing_entries_are_warned_of_in_every_face(
    unreadable: int, unknown: int, said: str, format: str
) -> None:
    output = an_output(**FACES[format])
    report = a_report(a_line("x", sums("1.00", unknown=unknown)), unreadable=unreadable)
    render(report, output, Layout())
    assert told(output) == said


def test_a_week_with_uncounted_entries_is_warned_of() -> None:
    output = an_output(as_json=True)
    render(a_week(uncounted=1), output, Layout())
    assert "1 entry could not be counted" in told(output)


def test_a_picture_that_was_asked_for_is_drawn_in_a_pipe_too() -> None:
    output = an_output()
    render(a_report(WEBSITE), output, Layout(chart=True, ascii_only=True))
    assert "####" in written(output)
    assert "\t" not in written(output)


def test_markdown_beats_the_table_but_not_json() -> None:
    output, document = an_output(width=80), an_output(as_json=True)
    render(a_report(WEBSITE), output, Layout(markdown=True))
    render(a_report(WEBSITE), document, Layout(markdown=True))
    assert written(output).startswith("**Kim Allen's hours by")
    assert written(document).startswith("{")


def test_csv_cells_are_guarded_unless_raw_is_asked_for() -> None:
    formula = a_report(a_line("=1+1", sums("1.00")))
    for raw, cell in ((False, "'=1+1,"), (True, "=1+1,")):
        output = an_output(as_csv=True)
        render(formula, output, Layout(raw=raw))
        assert written(output).splitlines()[1].startswith(cell)
