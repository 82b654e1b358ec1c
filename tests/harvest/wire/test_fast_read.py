"""The fast reader of long pages gives what the tolerant one gives, or leaves the page to it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.entries import TimeEntry
from harvest_cli.harvest.wire.fast_read import entries, lines, rows
from harvest_cli.harvest.wire.read import decode_object, time_entry
from tests.harvest.samples import ENTRY
from tests.rows import for_each

ALL = frozenset({"client", "project", "task", "team", "day"})


def page(*changes: dict[str, Any]) -> bytes:
    found = [{**ENTRY, "id": number, **change} for number, change in enumerate(changes, 1)]
    return json.dumps({"time_entries": found, "links": {"next": None}}).encode()


def tolerant(body: bytes) -> list[Any]:
    found: Any = decode_object(body)["time_entries"]
    return [time_entry(row) for row in found]


@for_each(
    "change",
    [
        {},
        {"notes": None, "user": None, "external_reference": None, "billable_rate": None},
        {"notes": "", "approval_status": "", "locked_reason": ""},
        {"project": {"id": 1, "name": "X", "code": ""}, "client": {"id": 2, "name": "Y"}},
        {"project": {"id": 1, "name": ""}, "task": {"id": 3, "name": ""}},
        {"started_time": "15:00", "ended_time": None},
        {"is_running": True, "timer_started_at": "2026-11-18T15:00:00Z"},
        {"hours": 0, "rounded_hours": 24},
        {"hours": 0.1, "billable_rate": 99.99},
        {"unheard_of": {"deep": [1, 2, {}]}},
        {"notes": "Büro ☕ \u202e \x1b[2J"},
    ],
)
def test_it_gives_what_the_tolerant_reader_gives(change: dict[str, Any]) -> None:
    body = page(change)
    assert entries(body) == tolerant(body)
    needs = ALL if change.get("user", 1) else ALL - {"team"}
    assert lines(body, needs) is not None


@for_each(
    "change",
    [
        {"hours": None},
        {"hours": "2.5"},
        {"hours": True},
        {"spent_date": "soon"},
        {"client": None},
        {"project": {"id": "14307913", "name": "X"}},
        {"task": {"id": 1, "name": None}},
        {"is_running": "true"},
        {"billable": None},
        {"id": None},
    ],
)
def test_a_page_that_is_not_as_documented_is_left_to_the_tolerant_reader(
    change: dict[str, Any],
) -> None:
    body = page({}, change)
    assert entries(body) is None
    assert lines(body, ALL) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "-Infinity"])
def test_numbers_that_are_none_leave_it_too(number: str) -> None:
    body = page({}).replace(b'"hours": 2.11', f'"hours": {number}'.encode())
    assert number.encode() in body
    assert entries(body) is None
    assert lines(body, ALL) is None


def test_rows_that_are_looked_at_once_say_what_entries_say() -> None:
    link = {"external_reference": {"id": 7, "permalink": ""}}
    body = page(link, {"started_time": "3:00pm", "ended_time": "16:00", "rounded_hours": None})
    found = rows(body, frozenset(TimeEntry._fields)) or []
    for row, entry in zip(found, entries(body) or [], strict=True):
        for name in set(TimeEntry._fields) - {"client", "project", "task", "user"}:
            told = getattr(row, name)
            exact = Decimal(repr(told)) if type(told) is float else told
            assert exact == getattr(entry, name)
        assert row.client.name == entry.client.name
    few = frozenset({"task", "hours"})
    assert not hasattr((rows(body, few) or [])[0], "notes")
    assert rows(page({"task": {"id": 3, "name": ""}}), few) is None, "? is for who makes an entry"
    assert rows(page({"hours": None}), few) is None


@for_each("body", [b"", b"{}", b"[]", b'{"time_entries": {}}', b"\xff", b"[" * 99999])
def test_what_is_no_page_is_none(body: bytes) -> None:
    assert entries(body) is None
    assert lines(body, ALL) is None


@given(st.integers(0, 10**7))
def test_every_hundredth_survives(hundredths: int) -> None:
    hours = Decimal(hundredths) / 100
    body = page({}).replace(b'"hours": 2.11', f'"hours": {hours}'.encode())
    (found,) = entries(body) or []
    assert found.hours == hours


def test_lines_hold_what_is_needed_and_no_more() -> None:
    (row,) = lines(page({}), frozenset({"client"})) or []
    assert (row.hours, row.client.name, row.client.currency) == (2.11, "ABC Corp", "USD")
    assert not hasattr(row, "project")
    (row,) = lines(page({}), frozenset()) or []
    assert row.client.currency == "USD"


def test_moments_are_aware() -> None:
    (found,) = entries(page({})) or []
    assert found.created_at == datetime(2017, 6, 27, 15, 50, 15, tzinfo=UTC)
    assert entries(page({"created_at": "2017-06-27T15:50:15"})) is None
