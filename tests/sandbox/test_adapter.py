"""The same flows through the requests adapter and over a loopback socket."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.adapter import sandbox_adapter
from harvest_cli.sandbox.serve import running_server, serve
from tests.account import KIM_TOKEN, an_account, an_entry, headers_for, timestamp_account

SANDBOX = "https://harvest.sandbox.invalid"


@dataclass(frozen=True, slots=True)
class Line:
    """A session that reaches an account at `base`."""

    session: requests.Session
    base: str
    account: EmbeddedAccount

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(method, self.base + path, timeout=10, **more)


@pytest.fixture(params=["by adapter", "by socket"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    account = an_account()
    with requests.Session() as session:
        session.headers.update(headers_for())
        if request.param == "by adapter":
            session.mount(SANDBOX, sandbox_adapter(account, SANDBOX))
            yield Line(session, SANDBOX, account)
        else:
            with running_server(account) as base:
                yield Line(session, base, account)


def test_a_day_of_work(line: Line) -> None:
    made = line.ask("POST", "/v2/time_entries", json=an_entry(hours=1.5, notes="ü 👩‍💻"))
    assert (made.status_code, made.reason) == (201, "Created")
    path = f"/v2/time_entries/{made.json()['id']}"
    changed = line.ask("PATCH", path, json={"hours": 2})
    assert (changed.json()["hours"], changed.json()["notes"]) == (2.0, "ü 👩‍💻")
    running = line.ask("PATCH", f"{path}/restart").json()
    assert running["is_running"] is True
    assert line.ask("PATCH", f"{path}/stop").json()["is_running"] is False
    assert line.ask("PATCH", f"{path}/stop").status_code == 422
    assert line.ask("DELETE", path).status_code == 200
    assert line.ask("GET", path).status_code == 404


def test_the_alias_base_and_the_identity_are_there(line: Line) -> None:
    assert line.ask("GET", "/api/v2/users/me").json()["first_name"] == "Kim"
    accounts = line.ask("GET", "/api/v2/accounts").json()["accounts"]
    assert [account["product"] for account in accounts] == ["harvest", "forecast"]


def test_links_stay_on_the_same_origin_and_can_be_followed(line: Line) -> None:
    url: str | None = f"{line.base}/v2/time_entries?per_page=20"
    ids: list[int] = []
    while url:
        assert url.startswith(f"{line.base}/v2/time_entries?")
        body = line.session.get(url, timeout=10).json()
        ids += [entry["id"] for entry in body["time_entries"]]
        url = body["links"]["next"]
    assert len(ids) == len(set(ids)) == body["total_entries"] == 53


def test_query_parameters_are_decoded_once(line: Line) -> None:
    reference = {"id": "a b+c%20&ü", "group_id": "hv"}
    line.ask("POST", "/v2/time_entries", json=an_entry(hours=1, external_reference=reference))
    params = {"external_reference_id": "a b+c%20&ü"}
    found = line.ask("GET", "/v2/time_entries", params=params).json()
    assert found["total_entries"] == 1
    assert "a+b%2Bc%2520%26" in found["links"]["first"]


def test_answers_can_be_streamed(line: Line) -> None:
    with line.ask("GET", "/v2/time_entries", stream=True) as answer:
        start = answer.raw.read(15)
        rest = b"".join(answer.iter_content(1000))
    assert start == b'{"time_entries"'
    assert len(json.loads(start + rest)["time_entries"]) == 53


def test_headers_of_an_answer(line: Line) -> None:
    answer = line.ask("GET", "/v2/users/me")
    assert answer.headers["date"] == "Tue, 24 Nov 2026 15:30:00 GMT"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert len(answer.headers["X-Request-Id"]) == 32


def test_errors_arrive_as_harvest_sends_them(line: Line) -> None:
    empty = line.ask("POST", "/v2/time_entries", json={})
    assert (empty.status_code, empty.headers["Hint"]) == (422, empty.json()["message"])
    page = line.ask("GET", "/v2/nothing")
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    refused = line.ask("GET", "/v2/users/me", headers={"Authorization": "Bearer x"})
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")
    with pytest.raises(requests.HTTPError):
        refused.raise_for_status()


def test_a_missing_user_agent_is_a_400(line: Line) -> None:
    answer = line.ask("GET", "/v2/users/me", headers={"User-Agent": ""})
    assert answer.status_code == 400


def test_forms_and_empty_bodies_arrive(line: Line) -> None:
    made = line.ask("POST", "/v2/time_entries", data=an_entry(hours="0.5"))
    assert made.json()["hours"] == 0.5
    assert line.ask("POST", "/v2/time_entries").status_code == 422


def test_no_token_is_ever_in_an_answer(line: Line) -> None:
    for path in ("/v2/users/me", "/v2/users", "/api/v2/accounts", "/v2/time_entries"):
        answer = line.ask("GET", path)
        assert KIM_TOKEN not in answer.text
        assert KIM_TOKEN not in str(answer.headers)


@pytest.mark.parametrize("base", [SANDBOX, f"{SANDBOX}/", f"{SANDBOX}/v2", f"{SANDBOX}/api/v2/"])
def test_the_adapter_takes_the_base_with_or_without_its_version(base: str) -> None:
    with requests.Session() as session:
        session.headers.update(headers_for())
        session.mount(SANDBOX, sandbox_adapter(an_account(), base))
        body = session.get(f"{SANDBOX}/v2/tasks", timeout=1).json()
    assert body["links"]["first"].startswith(f"{SANDBOX}/v2/tasks?")


def test_the_adapter_reaches_an_account_below_a_path() -> None:
    base = "https://sandbox.invalid/mine"
    with requests.Session() as session:
        session.headers.update(headers_for())
        session.mount(base, sandbox_adapter(an_account(), base))
        body = session.get(f"{base}/v2/tasks", timeout=1).json()
        assert body["links"]["first"].startswith(f"{base}/v2/tasks?")
        assert session.get(f"{base}/v2/users/me", timeout=1).status_code == 200


def test_the_adapter_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    with requests.Session() as session:
        session.headers.update(headers_for())
        session.mount(SANDBOX, sandbox_adapter(an_account(), SANDBOX))
        assert session.get(f"{SANDBOX}/v2/users/me", timeout=1).status_code == 200


def test_the_server_keeps_a_connection_alive() -> None:
    with running_server(an_account()) as base, requests.Session() as session:
        session.headers.update(headers_for())
        ports = set()
        for _ in range(3):
            answer = session.get(f"{base}/v2/users/me", stream=True, timeout=10)
            connection: Any = answer.raw.connection
            ports.add(connection.sock.getsockname()[1])
            assert answer.content
    assert len(ports) == 1


def test_the_server_listens_on_loopback_alone() -> None:
    with running_server(an_account()) as base:
        assert base.startswith("http://127.0.0.1:")


def test_the_server_ends_although_a_client_holds_its_connection() -> None:
    with requests.Session() as session:
        session.headers.update(headers_for())
        with running_server(an_account()) as base:
            assert session.get(f"{base}/v2/users/me", timeout=10).status_code == 200
        with pytest.raises(requests.ConnectionError):
            session.get(f"{base}/v2/users/me", timeout=10)


def test_the_server_answers_several_clients_at_once() -> None:
    account = timestamp_account(now=lambda: datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
    statuses: list[int] = []

    def work(base: str) -> None:
        with requests.Session() as session:
            session.headers.update(headers_for())
            for _ in range(5):
                url = f"{base}/v2/time_entries"
                statuses.append(session.post(url, json=an_entry(), timeout=30).status_code)

    with running_server(account) as base:
        threads = [threading.Thread(target=work, args=(base,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [201] * 30


@pytest.mark.parametrize("length", ["abc", "-1", "99999999999"])
def test_a_length_that_cannot_be_read_ends_the_connection(length: str) -> None:
    with running_server(an_account()) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            head = f"POST /v2/time_entries HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
            client.sendall(head.encode())
            assert client.makefile("rb").readline().startswith(b"HTTP/1.1 500")


def test_a_client_that_hangs_up_leaves_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    with running_server(an_account()) as base:
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.sendall(b"GET /v2/users/me HTTP/1.1\r\n")
        answer = requests.get(f"{base}/v2/users/me", headers=headers_for(), timeout=10)
        assert answer.status_code == 200
    assert capfd.readouterr() == ("", "")


def test_serve_tells_its_address_once_it_listens() -> None:
    told: list[str] = []

    def ready(base: str) -> None:
        told.append(base)
        with socket.create_connection(("127.0.0.1", int(base.rsplit(":", 1)[1])), timeout=10):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve(an_account(), 0, ready)
    assert told[0].startswith("http://127.0.0.1:")


def test_serve_takes_the_port_it_is_given() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    told: list[str] = []

    def ready(base: str) -> None:
        told.append(base)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve(an_account(), port, ready)
    assert told == [f"http://127.0.0.1:{port}"]
