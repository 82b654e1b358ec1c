"""No row that fails is passed over, whatever the others do."""

import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rows import few, for_each, left_out, parts, try_all


def test_every_row_that_fails_is_named_with_its_reason() -> None:
    def holds(row: int) -> None:
        assert row != 2, "two"
        if row == 4:
            raise ValueError("four")

    with pytest.raises(pytest.fail.Exception) as caught:
        try_all(range(6), holds, lambda row: f"row {row}")
    first, *named = str(caught.value).splitlines()
    assert first == "2 rows fail"
    assert named[0].startswith("row 2: AssertionError two")
    assert named[-1] == "row 4: ValueError four"
    try_all([0, 1], holds)


def test_parts_hold_every_row_once() -> None:
    assert [row for part in parts(range(250), 100) for row in part] == list(range(250))
    assert [len(part) for part in parts(range(250), 100)] == [100, 100, 50]
    with pytest.raises(AssertionError):
        parts([])


def test_a_test_of_each_row_names_those_that_fail_and_keeps_its_marks_and_fixtures() -> None:
    @pytest.mark.bad("B1")
    @for_each(("number", "word"), [(1, "one"), (2, "two"), (3, "three")], ids=["a", "b", "c"])
    @for_each("more", [0, 10])
    def holds(home: str, number: int, word: str, more: int) -> None:
        tried.append((home, number, word, more))
        assert (number, more) != (2, 10)

    tried: list[object] = []
    assert list(inspect.signature(holds).parameters) == ["home"]
    assert [mark.name for mark in holds.pytestmark] == ["bad"]  # type: ignore[attr-defined]
    with pytest.raises(pytest.fail.Exception, match=r"1 rows fail\n'b': .*1 rows fail\n10: "):
        holds(home="x")
    assert len(tried) == 6


def test_of_few_rows_one_of_each_stretch_is_tried_and_each_with_a_mark_of_its_own() -> None:
    def row(number: int) -> Any:
        marks = [pytest.mark.bad("B01")] if number == 15 else []
        found = few(4).mark
        return SimpleNamespace(
            nodeid=f"test[{number}]",
            get_closest_marker={"few": found}.get,
            callspec=SimpleNamespace(marks=marks),
        )

    rows: list[Any] = [row(number) for number in range(40)]
    tried = [place for place, each in enumerate(rows) if each not in left_out(rows)]
    assert {place // 10 for place in tried} == {0, 1, 2, 3}
    assert 15 in tried
    assert len(tried) in (4, 5)
    assert not left_out(rows[:4])
