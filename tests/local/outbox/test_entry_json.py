"""Entries for the outbox and the journal: the same after a stay on the disk."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, Named, NewEntry, TimeEntry
from harvest_cli.local.outbox.row import pack, unpack_entry, unpack_new
from tests.rows import for_each

DAY = date(2026, 11, 18)
HELD = TimeEntry(
    id=2**40,
    spent_date=DAY,
    hours=Decimal("1.50"),
    client=Client(1, "ABC Corp", "USD"),
    project=Project(2, "Marketing Website", "MW"),
    task=Task(3, "Graphic Design"),
    user=Named(4, "Kim Allen"),
    notes="“naïve”\n東京\x00",
    is_running=True,
    started_time=time(9, 5),
    ended_time=time(23, 59),
    timer_started_at=datetime(2026, 11, 18, 14, 5, 3, tzinfo=UTC),
    hours_without_timer=Decimal("0.33"),
    rounded_hours=Decimal("1.75"),
    billable=True,
    billable_rate=Decimal("100.0"),
    external_reference=ExternalReference("hv-1", "hv", None, "https://x.example/1"),
)


@pytest.mark.parametrize(
    "entry",
    [
        HELD,
        TimeEntry(0, None, None, Client(None, ""), Project(1, "p"), Task(2, "t")),
        HELD._replace(hours=Decimal("0.00"), notes="", user=None, external_reference=None),
    ],
)
def test_what_harvest_held_comes_back_equal(entry: TimeEntry) -> None:
    assert unpack_entry(pack(entry)) == entry


@pytest.mark.parametrize(
    "new",
    [
        NewEntry(1, 2, DAY),
        NewEntry(1, 2, DAY, hours=Decimal("0.01"), notes="x\ny"),
        NewEntry(1, 2, DAY, started_time=time(0, 0), ended_time=time(23, 59), user_id=5),
        NewEntry(1, 2, date(9999, 12, 31), external_reference=ExternalReference("a", "b")),
    ],
)
def test_what_is_to_be_created_comes_back_equal(new: NewEntry) -> None:
    assert unpack_new(pack(new)) == new


def test_it_is_one_line_of_plain_ascii_without_what_is_not_set() -> None:
    packed = pack(NewEntry(1, 2, DAY, notes="ü\n"))
    assert packed.isascii()
    assert "\n" not in packed
    assert set(json.loads(packed)) == {"project_id", "task_id", "spent_date", "notes"}


def test_hours_keep_their_hundredths() -> None:
    assert json.loads(pack(NewEntry(1, 2, DAY, hours=Decimal("1.10"))))["hours"] == "1.10"


DAMAGED = ["", "{", "[]", "7", "[1]", "{}", '{"project_id": 1}', '{"unknown": 1}']
DAMAGED += ['{"spent_date": "2026-13-45"}', '{"spent_date": 7}', '{"client": 3}', '"text"']


@for_each("text", DAMAGED)
def test_damage_is_told_by_the_usual_exceptions(text: str) -> None:
    for unpack in (unpack_new, unpack_entry):
        with pytest.raises((ValueError, TypeError, KeyError)):
            unpack(text)
