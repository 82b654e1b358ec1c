"""The account object: opening, resetting, sharing one file, staying on its feet."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Request
from tests.account import (
    NOW,
    TODAY,
    an_account,
    an_entry,
    call,
    headers_for,
    log,
)
from tests.child import FORKED, PYTHON, run, start
from tests.ready_accounts import MAKE
from tests.rows import share, sweep


@pytest.fixture(autouse=True)
def _made_and_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is looked at how an account is made."""
    monkeypatch.setattr(EmbeddedAccount, "create", MAKE)


def logged_today(account: EmbeddedAccount) -> int:
    total = call(account, "GET", "/time_entries", query={"from": TODAY}).body["total_entries"]
    assert isinstance(total, int)
    return total


def test_a_missing_file_is_made_folder_and_all(tmp_path: Path) -> None:
    path = tmp_path / "state" / "sandbox" / "account.sqlite"
    with EmbeddedAccount(path, lambda: NOW) as account:
        assert call(account, "GET", "/users/me").status == 200
    assert path.is_file()


def test_what_was_logged_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    with an_account(tmp_path) as account:
        entry = log(account, hours=1, notes="kept")
    with an_account(tmp_path, zone="Tokyo", role="member") as again:
        assert call(again, "GET", f"/time_entries/{entry['id']}").body == entry
        assert call(again, "GET", "/users/me").body["access_roles"] == ["administrator"]


def test_reset_forgets_everything_and_tells_the_story_again(tmp_path: Path) -> None:
    with an_account(tmp_path, zone="Tokyo") as account:
        before = call(account, "GET", "/time_entries").body
        log(account, hours=1)
        account.configure(clock="24h")
        account.reset()
        assert call(account, "GET", "/time_entries").body == before
        assert call(account, "GET", "/company").body["clock"] == "12h"
        assert log(account, hours=1)["id"] == 636718192


def test_reset_takes_the_settings_of_the_new_account() -> None:
    account = an_account()
    account.reset(
        wants_timestamp_timers=True,
        clock="24h",
        role="member",
        zone="Berlin",
        company_for_members=False,
    )
    assert call(account, "GET", "/users/me").body["timezone"] == "Berlin"
    assert call(account, "GET", "/company").status == 403
    first = call(account, "GET", "/time_entries").body["time_entries"][0]
    assert ":" in first["started_time"]
    assert "m" not in first["started_time"]


@pytest.mark.parametrize(
    "content", [b"no database at all, just text" * 99, b"SQLite format 3\0junk"]
)
def test_a_file_that_is_something_else_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "account.sqlite"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        EmbeddedAccount(path, lambda: NOW)
    assert "hv sandbox reset" in str(caught.value.hint)
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE mine (x)")
    db.close()
    with pytest.raises(ConfigurationError):
        EmbeddedAccount(path, lambda: NOW)


def test_a_folder_that_cannot_hold_the_file_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "account.sqlite").mkdir()
    with pytest.raises(ConfigurationError):
        an_account(tmp_path)


def test_a_folder_that_is_a_file_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("not a folder")
    with pytest.raises(ConfigurationError):
        EmbeddedAccount(tmp_path / "state" / "account.sqlite", lambda: NOW)


def test_an_account_that_cannot_be_written_is_a_configuration_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("harvest_cli.sandbox.account.create_tables", full)
    with pytest.raises(ConfigurationError, match="disk is full"):
        an_account(tmp_path)


def test_settings_that_are_wrong_make_no_account(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        an_account(tmp_path, clock="36h")
    with an_account(tmp_path) as account:
        assert call(account, "GET", "/company").body["clock"] == "12h"


def test_threads_share_one_account_and_only_one_timer_runs(tmp_path: Path) -> None:
    with an_account(tmp_path) as account:
        work = [
            threading.Thread(target=lambda: [log(account) for _ in range(10)]) for _ in range(8)
        ]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
        assert logged_today(account) == 80
        running = call(account, "GET", "/time_entries", query={"is_running": True})
        assert running.body["total_entries"] == 1


WRITER = """
import sys, warnings
warnings.simplefilter("error")
from pathlib import Path
from tests.account import an_account, log
from tests.ready_accounts import MAKE
with an_account(Path(sys.argv[1])) as account:
    print(*(log(account)["id"] for _ in range(20)))
"""


def test_processes_that_start_together_share_one_file(tmp_path: Path) -> None:
    command = [*FORKED, "-c", WRITER, str(tmp_path)]
    workers = [start(command, {}) for _ in range(4)]
    ids = [id_ for worker in workers for id_ in worker.communicate(timeout=60)[0].split()]
    assert [worker.returncode for worker in workers] == [0] * 4
    assert len(set(ids)) == 80
    with an_account(tmp_path) as account:
        assert logged_today(account) == 80
        running = call(account, "GET", "/time_entries", query={"is_running": True})
        assert running.body["total_entries"] == 1


def test_several_statements_by_hand_are_one_or_none() -> None:
    account = an_account()

    def half_way() -> None:
        with account.transaction():
            account.db.execute("DELETE FROM entries")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert call(account, "GET", "/time_entries").body["total_entries"] > 0


def test_a_database_that_fails_is_a_500_in_plain_text() -> None:
    account = an_account()
    account.db.execute("DROP TABLE hits")
    account.db.execute("DROP VIEW entry_details")
    answer = call(account, "GET", "/time_entries")
    assert answer.status == 500
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_200_carries_a_weak_etag_that_nothing_acts_on() -> None:
    account = an_account()
    answer = call(account, "GET", "/users/me")
    assert answer.headers["ETag"].startswith('W/"')
    headers = {**headers_for(), "If-None-Match": answer.headers["ETag"]}
    assert account.handle(Request("GET", "/v2/users/me", (), headers)).status == 200


def test_the_query_may_be_given_as_a_mapping() -> None:
    request = Request("GET", "/v2/time_entries", {"per_page": "1"}, headers_for())
    assert json.loads(an_account().handle(request).body)["per_page"] == 1


def test_importing_the_account_loads_nothing_heavy() -> None:
    code = (
        "import sys, harvest_cli.sandbox.account\n"
        "heavy = {'sqlite3', 'requests', 'urllib3', 'http.server', 'ssl', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert run([PYTHON, "-c", code]).stdout.strip() == "[]"


LIMITS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
FIELDS = (
    "project_id",
    "task_id",
    "user_id",
    "spent_date",
    "hours",
    "started_time",
    "ended_time",
    "notes",
    "external_reference",
)
SHARED = an_account(wants_timestamp_timers=True)


@sweep
@settings(max_examples=share(150, 10), deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), LIMITS), st.sampled_from(["POST", "PATCH"]))
def test_no_body_brings_it_down(fields: dict[str, Any], method: str) -> None:
    path = "/time_entries" if method == "POST" else "/time_entries/636718189"
    body = an_entry() | fields if method == "POST" else fields
    assert call(SHARED, method, path, json=body).status in (200, 201, 422)


QUERY = ("user_id", "from", "to", "updated_since", "is_running", "page", "per_page", "cursor")


@sweep
@settings(max_examples=share(150, 4), deadline=None)
@given(
    st.dictionaries(st.sampled_from(QUERY), st.text(max_size=25)),
    st.sampled_from(["/time_entries", "/tasks", "/reports/time/team", "/users"]),
)
def test_no_query_brings_it_down(query: dict[str, str], path: str) -> None:
    assert call(SHARED, "GET", path, query=query).status in (200, 422)
