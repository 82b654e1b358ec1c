"""The end of an entry waits for no disk: what a loss of power takes with it comes back."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_cli.local.outbox import database
from harvest_cli.local.outbox.queue import Login, Outbox
from tests.running import Hv
from tests.served import Served, served


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "served") as there:
        yield there


@pytest.fixture
def hv(home: Path, far: Served) -> Hv:
    return Hv({"HV_HOME": str(home), "HV_QUIET_SECONDS": "0.001", **far.token_environ})


def lose_the_end(home: Path, *, line: bool) -> None:
    """What a loss of power leaves: the row as it was sent, and the `line` of its end or not."""
    state = home / "state"
    db = sqlite3.connect(state / "outbox-default.sqlite", isolation_level=None)
    db.execute("UPDATE outbox SET state = 'sending', entry_id = NULL, boot_id = 'before'")
    db.execute("UPDATE outbox SET lease_pid = 1, lease_start = 'before'")
    db.execute("DELETE FROM journal")
    db.close()
    if not line:
        log = state / "outbox-default.entries.log"
        kept = [each for each in log.read_text().splitlines() if '"state"' not in each]
        log.write_text("".join(f"{each}\n" for each in kept))


@pytest.mark.parametrize("line", [True, False])
def test_an_entry_whose_end_is_lost_is_found_again_and_can_be_taken_back(
    hv: Hv, home: Path, far: Served, line: bool
) -> None:
    assert hv("log", "1h TF: one").code == 0
    lose_the_end(home, line=line)
    assert hv("sync").code == 0
    entries = hv("entries", "today", "--json").json["entries"]
    assert [each["notes"] for each in entries if each["notes"] == "one"] == ["one"]
    assert hv("undo").code == 0
    left = hv("entries", "today", "--json").json["entries"]
    assert [each["notes"] for each in left if each["notes"] == "one"] == []


def test_an_entry_whose_end_is_lost_and_that_was_deleted_since_stays_deleted(
    hv: Hv, home: Path, far: Served
) -> None:
    assert hv("log", "1h TF: one").code == 0
    far.account.db.execute("DELETE FROM entries WHERE notes = 'one'")
    lose_the_end(home, line=True)
    assert hv("sync").code == 0
    assert hv("outbox", "--json").json["outbox"] == []
    assert [
        each for each in hv("entries", "--json").json["entries"] if each["notes"] == "one"
    ] == []


def test_what_need_not_last_is_written_without_a_wait_and_only_ahead(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "state" / "box.sqlite", Login("https://a", 1, 1))

    def level(*, durable: bool) -> int:
        with database.transaction(outbox.db, durable=durable):
            return int(outbox.db.execute("PRAGMA synchronous").fetchone()[0])

    assert (level(durable=True), level(durable=False), level(durable=True)) == (2, 1, 2)
    with pytest.raises(ValueError, match="no"), database.transaction(outbox.db, durable=False):
        raise ValueError("no")
    assert (level(durable=True), outbox.db.in_transaction) == (2, False)
    outbox.db.execute("PRAGMA journal_mode = DELETE")
    assert level(durable=False) == 2
    outbox.close()
