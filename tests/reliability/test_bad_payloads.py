"""What Harvest should never answer, by the ids of the list of bad inputs.

Nothing ends in a traceback; what can be read is shown, what cannot is told and not guessed.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.harvest.samples import ENTRY
from tests.measuring.many_pages import SMALL
from tests.promises import numbers_of
from tests.rows import few, some, sweep
from tests.running import Hv, Ran

GOOD = {**ENTRY, "id": 1, "spent_date": "2026-11-17", "hours": 1.5, "rounded_hours": 1.5}
ENTRIES = "/v2/time_entries"


@contextmanager
def a_harvest(answers: Mapping[str, Any]) -> Iterator[str]:
    """A server with these answers, by path: bytes as they are, anything else as JSON."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            found = {**SMALL, ENTRIES: page(), **answers}[urlsplit(self.path).path]
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(200)
            html = body.startswith(b"<")
            self.send_header("Content-Type", "text/html" if html else "application/json")
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


def page(*rows: Any) -> dict[str, Any]:
    """A list of entries, the only page of it."""
    return {"time_entries": list(rows), "links": {"next": None}}


def asked(home: Path, answers: Mapping[str, Any], *argv: str) -> Ran:
    """One command against a Harvest with these answers."""
    with a_harvest(answers) as url:
        environ = {
            "HV_HOME": str(home),
            "HV_NOW": "2026-11-18T10:30:00",
            "HARVEST_API_URL": url,
            "HARVEST_ACCESS_TOKEN": "4711.pt.a-token-of-the-tests",
            "HARVEST_ACCOUNT_ID": "1",
        }
        ran = Hv(environ)(*argv)
    assert "Traceback" not in ran.err
    assert ran.code != 1, ran.err
    return ran


ODD_ROWS = [
    ("B97", {"hours": None}),
    ("B98", {"hours": "1.5"}),
    ("B99", {"hours": -1}),
    ("B100", {"hours": 1e9}),
    ("B100", {"hours": 1e300}),
    ("B101", {"id": "636718192"}),
    ("B101", {"id": 2**63}),
    ("B101", {"id": None}),
    ("B102", {"project": None}),
    ("B102", {"client": None, "task": None, "user": None}),
    ("B103", {"project": {"id": 1, "name": ""}}),
    ("B103", {"project": {"id": 1, "name": "x" * 10_000}}),
    ("B103", {"project": {"id": 1, "name": "a\x1b[31m\x07\n\tb"}}),
    ("B104", {"spent_date": "2026-13-45"}),
    ("B104", {"spent_date": None}),
    ("B105", {"started_time": "25:61", "ended_time": "26:00"}),
    ("B105", {"started_time": "3:00pm", "ended_time": "15:30"}),
    ("B107", {"is_running": True, "timer_started_at": "2027-01-01T00:00:00Z"}),
    ("B107", {"is_running": True, "timer_started_at": "soon"}),
    ("B108", {"is_running": True, "ended_time": "15:00", "started_time": "14:00"}),
    ("B112", {"approval_status": "half approved", "locked_reason": 7}),
]
COMMANDS = [
    ("entries", "last 30 days"),
    ("report", "last 30 days"),
    ("week",),
    ("gaps",),
    ("status",),
]


@few(4)
@sweep
@pytest.mark.bad(*numbers_of(ODD_ROWS))
@pytest.mark.parametrize(
    ("_id", "odd"), some(ODD_ROWS, 4, lambda row: row[0]), ids=lambda value: f"{value!r:.30}"
)
def test_an_odd_row_hides_no_other_and_every_document_stays_valid(
    home: Path, _id: str, odd: dict[str, Any]
) -> None:
    answers = {ENTRIES: page(GOOD, {**GOOD, "id": 2, **odd})}
    for argv in COMMANDS:
        ran = asked(home, answers, *argv, "--json")
        # 8 says that there are gaps.
        assert ran.code == (8 if argv == ("gaps",) else 0), (argv, ran.err)
        assert json.loads(ran.out, parse_constant=pytest.fail)
    listed = asked(home, answers, "entries", "last 30 days", "--json").json["entries"]
    assert 1 in [entry["id"] for entry in listed]
    for format in ((), ("--csv",)):
        ran = asked(home, answers, "entries", "last 30 days", *format)
        assert ran.code == 0
        assert "\x1b" not in ran.out


