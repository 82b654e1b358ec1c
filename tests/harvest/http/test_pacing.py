"""Reads of many pages take turns among all that is asked of the account; short ones do not."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harvest_cli.domain.errors import Outcome, RateLimited
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import FREE_PAGES, Harvest
from harvest_cli.harvest.http.request import Access, Limits
from harvest_cli.harvest.wire.write import EntryFilter
from tests.faulty_server import FaultyServer, Step, reply
from tests.harvest.conftest import TOKEN

EVERYTHING = EntryFilter()
PATIENT = Limits(connect=1, read=1, total=30)


class Reader:
    """A client of a server with lists of so many pages; `counts` are the turns that it took."""

    def __init__(self, *waits: float, limits: Limits = PATIENT) -> None:
        self.waits, self.limits = list(waits), limits
        self.counts: list[int] = []
        self.pauses: list[float] = []
        self.ticks = 0.0
        self.said: list[str] = []

    @contextmanager
    def around(self) -> Iterator[None]:
        self.said.append("waiting")
        yield
        self.said.append("done")

    def turn(self, count: int) -> float:
        self.counts.append(count)
        return self.waits.pop(0) if self.waits else 0.0

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.said.append("paused")
        self.ticks += seconds

    def client(self, url: str) -> Harvest:
        access = Access(Secret(TOKEN), 1, url, url.removesuffix("/v2"))
        return Harvest(
            access,
            limits=self.limits,
            turn=self.turn,
            sleep=self.sleep,
            monotonic=lambda: self.ticks,
            uniform=lambda low, _high: low,
            around=self.around,
        )


def served(*lengths: int) -> Iterator[Step]:
    """The answers to lists of that many pages each, over one connection."""
    for length in lengths:
        for number in range(1, length + 1):
            links = {"next": f"/v2/time_entries?page={number + 1}"} if number < length else {}
            yield reply(200, {"time_entries": [{"id": number}], "links": links})


def read(reader: Reader, *lengths: int) -> int:
    """How many entries were read."""
    with FaultyServer([list(served(*lengths))]) as server:
        client = reader.client(server.url)
        found = [len(list(client.time_entries(EVERYTHING))) for _ in lengths]
        client.close()
    return sum(found)


def test_five_pages_are_read_without_a_look_at_the_turns() -> None:
    reader = Reader()
    assert read(reader, FREE_PAGES) == 5
    assert reader.counts == []


def test_from_the_sixth_on_each_takes_its_turn_and_the_first_ones_theirs() -> None:
    reader = Reader(0.0, 0.0, 4.0)
    assert read(reader, 8) == 8
    assert reader.counts == [6, 1, 1]
    assert reader.pauses == [4.0]


def test_a_pause_for_a_turn_is_a_wait_like_any_other() -> None:
    reader = Reader(4.0)
    assert read(reader, 6) == 6
    place = reader.said.index("paused")
    assert reader.said[place - 1 : place + 2] == ["waiting", "paused", "done"]


def test_the_lists_of_one_command_count_together() -> None:
    reader = Reader()
    assert read(reader, 3, 3, 2) == 8
    assert reader.counts == [6, 1, 1]


def test_a_wait_that_is_too_long_ends_the_command_and_names_it() -> None:
    reader = Reader(90.0)
    with pytest.raises(RateLimited, match=r"for this account; try again in about 2 min") as it:
        read(reader, 7)
    assert (it.value.outcome, it.value.retry_after) == (Outcome.NOT_SENT, 90.0)
    assert reader.pauses == []


def test_waits_for_turns_count_as_time_of_the_command() -> None:
    reader = Reader(*[10.0] * 10)
    with pytest.raises(RateLimited):
        read(reader, 12)
    assert reader.pauses == [10.0, 10.0]


def test_a_client_without_turns_reads_on() -> None:
    with FaultyServer([list(served(9))]) as server:
        access = Access(Secret(TOKEN), 1, server.url, server.url)
        client = Harvest(access, limits=PATIENT)
        assert len(list(client.time_entries(EVERYTHING))) == 9
        client.close()
