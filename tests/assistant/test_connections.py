"""Connections outlive a call: no handshake each time, and none that died is written on."""

from typing import Any

import pytest

from tests.assistant.asking import LOG, POST, Far


@pytest.fixture
def connections(far: Far, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Those that come in from now on."""
    come, usual = list[Any](), far.harvest.process_request

    def counted(request: Any, address: Any) -> None:
        come.append(address)
        usual(request, address)

    monkeypatch.setattr(far.harvest, "process_request", counted)
    return come


def test_calls_share_one_connection(far: Far, connections: list[Any]) -> None:
    for number in range(3):
        assert far("log_time", text=f"1h on MW: {number}").status == "logged"
        assert far("list_entries").status == "ok"
    assert connections == []


def test_one_that_the_server_closed_is_not_written_on(far: Far, connections: list[Any]) -> None:
    def told_nothing(handler: Any, reply: Any) -> None:
        handler.close_connection = False
        handler.send(reply.status, reply.headers, reply.body)
        handler.close_connection = True

    far.harvest.fail({"GET /v2/time_entries": [told_nothing]})
    assert far("list_entries").status == "ok"
    assert far("log_time", **LOG).status == "logged"
    assert (len(connections), far.harvest.posts, len(far.held())) == (1, 1, 1)


def test_one_that_broke_in_a_call_is_replaced(far: Far, connections: list[Any]) -> None:
    far.harvest.fail({POST: ["reset unread"]})
    assert far("log_time", **LOG).status == "unconfirmed"
    assert far("list_entries").status == "ok"
    assert len(connections) == 1
