"""`hv start` where the answer is lost, or the clock is wrong."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from harvest_cli.domain.entries import EntryState
from tests.lossy import Lossy
from tests.rows import few
from tests.workday import URL, Person

TODAY = date(2026, 11, 24)


def test_a_start_whose_answer_is_lost_is_found_and_not_sent_again(either: Person) -> None:
    either.status()
    either.adapter = Lossy(either.account, URL, lambda method, _: method == "POST")
    before = len(either.entries(TODAY, TODAY))
    turn = either.start("Marketing Website: hero")
    assert turn.entries[0].state is EntryState.CREATED
    assert turn.entries[0].entry.is_running
    assert len(either.entries(TODAY, TODAY)) == before + 1


def test_a_start_that_never_arrived_is_unconfirmed_and_not_sent_again(either: Person) -> None:
    either.status()
    fits: Callable[[str, str], bool] = lambda method, _: method == "POST"  # noqa: E731
    either.adapter = Lossy(either.account, URL, fits, commits=False)
    turn = either.start("Marketing Website: hero")
    assert turn.entries[0].state is EntryState.UNCONFIRMED
    assert turn.exit_code == 75
    assert [line for line in either.asked if line.startswith("POST")] == ["POST /time_entries"]


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_restart_behind_a_backdated_start_is_looked_up(
    person: Person, commits: bool
) -> None:
    fits: Callable[[str, str], bool] = lambda _, path: path.endswith("/restart")  # noqa: E731
    person.adapter = Lossy(person.account, URL, fits, commits=commits)
    turn = person.start("Marketing Website 20m ago")
    assert len([line for line in person.asked if line.endswith("/restart")]) == 1
    assert turn.entries[0].entry.is_running == commits
    assert turn.entries[0].state is (EntryState.CREATED if commits else EntryState.UNCONFIRMED)
    assert turn.exit_code == (0 if commits else 75)


def test_without_a_network_nothing_is_said_to_have_started(person: Person) -> None:
    lossy = Lossy(person.account, URL, lambda *_: False)
    lossy.offline = True
    person.adapter = lossy
    turn = person.start("Marketing Website")
    assert (turn.entries[0].state, turn.exit_code) == (EntryState.QUEUED, 75)


# -- a clock that is wrong -------------------------------------------------------------------


@few(4)
@pytest.mark.parametrize("ahead", [-3, 3], ids=["behind", "ahead"])
@pytest.mark.parametrize("known", [False, True], ids=["asked", "known"])
def test_a_clock_that_is_wrong_by_three_hours_is_told_and_does_no_harm(
    either: Person, ahead: int, known: bool
) -> None:
    either.ahead = timedelta(hours=ahead)
    either.environ["HV_STATUS_SECONDS"] = "3600"
    if known:
        either.status()
    turn = either.start("Marketing Website 20m ago")
    assert any("This machine's clock is 3:00" in warning for warning in turn.warnings)
    either.pass_(10)
    assert either.minutes(either.stop().entries[0].entry) == 30


def test_a_clock_time_is_counted_by_harvests_clock(either: Person) -> None:
    # Here it is seven, there ten: what was typed can only be meant by the person's own watch.
    either.ahead = timedelta(hours=-3)
    either.start("Marketing Website at 6:30")
    either.pass_(10)
    assert either.minutes(either.stop().entries[0].entry) == 220


def test_hv_now_is_taken_at_its_word(anybody: Callable[..., Person]) -> None:
    person = anybody(environ={"HV_NOW": "2026-11-24T13:00:00"})
    turn = person.start("Marketing Website 20m ago")
    assert not [warning for warning in turn.warnings if "clock" in warning]
