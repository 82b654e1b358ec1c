"""How many requests the timer commands make, and which."""

from datetime import timedelta

from harvest_cli.domain.entries import EntryState
from harvest_cli.sandbox.example import JANE, PROGRAMMING, TASK_FORCE
from tests.account import JANE_TOKEN, log
from tests.workday import Person

POST, LIST = "POST /time_entries", "GET /time_entries"


def test_a_start_after_a_status_is_one_request(either: Person) -> None:
    either.status()
    either.start("Marketing Website")
    assert either.asked == [POST]


def test_a_start_right_after_the_names_were_fetched_is_one_request(person: Person) -> None:
    for path in person.folder.iterdir():
        path.unlink()
    person.context().account.data  # noqa: B018
    person.start("Marketing Website")
    assert person.asked == [POST]


def test_a_start_after_a_start_is_one_request_and_names_what_it_stopped(either: Person) -> None:
    either.start("Marketing Website: hero")
    either.pass_(0.75)
    turn = either.start("Task Force Research")
    assert either.asked == [POST]
    assert [entry.notes for entry in turn.stopped] == ["hero"]


def test_a_start_that_does_not_know_what_runs_asks_first(either: Person) -> None:
    log(either.account, notes="started on the web")
    either.pass_(43)
    turn = either.start("Task Force Research")
    assert either.asked == [LIST, POST]
    assert [entry.notes for entry in turn.stopped] == ["started on the web"]
    assert either.minutes(turn.stopped[0]) == 43
    assert not turn.stopped[0].is_running


def test_a_backdated_start_in_an_account_of_hours_is_two_requests(person: Person) -> None:
    person.status()
    person.start("Marketing Website 20m ago")
    assert len(person.asked) == 2
    assert person.asked[0] == POST
    assert person.asked[1].endswith("/restart")


def test_a_backdated_start_in_an_account_of_times_is_one_request(by_times: Person) -> None:
    by_times.status()
    by_times.start("Marketing Website 20m ago")
    assert by_times.asked == [POST]


def test_a_stop_of_what_hv_started_is_one_request(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(200)
    either.stop()
    assert len(either.asked) == 1
    assert either.asked[0].endswith("/stop")


def test_a_stop_in_the_past_with_notes_is_two_requests(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(200)
    turn = either.stop("20m ago: done")
    assert len(either.asked) == 2
    assert either.minutes(turn.entries[0].entry) == 180


def test_a_stop_that_knows_nothing_is_two_requests(either: Person) -> None:
    log(either.account)
    either.pass_(30)
    either.stop()
    assert len(either.asked) == 2


def test_a_restart_is_two_requests(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(30)
    either.stop()
    either.restart()
    assert either.asked[0] == LIST
    assert len(either.asked) == 2


def test_a_restart_of_an_earlier_day_is_two_requests(either: Person) -> None:
    turn = either.restart("hero")
    assert either.asked == [LIST, POST]
    assert turn.entries[0].state is EntryState.CREATED


def test_a_restart_by_id_is_two_requests(either: Person) -> None:
    made = log(either.account, hours=1)
    either.restart(str(made["id"]))
    assert len(either.asked) == 2


def test_a_status_is_two_requests(either: Person) -> None:
    either.status()
    assert either.asked == [LIST, LIST]


def test_what_is_asked_is_about_me_alone(person: Person) -> None:
    log(person.account, JANE_TOKEN, project_id=TASK_FORCE, task_id=PROGRAMMING)
    person.pass_(5)
    turn = person.start("Marketing Website")
    assert turn.stopped == ()
    assert person.entries_of(JANE)[-1]["is_running"]


def test_a_timer_of_yesterday_is_stopped_with_all_its_hours(person: Person) -> None:
    person.start("Marketing Website")
    person.clock.pass_(hours=23)
    turn = person.stop()
    assert person.minutes(turn.entries[0].entry) == 23 * 60


def test_the_seconds_of_trust_are_a_setting(person: Person) -> None:
    person.environ["HV_STATUS_SECONDS"] = "600"
    person.status()
    person.clock.moment += timedelta(seconds=599)
    person.start("Marketing Website")
    assert person.asked == [POST]
