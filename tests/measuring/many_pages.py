"""A server of many large pages of time entries, ready before it is asked: it costs little to serve.

`python -m tests.measuring.many_pages ROWS PAGES` prints its address and serves until its end.
Every row has all the fields that Harvest documents. Account and names are there too.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

ME = 1782959
STAMPS = {"created_at": "2026-06-27T15:50:15Z", "updated_at": "2026-06-27T16:47:14Z"}
CLIENTS = [
    {"id": 100 + n, "name": f"Client {n}", "currency": ["USD", "EUR"][n % 2]} for n in range(9)
]
TASKS = [
    {"id": 900 + n, "name": name} for n, name in enumerate(("Design", "Programming", "Research"))
]


def row(number: int, total: int, chance: Random) -> dict[str, Any]:
    """One entry in full; as Harvest lists them, newest day first."""
    project = chance.randrange(40)
    hours = chance.randrange(1, 900) / 100
    day = date(2026, 11, 24) - timedelta(days=number * 360 // total)
    return {
        "id": 2**32 + number,
        "spent_date": day.isoformat(),
        "user": {"id": ME, "name": "Kim Allen"},
        "client": CLIENTS[project % 9],
        "project": {"id": 200 + project, "name": f"Project {project}", "code": f"P{project:02}"},
        "task": chance.choice(TASKS),
        "user_assignment": {
            "id": 125068553, "is_project_manager": True, "is_active": True,
            "use_default_rates": True, "budget": None, **STAMPS, "hourly_rate": 100.0,
        },
        "task_assignment": {
            "id": 155502709, "billable": True, "is_active": True, **STAMPS,
            "hourly_rate": 100.0, "budget": None,
        },
        "hours": hours,
        "hours_without_timer": hours,
        "rounded_hours": hours,
        "notes": f"Worked on part {number} of the thing, and wrote it down",
        **STAMPS,
        "is_locked": False, "locked_reason": None, "is_closed": False,
        "approval_status": "unsubmitted", "is_billed": False, "timer_started_at": None,
        "started_time": None, "ended_time": None, "is_running": False, "invoice": None,
        "external_reference": None, "billable": chance.random() < 0.8, "budgeted": True,
        "billable_rate": 100.0, "cost_rate": 50.0,
    }  # fmt: skip


def bodies(rows: int, pages: int, address: str) -> dict[int, bytes]:
    """The pages, numbered from 1."""
    chance, found = Random(1), {}
    for page in range(1, pages + 1):
        start = (page - 1) * rows
        entries = [row(number, rows * pages, chance) for number in range(start, start + rows)]
        following = f"{address}/v2/time_entries?page={page + 1}" if page < pages else None
        document = {
            "time_entries": entries,
            "per_page": rows,
            "total_pages": pages,
            "total_entries": rows * pages,
            "next_page": page + 1 if following else None,
            "previous_page": None,
            "page": page,
            "links": {"first": address, "next": following, "previous": None, "last": address},
        }
        found[page] = json.dumps(document).encode()
    return found


SMALL: dict[str, Any] = {
    "/v2/users/me": {"id": ME, "first_name": "Kim", "last_name": "Allen", "timezone": "UTC"},
    "/v2/company": {"name": "Large", "clock": "24h", "week_start_day": "Monday"},
    "/v2/users/me/project_assignments": {"project_assignments": [], "links": {"next": None}},
}
NO_ENTRIES = b'{"time_entries": [], "links": {"next": null}}'


def handler(pages: dict[int, bytes]) -> type[BaseHTTPRequestHandler]:
    """Answers for the pages; the catalogue's question for recent entries finds none."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            query = parse_qs(split.query)
            if split.path == "/v2/time_entries":
                catalogue = "from" in query and "to" not in query
                body = NO_ENTRIES if catalogue else pages[int(query.get("page", ["1"])[0])]
            else:
                body = json.dumps(SMALL[split.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    """Serve until the end."""
    rows, count = int(sys.argv[1]), int(sys.argv[2])
    pages: dict[int, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(pages))
    address = f"http://127.0.0.1:{server.server_address[1]}"
    pages.update(bodies(rows, count, address))
    print(address, flush=True)
    server.serve_forever()


@contextmanager
def many_pages(rows: int, pages: int) -> Iterator[str]:
    """The address of such a server in a process of its own."""
    command = [sys.executable, "-m", "tests.measuring.many_pages", str(rows), str(pages)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


if __name__ == "__main__":
    main()
