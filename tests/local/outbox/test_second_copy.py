"""The backup log beside its database: what a killed run, a full disk or a lost file leaves."""

import errno
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.intent_log import CONTENT, TrailEnd
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import State
from tests.local.outbox.sample_rows import KIM, a_row, intend

NOW = monotonic.stamp(2_000.0)


def test_rows_that_are_known_are_not_taken_over_again(outbox: Outbox) -> None:
    known, new = a_row(state="done"), a_row()
    outbox.insert(known)
    intend(outbox.trail, new)
    assert outbox.copy.recover() == 1
    assert outbox.get(known.key) == known
    found = outbox.get(new.key)
    assert found is not None
    assert (found.state, found.body_json) == (State.UNKNOWN, new.body_json)


@pytest.mark.write("W10")
def test_a_log_that_cannot_be_written_brings_nothing_back(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, part, other = a_row(), a_row(), a_row()
    for row in (whole, other):
        outbox.insert(row)
    with monkeypatch.context() as full:
        full.setattr("harvest_cli.local.outbox.intent_log.append_private", _disk_full)
        outbox.insert_all([part], instead_of=whole)
        outbox.drop(other.key)
    assert outbox.copy.recover() == 0
    assert [row.key for row in outbox.listed()] == [part.key]
    assert outbox.copy.end_of(part.key) is None


@pytest.mark.write("W10")
def test_what_was_written_down_and_not_committed_holds(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [a_row(text=text) for text in ("replaced", "discarded", "stopped", "settled")]
    replaced, discarded, stopped, settled = before
    outbox.insert_all(before)
    new = a_row(text="new")
    changes: list[Callable[[], object]] = [
        lambda: outbox.insert_all([new], instead_of=replaced),
        lambda: outbox.drop(discarded.key),
        lambda: outbox.amend(stopped.key, base_json='{"ended": 5}'),
    ]
    for act in changes:
        _killed_before_the_commit(outbox, monkeypatch, act)
    outbox.finish(settled.key, 5, None)
    intend(outbox.trail, settled)
    assert {row.text for row in outbox.open_rows()} == {"replaced", "discarded", "stopped"}
    assert outbox.copy.recover() == 1
    assert outbox.get(new.key) is not None
    ends = [outbox.copy.end_of(row.key) for row in (replaced, discarded, stopped)]
    assert [end and end.state for end in ends] == [TrailEnd.REWRITTEN, TrailEnd.DROPPED, None]
    claimed = outbox.claim(stopped.key, NOW, 60)
    assert claimed is not None
    assert claimed.base_json == '{"ended": 5}'
    held = outbox.get(stopped.key)
    assert held is not None
    assert held.base_json == '{"ended": 5}'


@pytest.mark.write("W10")
def test_an_older_line_never_beats_a_newer_row(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = a_row(base_json='{"began": 1}')
    outbox.insert(row)
    with monkeypatch.context() as full:
        full.setattr("harvest_cli.local.outbox.intent_log.append_private", _disk_full)
        outbox.amend(row.key, base_json='{"began": 2}')
    outbox.trail.settle(row.key, TrailEnd.DROPPED)
    claimed = outbox.claim(row.key, NOW, 60)
    assert claimed is not None
    assert claimed.base_json == '{"began": 2}'
    assert outbox.copy.end_of(row.key) is None


@pytest.mark.parametrize("wrong", [{"body_json": ["x"]}, {"text": None}, {"user_id": {}}])
def test_a_line_that_the_database_would_not_take_spoils_no_other(
    outbox: Outbox, wrong: dict[str, Any]
) -> None:
    good, bad = a_row(), a_row()
    told = {name: getattr(bad, name) for name in CONTENT}
    outbox.trail.append([json.dumps({**told, **wrong})])
    intend(outbox.trail, good)
    assert (outbox.copy.catch_up(), outbox.trail.damaged()) == (1, 1)
    assert {row.key for row in outbox.open_rows()} == {good.key}


@pytest.mark.write("W12")
def test_what_another_run_left_in_the_log_alone_is_not_passed_over_by_who_was_open(
    outbox: Outbox,
) -> None:
    killed, first, second, third = (a_row(text=text) for text in ("killed", "1", "2", "3"))
    outbox.insert(first)
    outbox.insert(second)
    intend(outbox.trail, killed)
    outbox.trail.settle(first.key, TrailEnd.DROPPED)
    intend(outbox.trail, second._replace(text="changed"), 1)
    outbox.insert(third)
    assert [row.text for row in outbox.listed()] == ["changed", "3", "killed"]
    again = Outbox(outbox.path, KIM)
    assert (again.copy.catch_up(), again.listed()) == (0, outbox.listed())
    intend(outbox.trail, a_row(text="later"))
    outbox.tidy(NOW.wall + 86400)
    assert "later" in {row.text for row in outbox.listed()}


def test_a_lost_database_comes_back_with_its_changes_and_without_what_was_discarded(
    tmp_path: Path,
) -> None:
    outbox = Outbox(tmp_path / "a.sqlite", KIM)
    stopped, dropped = a_row(), a_row()
    outbox.insert_all([stopped, dropped])
    outbox.amend(stopped.key, base_json='{"ended": 5}')
    outbox.drop(dropped.key)
    outbox.close()
    for path in tmp_path.glob("a.sqlite*"):
        path.unlink()
    again = Outbox(tmp_path / "a.sqlite", KIM)
    assert again.copy.recover() == 1
    (found,) = again.listed()
    assert (found.key, found.base_json) == (stopped.key, '{"ended": 5}')
    assert again.copy.recover() == 0


def _disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _killed_before_the_commit(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
) -> None:
    @contextmanager
    def cut(db: sqlite3.Connection) -> Iterator[None]:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("ROLLBACK")

    with monkeypatch.context() as killed:
        killed.setattr("harvest_cli.local.outbox.queue.transaction", cut)
        act()
