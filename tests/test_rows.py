"""No row that fails is passed over, whatever the others do."""

import pytest

from tests.rows import parts, try_all


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
