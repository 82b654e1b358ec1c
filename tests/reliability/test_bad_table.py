"""Where each bad input of the list is tested: B01 to B112, each by at least one test that exists.

A bad input is named by the name of a test (`test_b46_…`) or by a row of a table (`("B07", …)`).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = HERE.parent
NUMBERS = range(1, 113)
ELSEWHERE = {
    "B83": (
        "local/disk/test_paths_fast.py",
        "test_b83_a_relative_or_empty_xdg_folder_is_ignored",
    ),
}
"""Those that belong to other subjects, each with the file and the test that prove them."""
FORMS = {
    "B79": ('"Foo/Bar"', '"EST5EDT,M3.2.0"'),
    "B80": ('"/nonexistent/editor"', '"rm -rf"', '"false"'),
    "B36": ("2026-11-01",),
    "B37": ("2026-03-08",),
    "B70": ('"0"', '"-1"', '"nan"'),
    "B81": ('"HARVEST_ACCESS_TOKEN": ""', "\\n", "Bearer ", "“"),
    "B105": ("25:61", "3:00pm", "15:00"),
    "B111": ("<html>", "\\xef\\xbb\\xbf", "\\xe9", "trailing"),
    "B112": ("36h", "Friday", "Mars (Base)"),
}
"""What else must be in the files that name a bad input, because it comes in several forms."""


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def named_by(path: Path) -> set[str]:
    """The bad inputs that the tests of a file name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set(_in_names(tree)) | set(_in_rows(tree))


def _in_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from (f"B{number}" for number in re.findall(r"_b(\d{2,3})(?=_)", node.name))


def _in_rows(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else None
        value = first.value if isinstance(first, ast.Constant) else None
        if isinstance(value, str) and re.fullmatch(r"B\d{2,3}", value):
            yield value


HOLDS = {path.name: named_by(path) for path in sorted(HERE.glob("test_bad_*.py"))}


def files_of(bad: str) -> list[Path]:
    return [HERE / name for name, held in HOLDS.items() if bad in held]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_bad_input_is_tested_by_name(number: int) -> None:
    bad = f"B{number:02d}"
    if bad in ELSEWHERE:
        place, name = ELSEWHERE[bad]
        assert name in functions(TESTS / place)
    else:
        assert files_of(bad), f"no test names {bad}"


@pytest.mark.parametrize("bad", FORMS)
def test_a_bad_input_of_several_forms_is_tested_in_each(bad: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in files_of(bad))
    assert [form for form in FORMS[bad] if form not in text] == []


def test_no_test_names_a_bad_input_that_there_is_not() -> None:
    known = {f"B{number:02d}" for number in NUMBERS}
    assert set().union(*HOLDS.values()) <= known


def test_a_name_in_a_comment_or_a_docstring_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "test_bad_example.py"
    path.write_text(
        '"""B01, and ("B02", 1)."""\n# ("B03", 1)\nROWS = [("B04", 1)]\n'
        "def test_b05_is_one() -> None: ...\ndef b06_is_none() -> None: ...\n"
        "def test_ab07_is_none() -> None: ...\n"
    )
    assert named_by(path) == {"B04", "B05"}
