"""A list to tick: what is ticked at first, what answers change, and what ends it."""

import io

import pytest

from harvest_cli.commands.cli.prompts import Choice, tick
from tests.rows import for_each
from tests.show.samples import an_output, told

CHOICES = (
    Choice("Website\x1b[31m"),
    Choice("Store", on=False),
    Choice("Unknown", bar="no project known"),
    Choice("Leave"),
)


def ticked(typed: str, width: int = 80) -> tuple[str, str]:
    output = an_output(width=width)
    found = tick("Proposed:", CHOICES, io.StringIO(typed), output)
    return " ".join(str(at + 1) for at in found), told(output)


@for_each(
    ("typed", "wanted"),
    [
        ("\n", "1 4"),
        ("y\n", "1 4"),
        ("2\n", "2"),
        ("1, 4\n", "1 4"),
        ("all\n", "1 2 4"),
        ("ALL\n", "1 2 4"),
        ("n\n", ""),
        ("none\n", ""),
        ("", ""),
        ("1 off\n\n", "4"),
        ("2 on\n\n", "1 2 4"),
        ("1–2 on\n4 off\n\n", "1 2"),
        ("all off\n2 on\n\n", "2"),
        ("all off\n\n", ""),
        ("3 off\n\n", "1 4"),
        ("2 on\n", ""),
        ("3\n\n", "1 4"),
        ("1-3 on\n\n", "1 4"),
        ("off\n\n", "1 4"),
        ("0-9\n2\n", "2"),
        ("9" * 5000 + "\n2\n", "2"),
        ("x\nx\nx\n2\n", ""),
    ],
)
def test_answers_change_ticks_or_end_the_list(typed: str, wanted: str) -> None:
    assert ticked(typed)[0] == wanted


def test_the_list_shows_ticks_and_why_something_has_none() -> None:
    shown = ticked("1 off\n\n")[1]
    first, again = shown.split("Proposed:\n")[1:]
    lines = ["  1 [x] Website␛", "  2 [ ] Store", "  3 [ ] Unknown", " " * 8 + "no project known"]
    assert first.startswith("\n".join(lines) + "\n  4 [x] Leave\nWhich?")
    assert again.startswith("  1 [ ] Website")
    assert "\x1b" not in shown


@pytest.mark.parametrize(("typed", "why"), [("3 on\n", "no project known"), ("7\n", '"7" is no')])
def test_what_cannot_be_ticked_is_said_and_changes_nothing(typed: str, why: str) -> None:
    found, shown = ticked(typed + "\n")
    assert found == "1 4"
    assert why in shown
    assert shown.count("Proposed:") == 1


def test_a_narrow_terminal_breaks_lines_at_blanks_below_their_text() -> None:
    output = an_output(width=30)
    tick("Which?", [Choice("Marketing Website › Graphic Design")], io.StringIO(""), output)
    assert "  1 [x] Marketing Website ›\n        Graphic Design\n" in told(output)
