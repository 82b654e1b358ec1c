"""What was written to Harvest, to be taken back: one deed for one thing that a person did."""

from pathlib import Path

import pytest

from harvest_cli.local.outbox.database import open_database, transaction
from harvest_cli.local.outbox.journal import (
    Again,
    Deed,
    JournalEntry,
    created_again,
    creates_again,
    deeds,
    mark_undone,
    note_return,
    taken_away,
    write_down,
)
from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.local.outbox.row import Op, Row, State


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "default.sqlite"


def a_deed(**values: object) -> JournalEntry:
    usual = JournalEntry(
        100.0, "https://api.example/v2", 7, 11, Deed.CREATED, 636718192, None, '{"id": 1}'
    )
    usual = usual._replace(run="run 1")
    return usual._replace(**values)  # type: ignore[arg-type]


def write(path: Path, *done: JournalEntry) -> None:
    db = open_database(path)
    with transaction(db):
        for deed in done:
            write_down(db, deed)
    db.close()


def read(path: Path, account_id: int = 7, most: int = 10) -> list[JournalEntry]:
    db = open_database(path)
    try:
        return deeds(db, account_id, most)
    finally:
        db.close()


def test_the_newest_comes_first_and_no_more_than_asked(path: Path) -> None:
    write(path, *(a_deed(entry_id=n, at=float(n)) for n in range(1, 6)))
    assert [deed.entry_id for deed in read(path, most=3)] == [5, 4, 3]


def test_a_deed_comes_back_as_it_was_with_a_number(path: Path) -> None:
    deed = a_deed(before_json='{"notes": "ü"}', text="1h TF: “ü”", user_id=None)
    write(path, deed)
    (found,) = read(path)
    assert found == deed._replace(id=found.id, run=found.run)
    assert found.id > 0


def test_accounts_do_not_mix(path: Path) -> None:
    write(path, a_deed(), a_deed(account_id=8, entry_id=9))
    assert [deed.entry_id for deed in read(path, 8)] == [9]


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("created", "edited", "created"),
        ("created", "restarted", "started"),
        ("stopped", "edited", "stopped"),
        ("edited", "edited", "edited"),
        ("edited", "restarted", "edited"),
    ],
)
def test_writes_to_one_entry_in_one_run_are_one_deed(
    path: Path, first: str, then: str, told: str
) -> None:
    begun = a_deed(deed=first, before_json="before", after_json="between")
    write(path, begun, a_deed(deed=then, before_json="between", after_json="after", at=101.0))
    (found,) = read(path)
    assert (found.deed, found.before_json, found.after_json) == (told, "before", "after")
    assert found.at == 101.0


@pytest.mark.parametrize("then", ["deleted", "created", "stopped"])
def test_other_writes_are_deeds_of_their_own(path: Path, then: str) -> None:
    write(path, a_deed(), a_deed(deed=then))
    assert [deed.deed for deed in read(path)] == [then, "created"]


def test_another_entry_is_another_deed(path: Path) -> None:
    write(path, a_deed(), a_deed(deed="edited", entry_id=2))
    assert len(read(path)) == 2


def test_another_run_is_another_deed(path: Path) -> None:
    write(path, a_deed())
    write(path, a_deed(deed="edited", run="run 2"))
    assert [deed.deed for deed in read(path)] == ["edited", "created"]


def test_what_was_taken_back_is_marked_and_stays(path: Path) -> None:
    write(path, a_deed(entry_id=1), a_deed(entry_id=2))
    (newest, _) = read(path)
    db = open_database(path)
    mark_undone(db, newest.id, 500.0)
    db.close()
    assert [deed.undone_at for deed in read(path)] == [500.0, None]


# -- an entry that is created again ----------------------------------------------------------


def outbox_with(path: Path, *rows: tuple[str, str, int | None]) -> Outbox:
    """Rows by key, state and entry."""
    outbox = Outbox(path, Login("https://api.example/v2", 7, 11))
    for key, state, entry_id in rows:
        row = Row(key, "https://api.example/v2", 7, 11, Op.CREATE, "{}", "sha", state=State(state))
        outbox.insert(row._replace(entry_id=entry_id))
    return outbox


def returns(path: Path, *pairs: tuple[int, str]) -> None:
    """Entries that were logged and deleted, and are to be created again by a row each."""
    for entry_id, key in pairs:
        deleted = a_deed(entry_id=entry_id, deed="deleted", run=f"run {entry_id}")
        write(path, deleted)
        db = open_database(path)
        note_return(db, deleted, key, 200.0)
        db.close()


@pytest.mark.parametrize(
    ("rows", "number", "alive"),
    [
        ((("hv-1", "done", 2),), 2, True),
        ((("hv-1", "queued", None),), None, True),
        ((("hv-1", "unknown", None),), None, True),
        ((("hv-1", "rejected", None),), None, False),
        ((), None, False),
    ],
    ids=["done", "queued", "unknown", "refused", "dropped"],
)
def test_the_row_tells_what_became_of_it(
    path: Path, rows: tuple[tuple[str, str, int | None], ...], number: int | None, alive: bool
) -> None:
    returns(path, (1, "hv-1"))
    outbox = outbox_with(path, *rows)
    assert created_again(outbox.db) == [Again(1, 200.0, number, alive)]
    (deleted,) = deeds(outbox.db, 7, 10)
    assert deleted.undone_at == (200.0 if alive else None)
    assert taken_away(outbox.db) == (set() if alive else {1})


def test_a_later_try_counts_where_the_first_came_to_nothing(path: Path) -> None:
    returns(path, (1, "hv-1"))
    outbox = outbox_with(path, ("hv-1", "rejected", None), ("hv-2", "done", 5))
    note_return(outbox.db, a_deed(entry_id=1, deed="deleted"), "hv-2", 300.0)
    assert created_again(outbox.db) == [Again(1, 300.0, 5, True)]
    assert creates_again(outbox.db, "hv-2")
    assert not creates_again(outbox.db, "hv-3")


def test_what_is_gone_is_gone_by_every_number_that_it_had(path: Path) -> None:
    write(path, a_deed(entry_id=1), a_deed(entry_id=8, run="run 8"))
    returns(path, (1, "hv-1"), (2, "hv-2"))
    outbox = outbox_with(path, ("hv-1", "done", 2), ("hv-2", "done", 3))
    assert taken_away(outbox.db) == set()
    mark_undone(outbox.db, 1, 400.0)
    assert taken_away(outbox.db) == {1, 2, 3}


def test_the_note_is_in_no_list(path: Path) -> None:
    returns(path, (1, "hv-1"))
    assert [deed.deed for deed in read(path, most=1)] == ["deleted"]


def test_the_row_that_creates_it_again_is_no_deed_of_its_own(path: Path) -> None:
    returns(path, (1, "hv-1"))
    outbox = outbox_with(path, ("hv-1", "queued", None), ("hv-9", "queued", None))
    for key, entry_id in (("hv-1", 2), ("hv-9", 9)):
        assert outbox.finish(key, entry_id, a_deed(entry_id=entry_id, run=key))
    assert [(deed.deed, deed.entry_id) for deed in read(path)] == [("created", 9), ("deleted", 1)]
