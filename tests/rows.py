"""Thousands of rows in few tests: all rows of a part are tried, and each that fails is named.

A test of its own for every row costs more than what most rows prove.
"""

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, cycle, pairwise, product
from random import Random
from typing import Any, TypeVar

import pytest

Row = TypeVar("Row")
few = pytest.mark.few
"""`@few(5)`: a test of which a usual run tries five rows, and that of slow tests the others."""
sweep = pytest.mark.sweep
"""A test that tries a part of its rows in a usual run, and all of them in that of slow tests."""
EACH = 100


def parts(rows: Iterable[Row], each: int = EACH) -> list[Sequence[Row]]:
    """The rows in order, so many at a time; one test takes one of these."""
    found = list(rows)
    assert found, "there are no rows to try"
    return [found[start : start + each] for start in range(0, len(found), each)]


class Run:
    """This run of tests."""

    whole = False
    """Whether it is that of slow tests, `-m slow`, in which each sweep is whole."""


def some(
    rows: Iterable[Row], step: int, kind: Callable[[Any], object] = lambda _: None
) -> list[Row]:
    """Of each kind the first row and every so manieth; all in a run of slow tests."""
    found, seen = list(rows), Counter[str]()
    if Run.whole:
        return found
    kept = []
    for row in found:
        named = repr(kind(row))
        if seen[named] % step == 0:
            kept.append(row)
        seen[named] += 1
    return kept


def left_out(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The rows of tests marked `few` that a usual run leaves to that of slow tests.

    One of each stretch of neighbours is tried, any of them but always the same, and each row that
    bears a mark of its own.
    """
    tables: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("few") and not item.get_closest_marker("slow"):
            tables.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return [row for name, rows in tables.items() for row in _left_out(name, rows)]


def _left_out(name: str, rows: Sequence[Any]) -> list[pytest.Item]:
    wanted, chance = rows[0].get_closest_marker("few").args[0], Random(name)
    places = [len(rows) * stretch // wanted for stretch in range(wanted + 1)]
    tried = [chance.choice(rows[a:b]) for a, b in pairwise(places) if a < b]
    return [row for row in rows if row not in tried and not row.callspec.marks]


def together(*factors: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows in which any two values of two factors stand together; all rows in a run of slow tests.

    A fault that takes three at once is left to that run.
    """
    rows, met = list(product(*factors)), set[str]()

    def new(row: tuple[Any, ...]) -> set[str]:
        return {repr(pair) for pair in combinations(enumerate(row), 2)} - met

    kept = rows if Run.whole else []
    while not Run.whole and new(best := max(rows, key=lambda row: len(new(row)))):
        met |= new(best)
        kept.append(best)
    return kept


def by_turns(rows: Sequence[Row], others: Sequence[Any]) -> list[tuple[Row, Any]]:
    """Every row with one of the others, by turns; with all of them in a run of slow tests."""
    if Run.whole:
        return list(product(rows, others))
    return list(zip(rows, cycle(others), strict=False))


def share(count: int, step: int) -> int:
    """So much of a number of tries; all in a run of slow tests."""
    return count if Run.whole else count // step


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
        except (Exception, pytest.fail.Exception) as error:
            failed.append(f"{name(row)}: {type(error).__name__} {error}")
    if failed:
        pytest.fail("\n".join([f"{len(failed)} rows fail", *failed]), pytrace=False)


Test = Callable[..., None]


def for_each(
    names: str | Sequence[str],
    rows: Iterable[Any],
    ids: Iterable[object] | Callable[[Any], object] | None = None,
) -> Callable[[Test], Test]:
    """As `pytest.mark.parametrize`, in one test: for rows that need no fixture of their own."""
    wanted = names.replace(",", " ").split() if isinstance(names, str) else names
    found = list(rows)
    single = isinstance(names, str) and len(wanted) == 1
    told = found if ids is None or callable(ids) else list(ids)

    def fold(test: Test) -> Test:
        @functools.wraps(test)
        def folded(**others: Any) -> None:
            def holds(row: tuple[object, Any]) -> None:
                given = (row[1],) if single else row[1]
                test(**others, **dict(zip(wanted, given, strict=True)))

            assert found, "there are no rows to try"
            try_all(zip(told, found, strict=True), holds, lambda row: f"{row[0]!r:.100}")

        signature = inspect.signature(test)
        kept = [one for name, one in signature.parameters.items() if name not in wanted]
        folded.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return folded

    return fold