@pytest.mark.bad("B97")
def test_hours_that_are_missing_are_told_in_the_list_and_left_out_of_the_sum(
    home: Path,
) -> None:
    answers = {ENTRIES: page(GOOD, {**GOOD, "id": 2, "hours": None})}
    document = asked(home, answers, "entries", "last 30 days", "--json").json
    assert [entry["hours"] for entry in document["entries"]] == [1.5, None]
    assert document["totals"]["hours"] == 1.5
    report = asked(home, answers, "report", "last 30 days", "--json")
    assert report.json["total"]["uncounted"] == 1
    assert "could not be counted" in report.err


@pytest.mark.bad("B106")
def test_two_running_timers_are_both_shown(home: Path) -> None:
    timers = [
        {
            **GOOD,
            "id": n,
            "spent_date": "2026-11-18",
            "is_running": True,
            "timer_started_at": f"2026-11-18T0{n}:00:00Z",
        }
        for n in (7, 8)
    ]
    ran = asked(home, {ENTRIES: page(*timers)}, "status", "--json")
    assert {entry["id"] for entry in ran.json["running"]} == {7, 8}


BROKEN_LISTS = [
    ("B109", {}),
    ("B109", {"time_entries": None}),
    ("B109", {"time_entries": {"id": 1}}),
    ("B109", {"time_entries": "none"}),
    ("B109", []),
    ("B109", None),
    ("B111", b""),
    ("B111", b"<html>sign in</html>"),
    ("B111", b'{"time_entries": [] '),
    ("B111", b'{"time_entries": []} trailing'),
    ("B111", b'{"time_entries": [{"notes": "caf\xe9"}]}'),
    ("B111", b"[" * 100_000),
]


@pytest.mark.bad(*numbers_of(BROKEN_LISTS))
@pytest.mark.parametrize(
    ("_id", "body"), BROKEN_LISTS, ids=[f"{r[0]}-{r[1]!r:.30}" for r in BROKEN_LISTS]
)
def test_an_answer_that_is_no_list_of_entries(home: Path, _id: str, body: Any) -> None:
    ran = asked(home, {ENTRIES: body}, "entries", "last 30 days", "--json")
    assert ran.code in (0, 7)
    document = ran.json
    if ran.code == 7:
        assert document["error"]["code"] == "unreachable"
        assert ran.err.startswith("hv: ")
    else:
        assert document["entries"] == []


@pytest.mark.bad("B111")
def test_a_byte_order_mark_does_no_harm(home: Path) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(page(GOOD)).encode()
    ran = asked(home, {ENTRIES: body}, "entries", "last 30 days", "--json")
    assert ran.code in (0, 7)
    if ran.code == 0:
        assert [entry["id"] for entry in ran.json["entries"]] == [1]


@pytest.mark.bad("B109")
def test_more_rows_than_a_page_may_have_are_all_read(home: Path) -> None:
    rows = [{**GOOD, "id": n} for n in range(1, 2002)]
    document = asked(home, {ENTRIES: page(*rows)}, "entries", "last 30 days", "--json").json
    assert len(document["entries"]) == 2001


ODD_ACCOUNTS = [
    ("B112", {"clock": "36h"}, {}),
    ("B112", {"week_start_day": "Friday"}, {}),
    ("B112", {"time_format": "roman", "date_format": "%Q"}, {}),
    ("B112", {}, {"timezone": "Mars (Base)"}),
    ("B112", {}, {"timezone": None, "weekly_capacity": "much"}),
    ("B112", {"wants_timestamp_timers": "maybe"}, {}),
]


@few(3)
@pytest.mark.bad(*numbers_of(ODD_ACCOUNTS))
@pytest.mark.parametrize(
    ("_id", "company", "user"), ODD_ACCOUNTS, ids=[f"{r[0]}-{r[1]}{r[2]}" for r in ODD_ACCOUNTS]
)
def test_an_account_with_values_never_seen_before(
    home: Path, _id: str, company: dict[str, Any], user: dict[str, Any]
) -> None:
    answers = {
        "/v2/company": {**SMALL["/v2/company"], **company},
        "/v2/users/me": {**SMALL["/v2/users/me"], **user},
        ENTRIES: page(GOOD),
    }
    for argv in (("status",), ("week",), ("entries", "last 30 days"), ("whoami",)):
        ran = asked(home, answers, *argv, "--json")
        assert ran.code == 0, (argv, ran.err)
    if user.get("timezone"):
        assert "Mars (Base)" in asked(home, answers, "status").err
