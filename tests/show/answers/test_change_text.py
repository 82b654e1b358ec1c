"""What an edit and a deletion say: before, after, and how sure it is."""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.entries.change import Changed, Deleted, Difference
from harvest_cli.domain.company import Project, Task
from harvest_cli.domain.entries import EntryState
from harvest_cli.show.answers.change_text import change_lines, entry_text
from harvest_cli.show.machine.renderer import render
from tests.show.samples import MOCKUPS, an_output, told, written

LINE = (
    '2:00  ABC Corp › Marketing Website › Graphic Design  Sat 21 Nov  "hero mockups"   #636718192'
)
HOURS = Difference("hours", Decimal("2.00"), Decimal("2.25"))


def a_change(*differences: Difference, **more: Any) -> Changed:
    after = more.pop("after", MOCKUPS._replace(hours=Decimal("2.25")))
    return Changed(MOCKUPS, after, differences, **more)


def lines(changed: Changed, **how: Any) -> list[str]:
    return list(change_lines(changed, an_output(**how)))


def test_an_entry_is_one_line() -> None:
    assert entry_text(MOCKUPS, an_output()) == LINE
    bare = MOCKUPS._replace(notes=None, spent_date=None, hours=None)
    assert entry_text(bare, an_output()) == (
        "?  ABC Corp › Marketing Website › Graphic Design   #636718192"
    )


def test_nothing_to_change_is_said() -> None:
    assert lines(a_change()) == ["Nothing to change   #636718192"]


def test_a_change_names_each_field_before_and_after() -> None:
    assert lines(a_change(HOURS, Difference("notes", "hero mockups", ""))) == [
        f"Changed  {LINE.replace('2:00', '2:15')}",
        "  hours  2:00 → 2:15",
        '  notes  "hero mockups" → none',
    ]


def test_the_hours_that_harvest_holds_are_told_not_those_asked_for() -> None:
    rounded = MOCKUPS._replace(hours=Decimal("2.33"))
    assert lines(a_change(HOURS, after=rounded))[1] == "  hours  2:00 → 2:20"


def test_projects_and_tasks_are_told_by_name() -> None:
    after = MOCKUPS._replace(project=Project(2, "Task Force"), task=Task(3, "Research"))
    told_ = lines(
        a_change(
            Difference("project_id", 14307913, 2), Difference("task_id", 8083365, 3), after=after
        )
    )
    assert told_[1:] == [
        '  project  "Marketing Website" → "Task Force"',
        '  task  "Graphic Design" → "Research"',
    ]


@pytest.mark.parametrize(
    ("clock", "text"), [("12h", "  from  9:00am → 1:30pm"), ("24h", "  from  9:00 → 13:30")]
)
def test_times_and_days_are_told_as_the_account_writes_them(clock: str, text: str) -> None:
    begun = Difference("started_time", time(9), time(13, 30))
    moved = Difference("spent_date", date(2026, 11, 21), date(2027, 1, 1))
    changed = a_change(begun, moved, state=EntryState.PREVIEW, after=MOCKUPS)
    assert lines(changed, clock=clock)[1:] == [
        text,
        "  date  Sat 21 Nov → Fri 1 Jan",
        "Nothing sent",
    ]


@pytest.mark.parametrize(
    ("state", "first", "last"),
    [
        (EntryState.PREVIEW, "Would change", "Nothing sent"),
        (EntryState.UNCONFIRMED, "Unconfirmed", "Harvest did not answer — do not repeat it"),
        (EntryState.CREATED, "Changed", "  hours"),
    ],
)
def test_the_first_words_and_the_last_line_say_how_sure_it_is(
    state: EntryState, first: str, last: str
) -> None:
    found = lines(a_change(HOURS, state=state))
    assert found[0].startswith(first)
    assert found[-1].startswith(last)
    assert all(line.isascii() for line in lines(a_change(HOURS, state=state), encoding="ascii"))


def test_the_document_has_both_entries_and_each_difference() -> None:
    output = an_output(as_json=True)
    render(a_change(HOURS, warnings=("look at it",)), output)
    document = json.loads(written(output))
    assert (document["before"]["hours"], document["after"]["hours"]) == (2.0, 2.25)
    assert document["changes"] == {"hours": {"from": 2.0, "to": 2.25}}
    assert document["warnings"] == ["look at it"]
    assert told(output) == "hv: warning: look at it\n"


def test_quiet_prints_the_id_alone() -> None:
    changed, deleted = an_output(quiet=True), an_output(quiet=True)
    render(a_change(HOURS), changed)
    render(Deleted(MOCKUPS), deleted)
    assert written(changed) == written(deleted) == "636718192\n"


@pytest.mark.parametrize(
    ("state", "first", "gone"),
    [
        (EntryState.CREATED, "Deleted", True),
        (EntryState.PREVIEW, "Would delete", False),
        (EntryState.UNCONFIRMED, "Unconfirmed", False),
    ],
)
def test_a_deletion_says_whether_the_entry_is_gone(
    state: EntryState, first: str, gone: bool
) -> None:
    output, document = an_output(), an_output(as_json=True)
    render(Deleted(MOCKUPS, state), output)
    render(Deleted(MOCKUPS, state), document)
    assert written(output).startswith(f"{first}  {LINE}\n")
    assert (len(written(output).splitlines()) == 1) is gone
    assert json.loads(written(document))["deleted"] is gone
