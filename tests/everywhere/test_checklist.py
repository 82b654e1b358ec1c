"""The checklist names tests that exist."""

import ast
from pathlib import Path

import pytest

from tests.everywhere.checklist import POINTS, Point

ROOT = Path(__file__).parent.parent.parent


def test_no_point_is_left_out() -> None:
    assert [point.number for point in POINTS] == list(range(1, 87))
    assert {point.weight for point in POINTS} == {"MUST", "SHOULD", "NO"}


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.number} {point.what}")
def test_each_point_is_shown_by_a_test_that_exists(point: Point) -> None:
    if not point.shown_by.startswith("tests/"):
        assert len(point.shown_by) > 10
        return
    path, _, name = point.shown_by.partition("::")
    source = (ROOT / path).read_text(encoding="utf-8")
    names = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    assert name in names if name else names
