"""Counts what commands cost in instructions, which no busy machine changes.

`python -m tests.measuring.instructions` prints each count beside its budget in `budgets.toml` and
fails where one is passed by 5 %; with `--write` the counts become the budgets. `perf stat` counts
where it may, else `valgrind`. A budget is a multiple of `python -c pass` of the same run, one for
each version of Python.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.measuring.large import HV, PERIOD, environment, forget_turns
from tests.measuring.many_pages import many_pages
from tests.shells.conftest import assignment, offer

BUDGETS = Path(__file__).with_name("budgets.toml")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
MORE = 1.05
"""So much of its budget a command may cost."""
PASS = [sys.executable, "-c", "pass"]
Count = Callable[[Sequence[str], Mapping[str, str], int], int]


def counter() -> Count | None:
    """What counts instructions on this machine; None where nothing does."""
    if shutil.which("perf"):
        tried = subprocess.run(
            ["perf", "stat", "-e", "instructions:u", "-x,", "true"],
            capture_output=True,
            text=True,
            check=False,
        )
        if re.match(r"\d+,", tried.stderr):
            return _by_perf
    return _by_valgrind if shutil.which("valgrind") else None


def _by_perf(command: Sequence[str], environ: Mapping[str, str], code: int) -> int:
    counting = ["perf", "stat", "-e", "instructions:u", "-x,", *command]
    return int(_run(counting, environ, code).split(",")[0])


def _by_valgrind(command: Sequence[str], environ: Mapping[str, str], code: int) -> int:
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command]
    found = re.search(r"Collected\s*: (\d+)", _run(counting, environ, code))
    assert found is not None
    return int(found[1])


def _run(command: Sequence[str], environ: Mapping[str, str], code: int) -> str:
    own = {**os.environ, "PYTHONHASHSEED": "0", **environ}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        command, env=own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, (command, done.returncode, done.stderr[-2000:])
    return done.stderr


def counts(count: Count) -> dict[str, float]:
    """What each command costs, as a multiple of a Python that does nothing."""
    with tempfile.TemporaryDirectory() as home:
        least = count(PASS, {}, 0)
        found = {}
        for name, words, environ, code in _commands(Path(home)):
            # A first run compiles what it loads, once in the life of an installation.
            _run([*HV, *words], environ, code)
            found[name] = count([*HV, *words], environ, code) / least
        with many_pages(2000, 5) as address:
            environ = environment(f"{home}/large", address)
            forget_turns(environ["HV_HOME"])
            command = [*HV, "report", *PERIOD, "--by", "project", "--timeout", "3600"]
            _run(command, environ, 0)
            forget_turns(environ["HV_HOME"])
            found["report of 10,000 entries"] = count(command, environ, 0) / least
    return found


def _commands(home: Path) -> list[tuple[str, list[str], dict[str, str], int]]:
    """Names, lines, environments and statuses; the home is warm for each."""
    own = {"HV_HOME": str(home / "own"), "HV_PROFILE": "sandbox", "HV_STATUS_SECONDS": "3600"}
    names = {"HV_HOME": str(home / "names"), "HV_PROFILE": "sandbox"}
    many = (
        assignment(1000 + n, f"Project number {n} of the year", f"Client {n % 200}", f"P{n}", ())
        for n in range(2000)
    )
    offer(home / "names", *many)
    log = ["log", "2h on Marketing Website: hero mockups"]
    for words in (["projects"], log, ["start", "Marketing Website"], ["status"]):
        _run([*HV, *words], own, 0)
    return [
        ("--version", ["--version"], own, 0),
        ("--help", ["--help"], own, 0),
        ("a usage error", ["log", "--nope"], own, 2),
        ("an unread sentence", ["log", "xyzzy", "plugh"], own, 2),
        ("completion of 2,000 names", ["__complete", "zsh", "log", "--project", ""], names, 0),
        ("a prompt's line", ["status", "--format", "{project} {hours}"], own, 0),
        ("warm log", log, own, 0),
    ]


def budgets() -> dict[str, float]:
    """The budgets of this version of Python; empty where it has none."""
    found: dict[str, float] = tomllib.loads(BUDGETS.read_text("utf-8")).get(VERSION, {})
    return found


def over(found: Mapping[str, float], allowed: Mapping[str, float]) -> list[str]:
    """The commands that cost more than they may."""
    return [name for name, limit in allowed.items() if found[name] > limit * MORE]


def main() -> None:
    """Print each count; exit with 1 where a budget is passed."""
    count = counter()
    if count is None:
        print("Neither perf nor valgrind can count instructions here")
        return
    found, allowed = counts(count), budgets()
    for name, multiple in found.items():
        print(f"{name:28} {multiple:6.2f} x python -c pass   budget {allowed.get(name, 0):6.2f}")
    if "--write" in sys.argv:
        _write(found)
    elif wrong := over(found, allowed):
        sys.exit(f"Over budget: {', '.join(wrong)}")


def _write(found: Mapping[str, float]) -> None:
    tables = tomllib.loads(BUDGETS.read_text("utf-8")) if BUDGETS.exists() else {}
    tables[VERSION] = {name: round(multiple, 2) for name, multiple in found.items()}
    lines = ["# Written by `python -m tests.measuring.instructions --write`.", ""]
    for version, table in sorted(tables.items()):
        rows = [f'"{name}" = {multiple}' for name, multiple in table.items()]
        lines += [f'["{version}"]', *rows, ""]
    BUDGETS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
