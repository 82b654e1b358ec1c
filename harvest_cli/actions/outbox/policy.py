"""What to do next with a write, from what is known of it: the one place that decides. Pure.

Nothing is sent again before a look has not found it, and never while the server may still be
working on it. What is older than a quarter of an hour and not found is the person's to decide:
they may have deleted it since.

A step of a write that takes several requests is looked at by its own proof before it is sent
again. Stopping, setting fields and deleting do no harm twice; an entry that runs on as a copy is
sent again only after the quiet period.
"""

from harvest_cli.domain.errors import Outcome
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.local.config.settings import BY_NAME
from harvest_cli.local.outbox.row import State

QUIET: float = BY_NAME["quiet_seconds"].default
"""Seconds before an unconfirmed write may be sent again; edges give up on a server after 100."""
ASK_AFTER: float = BY_NAME["ask_after_seconds"].default
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


class Result(StrEnum):
    """What was learnt of a write last: how a send or a look for its entry ended."""

    NOTHING = "nothing"
    """It was just stored, and nothing was done yet."""
    READ = "read"
    """Its row was read from the file, which may be an old copy put back."""
    CREATED = "created"
    NOT_SENT = Outcome.NOT_SENT
    THROTTLED = Outcome.NOT_DONE
    NO_LOGIN = Outcome.UNAUTHORIZED
    REFUSED = Outcome.REJECTED
    LOST = Outcome.UNKNOWN
    FOUND = "found"
    MISSED = "missed"
    """Not found by its key; the day was not looked through."""
    ABSENT = "absent"
    SEVERAL = "several"
    ALIKE = "alike"
    """One without a mark that seems to be from before the send: perhaps another machine's."""
    NOT_LOOKED = "not looked"


STUCK = (Result.NOT_SENT, Result.THROTTLED, Result.NOT_LOOKED)
"""Harvest cannot be asked: the next row would fare no better."""


_AFTER_LOOK = (Result.MISSED, Result.ABSENT, Result.SEVERAL, Result.ALIKE, Result.NOT_LOOKED)


class Step(StrEnum):
    """What to do next; LOOK asks for the key, SEARCH looks through the whole day too."""

    SEND = "send"
    LOOK = "look"
    SEARCH = "search"
    WAIT = "wait"
    CONFIRM = "confirm"
    REJECT = "reject"
    ASK = "ask"
    STOP = "stop"


class Facts(NamedTuple):
    """What is known of a write. `age` is seconds since it was last sent, None for never.

    `state` is queued, sending (its sender is gone) or unknown; `keyed` whether the entry can be
    told by its key from any other; `resends` counts sends after one of unknown fate; `due` is
    when to go on, in the same clock as `now`; `sent` whether this very run sent it.
    """

    state: str
    age: float | None = None
    keyed: bool = True
    resends: int = 0
    due: float = 0.0
    quiet: float = QUIET
    ask_after: float = ASK_AFTER
    sent: bool = False


class Action(NamedTuple):
    """What to do, and the state to store meanwhile; `after` is seconds to wait first."""

    step: Step
    state: State
    after: float = 0.0


def decide(facts: Facts, outcome: str, now: float, wait: float = 0.0) -> Action:
    """The next step. `outcome` is the last Result; `wait` what a throttled answer asked."""
    if outcome in (Result.NOTHING, Result.READ):
        return _begin(facts, outcome, now)
    if outcome in (Result.FOUND, Result.CREATED):
        return Action(Step.CONFIRM, State.DONE)
    if outcome in _AFTER_LOOK:
        return _after_look(facts, outcome)
    # Nothing happened this time; an earlier send may still arrive.
    certain = State.UNKNOWN if facts.resends else State.QUEUED
    if outcome == Result.REFUSED and not facts.resends:
        return Action(Step.REJECT, State.REJECTED)
    if outcome == Result.NO_LOGIN:
        return Action(Step.STOP, certain)
    if outcome in (Result.NOT_SENT, Result.THROTTLED):
        return Action(Step.WAIT, certain, wait)
    # Lost, or something that proves nothing.
    return Action(Step.LOOK, State.UNKNOWN)


def _begin(facts: Facts, outcome: str, now: float) -> Action:
    if facts.state != State.QUEUED:
        # Looking does no harm, and is how an entry that came late is noticed.
        return Action(Step.LOOK, State.UNKNOWN)
    if facts.due > now:
        return Action(Step.WAIT, State.QUEUED, facts.due - now)
    if outcome == Result.READ and facts.keyed:
        return Action(Step.LOOK, State.QUEUED)
    return Action(Step.SEND, State.SENDING)


