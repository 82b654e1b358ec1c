"""SIGKILL before every system call that touches what must survive: P1, F27 and F72.

`strace` lists the calls of a whole run that write, sync, rename, unlink, connect or send, and then
kills the process just before each of them in turn. Skipped where it is missing or forbidden.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest_cli.local.outbox import Login, Outbox
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.story import KIM
from tests.account import ACCOUNT_ID, an_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.processes import HV, ROOT, run
from tests.reliability.scenes import login_of

STRACE = shutil.which("strace") or ""
if not STRACE:
    pytest.skip("strace is not installed", allow_module_level=True)
CALLS = "write,pwrite64,fdatasync,fsync,rename,link,unlink,connect,sendto"
MOST = 60
"""Points of one run that are tried; there are about as many."""


def traced(
    url: str, home: Path, argv: tuple[str, ...], *how: str
) -> "subprocess.CompletedProcess[str]":
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HV_QUIET_SECONDS": "0.2",
        "PYTHONDONTWRITEBYTECODE": "1",
        **login_of(url, home),
    }
    return subprocess.run(
        [STRACE, "-f", "-qq", "-o", str(home.parent / "trace"), *how, *HV, *argv],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def points(home: Path) -> Iterator[tuple[str, int]]:
    """Every call of the last run by name, with its number among those of its name."""
    seen: Counter[str] = Counter()
    for line in (home.parent / "trace").read_text(errors="replace").splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if found and found[1] in CALLS.split(","):
            seen[found[1]] += 1
            yield found[1], seen[found[1]]


@pytest.fixture
def server() -> Iterator[FaultyHarvest]:
    with faulty_harvest(an_account(now=lambda: datetime.now(UTC)), {}) as found:
        yield found


def held(account: EmbeddedAccount, notes: str) -> int:
    sql = "SELECT count(*) FROM entries WHERE user_id = ? AND notes = ?"
    return int(account.db.execute(sql, (KIM, notes)).fetchone()[0])


def kept(server: FaultyHarvest, home: Path, notes: str) -> int:
    box = Outbox(home / "state" / "outbox-default.sqlite", Login(server.url, ACCOUNT_ID, KIM))
    rows = box.db.execute("SELECT text FROM outbox").fetchall()
    return sum(text.endswith(notes) for (text,) in rows)


def test_f27_a_log_that_is_killed_before_any_of_its_calls_loses_nothing(
    server: FaultyHarvest, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    assert run(server.url, home, "log", "15m on TF: warm")[0] == 0
    listed = traced(server.url, home, ("log", "15m on TF: listed"), "-e", f"trace={CALLS}")
    if listed.returncode:
        pytest.skip(f"strace may not trace here: {listed.stderr[-200:]}")
    found = list(points(home))
    assert {"fdatasync", "connect", "sendto"} <= {name for name, _ in found}
    killed = 0
    for number, (name, when) in enumerate(found[:MOST]):
        notes = f"point {number} {name}"
        inject = f"inject={name}:signal=KILL:when={when}"
        ran = traced(server.url, home, ("log", f"15m on TF: {notes}"), "-e", inject)
        killed += ran.returncode != 0
        was_kept, was_told = kept(server, home, notes), "Logged" in ran.stdout
        assert was_kept or held(server.account, notes) or not ran.stdout, notes
        assert not was_told or held(server.account, notes) == 1, notes
    assert killed >= len(found[:MOST]) * 0.8
    for _ in range(5):
        if run(server.url, home, "sync", environ={"HV_QUIET_SECONDS": "0.2"})[0] == 0:
            break
    for number, (name, _) in enumerate(found[:MOST]):
        notes = f"point {number} {name}"
        assert held(server.account, notes) == kept(server, home, notes), notes
        assert held(server.account, notes) <= 1, notes


def test_f72_a_setting_that_is_killed_while_saved_is_the_old_or_the_new_one(
    server: FaultyHarvest, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    argv = ("config", "set", "round", "15m up")
    assert run(server.url, home, *argv)[0] == 0
    file = home / "config.toml"
    old = file.read_bytes().replace(b"15m up", b"6m nearest")
    file.write_bytes(old)
    listed = traced(server.url, home, argv, "-e", f"trace={CALLS}")
    if listed.returncode:
        pytest.skip(f"strace may not trace here: {listed.stderr[-200:]}")
    new = file.read_bytes()
    assert old != new
    found = list(points(home))
    assert {"fsync", "rename"} & {name for name, _ in found}
    for name, when in found:
        file.write_bytes(old)
        traced(server.url, home, argv, "-e", f"inject={name}:signal=KILL:when={when}")
        assert file.read_bytes() in (old, new), (name, when)
