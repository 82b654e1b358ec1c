"""Processes that die, are stopped, or are many: F27 to F40. Real processes on a real socket."""

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local.outbox import monotonic
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM
from tests import child
from tests.account import JANE_TOKEN, call, present_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.conftest import Scenes
from tests.reliability.processes import crowd, ended, here, kill, later, start, until
from tests.reliability.scenes import LIST, POST, TYPED

if os.name != "posix":
    pytest.skip("signals are of POSIX", allow_module_level=True)

QUIET = {"HV_QUIET_SECONDS": "1"}


@contextmanager
def harvest_at(home: Path) -> Iterator[FaultyHarvest]:
    """A server, and the names already known to hv."""
    account = present_account()
    with faulty_harvest(account, {}) as server:
        code, _, err = here(server.url, home, "projects")
        assert code == 0, err
        server.seen.clear()
        yield server


def mine(account: EmbeddedAccount) -> list[dict[str, Any]]:
    found = call(account, "GET", "/time_entries", query={"user_id": KIM}).body["time_entries"]
    return [entry for entry in found if entry["notes"] == "a fault"]


def rows(home: Path) -> list[tuple[Any, ...]]:
    path = home / "state" / "outbox-default.sqlite"
    if not path.exists():
        return []
    with sqlite3.connect(path) as db:
        found = db.execute("SELECT state, attempts, resends FROM outbox").fetchall()
    db.close()
    return found


def settled(server: FaultyHarvest, home: Path) -> None:
    """Run the sync that a person would, past the quiet period."""
    with later(2.0):
        code, out, err = here(server.url, home, "sync")
    assert code == 0, (out, err)


def killed_while_waiting(server: FaultyHarvest, home: Path, fault: str) -> tuple[int, str, str]:
    server.fail({POST: [fault]})
    process = start(server.url, home)
    until(lambda: server.posts == 1 and (fault == "hang" or len(mine(server.account)) == 1))
    return kill(process)


@pytest.mark.fault("F29")
@pytest.mark.parametrize("fault", ["hang", "commit,hang"], ids=["not committed", "committed"])
def test_killed_while_waiting_leaves_one_entry_in_the_end(fault: str, home: Path) -> None:
    with harvest_at(home) as server:
        _, out, err = killed_while_waiting(server, home, fault)
        assert out + err == ""
        assert [state for state, *_ in rows(home)] == ["sending"]
        settled(server, home)
        assert len(mine(server.account)) == 1
        assert [state for state, *_ in rows(home)] == ["done"]


@pytest.mark.ux(36)
@pytest.mark.fault("F31")
def test_ctrl_c_while_waiting_says_what_it_left(home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["hang"]})
        process = start(server.url, home)
        until(lambda: server.posts == 1)
        code, _, err = kill(process, signal.SIGINT)
        assert code == 130
        assert "Interrupted. The entry is saved; hv will check it" in err
        settled(server, home)
        assert len(mine(server.account)) == 1


@pytest.mark.ux(36)
@pytest.mark.fault("F32")
def test_a_second_ctrl_c_ends_at_once_with_a_valid_state(home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["hang"]})
        process = start(server.url, home)
        until(lambda: server.posts == 1)
        process.send_signal(signal.SIGINT)
        code, _, err = kill(process, signal.SIGINT)
        assert code in (130, -signal.SIGINT, 1)
        assert "Something in hv went wrong" not in err
        settled(server, home)
        assert len(mine(server.account)) == 1


@pytest.mark.fault("F33")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_leaves_the_same_state(how: int, home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["commit,hang"]})
        process = start(server.url, home)
        until(lambda: len(mine(server.account)) == 1)
        kill(process, how)
        assert [state for state, *_ in rows(home)] == ["sending"]
        assert here(server.url, home, "sync")[0] == 0
        assert len(mine(server.account)) == 1


