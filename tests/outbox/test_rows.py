"""Rows of the outbox, the backup log and the journal, without a network."""

import os
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, Named, NewEntry, TimeEntry
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.intent_log import KEPT, Trail, TrailEnd
from harvest_cli.local.outbox.journal import Deed, JournalEntry, deeds, mark_undone, write_down
from harvest_cli.local.outbox.queue import Login, Outbox, fresh
from harvest_cli.local.outbox.row import Op, Row, new_key, pack, sha_of, unpack_entry, unpack_new
from tests.local.outbox.sample_rows import intend, open_intents

MINE = Login("https://api.invalid/v2", 7, 11)
NOW = monotonic.Stamp(1_800_000_000.0, 1000.0, monotonic.boot())


@pytest.fixture
def box(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "state" / "outbox-default.sqlite", MINE)


def a_row(**more: object) -> Row:
    body = '{"project_id": 1}'
    row = Row(new_key(), MINE.server, 7, 11, Op.CREATE, body, sha_of(body), created_at=NOW.wall)
    return row._replace(**more)  # type: ignore[arg-type]


def test_a_row_comes_back_as_it_was_kept(box: Outbox) -> None:
    row = fresh(a_row(text="1h on TF", shown="TF"), NOW, 60.0)
    box.insert(row)
    assert box.get(row.key) == row
    assert row.state == "sending"


def test_keys_never_repeat() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000
    assert all(len(new_key()) == 35 and new_key().startswith("hv-") for _ in range(3))


def test_several_rows_take_the_place_of_one_or_none_does(box: Outbox) -> None:
    first, again = a_row(), a_row()
    box.insert(first)
    with pytest.raises(Exception, match="UNIQUE"):
        box.insert_all([again, again], instead_of=first)
    assert [row.key for row in box.listed()] == [first.key]
    box.insert_all([again], instead_of=first)
    assert [row.key for row in box.listed()] == [again.key]


def test_who_holds_the_lease_keeps_others_off(box: Outbox) -> None:
    row = fresh(a_row(), NOW, 60.0)
    box.insert(row)
    assert box.claim(row.key, NOW, 60.0) is None
    late = NOW._replace(wall=NOW.wall + 61)
    assert box.claim(row.key, late, 60.0) == row
    assert box.claim(row.key, late, 60.0) is None


def test_the_lease_of_a_dead_process_is_free(box: Outbox) -> None:
    row = fresh(a_row(), NOW, 60.0)._replace(lease_pid=2**22 - 3, lease_start="1")
    box.insert(row)
    assert box.claim(row.key, NOW, 60.0) is not None


def test_a_process_that_was_given_the_number_of_another_is_not_that_one() -> None:
    assert monotonic.is_alive(os.getpid(), monotonic.started(os.getpid()), monotonic.boot())
    assert not monotonic.is_alive(os.getpid(), "1", monotonic.boot())
    assert not monotonic.is_alive(os.getpid(), monotonic.started(os.getpid()), "another start")


def test_a_lease_that_was_lost_forbids_the_send(box: Outbox) -> None:
    row = fresh(a_row(), NOW, 60.0)
    box.insert(row)
    assert box.begin(row.key, NOW, 0)
    assert not box.begin(row.key, NOW._replace(wall=NOW.wall + 61), 0)
    box.amend(row.key, lease_pid=1)
    assert not box.begin(row.key, NOW, 0)
    assert not box.begin("hv-unknown", NOW, 0)


def test_a_resend_is_counted(box: Outbox) -> None:
    row = fresh(a_row(), NOW, 60.0)
    box.insert(row)
    box.begin(row.key, NOW, 1)
    found = box.get(row.key)
    assert found is not None
    assert (found.attempts, found.resends) == (2, 1)


