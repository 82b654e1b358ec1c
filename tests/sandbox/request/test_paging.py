"""The two styles of pages (Harvest docs, Pagination)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from tests.account import Answer, an_account, call
from tests.rows import for_each

NUMBERED = (
    "/time_entries",
    "/users/me/project_assignments",
    "/projects/14308069/task_assignments",
    "/projects/14308069/user_assignments",
)
CURSOR = (
    "/clients",
    "/projects",
    "/tasks",
    "/task_assignments",
    "/user_assignments",
    "/users",
    "/users/1782959/project_assignments",
    "/roles",
)
ENVELOPE = (
    "per_page",
    "total_pages",
    "total_entries",
    "next_page",
    "previous_page",
    "page",
    "links",
)


def follow(account: EmbeddedAccount, link: str) -> Answer:
    parts = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return call(account, "GET", parts.path, query=query)


def items(answer: Answer) -> list[Any]:
    return next(value for value in answer.body.values() if isinstance(value, list))


def walk(account: EmbeddedAccount, path: str, size: int) -> list[Answer]:
    pages = [call(account, "GET", path, query={"per_page": size})]
    while link := pages[-1].body["links"]["next"]:
        pages.append(follow(account, link))
    return pages


@for_each("path", [*NUMBERED, *CURSOR])
def test_following_next_until_null_gives_everything_once(path: str) -> None:
    account = an_account()
    whole = call(account, "GET", path)
    pages = walk(account, path, 1)
    assert [item["id"] for page in pages for item in items(page)] == [
        item["id"] for item in items(whole)
    ]
    assert len(pages) == pages[0].body["total_pages"] > 1
    assert pages[0].body["total_entries"] == len(items(whole))


@for_each("path", [*NUMBERED, *CURSOR])
def test_every_list_has_the_whole_envelope(path: str) -> None:
    body = call(an_account(), "GET", path).body
    assert set(ENVELOPE) < set(body)
    assert set(body["links"]) == {"first", "next", "previous", "last"}
    assert body["per_page"] == 2000
    assert (body["page"], body["next_page"], body["previous_page"]) == (1, None, None)


def test_numbered_pages_say_where_they_are() -> None:
    account = an_account()
    pages = walk(account, "/users/me/project_assignments", 1)
    numbers = [(p.body["previous_page"], p.body["page"], p.body["next_page"]) for p in pages]
    assert numbers == [(None, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, None)]


def test_cursor_pages_have_no_numbers_in_the_middle() -> None:
    account = an_account()
    pages = walk(account, "/tasks", 2)
    numbers = [(p.body["previous_page"], p.body["page"], p.body["next_page"]) for p in pages]
    assert numbers == [(None, 1, 2), (None, None, None), (2, 3, None)]


def test_cursor_pages_lead_back_as_well() -> None:
    account = an_account()
    first, second, third = walk(account, "/tasks", 2)
    assert items(follow(account, third.body["links"]["previous"])) == items(second)
    assert items(follow(account, second.body["links"]["previous"])) == items(first)
    assert first.body["links"]["previous"] is None


def test_a_cursor_does_not_slip_when_a_record_is_added() -> None:
    account = an_account()
    first = call(account, "GET", "/tasks", query={"per_page": 2})
    account.db.execute(
        "INSERT INTO tasks (id, name, created_at, updated_at) VALUES (9000000, 'New', 9e9, 9e9)"
    )
    second = follow(account, first.body["links"]["next"])
    assert {t["id"] for t in items(first)}.isdisjoint(t["id"] for t in items(second))


def test_a_cursor_after_which_everything_is_gone_leads_to_an_empty_page() -> None:
    account = an_account()
    first = call(account, "GET", "/tasks", query={"per_page": 2})
    account.db.execute("DELETE FROM tasks WHERE id < ?", (items(first)[-1]["id"],))
    second = follow(account, first.body["links"]["next"])
    assert (second.status, items(second), second.body["links"]["next"]) == (200, [], None)


def test_a_cursor_beats_a_page() -> None:
    account = an_account()
    link = call(account, "GET", "/tasks", query={"per_page": 2}).body["links"]["next"]
    assert items(follow(account, f"{link}&page=1")) == items(follow(account, link))


def test_page_still_works_where_cursors_replace_it() -> None:
    body = call(an_account(), "GET", "/tasks", query={"per_page": 2, "page": 2}).body
    assert (body["page"], body["next_page"], body["previous_page"]) == (2, 3, 1)


def test_links_repeat_every_parameter_even_unknown_ones() -> None:
    query = {"from": "2026-01-01", "user_id": 1782959, "spoon": "ä b", "per_page": 5}
    links = call(an_account(), "GET", "/time_entries", query=query).body["links"]
    for link in (links["first"], links["next"], links["last"]):
        sent = parse_qs(urlsplit(link).query)
        assert sent["from"] == ["2026-01-01"]
        assert sent["spoon"] == ["ä b"]
        assert sent["per_page"] == ["5"]
        assert "ref" in sent


def test_links_of_my_assignments_name_the_numeric_user() -> None:
    account = an_account()
    query = {"per_page": 1}
    link = call(account, "GET", "/users/me/project_assignments", query=query).body["links"]["next"]
    assert urlsplit(link).path == "/v2/users/1782959/project_assignments"
    assert follow(account, link).status == 200


def test_links_start_where_the_api_lives() -> None:
    assert (
        call(an_account(), "GET", "/tasks")
        .body["links"]["first"]
        .startswith("https://api.harvestapp.com/v2/tasks?")
    )


@pytest.mark.parametrize("size", ["1", "2000"])
def test_per_page_reaches_from_1_to_2000(size: str) -> None:
    assert call(an_account(), "GET", "/time_entries", query={"per_page": size}).status == 200


@for_each("path", ["/time_entries", "/tasks"])
@for_each("size", ["0", "2001", "-1", "abc"])
def test_any_other_per_page_is_a_422(path: str, size: str) -> None:
    assert call(an_account(), "GET", path, query={"per_page": size}).status == 422


@pytest.mark.parametrize("page", ["0", "-3", "x"])
def test_a_page_that_is_no_number_is_a_422(page: str) -> None:
    assert call(an_account(), "GET", "/time_entries", query={"page": page}).status == 422


def test_a_page_beyond_the_last_is_empty() -> None:
    body = call(an_account(), "GET", "/time_entries", query={"page": 99}).body
    assert (body["time_entries"], body["next_page"], body["links"]["next"]) == ([], None, None)


@for_each("cursor", ["x", "####", "bm9wZQ==", "ä", "WzEsMl0=", "WzEsMixbXV0="])
def test_a_cursor_it_never_gave_is_a_422(cursor: str) -> None:
    assert call(an_account(), "GET", "/tasks", query={"cursor": cursor}).status == 422


def test_an_empty_list_has_one_page() -> None:
    query = {"from": "1999-01-01", "to": "1999-01-02"}
    body = call(an_account(), "GET", "/time_entries", query=query).body
    assert (body["time_entries"], body["total_pages"], body["total_entries"]) == ([], 1, 0)
