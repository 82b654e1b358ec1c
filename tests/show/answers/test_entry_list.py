"""A list of entries in each face, with the fields that were asked for."""

import json
from typing import Any

import pytest

from harvest_cli.show.machine.renderer import Layout, render
from tests.rows import for_each
from tests.show.samples import ENTRIES, FOOTER, MOCKUPS, an_output, listed, told, written


def shown(*entries: Any, listing: Layout | None = None, **how: Any) -> str:
    output = an_output(**how)
    render(listed(*entries), output, listing or Layout())
    return written(output)


def test_fields_are_columns_in_a_pipe_and_on_a_terminal() -> None:
    listing = Layout(fields=("id", "hours"))
    expected = "636718192\t2.00\n636718193\t1.50\n"
    assert shown(MOCKUPS, FOOTER, listing=listing) == expected
    assert shown(MOCKUPS, FOOTER, listing=listing, width=80) == expected


def test_fields_are_the_keys_of_a_document_and_the_totals_stay() -> None:
    document = json.loads(shown(MOCKUPS, listing=Layout(fields=("hours", "id")), as_json=True))
    assert document["entries"] == [{"hours": 2.0, "id": 636718192}]
    assert document["totals"] == json.loads(shown(MOCKUPS, as_json=True))["totals"]


def test_lines_are_one_document_each_in_any_face() -> None:
    for how in ({}, {"width": 80}, {"as_json": True}):
        lines = shown(*ENTRIES, listing=Layout(json_lines=True), **how).splitlines()
        assert [json.loads(line)["id"] for line in lines] == [entry.id for entry in ENTRIES]
    (line,) = shown(MOCKUPS, listing=Layout(json_lines=True, fields=("notes",))).splitlines()
    assert json.loads(line) == {"notes": "hero mockups"}


def test_csv_has_a_header_and_its_own_line_ends() -> None:
    text = shown(MOCKUPS, as_csv=True)
    head, row, rest = text.split("\r\n")
    assert head.startswith("id,spent_date,hours,client")
    assert row.count(",") == head.count(",")
    assert rest == ""


def test_people_are_a_column_more_in_a_pipe() -> None:
    one = shown(MOCKUPS, listing=Layout(header=True)).splitlines()
    two = shown(MOCKUPS, listing=Layout(header=True, people=True)).splitlines()
    assert two == [f"{one[0]}\tuser", f"{one[1]}\tKim Allen"]


@pytest.mark.parametrize("how", [{}, {"as_json": True}, {"as_csv": True}])
def test_an_empty_list_is_told_in_a_pipe_alone(how: dict[str, Any]) -> None:
    output = an_output(**how)
    render(listed(), output, Layout())
    assert told(output).startswith("No entries" if not how else "")
    if not how:
        assert written(output) == ""


@for_each(("count", "word"), [(1, "1 entry"), (3, "3 entries")])
@for_each("how", [{}, {"as_json": True}, {"as_csv": True}, {"width": 80}])
def test_unreadable_rows_are_warned_of_everywhere(
    count: int, word: str, how: dict[str, Any]
) -> None:
    output = an_output(**how)
    render(listed(MOCKUPS, unreadable=count), output, Layout())
    assert f"hv: warning: {word} could not be read; the total is incomplete" in told(output)
