"""The client's reports, its list of accounts, and any other question."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import pytest
import requests
import responses
from requests.adapters import BaseAdapter
from responses import matchers

from harvest_cli.domain.company import Account
from harvest_cli.domain.days import Period
from harvest_cli.domain.errors import HvError, Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Grouping, Harvest
from harvest_cli.harvest.http.request import Access
from tests.harvest.conftest import API, Setting
from tests.harvest.samples import USER

ID = "https://id.getharvest.com/api/v2/accounts"
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def harvest() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
        yield mock


def asked(**params: str) -> list[Callable[..., object]]:
    return [matchers.query_param_matcher(params)]


@pytest.mark.parametrize("by", ["clients", "projects", "tasks", "team"])
def test_time_reports(setting: Setting, harvest: responses.RequestsMock, by: Grouping) -> None:
    row = {"total_hours": 1.5, "billable_hours": 1}
    harvest.get(
        f"{API}/reports/time/{by}",
        match=asked(**{"from": "20261101", "to": "20261130", "include_fixed_fee": "true"}),
        json={"results": [row, {}], "links": {"next": None}},
    )
    client = setting.client()
    rows = list(client.time_report(by, MONTH, include_fixed_fee=True))
    assert [row.total_hours for row in rows] == [Decimal("1.5")]
    assert client.unreadable == 1


@pytest.mark.parametrize(("is_active", "params"), [(None, {}), (True, {"is_active": "true"})])
def test_project_budgets(
    setting: Setting,
    harvest: responses.RequestsMock,
    is_active: bool | None,
    params: Mapping[str, str],
) -> None:
    row = {"project_id": 1, "project_name": "Web", "budget": 50}
    harvest.get(f"{API}/reports/project_budget", match=asked(**params), json={"results": [row]})
    rows = list(setting.client().project_budget(is_active))
    assert [row.budget for row in rows] == [Decimal(50)]


def test_uninvoiced(setting: Setting, harvest: responses.RequestsMock) -> None:
    row = {"project_id": 1, "project_name": "Web", "uninvoiced_amount": -5}
    harvest.get(
        f"{API}/reports/uninvoiced",
        match=asked(**{"from": "20261101", "to": "20261130", "include_fixed_fee": "false"}),
        json={"results": [row]},
    )
    rows = list(setting.client().uninvoiced(MONTH, include_fixed_fee=False))
    assert [row.uninvoiced_amount for row in rows] == [Decimal(-5)]


def test_accounts_are_asked_of_the_identity_host_without_an_account(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    accounts = [
        {"id": 1, "name": "ABC", "product": "harvest", "google_sign_in_required": False},
        {"id": 2, "name": "ABC", "product": "forecast"},
        {"name": "no id"},
    ]
    harvest.get(ID, json={"user": {"id": 9}, "accounts": accounts})
    assert setting.client().accounts() == (
        Account(1, "ABC", "harvest"),
        Account(2, "ABC", "forecast"),
    )
    assert "Harvest-Account-Id" not in harvest.calls[0].request.headers


@pytest.mark.parametrize("body", [b"{}", b"<html>", b'{"accounts": {}}'])
def test_no_list_of_accounts_is_unreachable(
    setting: Setting, harvest: responses.RequestsMock, body: bytes
) -> None:
    harvest.get(ID, body=body)
    with pytest.raises(Unreachable, match="cannot be read"):
        setting.client().accounts()


def test_without_an_account_no_header_is_sent(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(f"{API}/users/me", json=USER)
    setting.client(account_id=None).me()
    assert "Harvest-Account-Id" not in harvest.calls[0].request.headers


@pytest.mark.parametrize("path", ["/roles", "roles", "//roles"])
def test_any_other_question_can_be_asked(
    setting: Setting, harvest: responses.RequestsMock, path: str
) -> None:
    harvest.get(f"{API}/roles", match=asked(page="2"), json={"roles": []})
    answer = setting.client().call("get", path, {"page": "2"})
    assert (answer.status, answer.json()) == (200, {"roles": []})


@pytest.mark.parametrize("path", ["https://evil.example/x", "@evil.example/x", "//evil.example"])
def test_no_path_leads_to_another_server(setting: Setting, path: str) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as harvest:
        with pytest.raises(HvError):
            setting.client().call("GET", path)
        assert all(
            (call.request.url or "").startswith("https://api.harvestapp.com/")
            for call in harvest.calls
        )


class Embedded(BaseAdapter):
    """An adapter that answers without a network."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, **_options: object) -> requests.Response:  # type: ignore[override]
        import io

        self.asked.append(request.url or "")
        response = requests.Response()
        response.status_code = 200
        response.url = request.url or ""
        response.raw = io.BytesIO(b'{"id": 1, "accounts": []}')
        response.request = request
        return response

    def close(self) -> None:
        """Nothing to close."""


def test_an_adapter_answers_in_place_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file")
    monkeypatch.setenv("HTTPS_PROXY", "junk://nowhere")
    adapter = Embedded()
    client = Harvest(
        Access(Secret("sandbox"), 1, "http://harvest.sandbox/v2", "https://id.sandbox"),
        adapter=adapter,
    )
    assert client.me().id == 1
    assert client.accounts() == ()
    assert adapter.asked == [
        "http://harvest.sandbox/v2/users/me",
        "https://id.sandbox/api/v2/accounts",
    ]
