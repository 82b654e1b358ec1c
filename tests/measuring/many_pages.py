"""A server of many large pages of time entries, ready before it is asked: it costs little to serve.

`python -m tests.measuring.many_pages ROWS PAGES` prints its address and serves until its end.
Every row has all the fields that Harvest documents. Account and names are there too.
"""

import json
import subprocess
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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


class Pages:
    """So many rows a page of so many pages, for any days; rows are ready, pages are joined."""

    def __init__(self, rows: int, pages: int) -> None:
        chance, total = Random(1), rows * pages
        self._size = rows
        entries = [row(number, total, chance) for number in range(total)]
        # Newest first, as a search in rising order needs it: days counted backwards.
        self._days = [-date.fromisoformat(each["spent_date"]).toordinal() for each in entries]
        self._rows = [json.dumps(each).encode() for each in entries]

    def body(self, query: dict[str, list[str]]) -> bytes:
        """One page of the days that are asked for."""
        first, last = (query.get(name, [""])[0] for name in ("from", "to"))
        begin = bisect_left(self._days, -date.fromisoformat(last).toordinal()) if last else 0
        end = len(self._rows)
        if first:
            end = bisect_right(self._days, -date.fromisoformat(first).toordinal())
        number = int(query.get("page", ["1"])[0])
        total = max(1, -(-(end - begin) // self._size))
        start = begin + (number - 1) * self._size
        following = None
        if number < total:
            asked = {name: values[0] for name, values in query.items()} | {"page": number + 1}
            following = f"/v2/time_entries?{urlencode(asked)}"
        rest = {
            "per_page": self._size,
            "total_pages": total,
            "total_entries": end - begin,
            "next_page": number + 1 if following else None,
            "previous_page": None,
            "page": number,
            # Without a host, for whoever stands between.
            "links": {"first": "/v2", "next": following, "previous": None, "last": "/v2"},
        }
        rows = b", ".join(self._rows[start : min(start + self._size, end)])
        return b'{"time_entries": [' + rows + b"], " + json.dumps(rest).encode()[1:]


SMALL: dict[str, Any] = {
    "/v2/users/me": {"id": ME, "first_name": "Kim", "last_name": "Allen", "timezone": "UTC"},
    "/v2/company": {"name": "Large", "clock": "24h", "week_start_day": "Monday"},
    "/v2/users/me/project_assignments": {"project_assignments": [], "links": {"next": None}},
}
NO_ENTRIES = b'{"time_entries": [], "links": {"next": null}}'


def handler(pages: list[Pages]) -> type[BaseHTTPRequestHandler]:
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
                body = NO_ENTRIES if catalogue else pages[0].body(query)
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
    pages: list[Pages] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(pages))
    address = f"http://127.0.0.1:{server.server_address[1]}"
    pages.append(Pages(rows, count))
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
