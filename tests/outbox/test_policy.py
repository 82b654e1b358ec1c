"""The policy is run through every combination of what server, network, machine and people can do.

A model of the server stands in for Harvest. What is proven here: one intent never becomes two
entries and is never lost, but for the one case that nobody can know, which is named.
"""

import itertools
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.policy import Action, Facts, Result, Step, decide
from harvest_cli.local.config.settings import BY_NAME
from harvest_cli.local.outbox.row import State
from tests.rows import for_each, try_all

NEVER = 10**9
STEP_TIMES = (0.0, 30.0, 130.0, 400.0, 1000.0, 2000.0)


class World(NamedTuple):
    """What happens besides hv. Times are seconds after the first send.

    `appears` is when the first send shows on the server; `answer` how it ends for hv; `dies` where
    the process is killed; `resumes` when hv runs again; `keyed` whether marks work; `deleted` when
    the person deletes what they see of it in the web app.
    """

    appears: float
    answer: str
    dies: str
    resumes: tuple[float, ...]
    keyed: bool
    equal_elsewhere: bool
    deleted: float
    late_again: bool


class Server:
    """Entries by key, some of which appear later; and one of somebody else that looks the same."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sends: list[float] = []
        self.removed = 0

    def send(self, now: float) -> str:
        first = not self.sends
        if not first and self.world.late_again:
            self.sends.append(now + 60)
            return Result.LOST
        self.sends.append(self.world.appears if first else now)
        return self.world.answer if first else Result.CREATED

    def visible(self, now: float) -> int:
        """Entries of this intent on the server, those that the person deleted left out."""
        there = [at for at in self.sends if at <= now]
        gone = [at for at in there if at <= self.world.deleted <= now]
        return len(there) - len(gone) - self.removed

    def look(self, now: float) -> str:
        count = self.visible(now) + (self.world.equal_elsewhere and not self.world.keyed)
        return (Result.ABSENT, Result.FOUND)[count] if count < 2 else Result.SEVERAL


class Client:
    """hv as it follows the policy, killed where the world says so."""

    def __init__(self, world: World, server: Server) -> None:
        self.world, self.server = world, server
        self.state, self.sent_at, self.resends = "none", 0.0, 0
        self.asked, self.due, self.doubtful = False, 0.0, False

    def facts(self, now: float) -> Facts:
        age = now - self.sent_at
        return Facts(self.state, age, self.world.keyed, self.resends, self.due)

    def log(self) -> None:
        """The first run: keep, send, record; it may end anywhere."""
        if self.world.dies == "before the row":
            return
        self.state = "sending"
        if self.world.dies == "before the send":
            return
        outcome = self.server.send(0.0)
        if self.world.dies == "before recording":
            return
        self.apply(decide(self.facts(0.0), outcome, 0.0), 0.0)

    def run(self, now: float) -> None:
        """A later run: drains."""
        if self.state in ("sending", "unknown", "queued"):
            self.apply(decide(self.facts(now), Result.NOTHING, now), now)
        elif self.state == "done" and self.doubtful and self.server.visible(now) > 1:
            self.server.removed += self.server.visible(now) - 1

    def apply(self, action: Action, now: float) -> None:
        if action.step == Step.LOOK:
            self.state = "unknown"
            outcome = self.server.look(now)
            self.apply(decide(self.facts(now), outcome, now), now)
        elif action.step == Step.SEND:
            self.resends += self.state != "queued"
            self.state, self.sent_at = "sending", now
            self.apply(decide(self.facts(now), self.server.send(now), now), now)
        else:
            self.state, self.due = action.state, now + action.after
            self.asked = action.step == Step.ASK
            self.doubtful |= self.resends > 0


def worlds() -> Iterator[World]:
    later = [times for n in (2, 3) for times in _runs(n)]
    for appears, answer in (
        *((0.0, Result.CREATED), (0.0, Result.LOST), (5.0, Result.LOST), (100.0, Result.LOST)),
        *((300.0, Result.LOST), (NEVER, Result.LOST), (NEVER, Result.NOT_SENT)),
        *((NEVER, Result.THROTTLED), (NEVER, Result.NO_LOGIN), (NEVER, Result.REFUSED)),
    ):
        for dies, keyed, equal, deleted, again in product(
            ("never", "before the row", "before the send", "before recording"),
            (True, False),
            (False, True),
            (NEVER, 60.0, 500.0),
            (False, True),
        ):
            for resumes in later:
                yield World(appears, answer, dies, resumes, keyed, equal, deleted, again)


def _runs(count: int) -> Iterator[tuple[float, ...]]:
    for first in (1.0, 50.0, 130.0, 600.0, 1000.0):
        yield tuple(first + 650.0 * n for n in range(count))


def ended(world: World) -> tuple[Client, Server]:
    server = Server(world)
    client = Client(world, server)
    client.log()
    for now in (*world.resumes, 4000.0, 5000.0, 6000.0):
        client.run(now)
    return client, server


ALL = tuple(worlds())
END = 10_000.0


def test_there_are_thousands_of_worlds() -> None:
    assert len(ALL) >= 2_112


def test_no_intent_becomes_two_entries() -> None:
    doubled = [world for world in ALL if ended(world)[1].visible(END) > 1]
    assert doubled == []


def _is_lost(world: World) -> bool:
    client, server = ended(world)
    kept = client.state in ("queued", "sending", "unknown", "rejected")
    was_there = any(at <= END for at in server.sends)
    return client.state != "none" and not kept and not was_there


def test_no_intent_is_lost_where_marks_work() -> None:
    assert [world for world in ALL if world.keyed and _is_lost(world)] == []


def test_without_marks_only_an_equal_entry_can_hide_a_loss() -> None:
    lost = [world for world in ALL if not world.keyed and _is_lost(world)]
    assert all(world.equal_elsewhere for world in lost)


def test_the_residue_is_an_unconfirmed_entry_that_was_deleted_within_the_quarter_hour() -> None:
    brought_back = []
    for world in ALL:
        client, server = ended(world)
        deleted_it = world.appears <= world.deleted < NEVER
        if deleted_it and client.resends and server.visible(END):
            brought_back.append(world)
    assert brought_back
    assert all(world.deleted < policy.ASK_AFTER for world in brought_back)


def test_nothing_was_printed_for_what_was_never_kept() -> None:
    for world in ALL:
        if world.dies == "before the row":
            client, server = ended(world)
            assert (client.state, server.sends) == ("none", [])


def test_without_marks_nothing_is_ever_sent_twice() -> None:
    for world in ALL:
        if not world.keyed and world.answer == Result.LOST:
            assert len(ended(world)[1].sends) <= 1, world


@for_each("state", ["queued", "sending", "unknown"])
@for_each("keyed", [True, False])
def test_only_a_look_that_found_nothing_leads_to_another_send(state: str, keyed: bool) -> None:
    rows = itertools.product(STEP_TIMES, [0, 1, 3])
    try_all(rows, lambda row: only_a_look_leads_to_another_send(*row, state, keyed))


def only_a_look_leads_to_another_send(age: float, resends: int, state: str, keyed: bool) -> None:
    facts = Facts(state, age, keyed, resends)
    outcomes = (Result.FOUND, Result.SEVERAL, Result.NOT_LOOKED, Result.LOST, Result.REFUSED)
    for outcome in outcomes:
        assert decide(facts, outcome, age).step != Step.SEND
    if state != "queued":
        assert decide(facts, Result.NOTHING, age).step == Step.LOOK
    absent = decide(facts, Result.ABSENT, age)
    may_send = keyed and policy.QUIET <= age < policy.ASK_AFTER and resends < policy.MOST_RESENDS
    assert (absent.step == Step.SEND) == may_send


@for_each(
    ("outcome", "resends", "step", "state"),
    [
        (Result.CREATED, 0, Step.CONFIRM, "done"),
        (Result.NOT_SENT, 0, Step.WAIT, "queued"),
        (Result.NOT_SENT, 1, Step.WAIT, "unknown"),
        (Result.THROTTLED, 0, Step.WAIT, "queued"),
        (Result.NO_LOGIN, 0, Step.STOP, "queued"),
        (Result.NO_LOGIN, 2, Step.STOP, "unknown"),
        (Result.REFUSED, 0, Step.REJECT, "rejected"),
        (Result.REFUSED, 1, Step.LOOK, "unknown"),
        (Result.LOST, 0, Step.LOOK, "unknown"),
        ("something new", 0, Step.LOOK, "unknown"),
    ],
)
def test_how_a_send_ended_decides_what_is_kept(
    outcome: str, resends: int, step: str, state: str
) -> None:
    action = decide(Facts("sending", 0.0, True, resends), outcome, 0.0)
    assert (action.step, action.state) == (step, state)


def test_a_wait_that_harvest_asked_for_is_kept_to() -> None:
    facts = Facts("queued", None, due=100.0)
    assert decide(facts, Result.NOTHING, 40.0) == Action(Step.WAIT, State.QUEUED, 60.0)
    assert decide(facts, Result.NOTHING, 100.0).step == Step.SEND
    assert decide(Facts("sending"), Result.THROTTLED, 0.0, 7.5).after == 7.5


def test_the_quiet_period_outlasts_the_edges_of_the_network() -> None:
    assert policy.QUIET >= 120
    assert BY_NAME["quiet_seconds"].default == policy.QUIET


def test_the_person_is_asked_after_a_quarter_of_an_hour() -> None:
    assert policy.ASK_AFTER == 900
    assert BY_NAME["ask_after_seconds"].default == policy.ASK_AFTER


def test_a_lease_outlasts_the_longest_exchange() -> None:
    assert 2 * BY_NAME["timeout"].default <= policy.LEASE


def test_looks_come_at_growing_distances() -> None:
    assert policy.LOOKS == (0.5, 2.0, 5.0)
