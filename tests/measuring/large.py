"""Prints the figures for large accounts: `python -m tests.measuring.large [RUNS]`.

Ratios are medians over pairs of whole processes, taken in one run against a server of ready pages
on this machine; memory is the peak of the whole process.
"""

import contextlib
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.measuring.many_pages import many_pages
from tests.measuring.pairs import paired

HV = [str(Path(sys.executable).with_name("hv"))]
LIST = Path(__file__).with_name("bare_list.py")
BARE = [sys.executable, str(Path(__file__).with_name("bare_pages.py"))]
PERIOD = ["2025-11-25", "to", "2026-11-24"]
DAYS = ["from=2025-11-25", "to=2026-11-24"]
ROWS, PAGES = 2000, 50
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
)


def main() -> None:
    """One line per figure, with what it must not pass."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print(f"medians of {runs} pairs; CPU count {os.cpu_count()}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as home:
        _report(runs, home)
        _entries(runs, home)
        _api(runs, home)
        _long_lists(home)
        _export(runs, home)


def _long_lists(home: str) -> None:
    """A list of a hundred thousand entries in every face that is not for people."""
    with many_pages(ROWS, PAGES) as address:
        environ = environment(f"{home}/long", address)
        for face in ("--plain", "--csv", "--jsonl", "--json"):
            forget_turns(environ["HV_HOME"])
            used = peak([*HV, "entries", *PERIOD, face], environ)
            print(f"entries of {ROWS * PAGES:,}, {face:9}  {used} MB (<= 60)")


def _export(runs: int, home: str) -> None:
    """Exports of a hundred thousand entries; one folder that is kept up."""
    with many_pages(ROWS, PAGES) as address:
        environ = environment(f"{home}/export", address)
        idle = partial(forget_turns, environ["HV_HOME"])
        rival = [*BARE, address, str(PAGES)]
        for to in ("csv", "jsonl"):
            command = [*HV, "export", *PERIOD, "--to", to]
            for more, told in (([], "(<= 1.6)"), (["1", "json"], "that decodes")):
                both = [*rival, *more]
                found = paired(command, both, runs=runs, environ=environ, before=idle)
                print(f"export of {ROWS * PAGES:,}, {to:9}   {found}  bare download {told}")
        for to, most in (("csv", 60), ("klog", 60), ("ics", 60), ("parquet", 150)):
            idle()
            command = [*HV, "export", *PERIOD, "--to", to, "-o", f"{home}/out"]
            print(f"export of {ROWS * PAGES:,}, {to:9}   {peak(command, environ)} MB (<= {most})")
        idle()
        command = [*HV, "export", "--since-last", "-o", f"{home}/kept"]
        print(f"export of {ROWS * PAGES:,}, a folder    {peak(command, environ)} MB (<= 60)")


def environment(home: str, address: str, **more: str) -> dict[str, str]:
    """What makes hv use the server; its names are asked for once, before anything is timed."""
    found = {
        **more,
        "HV_HOME": home,
        "HV_NOW": "2026-11-24T12:00",
        "HARVEST_API_URL": f"{address}/v2",
        "HARVEST_ACCESS_TOKEN": "measuring",
        "HARVEST_ACCOUNT_ID": "1",
    }
    command = [*HV, "projects"]
    subprocess.run(command, env={**os.environ, **found}, check=True, capture_output=True)
    return found


def _report(runs: int, home: str) -> None:
    for pages, timed in ((PAGES, True), (PAGES // 5, False)):
        with many_pages(ROWS, pages) as address:
            environ = environment(f"{home}/{pages}", address)
            for by in ("project", "client,week") if timed else ("project",):
                command = [*HV, "report", *PERIOD, "--by", by]
                if timed:
                    rival = [*BARE, address, str(pages)]
                    idle = partial(forget_turns, environ["HV_HOME"])
                    found = paired(command, rival, runs=runs, environ=environ, before=idle)
                    print(f"report of {ROWS * pages:,} by {by:12} {found}  bare download (<= 1.6)")
                forget_turns(environ["HV_HOME"])
                print(f"  peak memory at {pages} pages      {peak(command, environ)} MB (<= 60)")


def _api(runs: int, home: str) -> None:
    with many_pages(ROWS, 1) as address:
        environ = environment(f"{home}/api1", address)
        command = [*HV, "api", "get", "time_entries", "per_page=2000", *DAYS, "--json"]
        rival = [*HV, "entries", *PERIOD, "--json"]
        found = paired(command, rival, runs=runs, environ=environ)
        print(f"hv api, one page of {ROWS:,}           {found}  hv entries (<= 1.1)")
    with many_pages(ROWS, PAGES) as address:
        environ = environment(f"{home}/api", address)
        forget_turns(environ["HV_HOME"])
        command = [*HV, "api", "get", "time_entries", *DAYS, "--all", "--jsonl"]
        print(f"hv api --all, {ROWS * PAGES:,} rows        {peak(command, environ)} MB (<= 60)")


def forget_turns(home: str) -> None:
    """Be as an account that was left alone for a while.

    Of two such reports within 15 seconds the second waits for Harvest's limit; one is timed here.
    """
    for file in Path(home, "state").glob("turns-*"):
        file.unlink()


def peak(command: list[str], environ: dict[str, str]) -> int:
    """Largest resident size of one run, in MB."""
    probe = [sys.executable, "-c", PEAK, *command]
    done = subprocess.run(
        probe, env={**os.environ, **environ}, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def _entries(runs: int, home: str) -> None:
    with many_pages(ROWS, 1) as address:
        environ = environment(f"{home}/one", address)
        rival = [sys.executable, str(LIST), address]
        for format in ([], ["--json"], ["--csv"]):
            found = paired([*HV, "entries", *PERIOD, *format], rival, runs=runs, environ=environ)
            name = format[0] if format else "plain"
            print(f"entries of {ROWS:,}, {name:12} {found}  bare typer + requests + json (<= 1.3)")
        plain, terminal, first = [], [], []
        command = [*HV, "entries", *PERIOD]
        for _ in range(runs):
            plain.append(on_terminal([*command, "--plain"], environ)[0])
            whole, begun = on_terminal(command, environ)
            terminal.append(whole)
            first.append(begun)
        ratio = statistics.median(a / b for a, b in zip(terminal, plain, strict=True))
        print(f"entries on a terminal        {ratio:5.2f} x  plain there (<= 2.5)")
        print(f"  first rows after           {statistics.median(first) * 1000:.0f} ms")


def on_terminal(command: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Seconds of a run on a terminal of its own, and until its first output."""
    main_end, end = pty.openpty()
    own = {**os.environ, **environ, "COLUMNS": "120", "PAGER": "cat"}
    started, first = time.perf_counter(), 0.0
    process = subprocess.Popen(command, env=own, stdin=end, stdout=end, stderr=end)
    os.close(end)
    with contextlib.suppress(OSError):
        while os.read(main_end, 1 << 16):
            first = first or time.perf_counter() - started
    assert process.wait() == 0
    os.close(main_end)
    return time.perf_counter() - started, first


if __name__ == "__main__":
    main()
