"""Prints the figures that hv is held to: `python -m tests.measuring [RUNS]`.

Ratios are medians over pairs of whole processes, taken in one run on the embedded Harvest.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.measuring.felt import short_commands
from tests.measuring.pairs import paired, seconds
from tests.measuring.parsing import lines_of, parse_times, seconds_for
from tests.measuring.serving import served
from tests.shells.conftest import assignment, offer

TASKS = ("Programming", "Graphic Design", "Research", "Project Management")
PYTHON = [sys.executable, "-c", "pass"]
HV = [str(Path(sys.executable).with_name("hv"))]
BARE = Path(__file__).with_name("bare_post.py")


def main() -> None:
    """Print one line per figure, with what it must not pass."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    print(f"medians of {runs} pairs; CPU count {os.cpu_count()}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as home:
        _starts(runs, {"HV_HOME": home})
        _completion(runs, Path(home) / "names")
        _logging(runs, home)
        _lines({"HV_HOME": home})
    p50, p95, worst = parse_times()
    print(
        f"parse at 2,000 projects          p50 {p50:.2f}  p95 {p95:.2f}  max {worst:.2f} ms (<= 1)"
    )
    short_commands(min(runs, 9))


def _starts(runs: int, environ: dict[str, str]) -> None:
    sandbox = [*HV, "--sandbox"]
    paired([*sandbox, "projects"], PYTHON, runs=1, environ=environ)
    for name, limit, command, code in (
        ("hv --version", 1.15, [*HV, "--version"], 0),
        ("hv --help", 1.2, [*HV, "--help"], 0),
        ("hv log --nope", 5, [*HV, "log", "--nope"], 2),
        ("a sentence not understood", 7, [*sandbox, "log", "25h on Marketing Website"], 2),
    ):
        found = paired(command, PYTHON, runs=runs, code=code, environ=environ)
        print(f"{name:32} {found}  python -c pass (<= {limit})")
    _prompt(runs, {**environ, "HV_STATUS_SECONDS": "600"})


def _completion(runs: int, home: Path) -> None:
    """`hv __complete` over 2,000 names: the beginning of one, and all of them."""
    offer(
        home,
        *(
            assignment(
                1000 + n, f"Project number {n} of the year", f"Client {n % 200}", f"P{n}", TASKS
            )
            for n in range(2000)
        ),
    )
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}
    for begun in ("project-number-19", ""):
        command = [*HV, "__complete", "zsh", "log", "--project", begun]
        found = paired(command, PYTHON, runs=runs, environ=environ)
        name = f"completion, {'2,000 names' if not begun else 'one name begun'}"
        print(f"{name:32} {found}  python -c pass (<= 1.4)")


def _prompt(runs: int, environ: dict[str, str]) -> None:
    """`hv status --format` from a fresh file, with a timer and without."""
    sandbox = [*HV, "--sandbox"]
    command = [*sandbox, "status", "--format", "{project} {hours}"]
    for verb, code, name in (
        (["start", "Marketing Website"], 0, "status --format, a timer runs"),
        (["stop"], 4, "status --format, nothing runs"),
    ):
        seconds([*sandbox, *verb], {**os.environ, **environ}, 0)
        found = paired(command, PYTHON, runs=runs, code=code, environ=environ)
        print(f"{name:32} {found}  python -c pass (<= 2)")


def _lines(environ: dict[str, str]) -> None:
    """`hv parse -` over 5,000 lines in one process, its start included."""
    count, command = 5_000, [*HV, "--sandbox", "parse", "-", "--json"]
    took = min(seconds_for(command, lines_of(count), environ) for _ in range(3))
    print(f"{'hv parse - of 5,000 lines':32} {count / took:5.0f} lines a second")


def _logging(runs: int, home: str) -> None:
    with served(Path(home) / "server") as environ:
        environ["HV_HOME"] = f"{home}/client"
        command = [*HV, "log", "2h on Marketing Website: hero mockups"]
        paired(command, PYTHON, runs=1, environ=environ)
        print(f"{'requests of a warm hv log':32} {requests_of(command, environ):5d}     (<= 1)")
        rival = [sys.executable, str(BARE)]
        found = paired(command, rival, runs=runs, environ=environ)
        print(
            f"{'warm hv log over loopback HTTP':32} {found}  bare typer + requests POST (<= 1.25)"
        )


def requests_of(command: list[str], environ: dict[str, str]) -> int:
    """How many requests one run makes, by the lines that HV_DEBUG prints."""
    traced = {**os.environ, **environ, "HV_DEBUG": "1"}
    done = subprocess.run(command, env=traced, capture_output=True, text=True, check=True)
    return sum(line.split(" ")[0] in {"GET", "POST"} for line in done.stderr.splitlines())


if __name__ == "__main__":
    main()