@pytest.mark.fault("F34")
def test_ages_are_never_negative_whatever_the_clocks_do() -> None:
    then = monotonic.Stamp(1000.0, 50.0, "one")
    assert monotonic.age(then, monotonic.Stamp(100.0, 7250.0, "one")) == 7200
    assert monotonic.age(then, monotonic.Stamp(900.0, 40.0, "one")) == 0
    assert monotonic.age(then, monotonic.Stamp(400.0, 3.0, "two")) == 0
    assert monotonic.age(then, monotonic.Stamp(1600.0, 3.0, "two")) == 600


@pytest.mark.fault("F34")
def test_a_machine_that_slept_two_hours_looks_before_it_sends(scene: Scenes) -> None:
    with scene({POST: ["commit,reset"], LIST: ["502"] * 9}) as at:
        assert at.log().code == 75
        at.clock.sleep(7200)
        at.fail({})
        assert at.hv("sync").code == 0
        assert (at.made, at.harvest.posts) == (1, 1)


@pytest.mark.fault("F35")
def test_rows_of_one_login_are_never_sent_with_another(scene: Scenes) -> None:
    with scene({POST: ["401"]}) as at:
        assert at.log().code == 3
        jane = at.hv.with_(HARVEST_ACCESS_TOKEN=JANE_TOKEN)
        assert jane("projects").code == 0
        assert jane("sync").code == 0
        assert jane("status").code == 0
        assert (at.harvest.posts, at.states) == (1, ["queued"])
        ran = jane("outbox")
        assert "another login" in ran.err
        assert at.hv("sync").code == 0
        assert (at.made, at.harvest.posts) == (1, 2)


def queue_many(at: Any, count: int) -> None:
    at.fail({POST: ["401"] * count})
    for number in range(count):
        assert at.hv("log", f"15m on TF: many {number}").code == 3
    at.fail({})
    at.harvest.seen.clear()


@pytest.mark.fault("F36")
def test_two_syncs_send_every_row_once(scene: Scenes, home: Path) -> None:
    with scene() as at:
        queue_many(at, 8)
        pair = [start(at.harvest.url, home, "sync") for _ in range(2)]
        codes = {ended(each)[0] for each in pair}
        assert codes <= {0, 75}
        assert (at.made, at.harvest.posts) == (8, 8)


@pytest.mark.promise("P12")
@pytest.mark.fault("F37")
@pytest.mark.parametrize("each", [2, pytest.param(50, marks=pytest.mark.slow)])
def test_eight_processes_log_many_each(each: int, home: Path) -> None:
    lines = [("log", f"15m on TF: p{{}} {n}") for n in range(each)]
    with harvest_at(home) as server:
        before = len(everything(server.account))
        codes, told = crowd(server.url, home, 8, *lines, paced=False)
        assert (codes, "locked" in told) == ([0] * 8, False), told
        assert len(everything(server.account)) - before == 8 * each
        assert server.posts == 8 * each


def start_environ(server: FaultyHarvest, home: Path) -> dict[str, str]:
    from tests.reliability.scenes import login_of

    return login_of(server.url, home)


def everything(account: EmbeddedAccount) -> list[Any]:
    return account.db.execute("SELECT id FROM entries WHERE user_id = ?", (KIM,)).fetchall()


