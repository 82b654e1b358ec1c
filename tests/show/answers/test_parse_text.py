"""How a sentence is read, for people, pipes and programs."""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.resolve.parse import Parsed, ParsedEntry
from harvest_cli.domain.company import Client, Project, ProjectAssignment
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import Part
from harvest_cli.language.text.readings import Inference, Marks, Named, PeriodReading
from harvest_cli.show.answers import parse_text
from harvest_cli.show.answers.parse_text import parsed_document
from harvest_cli.show.machine.names import PARSED_ENTRY, PARSED_PERIOD
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.output import Output
from tests.show.samples import TODAY, an_output, told, written

ENTRY = ParsedEntry(TODAY, Decimal("2.00"), "ABC Corp", "Marketing Website", "Design", "hero")
MW = ProjectAssignment(1, Project(2, "MW"), Client(3, "ABC Corp"))
PARTS = (Part(0, 2, "quantity", "2h"), Part(2, 6, "filler", " on "), Part(6, 8, "project", "MW"))


def parsed_lines(parsed: Parsed, output: Output) -> list[str]:
    return list(parse_text.parsed_lines(parsed, output))


def a_log(entry: ParsedEntry = ENTRY, kind: str = "log", **more: Any) -> Parsed:
    return Parsed(kind, "2h on MW", (entry,), parts=PARTS, today=TODAY, **more)


def a_period(**more: Any) -> Parsed:
    usual: dict[str, Any] = {
        "period": Period(date(2026, 11, 1), date(2026, 11, 30)),
        "group_by": ("client", "task"),
        "within": ("ABC Corp",),
        "marks": Marks(billable=True),
    }
    asked = PeriodReading("", **{**usual, **more})
    return Parsed("period", "this month", period=asked, today=TODAY)


def test_a_sentence_is_told_in_words_and_underlined() -> None:
    first, blank, sentence, marks, *_ = parsed_lines(a_log(), an_output(width=80))
    assert first == 'Log 2:00  ABC Corp › Marketing Website › Design  Sun 22 Nov  "hero"'
    assert blank == ""
    assert sentence.strip() == "2h on MW"
    assert marks.strip().startswith("──")


@pytest.mark.parametrize(
    ("kind", "changes", "line"),
    [
        ("log", {"task": None, "notes": None}, "(no task named)  Sun 22 Nov"),
        (
            "log",
            {"started_time": time(9), "ended_time": time(13, 30)},
            "Log 2:00  9:00–13:30  ABC Corp",
        ),
        ("start", {"hours": None, "started_time": time(9)}, "Start  since 9:00  ABC Corp"),
        ("start", {"hours": None}, "Start  ABC Corp"),
    ],
)
def test_what_is_missing_is_left_out_or_said(kind: str, changes: dict[str, Any], line: str) -> None:
    parsed = a_log(ENTRY._replace(**changes), kind)
    assert line in parsed_lines(parsed, an_output(width=80, clock="24h"))[0]


def test_what_was_inferred_is_one_line() -> None:
    parsed = a_log(inferences=(Inference.read_as("prefix", "MW"), Inference("day", "today")))
    assert parsed_lines(parsed, an_output(width=80))[1] == "read as: MW; today"


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "Sun 1 – Mon 30 Nov  by client and task  client ABC Corp  billable"),
        (
            {"marks": Marks(billable=False), "within": ()},
            "Sun 1 – Mon 30 Nov  by client and task  not billable",
        ),
        (
            {"group_by": (), "marks": Marks(), "only": Named(places=(MW,), tasks=("Design",))},
            "Sun 1 – Mon 30 Nov  client ABC Corp  project MW  task Design",
        ),
    ],
)
def test_a_period_is_told_with_groups_and_filters(more: dict[str, Any], line: str) -> None:
    assert parsed_lines(a_period(**more), an_output(width=80))[0] == line


def test_a_pipe_gets_one_row_with_a_cell_for_each_column() -> None:
    for parsed, columns in ((a_log(), PARSED_ENTRY.columns), (a_period(), PARSED_PERIOD.columns)):
        output = an_output()
        render(parsed, output)
        (row,) = written(output).splitlines()
        assert row.count("\t") == len(columns) - 1
        assert row.endswith(f"\t{parsed.text}")


def test_the_document_of_a_sentence_and_of_a_period() -> None:
    log, period = parsed_document(a_log(typed="x")), parsed_document(a_period())
    assert list(log) == ["text", "entries", "warnings", "typed", "inferences", "spans"]
    assert log["entries"][0]["state"] == "preview"
    assert "".join(span["text"] for span in log["spans"]) == log["text"]
    assert (period["group_by"], period["groups"]) == ("client", ["client", "task"])
    assert parsed_document(a_period(group_by=()))["group_by"] is None


def test_warnings_are_told_on_stderr_in_words_and_inside_the_document() -> None:
    plain, document = an_output(), an_output(as_json=True)
    parsed = a_log(warnings=("Sun 29 Nov is in the future",))
    render(parsed, plain)
    render(parsed, document)
    assert told(plain) == "hv: warning: Sun 29 Nov is in the future\n"
    assert json.loads(written(document))["warnings"] == ["Sun 29 Nov is in the future"]
    assert told(document) == ""
