"""Prints what a person waits for: `python -m tests.measuring.felt [RUNS] [MILLISECONDS]`.

Whole commands over TLS to a front that is a round trip away (100 ms where nothing is said), in
pairs with `http.client` over the same front.
"""

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.measuring.large import PAGES, PERIOD, ROWS, environment, forget_turns, peak
from tests.measuring.many_pages import many_pages
from tests.measuring.pairs import paired
from tests.measuring.serving import served
from tests.measuring.tls_front import far_away

if TYPE_CHECKING:
    from collections.abc import Callable

HV = [str(Path(sys.executable).with_name("hv"))]
BARE_PAGES = Path(__file__).with_name("bare_pages.py")
RAW = [sys.executable, str(Path(__file__).with_name("raw_request.py"))]


def main() -> None:
    """One line per command, with what it must not pass."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    milliseconds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    short_commands(runs, milliseconds)
    with (
        tempfile.TemporaryDirectory() as home,
        many_pages(ROWS, PAGES) as address,
        far_away(address, Path(home) / "ca", milliseconds) as there,
    ):
        _long_report(min(runs, 5), home, there)


def short_commands(runs: int, milliseconds: int = 100) -> None:
    """The commands of every day, beside the requests that they make."""
    print(f"medians of {runs} pairs over TLS, a round trip of {milliseconds} ms")
    with tempfile.TemporaryDirectory() as home, served(Path(home) / "server") as environ:
        near = {**environ, "HV_HOME": f"{home}/client"}
        with far_away(environ["HARVEST_API_URL"], Path(home) / "ca", milliseconds) as there:
            _figures(runs, near, {**near, **there})


def _long_report(runs: int, home: str, there: dict[str, str]) -> None:
    """A hundred thousand entries summed, beside a download over four connections."""
    address = there["HARVEST_API_URL"].removesuffix("/v2")
    environ = environment(home, address, **there)
    command = [*HV, "report", *PERIOD, "--by", "project"]
    rival = [sys.executable, str(BARE_PAGES), address, str(PAGES), "4"]
    idle = partial(forget_turns, home)
    found = paired(command, rival, runs=runs, environ=environ, before=idle)
    print(f"report of {ROWS * PAGES:,}  {found}  bare download, four connections (<= 1.1)")
    idle()
    print(f"  peak memory       {peak(command, environ)} MB (<= 60)")


def _figures(runs: int, near: dict[str, str], far: dict[str, str]) -> None:
    body = {
        "project_id": int(near["BARE_PROJECT"]),
        "task_id": int(near["BARE_TASK"]),
        "spent_date": near["BARE_DAY"],
        "hours": 2.0,
        "notes": "hero mockups",
    }
    post = [*RAW, "POST", "/time_entries", json.dumps(body)]
    get = [*RAW, "GET", "/time_entries?per_page=100", ""]
    both = [*get, *post[len(RAW) :]]
    # Names are asked for once.
    _do(far, "projects")
    _do(far, "log", "1h on Marketing Website yesterday: before")

    def is_stopped() -> None:
        _do(far, "stop", codes=(0, 4))

    def is_running() -> None:
        is_stopped()
        _do(far, "start", "Marketing Website")

    def nothing() -> None:
        return

    start = ["start", "Programming on Online Store"]
    one, two = "raw http.client", "raw http.client, two requests one after the other"
    rows: tuple[tuple[list[str], list[str], str, float, Callable[[], None]], ...] = (
        (["log", "2h on Marketing Website: hero mockups"], post, one, 1.12, nothing),
        (start, post, one, 1.12, is_stopped),
        (["stop"], post, one, 1.12, is_running),
        # Which entry was the last is asked first.
        (["restart"], both, two, 1.12, is_stopped),
        (["restart"], post, one, 1.12, is_stopped),
        ([], get, one, 1.25, nothing),
        (["entries", "last week"], get, one, 1.15, nothing),
    )
    for words, rival, named, limit, before in rows:
        before()
        found = paired([*HV, *words], rival, runs=runs, environ=far, before=before)
        name = " ".join(["hv", *words[:1]])
        print(f"{name:14} {found}  {named} (<= {limit})", flush=True)


def _do(environ: dict[str, str], *words: str, codes: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(
        [*HV, *words], env={**os.environ, **environ}, capture_output=True, check=False
    )
    assert done.returncode in codes, (words, done.stderr)


if __name__ == "__main__":
    main()