def _after_look(facts: Facts, outcome: str) -> Action:
    if outcome == Result.SEVERAL and facts.keyed:
        # With a key they are twins of one intent; without, only the person can tell them apart.
        return Action(Step.CONFIRM, State.DONE)
    if facts.state == State.QUEUED and outcome == Result.MISSED:
        return Action(Step.SEND, State.SENDING)
    kept = State.QUEUED if facts.state == State.QUEUED else State.UNKNOWN
    if outcome == Result.NOT_LOOKED:
        return Action(Step.WAIT, kept)
    age = facts.age if facts.age is not None else 0.0
    if outcome != Result.SEVERAL and age < facts.quiet:
        return Action(Step.WAIT, kept, facts.quiet - age)
    if facts.sent:
        # Once in a run is enough: whoever comes next goes on.
        return Action(Step.WAIT, State.UNKNOWN)
    if outcome == Result.MISSED:
        return Action(Step.SEARCH, State.UNKNOWN)
    again = facts.keyed and age < facts.ask_after and facts.resends < MOST_RESENDS
    if outcome == Result.ABSENT and again:
        return Action(Step.SEND, State.SENDING)
    return Action(Step.ASK, State.UNKNOWN)


def only_the_person_knows(facts: Facts) -> bool:
    """Whether a write that is not on Harvest is sent again only if the person says so."""
    return decide(facts, Result.ABSENT, 0.0).step == Step.ASK


# -- steps of a write that takes several requests ------------------------------------------


class Do(StrEnum):
    """What a step asks of Harvest."""

    STOP = "stop"
    SET = "set"
    RESTART = "restart"
    DELETE = "delete"


class Seen(StrEnum):
    """How a send or a look ended."""

    NOTHING = "nothing"
    """It was just stored, and nothing was done yet."""
    DONE = "done"
    NOT_SENT = Outcome.NOT_SENT
    THROTTLED = Outcome.NOT_DONE
    NO_LOGIN = Outcome.UNAUTHORIZED
    REFUSED = Outcome.REJECTED
    LOST = Outcome.UNKNOWN
    GONE = "gone"
    HOLDS = "holds"
    """The look found what the step wants."""
    UNTOUCHED = "untouched"
    """The look found the state from before."""
    OTHER = "other"
    """The look found neither."""
    NOT_LOOKED = "not looked"


class Next(StrEnum):
    """What to do next; all but SEND and LOOK end this run of the step."""

    SEND = "send"
    LOOK = "look"
    GO_ON = "go on"
    WAIT = "wait"
    LOG_IN = "log in"
    REFUSE = "refuse"
    LEAVE = "leave"
    """Somebody else did something: what they did stays."""


class StepFacts(NamedTuple):
    """What is known of a step. `sent` is whether it may have been sent, ever; `now` by this run.

    `copies` is whether a second send makes a second entry; `age` is seconds since the last send.
    """

    sent: bool = False
    now: bool = False
    copies: bool = False
    age: float = 0.0
    quiet: float = 0.0
    refused: bool = False


def decide_step(do: Do, seen: Seen, facts: StepFacts) -> Next:
    """The next thing to do for a step, by what was seen last."""
    plain = _PLAIN.get(seen)
    if plain is not None:
        return plain
    if seen == Seen.GONE:
        return Next.GO_ON if do == Do.DELETE else Next.LEAVE
    if seen == Seen.REFUSED:
        return Next.LOOK if do in (Do.STOP, Do.RESTART) and not facts.refused else Next.REFUSE
    if seen == Seen.HOLDS:
        return Next.GO_ON if facts.sent or do in (Do.SET, Do.DELETE) else Next.LEAVE
    return _untouched(facts)


_PLAIN = {
    Seen.NOTHING: Next.SEND,
    Seen.DONE: Next.GO_ON,
    Seen.NOT_SENT: Next.WAIT,
    Seen.THROTTLED: Next.WAIT,
    Seen.NO_LOGIN: Next.LOG_IN,
    Seen.LOST: Next.LOOK,
    Seen.OTHER: Next.LEAVE,
    Seen.NOT_LOOKED: Next.WAIT,
}


def _untouched(facts: StepFacts) -> Next:
    if facts.refused:
        return Next.REFUSE
    # Harvest may still be working on what this run sent.
    if facts.now or (facts.sent and facts.copies and facts.age < facts.quiet):
        return Next.WAIT
    return Next.SEND
