"""The checks before any endpoint (Harvest docs, Authentication; recorded answers)."""

import pytest

from harvest_cli.sandbox.request.replies import Request
from tests.account import ACCOUNT_ID, KIM_TOKEN, an_account, call, headers_for


def ask(without: str = "", query: tuple[tuple[str, str], ...] = (), **changed: str) -> Request:
    headers = {name: value for name, value in headers_for().items() if name != without}
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    return Request("GET", "/v2/users/me", query, {**headers, **named})


def test_a_request_without_a_user_agent_is_a_400() -> None:
    assert an_account().handle(ask(without="User-Agent")).status == 400


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(ask(without="Authorization"), id="no token"),
        pytest.param(ask(Authorization="Bearer nobody"), id="unknown token"),
        pytest.param(ask(Authorization=f"Basic {KIM_TOKEN}"), id="another scheme"),
        pytest.param(ask(without="Harvest-Account-Id"), id="no account"),
        pytest.param(ask(Harvest_Account_Id="7"), id="another account"),
        pytest.param(ask(Harvest_Account_Id="abc"), id="no number"),
    ],
)
def test_a_wrong_token_and_a_wrong_account_get_the_same_401(request_: Request) -> None:
    reply = an_account().handle(request_)
    assert reply.status == 401
    assert b'"error":"invalid_token"' in reply.body
    assert b'"message"' not in reply.body
    assert reply.headers["WWW-Authenticate"].startswith("Bearer ")


def test_header_names_are_read_in_any_case() -> None:
    headers = {name.lower(): value for name, value in headers_for().items()}
    assert an_account().handle(Request("GET", "/v2/users/me", (), headers)).status == 200


def test_token_and_account_may_stand_in_the_query() -> None:
    query = (("access_token", KIM_TOKEN), ("account_id", str(ACCOUNT_ID)))
    request = Request("GET", "/v2/users/me", query, {"User-Agent": "x"})
    assert an_account().handle(request).status == 200


def test_links_never_repeat_a_token_of_the_query() -> None:
    query = (("access_token", KIM_TOKEN), ("account_id", str(ACCOUNT_ID)))
    request = Request("GET", "/v2/time_entries", query, {"User-Agent": "x"})
    body = an_account().handle(request).body
    assert KIM_TOKEN.encode() not in body


def test_the_identity_host_lists_accounts_without_an_account_header() -> None:
    headers = {k: v for k, v in headers_for().items() if k != "Harvest-Account-Id"}
    account = an_account()
    assert account.handle(Request("GET", "/api/v2/accounts", (), headers)).status == 200
    body = call(account, "GET", "/api/v2/accounts").body
    assert body["user"]["first_name"] == "Kim"
    assert {a["product"] for a in body["accounts"]} == {"harvest", "forecast"}
    assert body["accounts"][0]["id"] == ACCOUNT_ID


def test_the_identity_is_another_id_than_the_user() -> None:
    account = an_account()
    identity = call(account, "GET", "/api/v2/accounts").body["user"]["id"]
    assert identity != call(account, "GET", "/users/me").body["id"]


def test_every_answer_has_a_request_id_and_the_date_of_the_account() -> None:
    account = an_account()
    replies = [call(account, "GET", path) for path in ("/users/me", "/nowhere", "/time_entries/1")]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == 3
    assert {reply.headers["Date"] for reply in replies} == {"Tue, 24 Nov 2026 15:30:00 GMT"}
