"""`hv edit`: what is sent, what comes back, what is refused before it is sent."""

from collections.abc import Callable
from datetime import date

import pytest

from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NeedsDecision, NotFound, Refused, UsageError
from harvest_cli.sandbox.example import (
    JANE,
    ONLINE_STORE,
    PROGRAMMING,
    RESEARCH,
    TASK_FORCE,
)
from tests.account import JANE_TOKEN, approve, call, log
from tests.entries.changing import delete, edit, patches
from tests.lossy import Lossy
from tests.rows import few
from tests.workday import URL, Person

TODAY = date(2026, 11, 24)


@few(4)
@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2h", 120),
        ("1:15", 75),
        ("0.5", 30),
        ("+15m", 105),
        ("-15m", 75),
        ("-0:12", 78),
        ("+1h", 150),
    ],
)
def test_hours_are_set_or_moved(either: Person, typed: str, minutes: int) -> None:
    made = log(either.account, hours=1.5)
    changed = edit(either, hours=typed)
    assert either.minutes(either.entry(made["id"])) == minutes
    assert either.minutes(changed.before) == 90
    assert either.minutes(changed.after) == minutes


def test_minutes_add_up_to_minutes(person: Person) -> None:
    made = log(person.account, hours=0.33)
    for _ in range(5):
        edit(person, hours="+20m")
    assert person.minutes(person.entry(made["id"])) == 120


def test_an_account_of_times_moves_the_end(by_times: Person) -> None:
    made = log(by_times.account, started_time="9:00am", ended_time="10:30am")
    edit(by_times, hours="-30m")
    entry = by_times.entry(made["id"])
    assert (entry["started_time"], entry["ended_time"]) == ("9:00am", "10:00am")


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("-1h30", "more than zero"),
        ("-2h", "more than zero"),
        ("+23h", "24 hours"),
        ("x", "duration"),
    ],
)
def test_hours_that_cannot_be_are_refused(person: Person, typed: str, match: str) -> None:
    log(person.account, hours=1.5)
    with pytest.raises(UsageError, match=match):
        edit(person, hours=typed)
    assert patches(person) == []


@pytest.mark.parametrize(
    ("fields", "notes"),
    [
        ({"note": "new"}, "new"),
        ({"note": ""}, ""),
        ({"append": "more"}, "old\nmore"),
        ({"note": "new", "append": "more"}, "new\nmore"),
    ],
)
def test_notes_are_set_added_to_or_cleared(
    either: Person, fields: dict[str, str], notes: str
) -> None:
    made = log(either.account, hours=1, notes="old")
    edit(either, **fields)
    assert (either.entry(made["id"])["notes"] or "") == notes
    assert either.minutes(either.entry(made["id"])) == 60


def test_notes_of_a_running_timer_never_touch_its_hours(either: Person) -> None:
    made = log(either.account, notes="old")
    either.pass_(30)
    edit(either, "running", note="new")
    either.pass_(30)
    entry = either.entry(made["id"])
    assert (entry["notes"], entry["is_running"], either.minutes(entry)) == ("new", True, 60)


@few(3)
@pytest.mark.parametrize(("typed", "minutes"), [("+15m", 45), ("-10m", 20), ("1h", 60)])
def test_hours_of_a_running_timer_are_moved_while_it_runs(
    either: Person, typed: str, minutes: int
) -> None:
    # Banked first, so that there is something to take off.
    either.start("Marketing Website 20m ago")
    either.pass_(10)
    changed = edit(either, "running", hours=typed)
    assert changed.after.is_running
    assert either.minutes(changed.after) == minutes
    either.pass_(10)
    assert either.minutes(either.stop().entries[0].entry) == minutes + 10


def test_a_timer_cannot_have_run_for_less_than_it_has(person: Person) -> None:
    log(person.account)
    person.pass_(30)
    with pytest.raises(UsageError, match="has already run longer: 0:30"):
        edit(person, "running", hours="10m")


def test_project_and_task_go_together(either: Person) -> None:
    made = log(either.account, hours=1)
    changed = edit(either, project="TF", task="Research")
    entry = either.entry(made["id"])
    assert (entry["project"]["id"], entry["task"]["id"]) == (TASK_FORCE, RESEARCH)
    assert {each.name for each in changed.differences} == {"project_id", "task_id"}


def test_a_new_project_keeps_the_task_where_it_has_it(person: Person) -> None:
    made = log(person.account, hours=1, task_id=PROGRAMMING)
    edit(person, project="OS1")
    entry = person.entry(made["id"])
    assert (entry["project"]["id"], entry["task"]["id"]) == (ONLINE_STORE, PROGRAMMING)


def test_a_task_alone_stays_on_the_project(person: Person) -> None:
    made = log(person.account, hours=1)
    edit(person, task="Research")
    assert person.entry(made["id"])["task"]["id"] == RESEARCH


def test_the_day_moves_by_words(either: Person) -> None:
    made = log(either.account, hours=1)
    edit(either, date="monday")
    assert either.entry(made["id"])["spent_date"] == "2026-11-23"


