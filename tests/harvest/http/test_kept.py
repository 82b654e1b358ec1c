"""A session that outlives its client: whose it is, how long it rests, whose patience counts."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.exchange import RESTED, KeptSession
from harvest_cli.harvest.http.request import Access, Limits
from tests.account import KIM_TOKEN, an_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest


class Server:
    """A server, the connections it got, and clients that share what they leave behind."""

    def __init__(self, harvest: FaultyHarvest, monkeypatch: pytest.MonkeyPatch) -> None:
        self.harvest, self.connections, self.now = harvest, 0, 1000.0
        self.kept, usual = KeptSession(lambda: self.now), harvest.process_request

        def counted(request: Any, address: Any) -> None:
            self.connections += 1
            usual(request, address)

        monkeypatch.setattr(harvest, "process_request", counted)

    def asked(self, token: str = KIM_TOKEN, total: float = 20.0) -> int:
        """Ask as a client of its own; how many connections there were by then."""
        access = Access(Secret(token), 1000000, self.harvest.url, self.harvest.url[:-3])
        client = Harvest(access, limits=Limits(total=total, attempts=1), kept=self.kept)
        try:
            client.me()
        finally:
            client.close()
        return self.connections


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with faulty_harvest(an_account(tmp_path), {}) as harvest:
        yield Server(harvest, monkeypatch)


def test_clients_that_follow_one_another_share_a_connection(server: Server) -> None:
    assert [server.asked() for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("rest", [RESTED, 3600.0, -60.0])
def test_after_a_long_rest_a_new_one_is_made(rest: float, server: Server) -> None:
    server.asked()
    server.now += rest
    assert server.asked() == 2
    assert server.asked() == 2


def test_each_login_has_its_own(server: Server) -> None:
    server.asked()
    with pytest.raises(Exception, match="token"):
        server.asked("4711.pt.somebody-else-somebody")
    assert server.connections == 2


def test_each_client_has_its_own_time_limit(server: Server) -> None:
    server.asked(total=60.0)
    server.harvest.fail({"GET /v2/users/me": ["hang"]})
    began = time.monotonic()
    with pytest.raises(Unreachable):
        server.asked(total=0.2)
    assert time.monotonic() - began < 10
