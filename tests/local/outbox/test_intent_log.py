"""The backup log: what was wanted survives the loss of the database, whatever tore the file."""

import json
import os
from pathlib import Path

import pytest

from harvest_cli.local.outbox.intent_log import KEPT, Trail, TrailEnd
from harvest_cli.local.outbox.row import Row, State
from tests.local.outbox.sample_rows import a_row


def keys(rows: list[Row]) -> set[str]:
    return {row.key for row in rows}


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    return Trail(tmp_path / "state" / "default.entries.log")


def test_an_intent_comes_back_as_a_row_of_unknown_fate(trail: Trail) -> None:
    row = a_row(text="1h30 on TF: “naïve”\nnotes", created_at=1234.5)
    trail.intend(row)
    (found,) = trail.open_intents()
    assert found == row._replace(state=State.UNKNOWN, attempts=1, sent_at=1234.5)


@pytest.mark.parametrize("state", TrailEnd)
def test_what_has_an_end_does_not_come_back(trail: Trail, state: TrailEnd) -> None:
    one, two = a_row(), a_row()
    trail.intend(one)
    trail.intend(two)
    trail.settle(one.key, state, 636718192)
    assert keys(trail.open_intents()) == {two.key}


def test_intents_keep_their_order(trail: Trail) -> None:
    rows = [a_row(created_at=float(n)) for n in range(20)]
    for row in rows:
        trail.intend(row)
    assert [row.key for row in trail.open_intents()] == [row.key for row in rows]


@pytest.mark.parametrize(
    "torn",
    ["{", "", "null", "[]", "7", '{"key": "x"}', '{"state": "done"}', "\x00\x00", '{"key":1,"o'],
)
def test_a_torn_line_loses_nothing_else(trail: Trail, torn: str) -> None:
    one, two = a_row(), a_row()
    trail.intend(one)
    with trail.path.open("a") as file:
        file.write(f"{torn}\n")
    trail.intend(two)
    assert keys(trail.open_intents()) == {one.key, two.key}


def test_no_file_is_no_intent(trail: Trail) -> None:
    assert trail.open_intents() == []
    trail.rotate(1e12)
    assert not trail.path.exists()


def test_the_file_is_its_owners_alone(trail: Trail) -> None:
    trail.intend(a_row())
    if os.name == "posix":
        assert trail.path.stat().st_mode & 0o777 == 0o600


def test_it_holds_no_token(trail: Trail) -> None:
    trail.intend(a_row())
    assert "token" not in json.loads(trail.path.read_text())


@pytest.mark.parametrize(("age", "files"), [(0.0, 1), (KEPT - 1, 1), (KEPT + 1, 2)])
def test_a_file_whose_first_line_is_a_month_old_is_put_aside(
    trail: Trail, age: float, files: int
) -> None:
    trail.intend(a_row(created_at=5_000_000.0))
    trail.rotate(5_000_000.0 + age)
    found = len(list(trail.path.parent.glob("default.entries.log*")))
    trail.intend(a_row(created_at=5_000_000.0 + age))
    assert len(list(trail.path.parent.glob("default.entries.log*"))) == max(found, files)
    assert len(trail.open_intents()) == 2


def test_an_end_in_the_new_file_settles_what_the_old_one_began(trail: Trail) -> None:
    row = a_row(created_at=0.0)
    trail.intend(row)
    trail.rotate(KEPT + 1)
    trail.settle(row.key, TrailEnd.DONE, 1)
    assert trail.open_intents() == []
