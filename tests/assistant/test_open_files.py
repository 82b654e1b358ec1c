"""The files of a server stay open from call to call, and nobody can tell but by the time."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from harvest_cli.local.outbox import queue
from harvest_cli.local.outbox.database import open_database
from harvest_cli.local.outbox.intent_log import Trail
from tests.assistant.asking import LOG, Asking
from tests.child import PYTHON, run
from tests.running import Hv

STRACE = shutil.which("strace") or ""
MOST = 2
"""Waits for the disk of one log: the backup log, and the row before it is sent."""


@pytest.mark.skipif(not STRACE, reason="strace is not installed")
def test_a_log_waits_for_the_disk_no_more_often_than_it_promises(
    home: Path, tmp_path: Path
) -> None:
    code = (
        "import os\n"
        "from tests.assistant.asking import Asking\n"
        "ask = Asking(os.environ)\n"
        "for number in range(6):\n"
        "    os.write(2, b'next')\n"
        "    assert ask('log_time', text=f'1m on MW: {number}').status == 'logged'\n"
    )
    environ = {"PATH": os.environ["PATH"], "HV_HOME": str(home), "HV_PROFILE": "sandbox"}
    calls = "trace=fsync,fdatasync,write"
    trace = [STRACE, "-f", "-qq", "-y", "-e", calls, "-o", tmp_path / "trace"]
    done = run([*trace, PYTHON, "-c", code], environ)
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr[-200:]}")
    logs = (tmp_path / "trace").read_text(errors="replace").split('"next"')[2:-1]
    waits = [re.findall(r"sync\(\d+<.*/(.*)>", each) for each in logs]
    assert [len(each) for each in waits] == [MOST] * 4, waits
    assert waits[0][0].endswith(".entries.log")


def test_what_others_write_meanwhile_is_seen(ask: Asking) -> None:
    hv = Hv(ask.environ)
    assert ask("log_time", **LOG).status == "logged"
    hv("log", "1h on TF: by hand")
    assert [each["notes"] for each in ask.entries()][-2:] == ["hero", "by hand"]
    assert hv("undo").code == hv("undo").code == 0
    assert ask("log_time", **LOG).status == "logged"
    assert hv("history").out.count("created") == 3


def test_a_run_that_was_killed_before_its_commit_is_known_to_the_next_call(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(trail: Trail, lines: Iterable[str], *, durable: bool = True) -> None:
        real(trail, lines, durable=durable)
        raise KeyboardInterrupt

    hv, real = Hv(ask.environ), Trail.append
    assert ask("log_time", **LOG).status == "logged"
    with monkeypatch.context() as during:
        during.setattr(Trail, "append", killed)
        hv("log", "1h on TF: killed")
    said = ask("log_time", text="1h on TF: after")
    assert "only in the backup log: restored" in str(said.document)
    rows = hv("outbox", "--json")
    assert (len(rows.json["outbox"]), "TF: killed" in rows.out, rows.err) == (1, True, "")


def test_an_account_that_begins_anew_is_met_as_it_is(ask: Asking) -> None:
    hv = Hv(ask.environ)
    first = ask("log_time", **LOG)
    assert hv("sandbox", "reset").code == 0
    again = ask("log_time", **LOG)
    assert (first.status, again.status) == ("logged", "logged")
    assert sum(each["notes"] == "hero" for each in ask.entries()) == 1


@pytest.mark.parametrize("lost", ["outbox-sandbox.sqlite", "sandbox.sqlite"])
def test_a_file_that_is_lost_meanwhile_is_made_again(ask: Asking, home: Path, lost: str) -> None:
    assert ask("log_time", **LOG).status == "logged"
    for ending in ("", "-wal", "-shm"):
        (home / "state" / f"{lost}{ending}").unlink()
    assert ask("log_time", text="1h on TF: after").status == "logged"
    assert [each["notes"] for each in ask.entries()][-1] == "after"


@pytest.mark.parametrize("cut", [0, 4096])
def test_an_outbox_that_is_cut_short_meanwhile_loses_nothing(
    ask: Asking, home: Path, cut: int
) -> None:
    assert ask("log_time", **LOG).status == "logged"
    os.truncate(home / "state" / "outbox-sandbox.sqlite", cut)
    assert ask("log_time", text="1h on TF: after").status == "logged"
    assert ask("log_time", **LOG).status == "already_logged"
    assert Hv(ask.environ)("sync").code == 0
    assert [each["notes"] for each in ask.entries()][-2:] == ["hero", "after"]


def test_a_file_that_fails_is_opened_anew_by_the_next_call(
    ask: Asking, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("log_time", **LOG).status == "logged"

    def failed(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    opened = list[Path]()

    def noted(path: Path) -> sqlite3.Connection:
        opened.append(path)
        return open_database(path)

    monkeypatch.setattr(queue, "open_database", noted)
    with monkeypatch.context() as during:
        during.setattr(queue.Outbox, "insert_unless", failed)
        ask("log_time", text="1h on TF: during")
    assert opened == []
    assert ask("log_time", text="1h on TF: after").status == "logged"
    assert opened == [home / "state" / "outbox-sandbox.sqlite"]


def test_a_server_lets_go_of_what_is_long_settled(ask: Asking, home: Path) -> None:
    assert ask("log_time", **LOG).status == "logged"
    (path,) = home.rglob("outbox*.sqlite")
    count = "SELECT count(*) FROM outbox"
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE outbox SET created_at = 0")
        db.execute("DELETE FROM facts WHERE name = 'tidied'")
        db.commit()
        assert db.execute(count).fetchone() == (1,)
    assert ask("log_time", text="1h on TF: next").status == "logged"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(count).fetchone() == (1,)