def test_start_and_end_are_set(either: Person) -> None:
    made = log(either.account, hours=1)
    edit(either, begin="9:15", end="11:00")
    entry = either.entry(made["id"])
    assert either.minutes(entry) == 105
    if either.context().account.data.company.wants_timestamp_timers:
        assert (entry["started_time"], entry["ended_time"]) == ("9:15am", "11:00am")


def test_one_end_is_enough_where_the_other_is_known(by_times: Person) -> None:
    made = log(by_times.account, started_time="9:00am", ended_time="10:00am")
    edit(by_times, end="11:30")
    assert by_times.minutes(by_times.entry(made["id"])) == 150


@pytest.mark.parametrize(
    "fields",
    [
        {"begin": "9:00"},
        {"begin": "11:00", "end": "9:00"},
        {"begin": "26:00", "end": "27:00"},
        {"hours": "1h", "end": "11:00"},
        {"client": "ABC Corp"},
        {"project": "Nonesuch"},
        {"date": "feb 30"},
        {},
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    person: Person, fields: dict[str, str]
) -> None:
    log(person.account, hours=1)
    with pytest.raises(UsageError):
        edit(person, **fields)
    assert patches(person) == []


def test_a_change_to_what_it_is_sends_nothing(either: Person) -> None:
    log(either.account, hours=1, notes="same")
    changed = edit(either, note="same", hours="1h")
    assert changed.differences == ()
    assert patches(either) == []


def test_a_dry_run_sends_nothing(person: Person) -> None:
    log(person.account, hours=1)
    changed = edit(person, hours="2h", dry_run=True)
    assert changed.state is EntryState.PREVIEW
    assert [each.name for each in changed.differences] == ["hours"]
    assert patches(person) == []


def test_the_editor_gets_the_notes_and_gives_them_back(person: Person) -> None:
    made = log(person.account, hours=1, notes="old")
    edit(person, note_editor=lambda text: f"{text}, and more")
    assert person.entry(made["id"])["notes"] == "old, and more"


def test_an_editor_left_empty_changes_nothing(person: Person) -> None:
    made = log(person.account, hours=1, notes="old")
    with pytest.raises(NeedsDecision):
        edit(person, note_editor=lambda _: None)
    assert person.entry(made["id"])["notes"] == "old"


@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_a_locked_entry_is_refused_with_harvests_reason_before_anything_is_sent(
    person: Person, deed: str
) -> None:
    made = log(person.account, hours=1)
    approve(person.account, date(2026, 11, 23), date(2026, 11, 29))
    do: Callable[..., object] = edit if deed == "edit" else delete
    more: dict[str, object] = {"hours": "2h"} if deed == "edit" else {"sure": True}
    with pytest.raises(Refused, match="Item Approved and Locked for this Time Period") as caught:
        do(person, str(made["id"]), **more)
    assert caught.value.exit_code == 5
    assert patches(person) == []


def test_an_entry_of_long_ago_asks(anybody: Callable[..., Person]) -> None:
    person = anybody()
    made = log(person.account, hours=1, spent_date="2026-09-01")
    with pytest.raises(UsageError, match="long ago"):
        edit(person, str(made["id"]), hours="2h")
    person.agrees = lambda _: False
    with pytest.raises(NeedsDecision):
        edit(person, str(made["id"]), hours="2h")
    person.agrees = lambda _: True
    edit(person, str(made["id"]), hours="2h")
    assert person.minutes(person.entry(made["id"])) == 120
    person.agrees = None
    edit(person, str(made["id"]), hours="3h", sure=True)
    assert person.minutes(person.entry(made["id"])) == 180


def test_somebody_elses_entry_is_nobodys_to_change(anybody: Callable[..., Person]) -> None:
    person = anybody(role="administrator")
    log(person.account, JANE_TOKEN, hours=1, project_id=TASK_FORCE, task_id=PROGRAMMING)
    hers = person.entries_of(JANE)[-1]
    with pytest.raises(NotFound, match="is not yours"):
        edit(person, str(hers["id"]), hours="2h")
    with pytest.raises(NotFound, match="is not yours"):
        delete(person, str(hers["id"]), sure=True)


def test_an_entry_deleted_meanwhile_is_told(person: Person) -> None:
    made = log(person.account, hours=1)
    call(person.account, "DELETE", f"/time_entries/{made['id']}")
    with pytest.raises(NotFound, match="is not on Harvest"):
        edit(person, str(made["id"]), hours="2h")


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_answer_is_looked_up_and_never_repeated(either: Person, commits: bool) -> None:
    made = log(either.account, hours=1)
    either.adapter = Lossy(
        either.account, URL, lambda method, _: method == "PATCH", commits=commits
    )
    changed = edit(either, hours="2h", note="x")
    assert len(patches(either)) == 1
    assert changed.exit_code == (0 if commits else 75)
    assert either.minutes(either.entry(made["id"])) == (120 if commits else 60)
