"""Writes are sent once; a lost answer is looked up, and only what is seen is called done."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.actions.outbox import writes as sending
from harvest_cli.domain.errors import NotFound, Refused, Unreachable
from harvest_cli.harvest.wire.write import EntryChange
from tests.account import call, log
from tests.lossy import Lossy
from tests.workday import URL, Person

Fits = Callable[[str, str], bool]


def lose(person: Person, fits: Fits, *, commits: bool, times: int = 1) -> None:
    person.adapter = Lossy(person.account, URL, fits, commits=commits, times=times)


def writes(person: Person) -> int:
    return sum(not line.startswith("GET") for line in person.asked)


def anything(_: str, __: str) -> bool:
    return True


def a_write(method: str, _: str) -> bool:
    return method != "GET"


@pytest.mark.parametrize("commits", [True, False])
def test_a_stop_is_done_when_the_entry_does_not_run(either: Person, commits: bool) -> None:
    made = log(either.account)
    lose(either, a_write, commits=commits)
    done = sending.stop(either.context(), made["id"])
    assert (done.confirmed, done.entry is not None) == (commits, commits)
    assert writes(either) == 1


@pytest.mark.parametrize("commits", [True, False])
def test_a_restart_is_done_when_the_entry_or_its_copy_runs(either: Person, commits: bool) -> None:
    made = log(either.account, hours=1, notes="hero")
    context = either.context()
    entry = context.client.time_entry(made["id"])
    lose(either, a_write, commits=commits)
    done = sending.restart(either.context(), entry)
    assert done.confirmed == commits
    if done.entry is not None:
        assert (done.entry.is_running, done.entry.notes) == (True, "hero")
    assert writes(either) == 1


def test_another_timer_does_not_pass_for_a_restart(either: Person) -> None:
    made = log(either.account, hours=1, notes="hero")
    entry = either.context().client.time_entry(made["id"])
    log(either.account, notes="another")
    lose(either, a_write, commits=False)
    assert not sending.restart(either.context(), entry).confirmed


@pytest.mark.parametrize("commits", [True, False])
def test_a_change_is_done_when_the_entry_holds_it(either: Person, commits: bool) -> None:
    made = log(either.account, hours=1)
    lose(either, a_write, commits=commits)
    change = EntryChange(notes="new", spent_date=date(2026, 11, 23))
    done = sending.update(either.context(), made["id"], change)
    assert done.confirmed == commits
    assert writes(either) == 1


@pytest.mark.parametrize("commits", [True, False])
def test_a_delete_is_done_when_the_entry_is_gone(person: Person, commits: bool) -> None:
    made = log(person.account, hours=1)
    lose(person, a_write, commits=commits)
    assert sending.delete(person.context(), made["id"]).confirmed == commits
    assert writes(person) == 1


def test_deleting_what_is_gone_is_done(person: Person) -> None:
    made = log(person.account, hours=1)
    call(person.account, "DELETE", f"/time_entries/{made['id']}")
    assert sending.delete(person.context(), made["id"]).confirmed


def test_when_the_question_is_lost_too_nothing_is_claimed(person: Person) -> None:
    made = log(person.account)
    context = person.context()
    context.account.data  # noqa: B018
    lose(person, anything, commits=True, times=99)
    assert sending.stop(person.context(), made["id"]) == sending.Done(False)
    assert sending.delete(person.context(), made["id"]) == sending.Done(False)
    change = EntryChange(notes="new")
    assert sending.update(person.context(), made["id"], change) == sending.Done(False)


def test_a_refusal_is_no_question(person: Person) -> None:
    made = log(person.account, hours=1)
    with pytest.raises(Refused):
        sending.stop(person.context(), made["id"])
    with pytest.raises(NotFound):
        sending.update(person.context(), 1, EntryChange(notes="x"))
    assert [line for line in person.asked if line.startswith("GET")] == []


def test_what_never_left_is_told_as_such(person: Person) -> None:
    made = log(person.account)
    lose(person, anything, commits=False)
    person.adapter.offline = True
    with pytest.raises(Unreachable):
        sending.stop(person.context(), made["id"])


@pytest.mark.parametrize(
    ("change", "agrees"),
    [
        (EntryChange(), True),
        (EntryChange(notes="hero"), True),
        (EntryChange(notes="other"), False),
        (EntryChange(notes=None), False),
        (EntryChange(hours=Decimal("1.5")), True),
        (EntryChange(hours=Decimal("1.51")), False),
        (EntryChange(spent_date=date(2026, 11, 24), hours=Decimal("1.50")), True),
        (EntryChange(spent_date=date(2026, 11, 23)), False),
        (EntryChange(started_time=time(9, 0)), False),
        (EntryChange(task_id=1), False),
    ],
)
def test_an_entry_agrees_when_it_holds_all_of_a_change(
    person: Person, change: EntryChange, agrees: bool
) -> None:
    made = log(person.account, hours=1.5, notes="hero")
    entry = person.context().client.time_entry(made["id"])
    assert (not change.against(entry)) == agrees


def test_cleared_notes_agree_with_none(person: Person) -> None:
    made = log(person.account, hours=1)
    entry = person.context().client.time_entry(made["id"])
    assert not EntryChange(notes="").against(entry)
    assert not EntryChange(notes=None).against(entry)
