"""What is done next with a write: never sent again before a look, never without an end."""

import itertools

import pytest

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.policy import Action, Facts, Result, Step, decide
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.outbox.row import State
from tests.rows import for_each

YOUNG, QUIET, OLD = 10.0, 300.0, 1_000.0
UNSENT = (Result.NOTHING, Result.READ, Result.MISSED)
"""What proves that a queued row is not on Harvest."""
OUTCOMES = tuple(Result)


def test_without_other_settings_it_waits_as_the_settings_say() -> None:
    usual = {name: Settings({}).get(name) for name in ("quiet_seconds", "ask_after_seconds")}
    told = Facts("unknown", quiet=usual["quiet_seconds"], ask_after=usual["ask_after_seconds"])
    assert Facts("unknown") == told


def test_what_waits_is_sent_when_it_is_due() -> None:
    assert decide(Facts("queued"), Result.NOTHING, 100.0) == Action(Step.SEND, State.SENDING)
    later = decide(Facts("queued", due=160.0), Result.NOTHING, 100.0)
    assert later == Action(Step.WAIT, State.QUEUED, 60.0)


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_what_may_have_arrived_is_looked_for_first(state: str) -> None:
    assert decide(Facts(state, YOUNG), Result.NOTHING, 0.0).step == Step.LOOK


@pytest.mark.parametrize("outcome", [Result.CREATED, Result.FOUND])
def test_what_is_on_harvest_is_done(outcome: str) -> None:
    assert decide(Facts("sending"), outcome, 0.0) == Action(Step.CONFIRM, State.DONE)


def test_a_lost_answer_is_looked_for() -> None:
    assert decide(Facts("sending", 0.0), Result.LOST, 0.0) == Action(Step.LOOK, State.UNKNOWN)


@for_each(
    ("age", "keyed", "resends", "step"),
    [
        (YOUNG, True, 0, Step.WAIT),
        (119.9, True, 0, Step.WAIT),
        (120.0, True, 0, Step.SEND),
        (QUIET, True, 0, Step.SEND),
        (QUIET, True, policy.MOST_RESENDS - 1, Step.SEND),
        (QUIET, True, policy.MOST_RESENDS, Step.ASK),
        (QUIET, False, 0, Step.ASK),
        (899.9, True, 0, Step.SEND),
        (900.0, True, 0, Step.ASK),
        (OLD, True, 0, Step.ASK),
    ],
)
def test_what_was_not_found_waits_then_is_sent_again_then_asked_about(
    age: float, keyed: bool, resends: int, step: str
) -> None:
    facts = Facts("unknown", age, keyed, resends)
    assert decide(facts, Result.ABSENT, 0.0).step == step


def test_the_wait_ends_when_it_is_quiet() -> None:
    assert decide(Facts("unknown", YOUNG), Result.ABSENT, 0.0).after == policy.QUIET - YOUNG


def test_a_look_that_failed_waits_and_sends_nothing() -> None:
    assert decide(Facts("unknown", OLD), Result.NOT_LOOKED, 0.0).step == Step.WAIT


def test_twins_with_a_key_are_one_intent_and_others_are_the_persons_to_tell() -> None:
    assert decide(Facts("unknown", QUIET), Result.SEVERAL, 0.0).step == Step.CONFIRM
    assert decide(Facts("unknown", QUIET, keyed=False), Result.SEVERAL, 0.0).step == Step.ASK


@pytest.mark.parametrize(("resends", "state"), [(0, State.QUEUED), (1, State.UNKNOWN)])
def test_what_did_not_leave_is_only_certain_when_nothing_left_before(
    resends: int, state: State
) -> None:
    facts = Facts("sending", QUIET, resends=resends)
    assert decide(facts, Result.NOT_SENT, 0.0).state == state
    assert decide(facts, Result.NO_LOGIN, 0.0) == Action(Step.STOP, state)
    assert decide(facts, Result.THROTTLED, 0.0, 30.0) == Action(Step.WAIT, state, 30.0)


def test_a_refusal_ends_it_unless_an_earlier_send_may_still_arrive() -> None:
    assert decide(Facts("sending"), Result.REFUSED, 0.0) == Action(Step.REJECT, State.REJECTED)
    again = decide(Facts("sending", QUIET, resends=1), Result.REFUSED, 0.0)
    assert again == Action(Step.LOOK, State.UNKNOWN)


def test_nothing_unknown_is_ever_sent_without_a_look_that_found_it_absent() -> None:
    ages, numbers = (None, 0.0, YOUNG, QUIET, OLD), (0, 1, 5)
    for state, age, keyed, resends, outcome in itertools.product(
        ("queued", "sending", "unknown"), ages, (True, False), numbers, OUTCOMES
    ):
        action = decide(Facts(state, age, keyed, resends), outcome, 0.0)
        assert action.after >= 0
        if action.step == Step.SEND:
            certain = state == "queued" and outcome in UNSENT
            assert certain or (outcome == Result.ABSENT and keyed and (age or 0) >= policy.QUIET)


def test_a_queued_row_from_a_file_is_looked_for_where_its_key_can_be_found() -> None:
    """The file may be an old copy that was put back."""
    assert decide(Facts("queued"), Result.READ, 0.0) == Action(Step.LOOK, State.QUEUED)
    assert decide(Facts("queued"), Result.MISSED, 0.0).step == Step.SEND
    assert decide(Facts("queued", keyed=False), Result.READ, 0.0).step == Step.SEND
    failed = decide(Facts("queued"), Result.NOT_LOOKED, 0.0)
    assert failed == Action(Step.WAIT, State.QUEUED)


def test_before_a_second_send_or_a_question_the_whole_day_is_looked_through() -> None:
    for age in (QUIET, OLD):
        assert decide(Facts("unknown", age), Result.MISSED, 0.0).step == Step.SEARCH
    assert decide(Facts("unknown", YOUNG), Result.MISSED, 0.0).step == Step.WAIT


@pytest.mark.parametrize("outcome", [Result.MISSED, Result.ABSENT, Result.SEVERAL])
def test_what_this_run_sent_is_neither_sent_again_in_it_nor_asked_about(outcome: str) -> None:
    for age, keyed in itertools.product((QUIET, OLD), (True, False)):
        action = decide(Facts("unknown", age, keyed, sent=True), outcome, 0.0)
        assert action.step in (Step.WAIT, Step.CONFIRM)
