"""What was written to Harvest, to be taken back: one deed for one thing that a person did."""

from pathlib import Path

import pytest

from harvest_cli.local.database import open_database, transaction
from harvest_cli.local.journal import Deed, deeds, mark_undone, write_down


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "default.sqlite"


def a_deed(**values: object) -> Deed:
    usual = Deed(100.0, "https://api.example/v2", 7, 11, "created", 636718192, None, '{"id": 1}')
    usual = usual._replace(run="run 1")
    return usual._replace(**values)  # type: ignore[arg-type]


def write(path: Path, *done: Deed) -> None:
    db = open_database(path)
    with transaction(db):
        for deed in done:
            write_down(db, deed)
    db.close()


def read(path: Path, account_id: int = 7, most: int = 10) -> list[Deed]:
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
