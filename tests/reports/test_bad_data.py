"""Answers of Harvest that make no sense: said plainly, and machine output stays valid."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.harvest.samples import ENTRY
from tests.measuring.many_pages import SMALL
from tests.running import Hv

EVIL = '=cmd|"<script>alert(1)</script>\x1b[31m\u202e\t\n'
GOOD = {**ENTRY, "spent_date": "2026-11-17", "hours": 1.5, "rounded_hours": 1.5}


@contextmanager
def harvest_with(*pages: list[Any]) -> Iterator[str]:
    """A Harvest whose list of entries has these pages."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            document: Any = SMALL.get(split.path)
            if split.path == "/v2/time_entries":
                number = int(split.query[5:]) if split.query.startswith("page=") else 0
                rows = pages[number] if "to=" in split.query or number else []
                more = bool(rows) and number + 1 < len(pages)
                following = f"http://{self.headers['Host']}/v2/time_entries?page={number + 1}"
                document = {"time_entries": rows, "links": {"next": following if more else None}}
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v2"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def at(hv: Hv, url: str) -> Hv:
    return hv.with_(
        HV_PROFILE="", HARVEST_API_URL=url, HARVEST_ACCESS_TOKEN="x", HARVEST_ACCOUNT_ID="1"
    )


NAMES = ("notes", "user", "client", "project", "task", "rounded_hours", "billable_rate")
NULLS = dict.fromkeys(NAMES)
STRANGE = [
    {**GOOD, "id": 2, **NULLS},
    {**GOOD, "id": 3, "hours": None},
    {**GOOD, "id": 4, "hours": 1e30},
    {**GOOD, "id": 5, "hours": "2.5", "rounded_hours": "2.5"},
    {**GOOD, "id": 6, "hours": 99999.99, "rounded_hours": 99999.99},
    {
        **GOOD,
        "id": 7,
        "notes": EVIL,
        "project": {"id": 1, "name": EVIL},
        "user": {"id": 1, "name": EVIL},
    },
    {**GOOD, "id": None},
    "not an entry",
    {**GOOD, "id": 8, "spent_date": None},
]


@pytest.mark.parametrize(
    "by", ["client", "project", "task", "team", "day", "week", "month,project"]
)
def test_what_cannot_be_counted_is_said_and_the_rest_is_summed(hv: Hv, by: str) -> None:
    with harvest_with([GOOD, *STRANGE]) as url:
        ran = at(hv, url)("report", "this month", "--by", by, "--json")
    assert ran.code == 0, ran.err
    total = ran.json["total"]
    assert Decimal(str(total["hours"])) == Decimal("100006.99") + Decimal("1.5")
    assert (total["uncounted"], ran.json["unreadable"]) == (2, 2)
    assert ran.err == "hv: warning: 4 entries could not be counted; the total is incomplete\n"


@pytest.mark.parametrize("format", [[], ["--csv"], ["--markdown"], ["--chart"], ["--html", "-"]])
def test_no_face_carries_an_escape_or_markup(hv: Hv, format: list[str]) -> None:
    with harvest_with([GOOD, *STRANGE]) as url:
        ran = at(hv, url)("report", "this month by project", *format)
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "<script>" not in ran.out or format == ["--csv"] or format in ([], ["--chart"])


def test_formulas_are_guarded_in_csv(hv: Hv) -> None:
    with harvest_with([GOOD, *STRANGE]) as url:
        out = at(hv, url)("report", "this month by project", "--csv").out
        listed = at(hv, url)("entries", "this month", "--csv").out
    rows = [*csv.reader(io.StringIO(out, newline="")), *csv.reader(io.StringIO(listed, newline=""))]
    assert any(cell.startswith("'=cmd") for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize("terminal", [True, False])
def test_lists_and_weeks_survive_it(hv: Hv, terminal: bool) -> None:
    with harvest_with([GOOD, *STRANGE]) as url:
        for verb in ("entries", "week", "gaps"):
            ran = at(hv, url)(verb, "this month", "--no-color", terminal=terminal)
            assert ran.code in (0, 8), ran.err
            assert "\x1b" not in ran.out
            assert "Traceback" not in ran.err


def test_a_row_that_comes_on_two_pages_counts_once(hv: Hv) -> None:
    second = {**GOOD, "id": 2}
    with harvest_with([GOOD, second], [second, {**GOOD, "id": 3}]) as url:
        ran = at(hv, url)("report", "this month", "--json")
    assert (ran.json["total"]["entries"], ran.json["total"]["hours"]) == (3, 4.5)


def test_many_pages_are_one_report(hv: Hv) -> None:
    pages = [[{**GOOD, "id": 100 * n + m} for m in range(7)] for n in range(1, 12)]
    with harvest_with(*pages) as url:
        ran = at(hv, url)("report", "this month by day", "--json")
    assert ran.json["total"]["hours"] == 1.5 * 77


def test_a_long_list_is_shown_whole_and_aligned(hv: Hv) -> None:
    pages = [[{**GOOD, "id": 1000 * n + m} for m in range(300)] for n in range(1, 3)]
    with harvest_with(*pages) as url:
        out = at(hv, url)("entries", "this month", "--no-color", terminal=True, COLUMNS="100").out
    rows = [line for line in out.splitlines() if "Marketing Website" in line]
    assert len(rows) == 600
    assert len({len(line) for line in rows}) == 1
