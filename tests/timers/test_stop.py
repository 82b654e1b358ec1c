"""`hv stop`: mine alone, at the moment that was meant, with what is to be said of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.harvest.http.answers import Answer, Failure
from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.harvest.http.request import Request
from harvest_cli.sandbox.example import JANE, PROGRAMMING, TASK_FORCE
from tests.account import JANE_TOKEN, call, log
from tests.lossy import Lossy
from tests.rows import few
from tests.running import Hv
from tests.workday import URL, Person, running

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def test_the_answer_has_the_entrys_and_the_days_total(either: Person) -> None:
    log(either.account, hours=2)
    either.status()
    running(either, 90)
    turn = either.stop()
    assert either.minutes(turn.entries[0].entry) == 90
    assert [(day.day, float(day.hours)) for day in turn.days] == [(TODAY, 3.5)]


@few(4)
@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("at 10:30", 30),
        ("10m ago", 50),
        ("half an hour ago", 30),
        ("at 10:45am", 45),
        ("now", 60),
        ("until 10:15", 15),
        ("just now", 60),
        ("after 40m", 40),
        ("minus 30m lunch", 30),
        ("at 10:50 minus 30m for lunch", 20),
        ("10 minutes earlier", 50),
        ("at twenty past ten", 20),
    ],
)
def test_a_stop_in_the_past_gives_the_hours_until_then(
    either: Person, words: str, minutes: int
) -> None:
    made = running(either, 60)
    turn = either.stop(words)
    assert either.minutes(either.entry(made)) == minutes
    assert either.minutes(turn.entries[0].entry) == minutes
    assert not either.entry(made)["is_running"]


@pytest.mark.parametrize("asked", [False, True], ids=["known", "asked"])
def test_a_backdated_timer_can_end_before_it_was_typed(either: Person, asked: bool) -> None:
    made = either.start("Marketing Website at 9:00").entries[0].entry.id
    either.pass_(5)
    if asked:
        either.status()
    either.stop("at 9:50")
    assert either.minutes(either.entry(made)) == 50


def test_a_backdated_start_may_lie_before_the_last_one_was_typed(either: Person) -> None:
    first = either.start("Marketing Website at 9:00").entries[0].entry.id
    either.start("Task Force Research at 9:40")
    either.pass_(20)
    either.stop()
    assert either.minutes(either.entry(first)) == 40


def test_what_was_resumed_cannot_end_before_that(person: Person) -> None:
    made = running(person, 60)
    person.stop()
    person.pass_(60)
    person.restart()
    person.pass_(5)
    with pytest.raises(UsageError, match="before the timer started"):
        person.stop("at 11:30")
    assert person.entry(made)["is_running"]


def test_an_account_of_times_gets_the_end(by_times: Person) -> None:
    made = running(by_times, 60)
    by_times.stop("at 10:30")
    entry = by_times.entry(made)
    assert (entry["started_time"], entry["ended_time"]) == ("10:00am", "10:30am")


def test_a_bare_number_is_the_latest_time_it_can_mean(either: Person) -> None:
    either.at(13)
    made = running(either, 240)
    either.stop("at 4")
    assert either.minutes(either.entry(made)) == 180


@pytest.mark.parametrize("given", [": wrote tests", "- wrote tests", "10m ago: wrote tests"])
def test_notes_are_added_to_those_there_are(either: Person, given: str) -> None:
    made = running(either, 30, "Marketing Website: hero")
    either.stop(given if given[0] != "-" else f"now {given}")
    assert either.entry(made)["notes"] == "hero\nwrote tests"


def test_notes_edited_elsewhere_meanwhile_are_kept(either: Person) -> None:
    made = running(either, 30, "Marketing Website: hero")
    call(either.account, "PATCH", f"/time_entries/{made}", json={"notes": "edited on the web"})
    either.stop(": wrote tests")
    assert either.entry(made)["notes"] == "edited on the web\nwrote tests"


def test_a_flag_replaces_the_notes(either: Person) -> None:
    made = running(either, 30, "Marketing Website: hero")
    either.stop(note="all new")
    assert either.entry(made)["notes"] == "all new"
    assert either.minutes(either.entry(made)) == 30


@pytest.mark.parametrize("words", ["at 9:30", "2h ago", "at 9am", "at 18:30 yesterday"])
def test_a_stop_before_the_start_is_refused_and_it_runs_on(either: Person, words: str) -> None:
    made = running(either, 60)
    with pytest.raises(UsageError, match="before the timer started") as caught:
        either.stop(words)
    assert caught.value.code == "invalid_time"
    assert either.entry(made)["is_running"]


@pytest.mark.parametrize("words", ["at 15:00", "at 11:01pm"])
def test_a_time_in_the_future_is_refused_and_it_runs_on(either: Person, words: str) -> None:
    made = running(either, 60)
    # Yesterday's evening is before the start, so today's is what was meant.
    with pytest.raises(UsageError):
        either.stop(words)
    assert either.entry(made)["is_running"]


@pytest.mark.parametrize("words", ["at 26:00", "at 9:75", "yesterday", "ago", "at 9 10m ago"])
def test_what_is_no_time_is_refused_before_anything_is_asked(person: Person, words: str) -> None:
    with pytest.raises(UsageError):
        person.stop(words)
    assert person.asked == []


@few(4)
@pytest.mark.found("E5")
@pytest.mark.parametrize("words", ["eod", "lunchtime", "at lunchtime", "teatime", "in 5 minutes"])
def test_what_sounds_like_a_time_is_no_timer(either: Person, words: str) -> None:
    made = running(either, 30)
    with pytest.raises(UsageError, match="Expected a clock time"):
        either.stop(words)
    assert either.entry(made)["is_running"]


def test_nothing_to_stop_tells_what_was_tracked_last(either: Person) -> None:
    with pytest.raises(NotFound, match="No timer is running; the last entry is") as caught:
        either.stop()
    assert caught.value.exit_code == 4
    assert "Marketing Website › Graphic Design, Mon 23 Nov" in caught.value.message


def test_a_colleagues_timer_runs_on(anybody: Callable[..., Person]) -> None:
    person = anybody(role="administrator")
    log(person.account, JANE_TOKEN, project_id=TASK_FORCE, task_id=PROGRAMMING)
    hers = person.entries_of(JANE)[-1]
    with pytest.raises(NotFound):
        person.stop()
    with pytest.raises(NotFound):
        person.stop(str(hers["id"]))
    assert person.entries_of(JANE)[-1]["is_running"]


def test_a_timer_started_elsewhere_meanwhile_is_the_one_that_stops(either: Person) -> None:
    running(either, 10)
    other = log(either.account, notes="on the web")
    either.pass_(20)
    turn = either.stop()
    assert turn.entries[0].entry.id == other["id"]
    assert either.minutes(either.entry(other["id"])) == 20
    assert "stopped elsewhere" in turn.warnings[0]


def test_a_timer_stopped_elsewhere_meanwhile_is_told(either: Person) -> None:
    made = running(either, 10)
    call(either.account, "PATCH", f"/time_entries/{made}/stop")
    with pytest.raises(NotFound, match="No timer is running"):
        either.stop()


def test_an_entry_deleted_elsewhere_meanwhile_is_told(either: Person) -> None:
    made = running(either, 10)
    call(either.account, "DELETE", f"/time_entries/{made}")
    with pytest.raises(NotFound, match="No timer is running"):
        either.stop("5m ago")


def test_a_timer_that_was_changed_elsewhere_is_not_corrected_blindly(person: Person) -> None:
    made = running(person, 60)
    call(person.account, "PATCH", f"/time_entries/{made}", json={"hours": 3})
    person.pass_(30)
    turn = person.stop("20m ago: noted")
    assert turn.exit_code == 8
    assert "changed elsewhere" in str(turn.unfinished)
    held = person.entry(made)
    assert (held["is_running"], held["notes"]) == (False, "noted")
    assert person.minutes(held) == 270


def two_timers(person: Person) -> tuple[int, int]:
    """Two timers at once, as some accounts allow."""
    first, second = log(person.account, notes="first"), log(person.account, notes="second")
    person.account.db.execute(
        "UPDATE entries SET timer_started_at = ?, hours = 0 WHERE id = ?",
        (int(person.clock().timestamp()), first["id"]),
    )
    person.pass_(15)
    return first["id"], second["id"]


def test_of_several_timers_none_is_guessed(person: Person) -> None:
    two_timers(person)
    with pytest.raises(UsageError, match="matches 2 entries") as caught:
        person.stop()
    assert len(caught.value.candidates) == 2


@pytest.mark.parametrize("by", ["id", "words", "choice"])
def test_one_of_several_timers_can_be_named_or_chosen(person: Person, by: str) -> None:
    first, second = two_timers(person)
    if by == "choice":
        person.choose = lambda _, options: next(n for n, o in enumerate(options) if "first" in o)
    person.stop({"id": str(first), "words": "first", "choice": ""}[by])
    assert not person.entry(first)["is_running"]
    assert person.entry(second)["is_running"]


# -- answers that are lost -------------------------------------------------------------------


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_answer_is_looked_up_and_never_repeated(either: Person, commits: bool) -> None:
    made = running(either, 30)
    fits: Callable[[str, str], bool] = lambda _, path: path.endswith("/stop")  # noqa: E731
    either.adapter = Lossy(either.account, URL, fits, commits=commits)
    turn = either.stop()
    assert len([line for line in either.asked if line.endswith("/stop")]) == 1
    state = EntryState.CREATED if commits else EntryState.UNCONFIRMED
    assert turn.entries[0].state is state
    assert turn.exit_code == (0 if commits else 75)
    assert either.entry(made)["is_running"] != commits


@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_correction_is_looked_up_and_never_repeated(either: Person, commits: bool) -> None:
    made = running(either, 30)
    fits: Callable[[str, str], bool] = lambda method, path: (  # noqa: E731
        method == "PATCH" and path.endswith(str(made))
    )
    either.adapter = Lossy(either.account, URL, fits, commits=commits)
    turn = either.stop("10m ago")
    assert len([line for line in either.asked if line == f"PATCH /time_entries/{made}"]) == 1
    assert turn.exit_code == (0 if commits else 75)
    assert either.minutes(either.entry(made)) == (20 if commits else 30)


def test_a_clock_three_hours_ahead_does_not_lengthen_an_ago(either: Person) -> None:
    made = running(either, 60)
    either.ahead = timedelta(hours=3)
    turn = either.stop("10m ago")
    assert either.minutes(either.entry(made)) == 50
    assert any("3:00 ahead of Harvest's" in warning for warning in turn.warnings)


def test_nothing_to_stop_or_change_in_a_new_account_is_told_with_what_works(
    hv: Hv, home: Path
) -> None:
    # Nobody has looked at the account.
    hv = Hv(hv.environ)
    assert hv("sandbox", "reset").code == 0
    with closing(sqlite3.connect(home / "state" / "sandbox.sqlite")) as db, db:
        db.execute("DELETE FROM entries")
    for words, said in (
        (["stop"], "No timer is running"),
        (["restart"], "`last` does not name an entry: you have no entry"),
    ):
        ran = hv(*words)
        assert (ran.code, said in ran.err) == (4, True), ran.err
        (pasted,) = (line.split("`")[1] for line in ran.err.splitlines() if "hint: " in line)
        assert hv(*pasted.split()[1:]).code == 0


@pytest.mark.parametrize("status", [409, 423])
@pytest.mark.parametrize("done", [False, True])
def test_an_answer_that_proves_nothing_is_no_refusal(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, status: int, done: bool
) -> None:
    assert hv("start", "TF: run", HV_NOW="2026-11-18T10:00:00").code == 0
    really = Exchange.perform

    def perform(exchange: Exchange, request: Request) -> Answer | Failure:
        if request.method == "GET":
            return really(exchange, request)
        if done:
            really(exchange, request)
        body, kind = b'{"message": "Busy"}', {"Content-Type": "application/json"}
        return Answer(status, "Busy", kind, body, "/v2/time_entries")

    with monkeypatch.context() as there:
        there.setattr(Exchange, "perform", perform)
        ran = hv("stop")
    assert (ran.code, "refused" in ran.err) == (0 if done else 75, False), ran.err
    assert hv("sync").code == 0
    (entry,) = (row for row in hv("entries", "--json").json["entries"] if row["notes"] == "run")
    assert (entry["hours"], entry["is_running"]) == (0.5, False)


def test_what_is_said_of_a_timer_names_its_day_and_what_can_be_typed(hv: Hv) -> None:
    assert hv("start", "TF", HV_NOW="2026-11-17T10:00:00").code == 0
    assert "since 10:00am yesterday" in " ".join(hv("status", terminal=True).out.split())
    assert hv("start", "MW").code == 0
    refused = hv("stop", "5m ago")
    assert (refused.code, "`hv stop` ends it now" in refused.err) == (2, True)
    assert "0:30 missing on Mon 16 Nov" in hv("gaps", "2026-11-16", terminal=True).out
