"""Rate limits, when the account has them switched on (Harvest docs, Rate limiting)."""

from tests.account import BOB_TOKEN, Clock, an_account, call

MONTH = {"from": "20261101", "to": "20261130"}


def test_without_the_setting_nothing_is_limited() -> None:
    account = an_account()
    assert {call(account, "GET", "/users/me").status for _ in range(150)} == {200}


def test_the_101st_request_in_15_seconds_is_a_429() -> None:
    clock = Clock()
    account = an_account(now=clock, rate_limit=True)
    statuses = [call(account, "GET", "/users/me").status for _ in range(101)]
    assert statuses == [200] * 100 + [429]


def test_a_429_says_how_long_to_wait_in_header_and_body() -> None:
    clock = Clock()
    account = an_account(now=clock, rate_limit=True)
    for _ in range(100):
        call(account, "GET", "/users/me")
    clock.pass_(seconds=5.5)
    answer = call(account, "GET", "/users/me")
    assert answer.headers["Retry-After"] == "10"
    assert answer.body["retry_after"] == 10
    assert "message" in answer.body


def test_after_the_wait_requests_pass_again() -> None:
    clock = Clock()
    account = an_account(now=clock, rate_limit=True)
    for _ in range(101):
        call(account, "GET", "/users/me")
    clock.pass_(seconds=15)
    assert call(account, "GET", "/users/me").status == 200


def test_reports_have_100_in_15_minutes() -> None:
    clock = Clock()
    account = an_account(now=clock, rate_limit=True)
    for _ in range(100):
        assert call(account, "GET", "/reports/time/tasks", query=MONTH).status == 200
        clock.pass_(seconds=1)
    answer = call(account, "GET", "/reports/time/tasks", query=MONTH)
    assert (answer.status, answer.body["retry_after"]) == (429, 800)
    assert call(account, "GET", "/users/me").status == 200


def test_every_token_has_its_own_bucket() -> None:
    account = an_account(rate_limit=True)
    for _ in range(101):
        call(account, "GET", "/users/me")
    assert call(account, "GET", "/users/me", BOB_TOKEN).status == 200


def test_a_throttled_create_creates_nothing() -> None:
    clock = Clock()
    account = an_account(now=clock, rate_limit=True)
    for _ in range(100):
        call(account, "GET", "/users/me")
    fields = {"project_id": 14307913, "task_id": 8083365, "spent_date": "2026-11-24", "hours": 1}
    assert call(account, "POST", "/time_entries", json=fields).status == 429
    clock.pass_(seconds=15)
    query = {"from": "2026-11-24"}
    assert call(account, "GET", "/time_entries", query=query).body["total_entries"] == 0


def test_successful_answers_carry_no_rate_limit_headers() -> None:
    headers = call(an_account(rate_limit=True), "GET", "/users/me").headers
    assert not [name for name in headers if "rate" in name.lower() or "retry" in name.lower()]
