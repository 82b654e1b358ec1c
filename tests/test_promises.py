"""Each row of what hv promises is shown by a test that carries its number."""

from collections import Counter

import pytest

from tests.promises import POINTS, ROWS, Shown, numbers_of, shown_of

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
"""What must stand in the files that name a bad input, because it comes in several forms."""
UNTESTED = {point.number for point in POINTS if point.why}
BEING_MENDED: tuple[str, ...] = ()
"""Lists of which not every row has its test yet."""


@pytest.mark.parametrize("kind", ROWS)
def test_each_row_has_a_test_and_no_test_names_a_row_that_there_is_not(
    kind: str, pytestconfig: pytest.Config
) -> None:
    shown = shown_of(pytestconfig)
    if kind not in BEING_MENDED:
        assert shown.lacking(kind, UNTESTED if kind == "ux" else ()) == []
    assert shown.unknown(kind) == []


def test_a_point_without_a_test_says_why_and_no_other_does(pytestconfig: pytest.Config) -> None:
    shown = shown_of(pytestconfig)
    assert not UNTESTED & {int(number) for number in shown.tests["ux"]}
    assert all(len(point.why) > 20 for point in POINTS if point.why)
    assert {point.weight for point in POINTS} == {"MUST", "SHOULD", "NO"}


def test_a_test_shows_a_few_points_and_not_all(pytestconfig: pytest.Config) -> None:
    tests = shown_of(pytestconfig).tests["ux"].values()
    assert max(Counter(test for some in tests for test in some).values()) <= 3


@pytest.mark.parametrize("bad", FORMS)
def test_a_bad_input_of_several_forms_is_tested_in_each(
    bad: str, pytestconfig: pytest.Config
) -> None:
    files = {test.partition("::")[0] for test in shown_of(pytestconfig).tests["bad"][bad]}
    text = "".join((pytestconfig.rootpath / file).read_text(encoding="utf-8") for file in files)
    assert [form for form in FORMS[bad] if form not in text] == []


def test_the_first_word_of_a_case_names_its_row() -> None:
    assert numbers_of({"F06 reset": "x", "F05 no answer": "y", "500": "z"}) == ["F05", "F06"]
    assert numbers_of([("B07", "nanh"), ("B07", "x")]) == ["B07"]


def test_a_row_without_a_test_and_a_test_without_a_row_are_noticed() -> None:
    nothing = Shown([])
    assert nothing.lacking("promise") == list(ROWS["promise"])
    nothing.tests["promise"] = {"P99": {"tests/test_x.py::test_x"}}
    assert nothing.unknown("promise") == ["P99"]
