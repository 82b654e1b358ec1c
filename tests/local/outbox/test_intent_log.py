"""The backup log: what was wanted survives the loss of the database, whatever tore the file."""

import json
import os
from pathlib import Path

import pytest

from harvest_cli.local.outbox.intent_log import (
    KEPT,
    End,
    Trail,
    TrailEnd,
    end_line,
    intent_line,
)
from harvest_cli.local.outbox.row import Row, State
from tests.local.outbox.sample_rows import a_row, intend, open_intents


def keys(rows: list[Row]) -> set[str]:
    return {row.key for row in rows}


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    return Trail(tmp_path / "state" / "default.entries.log")


def test_an_intent_comes_back_as_a_row_of_unknown_fate(trail: Trail) -> None:
    row = a_row(text="1h30 on TF: “naïve”\nnotes", created_at=1234.5)
    intend(trail, row)
    (found,) = open_intents(trail)
    assert found == row._replace(state=State.UNKNOWN, attempts=1, sent_at=1234.5)


@pytest.mark.parametrize("state", TrailEnd)
def test_what_has_an_end_does_not_come_back(trail: Trail, state: TrailEnd) -> None:
    one, two = a_row(), a_row()
    intend(trail, one)
    intend(trail, two)
    trail.settle(one.key, state, 636718192)
    assert keys(open_intents(trail)) == {two.key}


def test_intents_keep_their_order(trail: Trail) -> None:
    rows = [a_row(created_at=float(n)) for n in range(20)]
    for row in rows:
        intend(trail, row)
    assert [row.key for row in open_intents(trail)] == [row.key for row in rows]


@pytest.mark.parametrize(
    "torn",
    ["{", "", "null", "[]", "7", '{"key": "x"}', '{"state": "done"}', "\x00\x00", '{"key":1,"o'],
)
def test_a_torn_line_loses_nothing_else(trail: Trail, torn: str) -> None:
    one, two = a_row(), a_row()
    intend(trail, one)
    with trail.path.open("a") as file:
        file.write(f"{torn}\n")
    intend(trail, two)
    assert keys(open_intents(trail)) == {one.key, two.key}


def test_no_file_is_no_intent(trail: Trail) -> None:
    assert open_intents(trail) == []
    trail.compact(1e12)
    assert not trail.path.exists()


def test_the_file_is_its_owners_alone(trail: Trail) -> None:
    intend(trail, a_row())
    if os.name == "posix":
        assert trail.path.stat().st_mode & 0o777 == 0o600


def test_it_holds_no_token(trail: Trail) -> None:
    intend(trail, a_row())
    assert "token" not in json.loads(trail.path.read_text())


@pytest.mark.write("W19")
def test_a_line_that_was_cut_off_takes_nothing_with_it(trail: Trail) -> None:
    rows = [a_row() for _ in range(3)]
    intend(trail, rows[0])
    with trail.path.open("ab") as file:
        file.write(intent_line(a_row()).encode()[:-9])
    intend(trail, rows[1])
    trail.settle(rows[0].key, TrailEnd.DONE, 5)
    intend(trail, rows[2])
    assert [row.key for row in open_intents(trail)] == [row.key for row in rows[1:]]
    assert trail.damaged() == 1


@pytest.mark.write("W19")
def test_what_is_written_in_part_is_an_error_and_spoils_nothing(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, write = a_row(), os.write
    with monkeypatch.context() as full:
        full.setattr("os.write", lambda handle, content: write(handle, content[:20]))
        with pytest.raises(OSError, match="space"):
            intend(trail, a_row())
    intend(trail, row)
    assert [found.key for found in open_intents(trail)] == [row.key]


@pytest.mark.write("W19")
def test_there_is_no_size_at_which_it_ends(trail: Trail) -> None:
    first, last = a_row(), a_row()
    intend(trail, first)
    with trail.path.open("ab") as file:
        for _ in range(17):
            file.write(b"x" * 1024 * 1024 + b"\n")
    intend(trail, last)
    assert [row.key for row in open_intents(trail)] == [first.key, last.key]
    trail.compact(0.0)


def test_a_line_whose_letters_changed_is_no_intent(trail: Trail) -> None:
    intend(trail, a_row(text="1h TF"))
    trail.path.write_text(trail.path.read_text().replace("1h TF", "7h TF"))
    assert (open_intents(trail), trail.damaged()) == ([], 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0)])
def test_the_newest_line_tells_wherever_it_stands(trail: Trail, order: tuple[int, ...]) -> None:
    row = a_row()
    for seq in order:
        intend(trail, row._replace(text=f"change {seq}"), seq)
    trail.settle(row.key, TrailEnd.DONE, 5, seq=1)
    assert [found.text for found in open_intents(trail)] == ["change 2"]


def test_what_is_settled_goes_and_what_is_open_stays(trail: Trail) -> None:
    rows = [a_row(created_at=1000.0) for _ in range(300)]
    trail.append(map(intent_line, rows))
    intend(trail, rows[0]._replace(text="changed"), 1)
    for row in rows[2:]:
        trail.append([end_line(row.key, End(TrailEnd.DROPPED), at=2000.0)])
    before = {key: told[:3] for key, told in trail.intents().items()}
    assert before.keys() == {row.key for row in rows}
    trail.compact(3000.0)
    assert {key: told[:3] for key, told in trail.intents().items()} == before
    assert len(trail.path.read_text().splitlines()) == 300
    trail.compact(2001.0 + KEPT)
    assert [row.text for row in open_intents(trail)] == ["changed", rows[1].text]
    assert len(trail.path.read_text().splitlines()) == 2


def test_what_0_1_0_put_aside_is_read_and_joined(trail: Trail) -> None:
    """Its lines have no number and no checksum; those of earlier months are in another file."""
    old, new = a_row(), a_row()
    aside = trail.path.with_name(f"{trail.path.name}.1")
    intend(trail, old)
    trail.path.rename(aside)
    for path in (aside, trail.path):
        told = [json.loads(intent_line(row)) for row in (old, new)]
        lines = [{n: v for n, v in line.items() if n not in ("seq", "crc")} for line in told]
        lines.append({"key": new.key, "state": "done", "entry_id": 5})
        path.write_text("".join(json.dumps(line) + "\n" for line in lines[path is trail.path :]))
    for _ in range(2):
        assert [row.key for row in open_intents(trail)] == [old.key]
        assert trail.end_of(new.key) == End("done", 5)
        trail.compact(2_000.0)
        assert not aside.exists()
