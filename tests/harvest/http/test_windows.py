"""A long list in several windows of days gives what it gives page by page."""

import json
from datetime import date, timedelta
from random import Random
from threading import Event, active_count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.domain.errors import Unreachable
from harvest_cli.harvest.http import paging
from harvest_cli.harvest.http.answers import Answer
from harvest_cli.harvest.http.paging import LongList, entry_pages, line_pages
from harvest_cli.harvest.http.request import Request
from harvest_cli.harvest.wire.read import time_entry
from tests.measuring.many_pages import row

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://harvest.test/v2/time_entries"
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
SIZE = 3


class Account:
    """A list of entries on these days, newest first, in pages of three."""

    def __init__(self, days: list[int], *, counted: bool = True) -> None:
        self.counted, self.asked = counted, list[dict[str, str]]()
        found = [
            row(number, 1, Random(number)) | {"spent_date": (FIRST + timedelta(day)).isoformat()}
            for number, day in enumerate(days)
        ]
        self.rows = sorted(found, key=lambda each: each["spent_date"], reverse=True)
        self.fail: Callable[[dict[str, str]], bool] = lambda _asked: False

    def send(self, request: Request) -> Answer:
        parts = urlsplit(request.url)
        asked = {**dict(parse_qsl(parts.query)), **request.params}
        self.asked.append(asked)
        if self.fail(asked):
            message = "The connection was cut"
            raise Unreachable(message)
        rows = [r for r in self.rows if asked["from"] <= r["spent_date"] <= asked["to"]]
        page = int(asked.get("page", "1"))
        here = rows[(page - 1) * SIZE : page * SIZE]
        query = "&".join(f"{k}={v}" for k, v in {**asked, "page": str(page + 1)}.items())
        following = f"{URL}?{query}" if page * SIZE < len(rows) else None
        body: dict[str, Any] = {"time_entries": here, "links": {"next": following}}
        if self.counted:
            body = {"total_entries": len(rows), **body}
        return Answer(200, "OK", {}, json.dumps(body).encode(), "/v2/time_entries")

    def listed(self, *, wide: bool = True) -> LongList:
        first = Request("GET", URL, {"from": FIRST.isoformat(), "to": LAST.isoformat()})
        return LongList(self.send, first, 50, lambda: None, lambda: wide)


def ids(listed: LongList) -> list[int]:
    return sorted(entry.id for page in entry_pages(listed) for entry in page)


DAYS = st.lists(st.integers(0, 89), max_size=60)


@settings(deadline=None)
@given(days=DAYS, counted=st.booleans())
def test_windows_hold_what_the_pages_hold(days: list[int], counted: bool) -> None:
    account = Account(days, counted=counted)
    expected = sorted(each["id"] for each in account.rows)
    assert ids(account.listed()) == expected
    lines: list[Any] = [row for page in line_pages(account.listed(), frozenset()) for row in page]
    assert sorted(line.id for line in lines) == expected


def test_a_long_list_is_asked_for_in_four_windows_and_few_requests_more() -> None:
    account = Account(list(range(90)))
    ids(account.listed(wide=False))
    one_by_one, account.asked = len(account.asked), []
    ids(account.listed())
    windows = {(asked["from"], asked["to"]) for asked in account.asked[1:]}
    assert len(windows) == 4
    assert len(account.asked) <= one_by_one + 4


def test_the_windows_are_on_their_way_while_the_first_page_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "LARGE", 1)
    account = Account(list(range(90)))
    windows = Event()
    real = account.send

    def send(request: Request) -> Answer:
        if account.asked:
            windows.set()
        return real(request)

    def read(page: Answer) -> list[Any]:
        assert windows.wait(60)
        return [time_entry(each) for each in page.json()["time_entries"]]  # type: ignore[attr-defined]

    account.send = send  # type: ignore[method-assign]
    assert sum(map(len, account.listed().rows(read))) == 90
    # The page after the first is a part of a window: nothing is asked for twice.
    whole = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    assert [asked for asked in account.asked if whole.items() <= asked.items()] == [whole]


@pytest.mark.parametrize("days", [[], [4], list(range(11))], ids=["none", "one", "few pages"])
def test_a_short_list_is_read_as_it_is_linked(days: list[int]) -> None:
    account = Account(days)
    ids(account.listed())
    assert {(asked["from"], asked["to"]) for asked in account.asked} == {
        (FIRST.isoformat(), LAST.isoformat())
    }


def test_what_a_window_missed_is_read_page_by_page() -> None:
    account = Account(list(range(90)))
    whole = account.rows
    real = account.send

    def send(request: Request) -> Answer:
        # A server whose filter of days forgets some: the count of the first page tells.
        windowed = request.params and request.params["to"] != LAST.isoformat()
        account.rows = whole[::2] if windowed else whole
        return real(request)

    account.send = send  # type: ignore[method-assign]
    assert ids(account.listed()) == sorted(each["id"] for each in whole)


def test_a_window_that_fails_is_told_and_no_thread_is_left() -> None:
    account = Account(list(range(90)))
    before = active_count()
    account.fail = lambda asked: asked["from"] != FIRST.isoformat()
    with pytest.raises(Unreachable):
        ids(account.listed())
    assert active_count() == before


def test_who_has_seen_enough_leaves_no_thread() -> None:
    account = Account(list(range(90)))
    before = active_count()
    pages = entry_pages(account.listed())
    for _ in range(3):
        next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert active_count() == before
