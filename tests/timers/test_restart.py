"""`hv restart`: today's entry runs on, one of an earlier day is copied; both can be asked for."""

from datetime import date

import pytest

from harvest_cli.actions.entries.results import TimerEvent
from harvest_cli.actions.timers.restart import Way
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.sandbox.example import ONLINE_STORE, PROGRAMMING, RESEARCH, TASK_FORCE
from tests.account import log
from tests.lossy import Lossy
from tests.workday import URL, Person

TODAY = date(2026, 11, 24)


def worked(person: Person, words: str, minutes: float) -> int:
    made = person.start(words).entries[0].entry.id
    person.pass_(minutes)
    person.stop()
    return made


def test_the_entry_of_today_that_was_stopped_last_runs_on(person: Person) -> None:
    made = worked(person, "Marketing Website", 30)
    person.pass_(60)
    turn = person.restart()
    assert (turn.deed, turn.entries[0].entry.id) == (TimerEvent.RESUMED, made)
    person.pass_(15)
    person.stop()
    assert person.minutes(person.entry(made)) == 45


def test_an_account_of_times_goes_on_with_the_entry_that_harvest_returns(by_times: Person) -> None:
    made = worked(by_times, "Marketing Website: hero", 30)
    turn = by_times.restart()
    new = turn.entries[0].entry
    assert new.id != made
    assert new.notes == "hero"
    by_times.pass_(15)
    assert by_times.stop().entries[0].entry.id == new.id
    assert by_times.minutes(by_times.entry(made)) == 30
    assert by_times.minutes(by_times.entry(new.id)) == 15


def test_what_was_resumed_last_is_the_last(person: Person) -> None:
    first = worked(person, "Marketing Website", 30)
    worked(person, "Task Force Research", 30)
    person.restart("website")
    person.pass_(5)
    person.stop()
    person.pass_(5)
    assert person.restart().entries[0].entry.id == first


def test_an_entry_of_an_earlier_day_is_copied_to_today(either: Person) -> None:
    turn = either.restart()
    entry = turn.entries[0].entry
    assert (turn.deed, entry.spent_date, entry.is_running) == (TimerEvent.STARTED, TODAY, True)
    assert entry.notes == "Hero section, second round"
    either.pass_(20)
    assert either.minutes(either.stop().entries[0].entry) == 20


def test_a_copy_keeps_the_issue_and_never_hvs_own_mark(either: Person) -> None:
    issue = {"id": "42", "group_id": "site", "permalink": "https://github.com/e/site/issues/42"}
    for reference in (issue, {"id": "hv-1234", "group_id": "hv"}):
        log(either.account, hours=1, spent_date="2026-11-23", external_reference=reference)
        either.pass_(1)
        entry = either.restart(way=Way.NEW).entries[0].entry
        either.stop()
        either.pass_(1)
        kept = either.entry(entry.id)["external_reference"]
        if reference["group_id"] == "hv":
            assert kept["id"] != "hv-1234"
        else:
            assert kept["permalink"] == issue["permalink"]
        either.restart("^2")
        either.stop()


def test_same_resumes_the_entry_of_an_earlier_day(person: Person) -> None:
    made = log(person.account, hours=1, spent_date="2026-11-23")
    turn = person.restart(str(made["id"]), Way.SAME)
    assert turn.entries[0].entry.id == made["id"]
    assert "The timer is on Mon 23 Nov" in turn.warnings[0]


def test_new_copies_the_entry_of_today(person: Person) -> None:
    made = worked(person, "Marketing Website: hero", 30)
    entry = person.restart(way=Way.NEW).entries[0].entry
    assert entry.id != made
    assert entry.notes == "hero"


def test_what_ran_is_stopped_and_named(either: Person) -> None:
    worked(either, "Task Force Research", 10)
    either.start("Marketing Website: hero")
    either.pass_(43)
    turn = either.restart("task force")
    assert [(entry.notes, either.minutes(entry)) for entry in turn.stopped] == [("hero", 43)]
    assert either.asked[0] == "GET /time_entries"
    assert len(either.asked) == 2


def test_words_name_the_newest_entry_of_the_one_project_they_fit(person: Person) -> None:
    log(person.account, hours=1, project_id=TASK_FORCE, task_id=RESEARCH)
    person.pass_(1)
    log(person.account, hours=1, project_id=TASK_FORCE, task_id=PROGRAMMING)
    entry = person.restart("task force").entries[0].entry
    assert entry.task.name == "Programming"


def test_words_that_fit_two_projects_are_not_guessed(person: Person) -> None:
    log(person.account, hours=1, project_id=TASK_FORCE, task_id=PROGRAMMING)
    log(person.account, hours=1, project_id=ONLINE_STORE, task_id=PROGRAMMING)
    with pytest.raises(UsageError) as caught:
        person.restart("programming")
    assert len(caught.value.candidates) >= 2


def test_an_entry_that_runs_already_is_left_alone(either: Person) -> None:
    either.start("Marketing Website")
    with pytest.raises(NotFound, match="is already running") as caught:
        either.restart()
    assert caught.value.exit_code == 4
    assert "`hv restart ^2`" in str(caught.value.hint)
    with pytest.raises(NotFound) as by_name:
        either.restart("Marketing Website")
    assert "`hv entries`" in str(by_name.value.hint)


@pytest.mark.parametrize("reference", ["636000000", "99", "nonesuch", "^400", "0"])
def test_an_unknown_reference_is_told(person: Person, reference: str) -> None:
    with pytest.raises(NotFound):
        person.restart(reference)


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_answer_is_looked_up_and_never_repeated(either: Person, commits: bool) -> None:
    worked(either, "Marketing Website: hero", 30)
    either.adapter = Lossy(
        either.account, URL, lambda _, path: path.endswith("/restart"), commits=commits
    )
    turn = either.restart()
    assert len([line for line in either.asked if line.endswith("/restart")]) == 1
    state = EntryState.CREATED if commits else EntryState.UNCONFIRMED
    assert turn.entries[0].state is state
    assert turn.exit_code == (0 if commits else 75)
