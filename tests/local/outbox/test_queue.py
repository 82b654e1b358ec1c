"""The rows of one login: kept whole, sent by one process at a time, never mixed up."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.queue import KEPT, Login, Outbox, fresh
from harvest_cli.local.outbox.row import Row, State
from tests.child import PYTHON, start
from tests.local.outbox.sample_rows import KIM, SERVER, a_row

NOW = monotonic.stamp(2_000.0)


def gone_process() -> int:
    """The number of a process that ended."""
    ended = start([PYTHON, "-c", ""])
    ended.communicate()
    return ended.pid


def test_a_row_is_there_for_the_next_process(outbox: Outbox) -> None:
    row = a_row(text="1h30 on TF: “naïve” 東京")
    outbox.insert(row)
    again = Outbox(outbox.path, KIM)
    assert again.get(row.key) == row
    assert again.open_rows() == [row]
    assert again.get("hv-none") is None


def test_a_key_is_taken_once(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    with pytest.raises(sqlite3.IntegrityError):
        outbox.insert(row._replace(text="another"))
    assert outbox.get(row.key) == row


def test_several_rows_in_place_of_one_are_all_there_or_none(outbox: Outbox) -> None:
    whole, first, second = a_row(op="sentence"), a_row(), a_row()
    outbox.insert(whole)
    with pytest.raises(sqlite3.IntegrityError):
        outbox.insert_all([first, first], instead_of=whole)
    assert outbox.open_rows() == [whole]
    outbox.insert_all([first, second], instead_of=whole)
    assert {row.key for row in outbox.open_rows()} == {first.key, second.key}


@pytest.mark.parametrize(
    ("other", "ours"),
    [
        ({}, True),
        ({"user_id": None}, True),
        ({"user_id": 12}, False),
        ({"account_id": 8}, False),
        ({"server": "https://other.example/v2"}, False),
    ],
)
def test_rows_of_another_login_are_never_sent(
    outbox: Outbox, other: dict[str, object], ours: bool
) -> None:
    row = a_row(**other)
    outbox.insert(row)
    assert [each.key for each in outbox.open_rows()] == [row.key] * ours
    assert outbox.waiting() == int(ours)
    assert [each.key for each in outbox.listed()] == [row.key]


def test_a_login_that_could_not_be_asked_sends_nobodys_named_rows(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "s" / "x.sqlite", Login(SERVER, 7, None))
    outbox.insert_all([a_row(), nobodys := a_row(user_id=None)])
    assert [row.key for row in outbox.open_rows()] == [nobodys.key]


@pytest.mark.parametrize(
    ("state", "is_open", "is_listed"),
    [
        ("queued", True, True),
        ("sending", True, True),
        ("unknown", True, True),
        ("rejected", False, True),
        ("done", False, False),
    ],
)
def test_what_is_settled_is_not_open(
    outbox: Outbox, state: str, is_open: bool, is_listed: bool
) -> None:
    outbox.insert(a_row(state=state))
    assert bool(outbox.open_rows()) is is_open
    assert bool(outbox.listed()) is is_listed


def test_what_may_still_get_a_twin_stays_open_after_it_is_done(outbox: Outbox) -> None:
    outbox.insert(a_row(state="done", verify_until=9_000.0))
    assert len(outbox.open_rows()) == 1


def test_a_lease_keeps_others_away_until_it_ends(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    assert outbox.claim(row.key, NOW, 60.0) == row
    assert outbox.claim(row.key, NOW, 60.0) is None
    later = NOW._replace(wall=NOW.wall + 60.0)
    assert outbox.claim(row.key, later, 60.0) is not None


def test_the_lease_of_a_process_that_is_gone_is_none(outbox: Outbox) -> None:
    row = a_row(lease_pid=gone_process(), lease_until=NOW.wall + 600, lease_start="1")
    outbox.insert(row)
    assert outbox.claim(row.key, NOW, 60.0) == row


@pytest.mark.parametrize("state", ["done", "rejected"])
def test_what_is_settled_cannot_be_claimed(outbox: Outbox, state: str) -> None:
    row = a_row(state=state)
    outbox.insert(row)
    assert outbox.claim(row.key, NOW, 60.0) is None
    assert outbox.claim("hv-none", NOW, 60.0) is None


def test_sending_begins_with_a_lease_of_ours_alone(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    assert not outbox.begin(row.key, NOW, 0)
    outbox.claim(row.key, NOW, 60.0)
    assert outbox.begin(row.key, NOW, 1)
    sent = outbox.get(row.key)
    assert sent is not None
    assert (sent.state, sent.attempts, sent.resends, sent.sent_at) == ("sending", 1, 1, NOW.wall)
    assert sent.boot_id == NOW.boot


def test_a_sender_that_slept_past_its_lease_does_not_send(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    outbox.claim(row.key, NOW, 60.0)
    assert not outbox.begin(row.key, NOW._replace(wall=NOW.wall + 90.0), 0)
    assert not outbox.begin("hv-none", NOW, 0)


def test_what_is_recorded_gives_the_lease_back(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    outbox.claim(row.key, NOW, 60.0)
    outbox.record(row.key, state="unknown", last_error="no answer", next_at=2_500.0)
    kept = outbox.get(row.key)
    assert kept is not None
    assert (kept.state, kept.last_error, kept.lease_pid) == ("unknown", "no answer", 0)
    assert outbox.claim(row.key, NOW, 60.0) is not None


def test_a_finished_row_satisfies_one_entry_of_harvest(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    outbox.finish(row.key, 636718192, None)
    done = outbox.get(row.key)
    assert done is not None
    assert (done.state, done.entry_id, done.lease_pid) == ("done", 636718192, 0)
    assert outbox.claimed_ids() == {636718192}
    assert outbox.waiting() == 0


def test_a_dropped_row_is_forgotten(outbox: Outbox) -> None:
    row = a_row()
    outbox.insert(row)
    outbox.drop(row.key)
    assert outbox.get(row.key) is None
    outbox.drop(row.key)


def test_the_same_payload_is_found_while_it_waits_or_is_young(outbox: Outbox) -> None:
    def same(**values: Any) -> Row | None:
        row = a_row(**values)
        outbox.insert(row)
        found = outbox.same(row.body_sha256, 500.0)
        outbox.drop(row.key)
        return found

    assert same(state="done", created_at=100.0) is None
    assert same(state="done", created_at=900.0) is not None
    for state in ("queued", "sending", "unknown"):
        assert same(state=state, created_at=1.0) is not None
    assert same(state="rejected", created_at=900.0) is None
    assert same(account_id=5, created_at=900.0) is None


def test_a_row_that_is_to_be_kept_once_gives_way_to_its_equal(outbox: Outbox) -> None:
    first = a_row(created_at=1.0)
    assert outbox.insert(first, once=True) is None
    assert outbox.insert(a_row(created_at=9.0), once=True) == first
    assert len(outbox.listed()) == 1
    assert outbox.insert(a_row(created_at=9.0)) is None
    assert len(outbox.listed()) == 2


def test_what_was_learnt_is_there_for_the_next_process(outbox: Outbox) -> None:
    assert outbox.fact("reference") is None
    outbox.learn("reference", "off")
    outbox.learn("reference", "auto")
    assert Outbox(outbox.path, KIM).fact("reference") == "auto"


def test_what_was_settled_a_month_ago_is_let_go_once_a_day(outbox: Outbox) -> None:
    now = 10 * KEPT
    old, new = a_row(state="done", created_at=now - KEPT - 1), a_row(state="done", created_at=now)
    waits = a_row(created_at=1.0)
    outbox.insert_all([old, new, waits])
    outbox.tidy(now)
    assert [outbox.get(row.key) is not None for row in (old, new, waits)] == [False, True, True]
    outbox.insert(old)
    outbox.tidy(now + 3600)
    assert outbox.get(old.key) is not None
    outbox.tidy(now + 90_000)
    assert outbox.get(old.key) is None


def test_a_row_that_is_sent_at_once_is_kept_as_being_sent() -> None:
    row = fresh(a_row(), NOW, 60.0)
    assert (row.state, row.attempts, row.sent_at) == ("sending", 1, NOW.wall)
    assert (row.lease_pid, row.lease_until) == (os.getpid(), NOW.wall + 60.0)
    assert row.boot_id == NOW.boot


@pytest.mark.parametrize("damage", ["", "queuef", "d\ufffdne"])
def test_a_state_that_makes_no_sense_is_unknown_and_does_not_hide_its_row(
    outbox: Outbox, damage: str
) -> None:
    row = a_row()
    outbox.insert(row)
    outbox.db.execute("UPDATE outbox SET state = ?", (damage,))
    assert outbox.open_rows() == outbox.listed() == [row._replace(state=State.UNKNOWN)]
    assert outbox.waiting() == 1


def test_another_look_at_the_file_does_not_let_other_processes_take_its_log_away(
    tmp_path: Path,
) -> None:
    """POSIX drops a process's locks of a file when it closes any descriptor of it."""
    path = tmp_path / "outbox-default.sqlite"
    first = Outbox(path, KIM)
    first.learn("a", "b")
    assert Outbox(path, KIM).fact("a") == "b"
    read = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1])"
    read += "; db.execute('SELECT * FROM facts').fetchall(); db.close()"
    _, wrong = start([PYTHON, "-c", read, path]).communicate()
    assert not wrong
    assert path.with_name(f"{path.name}-wal").exists()
    first.learn("c", "d")
    assert Outbox(path, KIM).fact("c") == "d"
