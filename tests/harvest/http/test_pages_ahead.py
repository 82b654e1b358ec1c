"""Pages fetched ahead: the same pages, in order, and the same failures."""

import json
import threading
from typing import Any

import pytest

from harvest_cli.domain.errors import Refused, Unreachable
from harvest_cli.harvest.http import paging
from harvest_cli.harvest.http.answers import Answer
from harvest_cli.harvest.http.paging import answers, next_link
from harvest_cli.harvest.http.request import Request
from tests.rows import for_each

URL = "https://harvest.invalid/v2/time_entries"


def page(number: int, following: object, *, last: bool = True) -> Answer:
    links = {"links": {"next": following, "previous": None}}
    rows: dict[str, Any] = {"time_entries": [{"id": number}]}
    body = {**rows, **links} if last else {**links, **rows}
    return Answer(200, "OK", {}, json.dumps(body).encode(), "/v2/time_entries")


class Server:
    """Pages by address; remembers which thread asked for what."""

    def __init__(self, pages: dict[str, Answer | Exception]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, bool]] = []

    def send(self, request: Request) -> Answer:
        main = threading.current_thread() is threading.main_thread()
        self.asked.append((request.url, main))
        found = self.pages[request.url]
        if isinstance(found, Exception):
            raise found
        return found


def three(*, last: bool = True) -> Server:
    return Server(
        {
            URL: page(1, f"{URL}?page=2", last=last),
            f"{URL}?page=2": page(2, f"{URL}?page=3", last=last),
            f"{URL}?page=3": page(3, None, last=last),
        }
    )


def ids(server: Server, most: int = 9) -> list[int]:
    found = answers(server.send, Request("GET", URL), "time_entries", most)
    return [json.loads(answer.body)["time_entries"][0]["id"] for answer in found]


@pytest.fixture(params=[0, 10**9], ids=["large pages", "small pages"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LARGE", request.param)


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize("last", [True, False])
def test_pages_come_in_order(last: bool) -> None:
    assert ids(three(last=last)) == [1, 2, 3]


@pytest.mark.usefixtures("_size")
def test_a_failure_comes_where_its_page_would() -> None:
    server = three()
    server.pages[f"{URL}?page=3"] = Refused("no")
    found = answers(server.send, Request("GET", URL), "time_entries", 9)
    assert next(found)
    assert next(found)
    with pytest.raises(Refused):
        next(found)


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(
    ("link", "most", "said"),
    [
        (URL, 9, "repeats itself"),
        ("https://elsewhere.invalid/", 9, "another server"),
        (f"{URL}?page=2", 1, "more than 1"),
    ],
)
def test_the_rules_of_following_hold(link: str, most: int, said: str) -> None:
    server = three()
    server.pages[URL] = page(1, link)
    with pytest.raises(Unreachable, match=said):
        ids(server, most)
    assert [url for url, _ in server.asked] == [URL]


def test_only_large_pages_are_fetched_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    small = three()
    ids(small)
    assert all(main for _, main in small.asked)
    monkeypatch.setattr(paging, "LARGE", 0)
    large = three()
    ids(large)
    assert [main for _, main in large.asked] == [True, False, False]


@for_each(
    ("body", "link"),
    [
        ('{"time_entries": [], "links": {"next": "x", "last": null}}', "x"),
        ('{"time_entries": [], "links": {"next": null}} \n', None),
        ('{"time_entries": [], "links": {}}', None),
        ('{"time_entries": [{"links": {"next": "wrong"}}]}', None),
        ('{"links": {"next": "x"}, "time_entries": [{"links": {"next": "wrong"}}]}', "x"),
        ('{"time_entries": [{"notes": "\\"links\\": {\\"next\\": \\"wrong\\"}"}]}', None),
        ('{"links": {"next": "x"}, "time_entries": [], "page": 1}', "x"),
        ('{"time_entries": [], "links": {"next": 5}}', None),
    ],
)
def test_the_link_is_the_pages_own(body: str, link: str | None) -> None:
    assert next_link(Answer(200, "OK", {}, body.encode(), "/"), "time_entries") == link


def test_what_is_no_page_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        next_link(Answer(200, "OK", {}, b"<html>", "/"), "time_entries")
