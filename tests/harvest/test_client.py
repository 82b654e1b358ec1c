"""Each method of the client: what it asks, and what it makes of the answer."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import responses
from responses import matchers

from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import NotFound, NotLoggedIn, Outcome, Refused, Unreachable
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.wire.write import EntryChange, EntryFilter
from tests.harvest.conftest import API, Setting
from tests.harvest.samples import ASSIGNMENT, COMPANY, ENTRY, USER

DAY = date(2026, 11, 21)
NEW = NewEntry(1, 2, DAY, hours=Decimal("2.00"))


@pytest.fixture
def harvest() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
        yield mock


def asked(**params: str) -> list[Callable[..., object]]:
    return [matchers.query_param_matcher(params)]


def test_me(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.get(f"{API}/users/me", json=USER)
    assert setting.client().me().name == "Kim Allen"


def test_company(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.get(f"{API}/company", json=COMPANY)
    assert setting.client().company().clock == "12h"


def test_a_company_that_a_member_may_not_see_is_refused(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(f"{API}/company", status=403, json={"message": "Not authorized!"})
    with pytest.raises(Refused, match="Harvest refused: Not authorized!"):
        setting.client().company()


def test_a_refused_token_asks_to_log_in(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.get(f"{API}/users/me", status=401, json={"error": "invalid_token"})
    with pytest.raises(NotLoggedIn) as caught:
        setting.client().me()
    assert caught.value.outcome is Outcome.UNAUTHORIZED


def test_my_projects_are_asked_for_as_anyone_may(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    second = f"{API}/users/1782884/project_assignments"
    harvest.get(
        f"{API}/users/me/project_assignments",
        json={"project_assignments": [ASSIGNMENT], "links": {"next": f"{second}?page=2"}},
    )
    broken = {"id": 9, "project": None}
    harvest.get(second, match=asked(page="2"), json={"project_assignments": [broken]})
    client = setting.client()
    assert [a.project.code for a in client.project_assignments()] == ["OS1"]
    assert client.unreadable == 1


def test_the_filters_of_a_list_are_sent(setting: Setting, harvest: responses.RequestsMock) -> None:
    sent = {"user_id": "7", "is_running": "true", "from": "2026-11-21", "to": "2026-11-21"}
    harvest.get(
        f"{API}/time_entries", match=asked(**sent), json={"time_entries": [ENTRY], "links": {}}
    )
    wanted = EntryFilter(user_id=7, is_running=True, from_=DAY, to=DAY)
    assert [e.id for e in setting.client().time_entries(wanted)] == [636709355]


def test_one_entry(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.get(f"{API}/time_entries/636709355", json=ENTRY)
    assert setting.client().time_entry(636709355).hours == Decimal("2.11")


def test_an_entry_that_is_gone_is_not_found(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(f"{API}/time_entries/5", status=404, json={"status": 404, "error": "Not Found"})
    with pytest.raises(NotFound):
        setting.client().time_entry(5)


def test_creating_an_entry(setting: Setting, harvest: responses.RequestsMock) -> None:
    body = {"project_id": 1, "task_id": 2, "spent_date": "2026-11-21", "hours": 2.0}
    harvest.post(
        f"{API}/time_entries",
        status=201,
        json=ENTRY,
        match=[
            matchers.json_params_matcher(body),
            matchers.header_matcher({"Content-Type": "application/json"}),
        ],
    )
    assert setting.client().create_time_entry(NEW, "12h").id == 636709355


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b'{"id": 1}'),
        (202, b'{"id": 1}'),
        (204, b""),
        (201, b""),
        (201, b"<html>Welcome</html>"),
        (201, b'{"id": 1'),
        (201, b'{"time_entry": {"id": 1}}'),
        (201, b'[{"id": 1}]'),
        (500, b"something went wrong"),
        (302, b""),
    ],
)
def test_a_create_without_its_proof_is_unknown(
    setting: Setting, harvest: responses.RequestsMock, status: int, body: bytes
) -> None:
    harvest.post(f"{API}/time_entries", status=status, body=body)
    with pytest.raises(Unreachable) as caught:
        setting.client().create_time_entry(NEW, None)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert caught.value.status == status


def test_a_refused_create_is_told_in_harvests_words(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    words = "Project can't be blank, Task can't be blank"
    harvest.post(f"{API}/time_entries", status=422, json={"message": words})
    with pytest.raises(Refused, match=words) as caught:
        setting.client().create_time_entry(NEW, None)
    assert caught.value.outcome is Outcome.REJECTED


def test_updating_an_entry(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.patch(
        f"{API}/time_entries/5",
        json={**ENTRY, "notes": None},
        match=[matchers.json_params_matcher({"notes": None})],
    )
    assert setting.client().update_time_entry(5, EntryChange(notes=None), "12h").notes is None


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize("body", [b"", b"whatever", b"<html>"])
def test_a_deletion_is_proven_by_its_status(
    setting: Setting, harvest: responses.RequestsMock, status: int, body: bytes
) -> None:
    harvest.delete(f"{API}/time_entries/5", status=status, body=body)
    setting.client().delete_time_entry(5)


@pytest.mark.parametrize("delete", [Harvest.delete_time_entry, Harvest.delete_external_reference])
def test_a_delete_that_was_only_accepted_is_unknown(
    setting: Setting, delete: Callable[[Harvest, int], None]
) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as harvest:
        harvest.delete(f"{API}/time_entries/5", status=202)
        harvest.delete(f"{API}/time_entries/5/external_reference", status=202)
        with pytest.raises(Unreachable) as caught:
            delete(setting.client(), 5)
    assert caught.value.outcome is Outcome.UNKNOWN


def test_taking_the_link_off_an_entry(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.delete(f"{API}/time_entries/5/external_reference", body=b"")
    setting.client().delete_external_reference(5)


def test_a_restart_may_give_another_entry(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.patch(f"{API}/time_entries/5/restart", json={"id": 6, "is_running": True})
    entry = setting.client().restart_time_entry(5)
    assert (entry.id, entry.is_running) == (6, True)
    assert harvest.calls[0].request.body is None


def test_stopping_an_entry(setting: Setting, harvest: responses.RequestsMock) -> None:
    harvest.patch(f"{API}/time_entries/5/stop", json={"id": 5, "is_running": False})
    assert not setting.client().stop_time_entry(5).is_running
