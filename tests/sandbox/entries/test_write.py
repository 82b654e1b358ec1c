"""Creating time entries (Harvest docs; recorded answers)."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from harvest_cli.sandbox.example import (
    ANNUAL_LEAVE,
    BOB,
    GRAPHIC_DESIGN,
    JANE,
    KIM,
    LEAVE,
    MARKETING_WEBSITE,
    ONLINE_STORE,
    PROGRAMMING,
    RESEARCH,
    TASK_FORCE,
    WINTER_CAMPAIGN,
)
from harvest_cli.sandbox.request.replies import Request
from tests.account import (
    BOB_TOKEN,
    TODAY,
    administrator,
    an_account,
    an_entry,
    call,
    headers_for,
    log,
    manager,
    member,
)
from tests.rows import for_each

BLANK = (
    "Project can't be blank, Task can't be blank, "
    "Spent date can't be blank, Spent date is not a valid date"
)


def test_a_create_answers_201_with_the_entry_and_its_location() -> None:
    answer = call(an_account(), "POST", "/time_entries", json=an_entry(hours=1.5, notes="Hero"))
    assert answer.status == 201
    location = f"https://api.harvestapp.com/api/v2/time_entries/{answer.body['id']}"
    assert answer.headers["Location"] == location
    body = answer.body
    assert (body["hours"], body["notes"], body["is_running"]) == (1.5, "Hero", False)
    assert (body["user"], body["task"]) == (
        {"id": KIM, "name": "Kim Allen"},
        {"id": GRAPHIC_DESIGN, "name": "Graphic Design"},
    )


def test_created_at_is_the_date_header_of_the_answer() -> None:
    answer = call(an_account(), "POST", "/time_entries", json=an_entry(hours=1))
    assert answer.headers["Date"] == "Tue, 24 Nov 2026 15:30:00 GMT"
    assert answer.body["created_at"] == answer.body["updated_at"] == "2026-11-24T15:30:00Z"


def test_an_empty_create_names_all_that_is_missing() -> None:
    answer = call(an_account(), "POST", "/time_entries", json={})
    assert (answer.status, answer.body) == (422, {"message": BLANK})
    assert answer.headers["Hint"] == BLANK


@for_each(
    ("fields", "message"),
    [
        ({"project_id": None}, "Project can't be blank"),
        ({"task_id": ""}, "Task can't be blank"),
        ({"spent_date": None}, "Spent date can't be blank, Spent date is not a valid date"),
        ({"spent_date": "2026-02-30"}, "Spent date is not a valid date"),
        ({"spent_date": "soon"}, "Spent date is not a valid date"),
        ({"spent_date": 20261124}, "Spent date is not a valid date"),
    ],
    ids=str,
)
def test_each_required_field_has_its_sentence(fields: dict[str, Any], message: str) -> None:
    answer = call(an_account(), "POST", "/time_entries", json=an_entry(hours=1, **fields))
    assert (answer.status, answer.body["message"]) == (422, message)


def test_ids_and_hours_may_be_strings() -> None:
    entry = log(
        an_account(),
        project_id=str(MARKETING_WEBSITE),
        task_id=str(GRAPHIC_DESIGN),
        hours="4.0",
    )
    assert (entry["project"]["id"], entry["hours"]) == (MARKETING_WEBSITE, 4.0)


@for_each(("hours", "kept"), [(0.333, 0.33), (0.335, 0.34), (0, 0.0), (24, 24.0), ("1:20", 1.33)])
def test_hours_have_two_decimals(hours: object, kept: float) -> None:
    assert log(an_account(), hours=hours)["hours"] == kept


@for_each("hours", [-1, 24.01, 1e9, "abc", True, [], "nan", "9" * 5000, "9" * 99 + ":30"])
def test_hours_outside_a_day_or_unreadable_are_a_422(hours: object) -> None:
    account = an_account()
    answer = call(account, "POST", "/time_entries", json=an_entry(hours=hours))
    assert answer.status == 422
    today = call(account, "GET", "/time_entries", query={"from": TODAY})
    assert today.body["total_entries"] == 0


@pytest.mark.parametrize("text", ["2026-11-24T09:00:00", "2026-11-24T09:00:00-05:00", "20261124"])
def test_spent_date_may_be_a_full_date_time(text: str) -> None:
    assert log(an_account(), hours=1, spent_date=text)["spent_date"] == "2026-11-24"


def test_days_far_in_the_past_are_fine() -> None:
    assert log(an_account(), hours=1, spent_date="2000-01-05")["spent_date"] == "2000-01-05"


def test_a_form_is_accepted_like_json() -> None:
    fields = an_entry(hours="2.25", notes="a&b ü") | {
        "external_reference[id]": "7",
        "external_reference[group_id]": "hv",
    }
    headers = {**headers_for(), "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(fields).encode()
    reply = an_account().handle(Request("POST", "/v2/time_entries", (), headers, body))
    made = json.loads(reply.body)
    assert reply.status == 201
    assert (made["hours"], made["notes"]) == (2.25, "a&b ü")
    assert made["external_reference"]["group_id"] == "hv"


@pytest.mark.parametrize("content_type", ["", "text/plain"])
def test_without_a_content_type_parameters_are_ignored(content_type: str) -> None:
    headers = {**headers_for(), "Content-Type": content_type}
    body = json.dumps(an_entry(hours=1)).encode()
    reply = an_account().handle(Request("POST", "/v2/time_entries", (), headers, body))
    assert reply.status == 422


def test_parameters_in_the_query_of_a_create_are_not_read() -> None:
    query = {name: str(value) for name, value in an_entry(hours=1).items()}
    assert call(an_account(), "POST", "/time_entries", query=query).status == 422


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_json_that_cannot_be_read_is_a_400(body: bytes) -> None:
    headers = {**headers_for(), "Content-Type": "application/json"}
    request = Request("POST", "/v2/time_entries", (), headers, body)
    assert an_account().handle(request).status == 400


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b""])
def test_json_that_is_no_object_holds_no_parameters(body: bytes) -> None:
    headers = {**headers_for(), "Content-Type": "application/json"}
    request = Request("POST", "/v2/time_entries", (), headers, body)
    assert an_account().handle(request).status == 422


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"project_id": WINTER_CAMPAIGN}, id="archived project"),
        pytest.param({"project_id": 1}, id="unknown project"),
        pytest.param({"task_id": ANNUAL_LEAVE}, id="task of another project"),
        pytest.param({"task_id": 155502709}, id="task assignment id for a task id"),
        pytest.param({"user_id": 1}, id="unknown user"),
        pytest.param({"user_id": JANE}, id="user not on the project"),
        pytest.param({"spent_date": "2026-11-10"}, id="approved week"),
        pytest.param({"spent_date": "2026-11-15"}, id="empty day of an approved week"),
    ],
)
def test_a_place_that_takes_no_time_is_a_422(fields: dict[str, Any]) -> None:
    answer = call(an_account(), "POST", "/time_entries", json=an_entry(hours=1, **fields))
    assert answer.status == 422
    assert answer.body["message"]


def test_a_person_who_was_taken_off_a_project_is_refused() -> None:
    account = an_account()
    account.db.execute("UPDATE user_assignments SET is_active = 0 WHERE id = 125068553")
    assert call(account, "POST", "/time_entries", json=an_entry(hours=1)).status == 422


def test_an_archived_task_is_refused() -> None:
    account = an_account()
    account.db.execute("UPDATE task_assignments SET is_active = 0 WHERE id = 155502709")
    assert call(account, "POST", "/time_entries", json=an_entry(hours=1)).status == 422


def test_an_invoice_locks_its_project_from_its_first_to_its_last_entry() -> None:
    account = an_account()
    account.db.execute("DELETE FROM approvals")
    account.db.execute("UPDATE entries SET approval_status = 'unsubmitted'")
    place: dict[str, Any] = {"project_id": ONLINE_STORE, "task_id": PROGRAMMING, "hours": 1}
    within = an_entry(**place, spent_date="2026-11-12")
    assert call(account, "POST", "/time_entries", json=within).status == 422
    assert log(account, **place, spent_date="2026-11-16")["is_billed"] is False
    assert log(account, hours=1, spent_date="2026-11-12")["project"]["id"] == MARKETING_WEBSITE


@pytest.mark.parametrize("notes", [None, "", "  "])
def test_notes_are_required_where_the_account_says_so(notes: str | None) -> None:
    account = an_account(day_entry_notes_required=True)
    answer = call(account, "POST", "/time_entries", json=an_entry(hours=1, notes=notes))
    assert answer.status == 422
    entry = log(account, hours=1, notes="Hero")
    path = f"/time_entries/{entry['id']}"
    assert call(account, "PATCH", path, json={"notes": notes}).status == 422
    assert call(account, "PATCH", path, json={"hours": 2}).status == 200


@for_each("notes", ["two\nlines", "[bold]", "\x1b[31m", "nul \x00 byte", "👩‍💻 ü", "x" * 100_000])
def test_notes_are_kept_as_they_are(notes: str) -> None:
    account = an_account()
    entry = log(account, hours=1, notes=notes)
    assert call(account, "GET", f"/time_entries/{entry['id']}").body["notes"] == notes


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    assert log(an_account(), hours=1, notes="a\ud800b")["notes"] == "a?b"


def test_billable_and_rate_follow_the_task_assignment() -> None:
    account = administrator()
    paid, free = log(account, hours=1), log(account, hours=1, task_id=RESEARCH)
    assert (paid["billable"], paid["billable_rate"]) == (True, 100.0)
    assert (free["billable"], free["billable_rate"]) == (False, None)
    assert log(account, hours=1, project_id=LEAVE, task_id=ANNUAL_LEAVE)["budgeted"] is False


def test_an_administrator_creates_for_others_and_a_member_does_not() -> None:
    account = member()
    fields = an_entry(hours=1, user_id=BOB)
    assert call(account, "POST", "/time_entries", json=fields).status == 403
    made = call(account, "POST", "/time_entries", BOB_TOKEN, json={**fields, "user_id": KIM})
    assert made.body["user"]["name"] == "Kim Allen"


def test_a_manager_writes_for_teammates_with_the_permission_alone() -> None:
    fields = an_entry(hours=1, user_id=JANE, project_id=TASK_FORCE, task_id=PROGRAMMING)
    assert call(manager(), "POST", "/time_entries", json=fields).status == 403
    allowed = manager(None, "time_and_expenses_manager")
    assert call(allowed, "POST", "/time_entries", json=fields).status == 201
    assert call(allowed, "POST", "/time_entries", json=an_entry(hours=1, user_id=BOB)).status == 403


def test_external_references_are_strings_and_get_a_service() -> None:
    given = {
        "id": 12,
        "group_id": 34,
        "permalink": "https://github.com/example/site/issues/12",
    }
    reference = log(an_account(), hours=1, external_reference=given)["external_reference"]
    assert reference == {
        "id": "12",
        "group_id": "34",
        "account_id": None,
        "permalink": "https://github.com/example/site/issues/12",
        "service": "github.com",
        "service_icon_url": "https://proxy.harvestfiles.com/production_harvestapp_public/uploads/"
        "platform_icons/github.com.png",
    }


@for_each(
    ("permalink", "service"),
    [
        (None, None),
        ("https://www.trello.com/c/1", "trello.com"),
        ("http://[broken", None),
        ("no link", None),
        ("https://git.example.com/1", "git.example.com"),
    ],
)
def test_the_service_is_the_host_of_the_permalink(
    permalink: str | None, service: str | None
) -> None:
    reference = {"id": "1", "permalink": permalink}
    made = log(an_account(), hours=1, external_reference=reference)
    assert made["external_reference"]["service"] == service


@pytest.mark.parametrize("given", [None, {}, {"id": ""}, "text"])
def test_an_empty_reference_is_none(given: object) -> None:
    assert log(an_account(), hours=1, external_reference=given)["external_reference"] is None
