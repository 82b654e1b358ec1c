"""Picking one of several by number: on stderr, three tries, nothing is no answer."""

import io

from harvest_cli.commands.cli.prompts import choose
from tests.rows import for_each
from tests.show.samples import an_output, told, written

OPTIONS = ("ABC Corp / Website", "Globex / Website\x1b[31m")


def asked(typed: str) -> tuple[int | None, str]:
    output = an_output(width=80)
    answer = choose("Which one?", OPTIONS, io.StringIO(typed), output)
    assert written(output) == ""
    return answer, told(output)


@for_each(
    ("typed", "index"),
    [
        ("1\n", 0),
        (" 2 \n", 1),
        ("\n", None),
        ("", None),
        ("  \n1\n", None),
        ("3\n2\n", 1),
        ("7\nx\n1\n", 0),
        ("0\n1\n", None),
        (" Q \n1\n", None),
        ("-1\n1.5\n٢\n", 1),
        ("a\nb\nc\n1\n", None),
        ("9" * 5000 + "\n1\n", 0),
    ],
)
def test_a_number_chooses_and_nothing_stops(typed: str, index: int | None) -> None:
    assert asked(typed)[0] == index


def test_the_question_lists_what_there_is_cleaned() -> None:
    shown = asked("\n")[1]
    assert shown.startswith("Which one?\n  1  ABC Corp / Website\n  2  Globex / Website")
    assert shown.endswith("Number (1–2, Enter to cancel): ")
    assert "\x1b" not in shown


def test_another_answer_is_told_what_is_wrong_with_it() -> None:
    assert '"18:00" is not a number of the list (1–2)\nNumber (1–2, ' in asked("18:00\n")[1]


def test_it_asks_three_times_at_most() -> None:
    assert asked("x\n" * 10)[1].count("Number (1–2") == 3
