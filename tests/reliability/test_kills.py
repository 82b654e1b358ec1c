"""SIGKILL before every system call that touches what must survive: P1, F27, F28, F30 and F72.

`strace` lists the calls of a whole run that write, sync, rename, unlink, connect or send, and then
kills the process just before each of them in turn. Skipped where it is missing or forbidden.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM
from tests import child
from tests.account import ACCOUNT_ID, present_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.processes import here, run, until
from tests.reliability.scenes import login_of
from tests.reliability.strace import (
    CALLS,
    STRACE,
    calls_of,
    copied,
    name_of,
    numbered,
    points,
    traced,
)
from tests.rows import some, sweep
from tests.running import Hv

if not STRACE:
    pytest.skip("strace is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def serving() -> Iterator[FaultyHarvest]:
    with faulty_harvest(present_account(), {}) as found:
        yield found


@pytest.fixture
def server(serving: FaultyHarvest) -> FaultyHarvest:
    serving.seen.clear()
    return serving


class Usual(NamedTuple):
    """A home in which hv has logged before, and the calls of a log there, as strace tells them."""

    home: Path
    calls: list[str]

    def of(self, *names: str) -> list[str]:
        """Those with these names, in order."""
        return [call for call in self.calls if name_of(call) in names]


@pytest.fixture(scope="module")
def usual(serving: FaultyHarvest, tmp_path_factory: pytest.TempPathFactory) -> Usual:
    """One home and one list for all tests: in a copy of the home the next log makes them again."""
    folder = tmp_path_factory.mktemp("kills")
    base = folder / "base" / "home"
    assert run(serving.url, base, "log", "15m on TF: warm")[0] == 0
    return Usual(base, listed(serving, copied(base, folder / "listed"), f"{CALLS},recvfrom"))


def listed(server: FaultyHarvest, home: Path, calls: str = CALLS) -> list[str]:
    """The calls of a log."""
    done = traced(server.url, home, ("log", "15m on TF: listed"), "-e", f"trace={calls}")
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr[-200:]}")
    return [call for call in calls_of(home) if name_of(call)]


def held(account: EmbeddedAccount, notes: str) -> int:
    sql = "SELECT count(*) FROM entries WHERE user_id = ? AND notes = ?"
    return int(account.db.execute(sql, (KIM, notes)).fetchone()[0])


def kept(server: FaultyHarvest, home: Path, notes: str) -> int:
    box = Outbox(home / "state" / "outbox-default.sqlite", Login(server.url, ACCOUNT_ID, KIM))
    rows = box.db.execute("SELECT text FROM outbox").fetchall()
    return sum(text.endswith(notes) for (text,) in rows)


class Killed(NamedTuple):
    """A log that ended before one of its calls, in a home of its own."""

    home: Path
    notes: str
    ran: child.Done


@pytest.mark.ux(83)
@pytest.mark.promise("P1")
@pytest.mark.fault("F27")
@pytest.mark.parametrize(
    ("first", "least", "step"),
    [
        (False, 30, 40),
        pytest.param(False, 30, 1, marks=pytest.mark.slow),
        pytest.param(True, 60, 1, marks=pytest.mark.slow),
    ],
    ids=["a part of a usual log", "a usual log", "the first of all"],
)
def test_a_log_that_is_killed_before_any_of_its_calls_loses_nothing(
    first: bool, least: int, step: int, usual: Usual, server: FaultyHarvest, tmp_path: Path
) -> None:
    """A part of the points of a usual log in every run: of each call the first, and every fortieth.

    All of them, and those of the first log of all, in the slow one.
    """
    base, calls = usual
    if first:
        base = copied(base, tmp_path / "base")
        shutil.rmtree(base / "state")
        calls = listed(server, copied(base, tmp_path / "listed"))
    found = list(numbered(calls))
    assert len(found) >= least
    assert {"fdatasync", "connect", "sendto"} <= {name for name, _ in found}
    found = [point for n, point in enumerate(found) if n % step == 0 or point[1] == 1]

    def killed(number: int) -> Killed:
        name, when = found[number]
        # One account serves all runs of this test.
        notes = f"{'first' if first else 'later'} log, point {number} {name}"
        home = copied(base, tmp_path / str(number))
        inject = f"inject={name}:signal=KILL:when={when}"
        ran = traced(server.url, home, ("log", f"15m on TF: {notes}"), "-e", inject)
        return Killed(home, notes, ran)

    with ThreadPoolExecutor(2) as pool:
        all_killed = list(pool.map(killed, range(len(found))))
    assert sum(each.ran.returncode != 0 for each in all_killed) >= len(all_killed) * 0.8
    for home, notes, ran in all_killed:
        was_kept = kept(server, home, notes)
        assert was_kept or held(server.account, notes) or not ran.stdout, notes
        assert "Logged" not in ran.stdout or held(server.account, notes) == 1, notes
        until(lambda: hv_at(server, home)("sync").code == 0)  # noqa: B023
        assert held(server.account, notes) == kept(server, home, notes) <= 1, notes
        assert not was_kept or held(server.account, notes) == 1, notes


def hv_at(server: FaultyHarvest, home: Path) -> Hv:
    return Hv({**login_of(server.url, home), "HV_QUIET_SECONDS": "0.05"})


def killed_before(
    server: FaultyHarvest, usual: Usual, folder: Path, name: str, when: int
) -> tuple[Path, str]:
    """A log that ends without a word before a call, its row on the disk as being sent.

    Gives its home and its notes, which no other has.
    """
    home, notes = copied(usual.home, folder / "killed"), f"killed before {name} {when}"
    how = f"inject={name}:signal=KILL:when={when}"
    ran = traced(server.url, home, ("log", f"15m on TF: {notes}"), "-e", how)
    assert (ran.returncode != 0, ran.stdout, ran.stderr) == (True, "", "")
    assert states(server, home, notes) == ["sending"]
    return home, notes


def states(server: FaultyHarvest, home: Path, notes: str) -> list[str]:
    box = Outbox(home / "state" / "outbox-default.sqlite", Login(server.url, ACCOUNT_ID, KIM))
    found = box.db.execute("SELECT state FROM outbox WHERE text LIKE ?", (f"%: {notes}",))
    return [state for (state,) in found.fetchall()]


@pytest.mark.fault("F28")
def test_killed_after_keeping_and_before_sending_is_sent_by_the_next_command(
    usual: Usual, server: FaultyHarvest, tmp_path: Path
) -> None:
    calls = usual.of("connect", "fsync")
    kept_at = next(n for n, call in enumerate(calls) if "fsync(" in call)
    connects = ["connect(" in call for call in calls]
    assert (any(connects[:kept_at]), any(connects[kept_at:])) == (False, True)
    home, notes = killed_before(server, usual, tmp_path, "connect", 1)
    assert (server.posts, held(server.account, notes)) == (0, 0)
    quiet = {"HV_QUIET_SECONDS": "0.1"}
    code, _, err = here(server.url, home, "status", environ=quiet)
    assert code == 0
    assert "Sent what was saved at" in err
    assert (server.posts, held(server.account, notes)) == (1, 1)
    assert states(server, home, notes) == ["done"]


@pytest.mark.promise("P1")
def test_a_log_is_on_the_disk_before_its_first_byte_leaves_and_then_waits_for_no_disk(
    usual: Usual,
) -> None:
    """The folder counts too: SQLite makes sure of the name of its write-ahead log."""
    calls = usual.of("fsync", "fdatasync", "sendto")
    waits = [n for n, each in enumerate(calls) if "sync(" in each]
    sent = next(n for n, each in enumerate(calls) if "POST /v2/time_entries" in each)
    assert (len(waits) in (2, 3), max(waits) < sent) == (True, True)


@pytest.mark.fault("F30")
def test_killed_after_the_answer_and_before_recording_it_is_found(
    usual: Usual, server: FaultyHarvest, tmp_path: Path
) -> None:
    calls = usual.of("pwrite64", "recvfrom")
    answered = next(n for n, call in enumerate(calls) if "201 Created" in call)
    number = 1 + sum("pwrite64(" in call for call in calls[:answered])
    home, notes = killed_before(server, usual, tmp_path, "pwrite64", number)
    assert (server.posts, held(server.account, notes)) == (1, 1)
    assert here(server.url, home, "sync")[0] == 0
    assert (server.posts, held(server.account, notes)) == (1, 1)
    assert states(server, home, notes) == ["done"]


@sweep
@pytest.mark.ux(83)
@pytest.mark.fault("F72")
def test_a_setting_that_is_killed_while_saved_is_the_old_or_the_new_one(
    server: FaultyHarvest, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    argv = ("config", "set", "round", "15m up")
    assert here(server.url, home, *argv)[0] == 0
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
    for name, when in some(found, 3, lambda point: point[0]):
        file.write_bytes(old)
        traced(server.url, home, argv, "-e", f"inject={name}:signal=KILL:when={when}")
        assert file.read_bytes() in (old, new), (name, when)