CLOCK = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from harvest_cli.__main__ import main
import harvest_cli.commands.cli.wiring as connecting, harvest_cli.local.outbox.monotonic as stamps
import harvest_cli.actions.outbox.policy as policy
policy.LOOKS = (0.05,)
clock = Path(sys.argv.pop())
def later(): return float(clock.read_text())
connecting.wall_clock = lambda: datetime.now(UTC) + timedelta(seconds=later())
stamps.ticks = lambda: time.monotonic() + later()
main()
"""
"""hv with a clock that is as much later as a file says."""


class ByFile:
    """hv as processes whose clocks stand in a file, and a server that is as late."""

    def __init__(self, server: FaultyHarvest, home: Path, clock: Path) -> None:
        self.server, self.home, self.clock = server, home, clock
        self.passes(0)

    def passes(self, seconds: float) -> None:
        self.clock.write_text(str(seconds))

    def start(self, *argv: str) -> child.Process:
        command = [*child.FORKED, "-c", CLOCK, *argv, str(self.clock)]
        environ = {"PATH": os.environ["PATH"], **start_environ(self.server, self.home)}
        return child.start(command, environ, now=child.REAL)

    def run(self, *argv: str) -> tuple[int, str, str]:
        return ended(self.start(*argv))

    def stopped_at(self, line: str, *argv: str) -> child.Process:
        """Start hv, and let it stand still before the answer to its third such request.

        The answer is that of the moment at which it came in.
        """
        going: list[child.Process] = []
        stopped = threading.Event()

        def stop(handler: Any, reply: Any) -> None:
            until(lambda: bool(going))
            going[0].send_signal(signal.SIGSTOP)
            stopped.set()
            handler.send(reply.status, reply.headers, reply.body)

        self.server.fail({line: ["", "", stop]})
        going.append(self.start(*argv))
        assert stopped.wait(20)
        until(lambda: state_of(going[0].pid) == "T")
        return going[0]


def state_of(pid: int) -> str:
    """R, S, T for stopped, and so on."""
    found = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    return found.rsplit(")", 1)[1].split()[0]


@pytest.mark.fault("F38")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to see a stop in")
def test_a_lease_holder_that_was_stopped_does_not_send_behind_anothers_back(
    home: Path, tmp_path: Path
) -> None:
    with harvest_at(home) as server:
        hv = ByFile(server, home, tmp_path / "clock")
        server.fail({POST: ["502"]})
        assert hv.run(*TYPED)[0] == 75
        hv.passes(130)
        first = hv.stopped_at(LIST, "sync")
        assert [state for state, *_ in rows(home)] == ["unknown"]
        hv.passes(130 + 90)
        code, out, err = hv.run("sync")
        assert (code, len(mine(server.account)), server.posts) == (0, 1, 2), (out, err)
        first.send_signal(signal.SIGCONT)
        code, out, err = ended(first)
        assert (code, len(mine(server.account)), server.posts) == (0, 1, 2), (out, err)
        assert rows(home) == [("done", 2, 1)]


@pytest.mark.fault("F38")
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to see a stop in")
def test_a_lease_that_is_not_over_is_not_taken_from_a_stopped_process(
    home: Path, tmp_path: Path
) -> None:
    with harvest_at(home) as server:
        hv = ByFile(server, home, tmp_path / "clock")
        server.fail({POST: ["502"]})
        assert hv.run(*TYPED)[0] == 75
        hv.passes(130)
        first = hv.stopped_at(LIST, "sync")
        hv.passes(130 + 50)
        assert hv.run("sync")[0] == 75
        assert server.posts == 1
        first.send_signal(signal.SIGCONT)
        assert ended(first)[0] == 0
        assert (len(mine(server.account)), server.posts) == (1, 2)


@pytest.mark.fault("F39")
@pytest.mark.parametrize(
    ("holds", "patience", "said"), [(0.1, 30.0, ""), (60.0, 0.2, "Nothing can be saved")]
)
def test_another_writer_is_waited_for_and_then_done_without(
    holds: float, patience: float, said: str, scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest_cli.local.outbox.database.PATIENCE", patience)
    with scene() as at:
        assert at.log().code == 0
        path = at.home / "state" / "outbox-default.sqlite"
        held, over = threading.Event(), threading.Event()

        def hold() -> None:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("BEGIN IMMEDIATE")
            held.set()
            over.wait(holds)
            db.execute("ROLLBACK")
            db.close()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        ran = at.log()
        over.set()
        holder.join()
        assert (ran.code, at.made) == (0, 2), ran.err
        assert said in ran.err
        assert "locked" not in ran.err or said


@pytest.mark.fault("F40")
def test_a_file_of_a_newer_hv_is_left_alone(scene: Scenes) -> None:
    with scene() as at:
        assert at.log().code == 0
        path = at.home / "state" / "outbox-default.sqlite"
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 99")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        before = path.read_bytes()
        ran = at.log()
        assert ran.code == 78, ran.out
        assert "made by a newer hv" in ran.err
        assert path.read_bytes() == before
        assert at.made == 1
