"""A timer that ran on unnoticed: what is asked, what is said, and what corrects it."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.stop import stop_timer
from harvest_cli.actions.undo.undo import undo
from harvest_cli.domain.errors import NeedsDecision, NotFound, UsageError
from tests.account import call
from tests.workday import Person, running

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def forgotten(person: Person) -> int:
    """Started yesterday at 17:40, found this morning at 8:50."""
    person.at(17, 40, day=YESTERDAY)
    made = person.start("Marketing Website: hero").entries[0].entry.id
    person.at(8, 50, day=TODAY)
    return made


class Answer:
    """What a person chooses; keeps what was asked."""

    def __init__(self, number: int | None) -> None:
        self.number = number
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def __call__(self, question: str, options: Sequence[str]) -> int | None:
        self.asked.append((question, tuple(options)))
        return self.number


# -- stop ----------------------------------------------------------------------------------------


@pytest.mark.found("E1")
@pytest.mark.parametrize(("number", "minutes"), [(0, 910), (1, 200)])
def test_a_person_chooses_when_it_stops(either: Person, number: int, minutes: int) -> None:
    made = forgotten(either)
    either.choose = answer = Answer(number)
    either.stop(": done")
    assert answer.asked == [
        (
            "Marketing Website › Graphic Design has run for 15 hours, since 5:40pm yesterday",
            ("Stop it now", "Stop it at 9:00pm yesterday"),
        )
    ]
    entry = either.entry(made)
    assert (either.minutes(entry), entry["notes"]) == (minutes, "hero\ndone")
    assert either.asked == [f"PATCH /time_entries/{made}/stop", f"PATCH /time_entries/{made}"]


@pytest.mark.found("E1")
def test_nothing_is_stopped_where_nothing_was_chosen(either: Person) -> None:
    made = forgotten(either)
    either.choose = Answer(None)
    with pytest.raises(NeedsDecision, match="Nothing was stopped"):
        either.stop()
    assert either.entry(made)["is_running"]


@pytest.mark.found("E1")
def test_where_nobody_is_asked_it_is_said_and_done(either: Person) -> None:
    made = forgotten(either)
    turn = either.stop()
    assert len(turn.warnings) == 1
    assert "has run for 15 hours" in turn.warnings[0]
    assert "`hv stop at 9:00pm yesterday` corrects it" in turn.warnings[0]
    assert (turn.exit_code, either.minutes(either.entry(made))) == (0, 910)


@pytest.mark.found("E1")
@pytest.mark.parametrize("words", ["at 8:00", "10m ago", "at 18:10 yesterday"])
def test_who_says_when_is_not_asked(either: Person, words: str) -> None:
    forgotten(either)
    either.choose = answer = Answer(None)
    assert either.stop(words).warnings == ()
    assert answer.asked == []


@pytest.mark.found("E1")
def test_a_timer_of_a_morning_is_not_asked_about(either: Person) -> None:
    running(either, 180)
    either.choose = answer = Answer(None)
    either.stop()
    assert answer.asked == []


@pytest.mark.found("E1")
def test_out_of_working_hours_counts_too(either: Person) -> None:
    either.environ["HV_WORKING_HOURS"] = "9:00-17:30"
    running(either, 9 * 60)
    either.choose = answer = Answer(1)
    either.stop()
    assert answer.asked[0][1][1] == "Stop it at 5:00pm"
    assert either.minutes(either.entries(TODAY, TODAY)[-1]) == 420


# -- afterwards ----------------------------------------------------------------------------------


@pytest.mark.found("E1")
def test_a_stop_at_a_time_right_after_a_stop_corrects_it(either: Person) -> None:
    made = forgotten(either)
    either.stop()
    preview = stop_timer(either.context(), "at 18:10 yesterday", dry_run=True)
    assert [each.method for each in preview.requests] == ["PATCH"]
    turn = either.stop("at 18:10 yesterday: half an hour")
    entry = either.entry(made)
    assert (either.minutes(entry), entry["notes"]) == (30, "hero\nhalf an hour")
    assert either.minutes(turn.entries[0].entry) == 30
    either.stop("at 18:30 yesterday")
    assert either.minutes(either.entry(made)) == 50
    undo(either.context())
    assert either.minutes(either.entry(made)) == 30


@pytest.mark.found("E1")
def test_what_was_started_late_may_be_corrected_to_before_the_start_was_typed(
    either: Person,
) -> None:
    made = either.start("Marketing Website at 8:30").entries[0].entry.id
    either.pass_(60)
    either.stop("30m ago")
    either.stop("at 8:50")
    assert either.minutes(either.entry(made)) == 20
    with pytest.raises(UsageError, match="ran 8:30"):
        either.stop("at 8:20")


@pytest.mark.found("E1")
@pytest.mark.parametrize("words", ["at 17:00 yesterday", "at 09:30", "after 20h"])
def test_a_correction_lies_within_what_ran(either: Person, words: str) -> None:
    made = forgotten(either)
    either.stop()
    either.at(10)
    with pytest.raises(UsageError):
        either.stop(words)
    assert either.minutes(either.entry(made)) == 910


@pytest.mark.found("E1")
def test_only_the_last_stop_is_corrected_and_only_as_it_was_left(either: Person) -> None:
    made = forgotten(either)
    either.stop()
    call(either.account, "PATCH", f"/time_entries/{made}", json={"notes": "seen"})
    with pytest.raises(NeedsDecision, match="was changed since"):
        either.stop("at 18:10 yesterday")
    either.pass_(60 * 30)
    with pytest.raises(NotFound, match="No timer is running"):
        either.stop("at 18:10 yesterday")


# -- start ---------------------------------------------------------------------------------------


@pytest.mark.found("E1")
@pytest.mark.parametrize(("number", "minutes"), [(0, 910), (1, 200)])
def test_a_start_asks_about_what_it_stops(either: Person, number: int, minutes: int) -> None:
    made = forgotten(either)
    either.choose = Answer(number)
    turn = either.start("TF Research")
    assert either.minutes(either.entry(made)) == minutes
    assert [either.minutes(entry) for entry in turn.stopped] == [minutes]
    assert turn.entries[0].entry.is_running


@pytest.mark.found("E1")
def test_a_start_goes_on_with_a_word_where_nobody_is_asked(either: Person) -> None:
    made = forgotten(either)
    turn = either.start("TF Research")
    assert f"`hv edit {made} 3:20` corrects it" in turn.warnings[0]
    assert either.minutes(either.entry(made)) == 910
    assert either.asked == ["GET /time_entries", "POST /time_entries"]


@pytest.mark.found("E1")
def test_nothing_is_started_where_nothing_was_chosen(either: Person) -> None:
    made = forgotten(either)
    either.choose = Answer(None)
    with pytest.raises(NeedsDecision, match="Nothing was started"):
        either.start("TF Research")
    assert [entry["id"] for entry in either.entries(YESTERDAY, TODAY) if entry["is_running"]] == [
        made
    ]


@pytest.mark.found("E2")
@pytest.mark.parametrize("words", ["OS1 with 30m already", "TF Research with 1h already"])
def test_no_minute_is_counted_twice_where_times_are_tracked(by_times: Person, words: str) -> None:
    by_times.at(9)
    first = by_times.start("Marketing Website").entries[0].entry.id
    by_times.at(11, 40)
    turn = by_times.start(words)
    ended, begun = by_times.entry(first), by_times.entry(turn.entries[0].entry.id)
    assert ended["ended_time"] == begun["started_time"]
    assert by_times.minutes(ended) + by_times.minutes(begun) == 160
    assert by_times.minutes(turn.stopped[0]) == by_times.minutes(ended)
    undo(by_times.context())
    assert [entry["id"] for entry in by_times.entries(TODAY, TODAY)] == [first]


@pytest.mark.found("E2")
def test_a_timer_does_not_begin_before_the_one_that_it_ends(by_times: Person) -> None:
    running(by_times, 20)
    with pytest.raises(UsageError, match="which is after"):
        by_times.start("OS1 with 30m already")


@pytest.mark.found("E3")
def test_a_preview_of_a_divided_stop_has_every_request(either: Person) -> None:
    made = forgotten(either)
    preview = stop_timer(either.context(), "at 2am", StopFlags(split=True), dry_run=True)
    done = either.stop("at 2am", split=True)
    assert len(done.entries) == 2
    assert [(each.method, each.path) for each in preview.requests] == [
        ("PATCH", f"/time_entries/{made}/stop"),
        ("PATCH", f"/time_entries/{made}"),
        ("POST", "/time_entries"),
    ]
    assert either.asked == [f"{each.method} {each.path}" for each in preview.requests]
