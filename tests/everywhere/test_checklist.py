"""The checklist names test functions that exist, and reasons where there can be none."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.everywhere.checklist import POINTS, Point

ROOT = Path(__file__).parent.parent.parent
ROWS = [(point.number, test) for point in POINTS for test in point.shown_by]


@cache
def functions_of(path: Path) -> dict[str, int]:
    """The test functions of a file, and how many statements each has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name: sum(isinstance(each, ast.Assert) for each in ast.walk(node))
        + sum(isinstance(each, ast.Raise | ast.Call) for each in ast.walk(node))
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def test_no_point_is_left_out() -> None:
    assert [point.number for point in POINTS] == list(range(1, 87))
    assert {point.weight for point in POINTS} == {"MUST", "SHOULD", "NO"}


@pytest.mark.parametrize(("number", "test"), ROWS, ids=str)
def test_each_point_is_shown_by_functions_that_exist(number: int, test: str) -> None:
    path, _, name = test.partition("::")
    assert path.startswith("tests/"), number
    assert name.startswith("test_"), "a file shows nothing by itself"
    found = functions_of(ROOT / path)
    assert name in found, f"{path} has no {name}"
    assert found[name] > 0


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.number} {point.what}")
def test_a_point_without_a_test_says_why(point: Point) -> None:
    assert bool(point.shown_by) != bool(point.why)
    assert not point.why or len(point.why) > 20
    assert len(set(point.shown_by)) == len(point.shown_by)


def test_a_test_shows_a_few_points_and_not_all() -> None:
    shown = [test for _, test in ROWS]
    assert max(map(shown.count, shown)) <= 3