def test_rows_of_another_login_are_not_mine(box: Outbox) -> None:
    for other in ({"account_id": 8}, {"user_id": 12}, {"server": "https://b.invalid"}):
        box.insert(a_row(**other))
    assert box.open_rows() == []
    assert box.waiting() == 0
    assert len(box.listed()) == 3
    box.insert(a_row(user_id=None))
    assert box.waiting() == 1


def test_a_pause_holds_for_every_process_of_the_profile(box: Outbox) -> None:
    box.pause_until(NOW.wall + 9)
    again = Outbox(box.path, MINE)
    assert again.paused_until(NOW.wall) == NOW.wall + 9


def test_one_entry_of_harvest_satisfies_one_row(box: Outbox) -> None:
    row = a_row()
    box.insert(row)
    box.finish(row.key, 500, None)
    assert box.claimed_ids() == {500}


@pytest.mark.ux(86)
def test_what_is_settled_goes_after_a_month_and_what_waits_stays(box: Outbox) -> None:
    old = NOW.wall - KEPT - 1
    done, waits = a_row(created_at=old), a_row(created_at=old)
    box.insert_all([done, waits])
    box.finish(done.key, 1, None)
    box.tidy(NOW.wall)
    assert box.get(done.key) is None
    assert box.get(waits.key) is not None


def test_the_paper_trail_gives_back_what_has_no_end(tmp_path: Path) -> None:
    trail = Trail(tmp_path / "entries.log")
    first, second = a_row(text="first"), a_row(text="second")
    intend(trail, first)
    intend(trail, second)
    trail.settle(first.key, TrailEnd.DONE, 5)
    (found,) = open_intents(trail)
    assert (found.key, found.text, found.state) == (second.key, "second", "unknown")
    assert trail.path.stat().st_mode & 0o777 == 0o600


def test_a_cut_line_of_the_trail_is_passed_over(tmp_path: Path) -> None:
    trail = Trail(tmp_path / "entries.log")
    intend(trail, a_row())
    with trail.path.open("ab") as file:
        file.write(b'{"key": "hv-1", "ser')
    assert len(open_intents(trail)) == 1


ENTRY = TimeEntry(
    id=5,
    spent_date=date(2026, 11, 24),
    hours=Decimal("1.25"),
    client=Client(1, "ABC", "USD"),
    project=Project(2, "Shop", "S"),
    task=Task(3, "Code"),
    user=Named(4, "Kim"),
    notes="naïve 🐍\n[x]",
    started_time=time(9, 15),
    timer_started_at=datetime(2026, 11, 24, 14, 15, tzinfo=UTC),
    external_reference=ExternalReference("hv-1", "hv"),
)


def test_entries_survive_being_packed() -> None:
    assert unpack_entry(pack(ENTRY)) == ENTRY
    new = NewEntry(2, 3, date(2026, 11, 24), Decimal("1.25"), time(9), time(10, 15), "x")
    assert unpack_new(pack(new)) == new


def a_deed(name: str, entry_id: int = 5) -> JournalEntry:
    return JournalEntry(
        NOW.wall, MINE.server, 7, 11, Deed(name), entry_id, pack(ENTRY), pack(ENTRY)
    )


def test_a_change_in_the_same_run_joins_the_deed_before(box: Outbox) -> None:
    for name in ("stopped", "edited", "edited"):
        write_down(box.db, a_deed(name)._replace(run="one"))
    write_down(box.db, a_deed("edited", 6)._replace(run="one"))
    write_down(box.db, a_deed("edited", 6)._replace(run="two"))
    assert [deed.deed for deed in deeds(box.db, 7, 9)] == ["edited", "edited", "stopped"]


def test_deeds_of_another_account_are_not_shown(box: Outbox) -> None:
    write_down(box.db, a_deed("created"))
    assert deeds(box.db, 8, 9) == []
    (deed,) = deeds(box.db, 7, 9)
    mark_undone(box.db, deed.id, 5.0)
    assert deeds(box.db, 7, 9)[0].undone_at == 5.0
