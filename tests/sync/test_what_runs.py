"""Once a timer that waited was sent, what runs is asked for again: no command relies on before."""

from pathlib import Path

import pytest

from harvest_cli.actions.sync import sync
from tests.conftest import MORNING
from tests.reliability.worlds import Line
from tests.workday import Person

SECONDS = 0.1


@pytest.mark.write("W5")
@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
@pytest.mark.parametrize(("kept", "stops"), [("start", ["b"]), ("stop", [])])
def test_a_start_behind_a_sync_names_the_timer_that_runs_by_then(
    kept: str, stops: list[str], by_times: bool, tmp_path: Path
) -> None:
    person = Person(tmp_path, MORNING, wants_timestamp_timers=by_times).warm()
    line = person.adapter = Line(person)
    person.start("Marketing Website: a")
    person.pass_(60)
    person.status()
    line.away = True
    if kept == "start":
        person.start("Task Force Research: b")
    else:
        person.stop()
    person.pass_(SECONDS)
    line.away = False
    assert sync(person.context()).exit_code == 0
    started = person.start("Task Force Programming: c")
    assert [entry.notes for entry in started.stopped] == stops
