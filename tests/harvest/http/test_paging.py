"""Lists over many pages: when they end, and where they must not lead."""

from collections.abc import Iterator, Mapping

import pytest
import responses

from harvest_cli.domain.errors import Unreachable
from harvest_cli.harvest.http.request import Limits
from harvest_cli.harvest.wire.write import EntryFilter
from tests.faulty_server import FaultyServer, reply
from tests.harvest.conftest import API, Setting

LIST = f"{API}/time_entries"
EVERYTHING = EntryFilter()


@pytest.fixture
def harvest() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
        yield mock


def page(*ids: int, next_: object = None, **more: object) -> dict[str, object]:
    """A page of entries as Harvest sends it."""
    return {"time_entries": [{"id": i} for i in ids], "links": {"next": next_}, **more}


def ids(setting: Setting, limits: Limits | None = None) -> list[int]:
    return [entry.id for entry in setting.client(limits=limits).time_entries(EVERYTHING)]


def test_numbered_pages_are_followed_to_the_end(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    second = f"{LIST}?page=2&per_page=2&ref=next"
    harvest.get(LIST, json=page(1, 2, next_=second, page=1, next_page=2, total_pages=2))
    harvest.get(second, json=page(3, page=2, next_page=None))
    assert ids(setting) == [1, 2, 3]


def test_cursor_pages_without_numbers_are_followed_to_the_end(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    nulls: Mapping[str, object] = {"page": None, "next_page": None, "total_pages": None}
    second, third = f"{LIST}?cursor=abc&ref=next_cursor", f"{LIST}?cursor=def&ref=next_cursor"
    harvest.get(LIST, json=page(1, next_=second, **nulls))
    harvest.get(second, json=page(2, next_=third, **nulls))
    harvest.get(third, json=page(3, **nulls))
    assert ids(setting) == [1, 2, 3]


@pytest.mark.parametrize("links", [{}, {"links": None}, {"links": []}, {"links": {"next": ""}}])
def test_a_page_that_names_no_next_one_is_the_last(
    setting: Setting, harvest: responses.RequestsMock, links: dict[str, object]
) -> None:
    harvest.get(LIST, json={"time_entries": [{"id": 1}], "next_page": 2, "total_pages": 9, **links})
    assert ids(setting) == [1]


def test_a_page_is_fetched_only_when_it_is_needed(setting: Setting) -> None:
    with FaultyServer([[]]) as server:
        first = page(1, next_=f"{server.url}/time_entries?page=2")
        server.script = [[reply(200, first), reply(200, page(2))]]
        client = setting.client(server.url)
        entries = client.time_entries(EVERYTHING)
        assert client.requests_made == 0
        assert next(entries).id == 1
        assert client.requests_made == 1
        assert next(entries).id == 2
        assert [request.path for request in server.requests] == [
            "/v2/time_entries",
            "/v2/time_entries?page=2",
        ]


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v2/time_entries?page=2",
        "http://api.harvestapp.com/v2/time_entries?page=2",
        "https://api.harvestapp.com:8443/v2/time_entries?page=2",
        "https://api.harvestapp.com.evil.example/v2/time_entries",
        "https://api.harvestapp.com@evil.example/v2/time_entries",
        "https://me:secret@api.harvestapp.com/v2/time_entries",
        "//evil.example/v2/time_entries",
        "https://[broken/v2",
        "https://api.harvestapp.com:port/v2",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_a_link_to_anywhere_else_is_not_followed(
    setting: Setting, harvest: responses.RequestsMock, link: str
) -> None:
    harvest.get(LIST, json=page(1, next_=link))
    with pytest.raises(Unreachable, match="does not follow"):
        ids(setting)
    assert len(harvest.calls) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://API.harvestapp.com:443/v2/time_entries?page=2",
        "/v2/time_entries?page=2",
        "?page=2",
    ],
)
def test_other_spellings_of_our_own_server_stay_on_it(setting: Setting, link: str) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as harvest:
        harvest.get(LIST, json=page(1, next_=link))
        harvest.get(f"{LIST}?page=2", json=page(2))
        assert ids(setting) == [1, 2]


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example\\@api.harvestapp.com/v2/time_entries?page=2",
        "https://api.harvestapp.com\\@evil.example/v2/time_entries?page=2",
    ],
)
def test_an_address_that_reads_two_ways_leads_nowhere(setting: Setting, link: str) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as harvest:
        harvest.get(LIST, json=page(1, next_=link))
        with pytest.raises(Unreachable, match="does not follow"):
            ids(setting)
        assert len(harvest.calls) == 1


@pytest.mark.fault("F50")
def test_pages_that_go_in_a_circle_come_to_an_end(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    second = f"{LIST}?page=2"
    harvest.get(LIST, json=page(1, next_=second))
    harvest.get(second, json=page(2, next_=second))
    with pytest.raises(Unreachable, match="repeats itself"):
        ids(setting)


def test_too_many_pages_are_refused(setting: Setting, harvest: responses.RequestsMock) -> None:
    for number in range(3):
        harvest.get(
            LIST if not number else f"{LIST}?page={number}",
            json=page(number + 1, next_=f"{LIST}?page={number + 1}"),
        )
    with pytest.raises(Unreachable, match="more than 3 pages"):
        ids(setting, Limits(pages=3))


def test_exactly_as_many_pages_as_allowed_are_read(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(LIST, json=page(1, next_=f"{LIST}?page=2"))
    harvest.get(f"{LIST}?page=2", json=page(2))
    assert ids(setting, Limits(pages=2)) == [1, 2]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b'{"time_entries": [',
        b'{"time_entries": []} trailing',
        b"[" * 200_000,
        b'{"time_entries": ' + b"9" * 5000 + b"}",
        '{"time_entries": "é"}'.encode("latin-1"),
        b"[]",
        b"null",
        b"{}",
        b'{"time_entries": null}',
        b'{"time_entries": {"id": 1}}',
        b'{"entries": []}',
    ],
)
def test_what_is_not_a_page_is_unreachable_and_not_a_traceback(
    setting: Setting, harvest: responses.RequestsMock, body: bytes
) -> None:
    harvest.get(LIST, body=body)
    with pytest.raises(Unreachable, match="cannot be read"):
        ids(setting)


def test_a_page_after_a_byte_order_mark_is_read(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(LIST, body=b'\xef\xbb\xbf{"time_entries": [{"id": 1}]}')
    assert ids(setting) == [1]


def test_rows_that_make_no_sense_are_skipped_and_counted(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    rows: list[object] = [
        {"id": 1},
        {},
        None,
        5,
        [],
        {"id": None},
        {"id": "x"},
        {"id": True},
        {"id": "2"},
    ]
    harvest.get(LIST, json={"time_entries": rows})
    client = setting.client()
    assert [entry.id for entry in client.time_entries(EVERYTHING)] == [1, 2]
    assert client.unreadable == 7


def test_rows_that_shift_to_the_next_page_are_not_counted_twice(
    setting: Setting, harvest: responses.RequestsMock
) -> None:
    harvest.get(LIST, json=page(*range(1, 2002), next_=f"{LIST}?page=2"))
    harvest.get(f"{LIST}?page=2", json=page(2001))
    assert ids(setting) == list(range(1, 2002))
