"""A timer by clock times that an undo lets run again is on the day at which the undo was typed."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.outbox.row_facts import EventKind
from harvest_cli.actions.sync import Synced, sync
from harvest_cli.actions.undo.undo import undo
from tests.conftest import MORNING
from tests.reliability.worlds import Line, booked
from tests.workday import Person


def late(folder: Path, ran: int, fault: str) -> tuple[Person, Synced]:
    """A timer of ten in the evening, split when it was stopped; its undo arrives late."""
    person = Person(folder, MORNING, wants_timestamp_timers=True).warm()
    line = person.adapter = Line(person)
    person.at(22)
    person.start("Task Force Research: a")
    person.pass_(ran)
    person.stop(split=True)
    line.seen, line.fault, line.at = 0, fault, 1
    undo(person.context())
    line.fault = ""
    person.pass_(20)
    return person, sync(person.context())


def timer_of(person: Person) -> tuple[Any, ...]:
    (timer,) = (entry for entry in booked(person) if entry["is_running"])
    return timer["spent_date"], timer["started_time"], timer["hours"]


@pytest.mark.write("W34")
@pytest.mark.parametrize("fault", ["", "503 before", "429"])
def test_it_runs_since_the_undo_was_typed(fault: str, tmp_path: Path) -> None:
    person, synced = late(tmp_path, 210, fault)
    assert synced.exit_code == 0
    assert timer_of(person) == ("2026-11-25", "1:30am", 0.33)
    others = [e["hours"] for e in booked(person) if e["notes"] == "a" and not e["is_running"]]
    assert others == [3.5]


@pytest.mark.write("W34")
def test_what_cannot_be_told_to_harvest_is_told_to_the_person(tmp_path: Path) -> None:
    person, synced = late(tmp_path, 115, "503 before")
    assert timer_of(person) == ("2026-11-25", "12:15am", 0.0)
    (event,) = synced.events
    assert (synced.exit_code, event.what) == (8, EventKind.DIFFERS)
    assert "the 20 minutes since 11:55pm yesterday are on no entry: `hv edit" in event.text
