"""`hv delete`: what is asked first, what no longer counts afterwards."""

from datetime import date

import pytest

from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NeedsDecision, UsageError
from tests.account import call, log
from tests.entries.changing import delete, patches
from tests.lossy import Lossy
from tests.workday import URL, Person

TODAY = date(2026, 11, 24)


def test_a_deleted_entry_no_longer_counts_for_its_day(either: Person) -> None:
    log(either.account, hours=2)
    made = log(either.account, hours=1)
    either.status()
    assert delete(either, str(made["id"]), sure=True).state is EntryState.CREATED
    assert float(either.context().account.hours_on(TODAY)) == 2


def test_deleting_needs_a_yes(person: Person) -> None:
    made = log(person.account, hours=1)
    with pytest.raises(UsageError) as caught:
        delete(person, str(made["id"]))
    assert caught.value.hint == "Add `--yes` to confirm"
    person.agrees = lambda _: False
    with pytest.raises(NeedsDecision):
        delete(person, str(made["id"]))
    assert person.entry(made["id"])["id"] == made["id"]
    person.agrees = lambda _: True
    delete(person, str(made["id"]))
    assert call(person.account, "GET", f"/time_entries/{made['id']}").status == 404


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_answer_to_a_delete_is_looked_up(person: Person, commits: bool) -> None:
    made = log(person.account, hours=1)
    person.adapter = Lossy(
        person.account, URL, lambda method, _: method == "DELETE", commits=commits
    )
    deleted = delete(person, str(made["id"]), sure=True)
    assert len(patches(person)) == 1
    assert deleted.exit_code == (0 if commits else 75)


def test_a_deleted_timer_is_not_thought_to_run(either: Person) -> None:
    either.start("Marketing Website")
    delete(either, "running", sure=True)
    turn = either.start("Task Force Research")
    assert turn.stopped == ()
    assert either.asked == ["POST /time_entries"]
