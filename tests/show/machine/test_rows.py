"""TSV and CSV: every cell in its place, none that a spreadsheet would run."""

import csv
import io
import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.wording import guarded, unguarded
from harvest_cli.harvest.wire.fast_read import entries, rows
from harvest_cli.show.machine import csv_pages
from harvest_cli.show.machine.csv_pages import CsvPages, JsonPages
from harvest_cli.show.machine.days import status_rows
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY
from harvest_cli.show.machine.entries import TSV_COLUMNS as ENTRY_COLUMNS
from harvest_cli.show.machine.names import PROJECT
from harvest_cli.show.machine.text import Dialect, csv_rows, json_text, tsv_rows
from tests.domain.test_clean import HOSTILE, hostile_text
from tests.harvest.samples import ENTRY as SAMPLE
from tests.rows import for_each
from tests.show.samples import FOOTER, MOCKUPS, RUNNING, a_project, a_status


def test_an_entry_as_tsv_with_and_without_the_header() -> None:
    row = (
        "636718192\t2026-11-21\t2.00\tABC Corp\tMarketing Website\tGraphic Design\ttrue"
        "\tcreated\thero mockups"
    )
    assert list(tsv_rows(ENTRY_COLUMNS, [ENTRY.row_of(ENTRY_COLUMNS)(MOCKUPS)])) == [row]
    assert list(tsv_rows(ENTRY_COLUMNS, [ENTRY.row_of(ENTRY_COLUMNS)(MOCKUPS)], header=True)) == [
        "id\tspent_date\thours\tclient\tproject\ttask\tbillable\tstate\tnotes",
        row,
    ]


def test_what_is_missing_is_an_empty_cell() -> None:
    bare = MOCKUPS._replace(id=0, spent_date=None, hours=None, notes=None, billable=False)
    assert list(tsv_rows(ENTRY_COLUMNS, [ENTRY.row_of(ENTRY_COLUMNS)(bare)])) == [
        "\t\t\tABC Corp\tMarketing Website\tGraphic Design\tfalse\tcreated\t"
    ]


def test_tabs_and_newlines_in_notes_break_no_row() -> None:
    (line,) = tsv_rows(("notes",), [("a\tb\r\nc\x1b[2J",)])
    assert line == "a b⏎c␛"


def test_a_project_as_tsv() -> None:
    row = PROJECT.row_of()(a_project(last_task="Programming", code=None))
    assert list(tsv_rows(PROJECT.columns, [row])) == [
        "ABC Corp\tMarketing Website\t\tmarketing-website\tGraphic Design; Programming"
        "\t2026-11-21\tProgramming"
    ]


def test_the_status_lists_a_timer_of_another_day_first() -> None:
    status = a_status(FOOTER)._replace(running=(RUNNING,))
    assert [(row[0], row[8]) for row in status_rows(status)] == [
        (636718194, True),
        (636718193, False),
    ]


@pytest.mark.ux(45)
@for_each(
    ("cell", "text"),
    [
        ("plain", "plain"),
        ("a,b", '"a,b"'),
        ('say "hi"', '"say ""hi"""'),
        ("a\nb", '"a\nb"'),
        ("a\rb", '"a\nb"'),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-2h", "'-2h"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\nx"'),
        ("'=x", "''=x"),
        ("'x", "'x"),
        ("a\x1b[2J\x00", "a␛‹U+0000›"),
        (Decimal("-1.50"), "-1.50"),
        (-3, "-3"),
        (None, ""),
        (True, "true"),
    ],
)
def test_a_csv_cell(cell: str | int | Decimal | None, text: str) -> None:
    assert list(csv_rows(("c",), [(cell,)])) == ["c", text]


TEXTS = st.lists(st.text(st.sampled_from("a,;\"'=+-@\t\r\n ü\x1b\u202e")), max_size=6)


@given(notes=TEXTS, raw=st.booleans(), between=st.sampled_from(",;\t|"))
def test_pages_of_csv_are_as_the_rows_one_by_one(notes: list[str], raw: bool, between: str) -> None:
    dialect = Dialect(between, ",", "%d.%m.%Y")
    entries = [MOCKUPS._replace(notes=each, id=n) for n, each in enumerate(notes)]
    rows = map(ENTRY.row_of(CSV_COLUMNS), entries)
    head, *lines = csv_rows(CSV_COLUMNS, rows, raw=raw, dialect=dialect)
    pages = CsvPages(ENTRY, CSV_COLUMNS, raw=raw, dialect=dialect)
    assert [pages.head, *pages.lines(entries)] == [f"{line}\r\n" for line in (head, *lines)]


