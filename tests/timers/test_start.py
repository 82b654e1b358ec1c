"""`hv start`: what runs afterwards, what ended, what is refused."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from harvest_cli.domain.errors import Refused, SentenceError, UsageError
from tests.account import approve, log
from tests.rows import few
from tests.workday import Person

TODAY = date(2026, 11, 24)


def latest(person: Person) -> dict[str, object]:
    return person.entries(TODAY - timedelta(days=1), TODAY)[-1]


def test_the_words_become_project_task_and_notes(either: Person) -> None:
    turn = either.start("Task Force Research: interviews")
    entry = turn.entries[0].entry
    assert (entry.project.name, entry.task.name) == ("Task Force", "Research")
    assert entry.notes == "interviews"
    assert entry.is_running
    assert entry.spent_date == TODAY


def test_a_task_that_nobody_named_is_said_with_its_reason(person: Person) -> None:
    assert person.start("Marketing Website").entries[0].assumed == "last used here"


def test_flags_win_over_words(person: Person) -> None:
    turn = person.start("Marketing Website: x", task="Research", note="as it is")
    entry = turn.entries[0].entry
    assert (entry.task.name, entry.notes) == ("Research", "as it is")


def test_flags_are_enough(either: Person) -> None:
    turn = either.start("", project="TF", task="Research", from_="9:15")
    entry = turn.entries[0].entry
    assert entry.project.name == "Task Force"
    either.pass_(15)
    assert either.minutes(either.stop().entries[0].entry) == 60


def test_a_link_becomes_the_reference(person: Person) -> None:
    person.start("Marketing Website", ref="https://github.com/example/site/issues/42")
    reference = latest(person)["external_reference"]
    assert isinstance(reference, dict)
    assert (reference["id"], reference["group_id"]) == ("42", "site")


@few(4)
@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("20m ago", 20),
        ("an hour ago", 60),
        ("at 9:15", 45),
        ("since 9", 60),
        ("with 30m already", 30),
        ("at 9:45 with 30m already", 45),
    ],
)
def test_time_that_has_passed_is_on_the_timer(either: Person, words: str, minutes: int) -> None:
    turn = either.start(f"Marketing Website {words}")
    assert turn.entries[0].entry.is_running
    either.pass_(10)
    assert either.minutes(either.stop().entries[0].entry) == minutes + 10


def test_an_account_of_times_is_told_the_start(by_times: Person) -> None:
    by_times.start("Marketing Website at 9:15")
    assert latest(by_times)["started_time"] == "9:15am"


def test_a_24_hour_account_is_told_in_its_own_style(anybody: Callable[..., Person]) -> None:
    person = anybody(wants_timestamp_timers=True, clock="24h")
    person.at(15)
    person.start("Marketing Website at 13:05")
    assert latest(person)["started_time"] == "13:05"


def test_hours_are_counted_from_harvests_zone_whatever_hv_was_set_to(
    anybody: Callable[..., Person],
) -> None:
    person = anybody(wants_timestamp_timers=True, environ={"HV_TIMEZONE": "Europe/Berlin"})
    person.start("Marketing Website 20m ago")
    assert latest(person)["started_time"] == "9:40am"
    person.pass_(10)
    assert person.minutes(person.stop().entries[0].entry) == 30


def test_the_other_timer_ends_when_a_backdated_one_begins(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(60)
    turn = either.start("Task Force Research 20m ago")
    assert [either.minutes(entry) for entry in turn.stopped] == [40]
    held = either.entry(turn.stopped[0].id)
    assert either.minutes(held) == 40
    assert not held["is_running"]


def test_a_start_before_what_runs_is_refused_before_anything_is_sent(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(10)
    with pytest.raises(UsageError, match="which is after") as caught:
        either.start("Task Force Research 20m ago")
    assert caught.value.code == "invalid_time"
    assert not [line for line in either.asked if not line.startswith("GET")]
    assert latest(either)["is_running"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Marketing Website at 11:30", "invalid_time"),
        ("Marketing Website at 26:00", "invalid_time"),
        ("Nonesuch", "unknown_project"),
        ("Marketing Website for 2h", "invalid_time"),
        ("at 9:15", "no_project"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_sent(
    person: Person, words: str, code: str
) -> None:
    before = len(person.entries(TODAY, TODAY))
    with pytest.raises(UsageError) as caught:
        person.start(words)
    assert caught.value.code == code
    assert len(person.entries(TODAY, TODAY)) == before


def test_a_flag_in_the_future_is_told_with_the_time_it_is(person: Person) -> None:
    with pytest.raises(UsageError, match="11:30am is in the future: it is 10:00am now"):
        person.start("Marketing Website", from_="11:30")


def test_a_time_that_the_clocks_skipped_is_refused(person: Person) -> None:
    person.at(12, day=date(2026, 3, 8))
    with pytest.raises(UsageError, match="does not exist"):
        person.start("Marketing Website", from_="2:30")


def test_a_start_on_another_day_warns(person: Person) -> None:
    turn = person.start("Marketing Website", date="yesterday")
    assert turn.entries[0].entry.spent_date == TODAY - timedelta(days=1)
    assert "The timer is on Mon 23 Nov, and today is" in turn.warnings[0]


def test_a_start_before_midnight_is_on_its_own_day_and_warns(either: Person) -> None:
    either.at(0, 20)
    turn = either.start("Marketing Website 30m ago")
    assert turn.entries[0].entry.spent_date == TODAY - timedelta(days=1)
    assert any("The timer is on" in warning for warning in turn.warnings)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one zone")
@pytest.mark.parametrize(("here", "says"), [("Pacific/Auckland", True), ("America/Denver", False)])
def test_a_day_other_than_this_machines_is_said(
    either: Person, monkeypatch: pytest.MonkeyPatch, here: str, says: bool
) -> None:
    # Ten minutes to midnight in New York: the entry belongs to that day, wherever the machine is.
    monkeypatch.setenv("TZ", here)
    time.tzset()
    try:
        either.at(23, 50)
        turn = either.start("Marketing Website")
        told = any("where your days are counted" in warning for warning in turn.warnings)
        assert told == says
        assert turn.entries[0].entry.spent_date == TODAY
        either.pass_(30)
        assert either.minutes(either.stop().entries[0].entry) == 30
    finally:
        monkeypatch.undo()
        time.tzset()


def test_on_a_terminal_the_recent_pairs_are_offered(person: Person) -> None:
    offered: list[str] = []

    def choose(question: str, options: object) -> int:
        assert isinstance(options, list)
        offered.extend([question, *options])
        return 1

    person.choose = choose
    turn = person.start("")
    assert offered[0] == "Start which one?"
    assert len(offered) == len(set(offered)) <= 10
    entry = turn.entries[0].entry
    names = f"{entry.client.name} › {entry.project.name} › {entry.task.name}"
    assert offered[2] == (f'{names}: "{entry.notes}"' if entry.notes else names)


def test_choosing_nothing_starts_nothing(person: Person) -> None:
    person.choose = lambda *_: None
    with pytest.raises(UsageError, match="No timer was started"):
        person.start("")


def test_without_a_terminal_the_project_is_missing(person: Person) -> None:
    with pytest.raises(SentenceError) as caught:
        person.start("")
    assert caught.value.code == "no_project"


def test_an_account_that_wants_notes_is_told_before_it_refuses(
    anybody: Callable[..., Person],
) -> None:
    person = anybody(day_entry_notes_required=True)
    with pytest.raises(UsageError, match="requires notes"):
        person.start("Marketing Website")
    assert person.start("Marketing Website: hero").entries[0].entry.notes == "hero"


def test_harvests_refusal_is_told_in_its_words(person: Person) -> None:
    approve(person.account, date(2026, 11, 23), date(2026, 11, 29))
    with pytest.raises(Refused):
        person.start("Marketing Website")


def test_what_was_logged_today_counts_for_the_day(either: Person) -> None:
    made = log(either.account, hours=2)
    either.status()
    turn = either.start("Marketing Website 30m ago")
    assert made["id"]
    assert float(turn.days[0].hours) == 2.5


def test_a_timer_does_not_start_tomorrow(person: Person) -> None:
    with pytest.raises(SentenceError):
        person.start("Marketing Website tomorrow")
