"""Thousands of rows in few tests: all rows of a part are tried, and each that fails is named.

A test of its own for every row costs more than what most rows prove.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import pytest

Row = TypeVar("Row")
EACH = 100


def parts(rows: Iterable[Row], each: int = EACH) -> list[Sequence[Row]]:
    """The rows in order, so many at a time; one test takes one of these."""
    found = list(rows)
    assert found, "there are no rows to try"
    return [found[start : start + each] for start in range(0, len(found), each)]


def try_all(
    rows: Iterable[Row],
    holds: Callable[[Row], object],
    name: Callable[[Row], str] = "{!r:.100}".format,
) -> None:
    """Try every row; fails with the name of each row that fails, and why."""
    failed = []
    for row in rows:
        try:
            holds(row)
        except Exception as error:
            failed.append(f"{name(row)}: {type(error).__name__} {error}")
    if failed:
        pytest.fail("\n".join([f"{len(failed)} rows fail", *failed]), pytrace=False)
