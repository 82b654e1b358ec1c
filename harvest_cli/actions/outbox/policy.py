"""What to do next with a write, from what is known of it: the one place that decides. Pure.

Nothing is sent again before a look has not found it, and never while the server may still be
working on it. What is older than a quarter of an hour and not found is the person's to decide:
they may have deleted it since.
"""

from typing import NamedTuple

QUIET = 120.0
"""Seconds before an unconfirmed write may be sent again; edges give up on a server after 100."""
ASK_AFTER = 900.0
"""Seconds after which only the person can tell whether it is still wanted."""
LOOKS = (0.5, 2.0, 5.0)
"""Seconds after a lost answer at which to look for the entry."""
LEASE = 60.0
"""Seconds for which a row belongs to who sends it, at least."""
MOST_RESENDS = 3
"""Sends of unknown fate after the first one; then the person is asked."""
VERIFIED_FOR = 86400.0
"""Seconds during which an entry that was sent twice is looked at for a late twin."""
VERIFY_AFTER = 600.0
LONGEST_PAUSE = 20.0
"""Seconds that a command waits at most because Harvest asked for it."""
NOTHING = "nothing"
CREATED, NOT_SENT, THROTTLED, NO_LOGIN, REFUSED, LOST = (
    *("created", "not_sent", "not_done", "unauthorized", "rejected", "unknown"),
)
"""How a send ended; all but the first are the values of `Outcome`."""
FOUND, ABSENT, SEVERAL, NOT_LOOKED = "found", "absent", "several", "not looked"
"""How a look for the entry ended."""
SEND, LOOK, WAIT, CONFIRM, REJECT, ASK, STOP = (
    *("send", "look", "wait", "confirm", "reject", "ask", "stop"),
)


class Facts(NamedTuple):
    """What is known of a write. `age` is seconds since it was last sent, None for never.

    `state` is queued, sending (its sender is gone) or unknown; `keyed` whether the entry can be
    told by its key from any other; `resends` counts sends after one of unknown fate; `due` is
    when to go on, in the same clock as `now`.
    """

    state: str
    age: float | None = None
    keyed: bool = True
    resends: int = 0
    due: float = 0.0
    quiet: float = QUIET
    ask_after: float = ASK_AFTER


class Action(NamedTuple):
    """What to do, and the state to keep meanwhile; `after` is seconds to wait first."""

    step: str
    state: str
    after: float = 0.0


def decide(facts: Facts, outcome: str, now: float, wait: float = 0.0) -> Action:
    """The next step. `outcome` is what was learnt last; `wait` what a throttled answer asked."""
    if outcome == NOTHING:
        return _begin(facts, now)
    if outcome in (FOUND, CREATED):
        return Action(CONFIRM, "done")
    if outcome in (ABSENT, SEVERAL, NOT_LOOKED):
        return _after_look(facts, outcome)
    # Nothing happened this time; an earlier send may still arrive.
    certain = "unknown" if facts.resends else "queued"
    if outcome == REFUSED:
        return Action(LOOK, "unknown") if facts.resends else Action(REJECT, "rejected")
    if outcome == NO_LOGIN:
        return Action(STOP, certain)
    if outcome in (NOT_SENT, THROTTLED):
        return Action(WAIT, certain, wait)
    # Lost, or something that proves nothing.
    return Action(LOOK, "unknown")


def _begin(facts: Facts, now: float) -> Action:
    if facts.state != "queued":
        # Looking does no harm, and is how an entry that came late is noticed.
        return Action(LOOK, "unknown")
    if facts.due > now:
        return Action(WAIT, facts.state, facts.due - now)
    return Action(SEND, "sending")


def _after_look(facts: Facts, outcome: str) -> Action:
    if outcome == SEVERAL:
        # With a key they are twins of one intent; without, only the person can tell them apart.
        return Action(CONFIRM, "done") if facts.keyed else Action(ASK, "unknown")
    if outcome == NOT_LOOKED:
        return Action(WAIT, "unknown")
    age = facts.age if facts.age is not None else 0.0
    if age < facts.quiet:
        return Action(WAIT, "unknown", facts.quiet - age)
    if facts.keyed and age < facts.ask_after and facts.resends < MOST_RESENDS:
        return Action(SEND, "sending")
    return Action(ASK, "unknown")
