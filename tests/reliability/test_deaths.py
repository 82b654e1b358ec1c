"""Processes that die, are stopped, or are many: F27 to F40. Real processes on a real socket."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local import stamps
from harvest_cli.local.outbox import Login, Outbox
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.story import KIM
from tests.account import ACCOUNT_ID, JANE_TOKEN, an_account, call
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.conftest import Scenes
from tests.reliability.processes import ended, kill, run, start, until
from tests.reliability.scenes import LIST, POST, TYPED

if os.name != "posix":
    pytest.skip("signals are of POSIX", allow_module_level=True)

QUIET = {"HV_QUIET_SECONDS": "1"}


@contextmanager
def harvest_at(home: Path) -> Iterator[FaultyHarvest]:
    """A server, and the names already known to hv."""
    account = an_account(now=lambda: datetime.now(UTC))
    with faulty_harvest(account, {}) as server:
        code, _, err = run(server.url, home, "projects")
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
    """Run the syncs that a person would, past the quiet period."""
    until(lambda: run(server.url, home, "sync")[0] == 0)


def killed_while_waiting(server: FaultyHarvest, home: Path, fault: str) -> tuple[int, str, str]:
    server.fail({POST: [fault]})
    process = start(server.url, home)
    until(lambda: server.posts == 1 and (fault == "hang" or len(mine(server.account)) == 1))
    return kill(process)


@pytest.mark.parametrize("fault", ["hang", "commit,hang"], ids=["not committed", "committed"])
def test_f29_killed_while_waiting_leaves_one_entry_in_the_end(fault: str, home: Path) -> None:
    with harvest_at(home) as server:
        _, out, err = killed_while_waiting(server, home, fault)
        assert out + err == ""
        assert [state for state, *_ in rows(home)] == ["sending"]
        settled(server, home)
        assert len(mine(server.account)) == 1
        assert [state for state, *_ in rows(home)] == ["done"]


def test_f28_killed_after_keeping_and_before_sending_is_sent_later(home: Path) -> None:
    with harvest_at(home) as server:
        code, out, _ = run(server.url, home, *TYPED)
        assert (code, out[:6]) == (0, "Logged")
        box = Outbox(home / "state" / "outbox-default.sqlite", login(server))
        assert box.listed() == []
        made = box.db.execute("SELECT key FROM outbox").fetchone()[0]
        call(server.account, "DELETE", f"/time_entries/{mine(server.account)[0]['id']}")
        # As if the first run had died with the row on the disk and nothing sent.
        box.record(made, state="sending", entry_id=None, lease_pid=2**22 - 1, lease_until=9e9)
        settled(server, home)
        assert len(mine(server.account)) == 1


def login(server: FaultyHarvest) -> Login:
    return Login(server.url, ACCOUNT_ID, KIM)


def test_f30_killed_after_the_answer_and_before_recording_is_found(home: Path) -> None:
    with harvest_at(home) as server:
        assert run(server.url, home)[0] == 0
        box = Outbox(home / "state" / "outbox-default.sqlite", login(server))
        key = box.db.execute("SELECT key FROM outbox").fetchone()[0]
        box.record(key, state="sending", entry_id=None)
        assert run(server.url, home, "sync")[0] == 0
        assert len(mine(server.account)) == server.posts == 1


def test_f31_ctrl_c_while_waiting_says_what_it_left(home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["hang"]})
        process = start(server.url, home)
        until(lambda: server.posts == 1)
        code, _, err = kill(process, signal.SIGINT)
        assert code == 130
        assert "Interrupted. The entry is saved; hv will check it" in err
        settled(server, home)
        assert len(mine(server.account)) == 1


def test_f32_a_second_ctrl_c_ends_at_once_with_a_valid_state(home: Path) -> None:
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


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_f33_a_closed_terminal_leaves_the_same_state(how: int, home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["commit,hang"]})
        process = start(server.url, home)
        until(lambda: len(mine(server.account)) == 1)
        kill(process, how)
        assert [state for state, *_ in rows(home)] == ["sending"]
        assert run(server.url, home, "sync")[0] == 0
        assert len(mine(server.account)) == 1


def test_f34_ages_are_never_negative_whatever_the_clocks_do() -> None:
    then = stamps.Stamp(1000.0, 50.0, "one")
    assert stamps.age(then, stamps.Stamp(100.0, 7250.0, "one")) == 7200
    assert stamps.age(then, stamps.Stamp(900.0, 40.0, "one")) == 0
    assert stamps.age(then, stamps.Stamp(400.0, 3.0, "two")) == 0
    assert stamps.age(then, stamps.Stamp(1600.0, 3.0, "two")) == 600


def test_f34_a_machine_that_slept_two_hours_looks_before_it_sends(scene: Scenes) -> None:
    with scene({POST: ["commit,reset"], LIST: ["502"] * 9}) as at:
        assert at.log().code == 75
        at.clock.sleep(7200)
        at.fail({})
        assert at.hv("sync").code == 0
        assert (at.made, at.harvest.posts) == (1, 1)


def test_f35_rows_of_one_login_are_never_sent_with_another(scene: Scenes) -> None:
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


def test_f36_two_syncs_send_every_row_once(scene: Scenes, home: Path) -> None:
    with scene() as at:
        queue_many(at, 20)
        pair = [start(at.harvest.url, home, "sync") for _ in range(2)]
        codes = {ended(each)[0] for each in pair}
        assert codes <= {0, 75}
        assert (at.made, at.harvest.posts) == (20, 20)


@pytest.mark.parametrize("each", [50])
def test_f37_eight_processes_log_fifty_each(each: int, home: Path) -> None:
    script = (
        "import sys, os, io\n"
        "from harvest_cli.__main__ import run\n"
        "import harvest_cli.actions.delivery as d; d.BUCKET = 10**6\n"
        "bad = 0\n"
        f"for n in range({each}):\n"
        "    out, err = io.StringIO(), io.StringIO()\n"
        "    words = ['log', f'15m on TF: p{os.getpid()} {n}']\n"
        "    code = run(words, os.environ, sys.stdin, out, err)\n"
        "    bad += code != 0\n"
        "    print(err.getvalue(), file=sys.stderr, end='')\n"
        "sys.exit(bad > 0)\n"
    )
    import sys

    with harvest_at(home) as server:
        before = len(everything(server.account))
        environ = {"PATH": os.environ["PATH"], **start_environ(server, home)}
        command = [sys.executable, "-c", script]
        crowd = [
            subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
            for _ in range(8)
        ]
        told = [process.communicate(timeout=120)[1] for process in crowd]
        assert [process.returncode for process in crowd] == [0] * 8, told
        assert not any("locked" in each for each in told)
        assert len(everything(server.account)) - before == 8 * each
        assert server.posts == 8 * each


def start_environ(server: FaultyHarvest, home: Path) -> dict[str, str]:
    from tests.reliability.scenes import login_of

    return login_of(server.url, home)


def everything(account: EmbeddedAccount) -> list[Any]:
    return account.db.execute("SELECT id FROM entries WHERE user_id = ?", (KIM,)).fetchall()


def test_f38_a_sender_that_was_stopped_for_long_does_not_send_behind_anothers_back(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        from harvest_cli.actions import sending_rows

        post = sending_rows.send_kept
        stopped: list[str] = []

        def stop_first(context: Any, outbox: Any, row: Any, new: Any) -> Any:
            if not stopped:
                stopped.append(row.key)
                at.clock.sleep(400)
                others = at.hv("sync")
                assert (others.code, at.made) == (0, 1), others.err
            return post(context, outbox, row, new)

        monkeypatch.setattr("harvest_cli.actions.sending_rows.send_kept", stop_first)
        monkeypatch.setattr("harvest_cli.local.stamps.is_alive", lambda *_: False)
        ran = at.log()
        assert (ran.code, at.made, at.harvest.posts) == (75, 1, 1)


@pytest.mark.parametrize(("seconds", "said"), [(0.3, ""), (1.5, "Nothing can be kept")])
def test_f39_another_writer_is_waited_for_and_then_done_without(
    seconds: float, said: str, scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvest_cli.local.database.PATIENCE", 1.0)
    with scene() as at:
        assert at.log().code == 0
        import threading

        path = at.home / "state" / "outbox-default.sqlite"
        held = threading.Event()

        def hold() -> None:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(seconds)
            db.execute("ROLLBACK")
            db.close()

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        ran = at.log()
        holder.join()
        assert (ran.code, at.made) == (0, 2), ran.err
        assert said in ran.err
        assert "locked" not in ran.err or said


def test_f40_a_file_of_a_newer_hv_is_left_alone(scene: Scenes) -> None:
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
