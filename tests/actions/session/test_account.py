"""The account's names at hand: what is asked of Harvest, and when."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.session.account import with_former
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.request import Access
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.disk.files import Places
from harvest_cli.local.login.credentials import Credentials
from harvest_cli.sandbox.adapter import sandbox_adapter
from tests.account import ACCOUNT_ID, JANE_TOKEN, KIM_TOKEN, NOW, an_account, log

URL = "https://sandbox.invalid/v2"


class Visitor:
    """Contexts on one embedded account and one cache folder; records each request's path."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.account = an_account(**settings)
        self.folder = folder
        self.asked: list[str] = []
        self.now = NOW
        self.broken = False

    def context(self, token: str = KIM_TOKEN) -> Context:
        """One run of hv."""
        login = Credentials(Secret(token), ACCOUNT_ID, URL, "https://id.invalid", "a test")
        return Context(
            environ={},
            settings=Settings({}),
            places=lambda: Places(self.folder, self.folder, self.folder),
            log_in=lambda: login,
            connect=self._connect,
            clock=lambda: self.now,
        )

    def _connect(self, login: Credentials) -> Harvest:
        if self.broken:
            message = "no network"
            raise Unreachable(message)
        access = Access(login.token, login.account_id, login.api_url, login.id_url)
        adapter = sandbox_adapter(self.account, URL)
        return Harvest(access, adapter=adapter, trace=self._trace)

    def _trace(self, line: str) -> None:
        self.asked.append(line.split(" ")[1].split("?")[0].removeprefix("/v2"))


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(tmp_path / "cache")


def test_the_first_visit_asks_only_what_a_member_may_read(tmp_path: Path) -> None:
    visitor = Visitor(tmp_path, role="member", company_for_members=False)
    catalogue = visitor.context().account.data
    assert sorted(visitor.asked) == [
        "/company",
        "/time_entries",
        "/users/me",
        "/users/me/project_assignments",
    ]
    assert catalogue.user.name == "Kim Allen"
    assert catalogue.company.clock is None


def test_the_next_visit_asks_nothing(visitor: Visitor) -> None:
    first = visitor.context().account.data
    visitor.asked.clear()
    assert visitor.context().account.data == first
    assert visitor.asked == []


def test_after_a_day_all_is_asked_anew(visitor: Visitor) -> None:
    visitor.context().account.data  # noqa: B018
    visitor.asked.clear()
    visitor.now += timedelta(hours=24)
    visitor.context().account.data  # noqa: B018
    assert len(visitor.asked) == 4


def test_old_names_serve_while_harvest_is_out_of_reach(visitor: Visitor) -> None:
    known = visitor.context().account.data
    visitor.now, visitor.broken = visitor.now + timedelta(days=3), True
    context = visitor.context()
    assert context.account.data == known
    assert "out of reach" in context.take_warnings()[0]


def test_without_any_names_the_failure_is_told(visitor: Visitor) -> None:
    visitor.broken = True
    with pytest.raises(Unreachable):
        visitor.context().account.data  # noqa: B018


def test_a_login_never_sees_the_names_of_another(visitor: Visitor) -> None:
    kim = visitor.context().account.data
    jane = visitor.context(JANE_TOKEN).account.data
    assert (kim.user.first_name, jane.user.first_name) == ("Kim", "Jane")
    assert visitor.context().account.data.user == kim.user


def test_recent_entries_are_mine_alone(visitor: Visitor) -> None:
    mine = {entry.id for entry in visitor.context().account.data.recent}
    janes = {entry.id for entry in visitor.context(JANE_TOKEN).account.data.recent}
    assert mine
    assert janes
    assert not mine & janes


@pytest.mark.found("A6")
def test_recent_entries_are_counted_back_from_what_stands_for_now(visitor: Visitor) -> None:
    logged = log(visitor.account, hours=1, spent_date="2026-11-23")["id"]
    visitor.now = NOW + timedelta(days=200)
    context = visitor.context()
    context.environ = {"HV_NOW": "2026-11-24T10:30"}
    assert logged in {entry.id for entry in context.account.data.recent}


def test_healing_asks_for_projects_alone_and_once(visitor: Visitor) -> None:
    visitor.context().account.data  # noqa: B018
    visitor.asked.clear()
    account = visitor.context().account
    assert account.refresh_projects()
    assert not account.refresh_projects()
    assert visitor.asked == ["/users/me/project_assignments"]


def test_what_was_just_fetched_needs_no_healing(visitor: Visitor) -> None:
    account = visitor.context().account
    account.data  # noqa: B018
    assert not account.refresh_projects()


def test_an_archived_project_is_known_as_such(visitor: Visitor) -> None:
    former = [a for a in visitor.context().account.data.assignments if not a.is_active]
    assert former
    assert all(a.tasks == () for a in former)


def test_an_entry_that_was_logged_counts_for_its_day_at_the_next_visit(visitor: Visitor) -> None:
    context = visitor.context()
    today = context.today
    before = context.account.hours_on(today)
    made = log(visitor.account, hours=1.25)
    context.account.remember(context.client.time_entry(made["id"]))
    assert context.account.hours_on(today) - before == 1.25
    assert visitor.context().account.hours_on(today) - before == 1.25


def test_a_cache_that_cannot_be_written_stops_nothing(visitor: Visitor) -> None:
    visitor.folder.parent.mkdir(parents=True, exist_ok=True)
    visitor.folder.write_text("a file where the folder should be")
    context = visitor.context()
    assert context.account.data.user.name == "Kim Allen"
    assert "cache" in context.take_warnings()[0]


def test_a_project_that_came_back_is_not_called_archived(visitor: Visitor) -> None:
    current = [a for a in visitor.context().account.data.assignments if a.is_active]
    gone = tuple(a._replace(is_active=False, task_assignments=()) for a in current)
    assert with_former(tuple(current), gone) == tuple(current)
    assert with_former(tuple(current[1:]), gone) == (*current[1:], gone[0])