SEVERAL: dict[str, list[Any]] = {
    "hours": [0, 1, 2.5, 0.33, 1e16, -1.5],
    "notes": [None, "", "a,b", 'q"x', "=1", "ü;", "two\nlines", "\u202e", "\x1b[2J", "@", "☕"],
    "client": [{"id": n, "name": f"Client, {n}", "currency": c} for n in (1, 2) for c in ("", "€")],
    "project": [{"id": n, "name": "=P", "code": code} for n in (3, 4) for code in (None, "", "X")],
    "task": [{"id": 5, "name": "Design"}],
    "user": [None, {"id": 1, "name": "Kim Allen"}],
    "is_locked": [True, False],
    "approval_status": [None, "", "approved"],
    "started_time": [None, "8:00am", "15:00", ""],
    "timer_started_at": [None, "2026-11-18T15:00:00Z", "2026-11-18T15:00:00+02:00"],
    "created_at": [None, "2026-11-18T15:00:01Z"],
    "external_reference": [None, {"id": 1, "group_id": "hv"}, {"id": "A-1", "permalink": "x/1"}],
}


@pytest.mark.parametrize("different", [0.0, 0.1, 1.0], ids=["apart", "usual", "together"])
def test_a_page_of_rows_is_written_as_its_entries_one_by_one(
    monkeypatch: pytest.MonkeyPatch, different: float
) -> None:
    monkeypatch.setattr(csv_pages, "ENOUGH", 60)
    monkeypatch.setattr(csv_pages, "FEW", different)
    chance = Random(1)
    drawn = [{name: chance.choice(given) for name, given in SEVERAL.items()} for _ in range(60)]
    told = [{**SAMPLE, "id": number, **each} for number, each in enumerate(drawn, 1)]
    body = json.dumps({"time_entries": told, "links": {}}).encode()
    kept = entries(body) or []
    dialect = Dialect(";", ",", "%d.%m.%Y")
    writers: list[tuple[csv_pages.TextPages, list[str]]] = [
        (
            CsvPages(ENTRY, ENTRY.columns, dialect=dialect),
            [
                f"{line}\r\n"
                for line in csv_rows(ENTRY.columns, map(ENTRY.row_of(), kept), dialect=dialect)
            ],
        ),
        (JsonPages(ENTRY), ["", *(f"{json_text(ENTRY.record(each))}\n" for each in kept)]),
    ]
    for pages, expected in writers:
        for things in (kept[:7], kept, [], rows(body, pages.needs) or [], kept):
            assert [pages.head, *pages.lines(things)] == expected[: len(things) + 1]


def test_raw_csv_guards_nothing_and_still_cleans() -> None:
    assert list(csv_rows(("c",), [("=1\x1b[2J",)], raw=True)) == ["c", "=1␛"]


def test_an_empty_csv_is_its_header() -> None:
    assert list(csv_rows(ENTRY_COLUMNS, [])) == [
        "id,spent_date,hours,client,project,task,billable,state,notes"
    ]


@given(st.text())
def test_a_guarded_text_reads_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("'=+-@\t\rx")))
def test_a_guarded_text_of_quotes_and_signs_reads_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(hostile_text, min_size=2, max_size=2), max_size=5))
def test_rows_keep_their_number_and_cells_and_hold_no_control(rows: list[list[str]]) -> None:
    tsv = list(tsv_rows(("a", "b"), rows))
    assert [line.count("\t") for line in tsv] == [1] * len(rows)
    text = "\r\n".join(csv_rows(("a", "b"), rows))
    assert [len(row) for row in csv.reader(io.StringIO(text, newline=""))] == [2] * (len(rows) + 1)
    assert not HOSTILE.search("".join(tsv).replace("\t", ""))
    assert not HOSTILE.search(text.replace("\t", "").replace("\r\n", "").replace("\n", ""))
