"""What is done next with a write: never sent again before a look, never without an end."""

import itertools

import pytest

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.policy import Action, Facts, decide

YOUNG, QUIET, OLD = 10.0, 300.0, 1_000.0
OUTCOMES = (
    *(policy.NOTHING, policy.CREATED, policy.NOT_SENT, policy.THROTTLED, policy.NO_LOGIN),
    *(policy.REFUSED, policy.LOST, policy.FOUND, policy.ABSENT, policy.SEVERAL, policy.NOT_LOOKED),
)


def test_what_waits_is_sent_when_it_is_due() -> None:
    assert decide(Facts("queued"), policy.NOTHING, 100.0) == Action(policy.SEND, "sending")
    later = decide(Facts("queued", due=160.0), policy.NOTHING, 100.0)
    assert later == Action(policy.WAIT, "queued", 60.0)


@pytest.mark.parametrize("state", ["sending", "unknown"])
def test_what_may_have_arrived_is_looked_for_first(state: str) -> None:
    assert decide(Facts(state, YOUNG), policy.NOTHING, 0.0).step == policy.LOOK


@pytest.mark.parametrize("outcome", [policy.CREATED, policy.FOUND])
def test_what_is_on_harvest_is_done(outcome: str) -> None:
    assert decide(Facts("sending"), outcome, 0.0) == Action(policy.CONFIRM, "done")


def test_a_lost_answer_is_looked_for() -> None:
    assert decide(Facts("sending", 0.0), policy.LOST, 0.0) == Action(policy.LOOK, "unknown")


@pytest.mark.parametrize(
    ("age", "keyed", "resends", "step"),
    [
        (YOUNG, True, 0, policy.WAIT),
        (119.9, True, 0, policy.WAIT),
        (120.0, True, 0, policy.SEND),
        (QUIET, True, 0, policy.SEND),
        (QUIET, True, policy.MOST_RESENDS - 1, policy.SEND),
        (QUIET, True, policy.MOST_RESENDS, policy.ASK),
        (QUIET, False, 0, policy.ASK),
        (899.9, True, 0, policy.SEND),
        (900.0, True, 0, policy.ASK),
        (OLD, True, 0, policy.ASK),
    ],
)
def test_what_was_not_found_waits_then_is_sent_again_then_asked_about(
    age: float, keyed: bool, resends: int, step: str
) -> None:
    facts = Facts("unknown", age, keyed, resends)
    assert decide(facts, policy.ABSENT, 0.0).step == step


def test_the_wait_ends_when_it_is_quiet() -> None:
    assert decide(Facts("unknown", YOUNG), policy.ABSENT, 0.0).after == policy.QUIET - YOUNG


def test_a_look_that_failed_waits_and_sends_nothing() -> None:
    assert decide(Facts("unknown", OLD), policy.NOT_LOOKED, 0.0).step == policy.WAIT


def test_twins_with_a_key_are_one_intent_and_others_are_the_persons_to_tell() -> None:
    assert decide(Facts("unknown", QUIET), policy.SEVERAL, 0.0).step == policy.CONFIRM
    assert decide(Facts("unknown", QUIET, keyed=False), policy.SEVERAL, 0.0).step == policy.ASK


@pytest.mark.parametrize(("resends", "state"), [(0, "queued"), (1, "unknown")])
def test_what_did_not_leave_is_only_certain_when_nothing_left_before(
    resends: int, state: str
) -> None:
    facts = Facts("sending", QUIET, resends=resends)
    assert decide(facts, policy.NOT_SENT, 0.0).state == state
    assert decide(facts, policy.NO_LOGIN, 0.0) == Action(policy.STOP, state)
    assert decide(facts, policy.THROTTLED, 0.0, 30.0) == Action(policy.WAIT, state, 30.0)


def test_a_refusal_ends_it_unless_an_earlier_send_may_still_arrive() -> None:
    assert decide(Facts("sending"), policy.REFUSED, 0.0) == Action(policy.REJECT, "rejected")
    again = decide(Facts("sending", QUIET, resends=1), policy.REFUSED, 0.0)
    assert again == Action(policy.LOOK, "unknown")


def test_nothing_unknown_is_ever_sent_without_a_look_that_found_it_absent() -> None:
    ages, numbers = (None, 0.0, YOUNG, QUIET, OLD), (0, 1, 5)
    for state, age, keyed, resends, outcome in itertools.product(
        ("queued", "sending", "unknown"), ages, (True, False), numbers, OUTCOMES
    ):
        action = decide(Facts(state, age, keyed, resends), outcome, 0.0)
        assert action.after >= 0
        if action.step == policy.SEND:
            certain = state == "queued" and outcome == policy.NOTHING
            assert certain or (outcome == policy.ABSENT and keyed and (age or 0) >= policy.QUIET)
