"""B110: ids that come again on a later page. Each entry is shown once and counted once."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harvest.samples import ENTRY
from tests.measuring.many_pages import SMALL
from tests.rows import few
from tests.running import Hv, Ran

LISTS = {
    "/v2/time_entries": "time_entries",
    "/v2/users/me/project_assignments": "project_assignments",
}


@contextmanager
def paged(rows: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[str]:
    """A server whose lists have these pages, by the name of the list."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            key = LISTS.get(asked.path, "")
            if key in rows:
                body = self.page(key, int(parse_qs(asked.query).get("page", ["1"])[0]))
            else:
                body = {key: [], "links": {"next": None}} if key else SMALL[asked.path]
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def page(self, key: str, number: int) -> dict[str, Any]:
            last = number >= len(rows[key])
            address = f"http://{self.headers['Host']}{urlsplit(self.path).path}"
            link = None if last else f"{address}?page={number + 1}"
            return {key: list(rows[key][number - 1]), "links": {"next": link}}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v2"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(home: Path, rows: Mapping[str, Sequence[Sequence[Any]]], *argv: str) -> Ran:
    """One command against a Harvest with these pages."""
    with paged(rows) as url:
        environ = {
            "HV_HOME": str(home),
            "HV_NOW": "2026-11-18T10:30:00",
            "HARVEST_API_URL": url,
            "HARVEST_ACCESS_TOKEN": "4711.pt.a-token-of-the-tests",
            "HARVEST_ACCOUNT_ID": "1",
        }
        ran = Hv(environ)(*argv)
    assert "Traceback" not in ran.err
    assert ran.code == 0, ran.err
    return ran


def entry(number: int, padding: int = 0) -> dict[str, Any]:
    """An entry of an hour and a half; `padding` makes its page a large one."""
    notes = f"part {number} {'x' * padding}".strip()
    day = {"spent_date": "2026-11-17", "hours": 1.5, "rounded_hours": 1.5}
    return {**ENTRY, **day, "id": number, "notes": notes}


AGAIN = [
    [[1, 2], [2, 3], [3, 4]],
    [[1, 1, 2], [3, 4]],
    [[1, 2], [3], [1, 4]],
    [[1, 2, 3, 4], [1, 2, 3, 4]],
    [[1, 2], [], [2, 3, 4]],
    [[4, 3], [2, 1], [4, 3, 2, 1], [4]],
]
"""The ids of each page: shifted by one, twice on one page, pages apart, all of them."""


@few(3)
@pytest.mark.bad("B110")
@pytest.mark.parametrize("padding", [0, 4000], ids=["small pages", "large pages"])
@pytest.mark.parametrize("ids", AGAIN, ids=str)
def test_an_entry_that_comes_again_is_shown_and_counted_once(
    home: Path, ids: list[list[int]], padding: int
) -> None:
    rows = {"time_entries": [[entry(n, padding) for n in page] for page in ids]}
    listed = asked(home, rows, "entries", "last 30 days", "--json").json
    assert sorted(each["id"] for each in listed["entries"]) == [1, 2, 3, 4]
    assert listed["totals"]["hours"] == 6.0
    for argv in (("report", "last 30 days", "--json"), ("week", "this week", "--json")):
        assert asked(home, rows, *argv).json["total"]["hours"] == 6.0, argv
    plain = asked(home, rows, "entries", "last 30 days").out
    assert len(plain.splitlines()) == 4


@pytest.mark.bad("B110")
def test_ids_beyond_eight_bytes_cannot_be_and_their_rows_are_told(home: Path) -> None:
    big = 2**63
    rows = {"time_entries": [[entry(big), entry(1)], [entry(2)], [entry(big), entry(1)]]}
    ran = asked(home, rows, "report", "last 30 days", "--json")
    assert ran.json["total"]["hours"] == 3.0
    assert "could not be counted" in ran.err


@pytest.mark.bad("B110")
def test_a_project_that_comes_again_is_listed_once_and_is_not_ambiguous(home: Path) -> None:
    first = {
        "id": 1,
        "is_active": True,
        "client": {"id": 1, "name": "ABC Corp"},
        "project": {"id": 7, "name": "Marketing Website", "code": "MW"},
        "task_assignments": [{"id": 2, "task": {"id": 3, "name": "Research"}, "is_active": True}],
    }
    rows = {"project_assignments": [[first], [first], [first]]}
    listed = asked(home, rows, "projects", "--json").json["projects"]
    assert len(listed) == 1
    name = listed[0]["project"]
    read = asked(home, rows, "parse", f"1h on {name}", "--json").json
    assert [each["project"] for each in read["entries"]] == [name]
