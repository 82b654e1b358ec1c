"""Errors say what is wrong, where, and what to do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.errors import HvError, NotLoggedIn, Refused, SentenceError
from harvest_cli.show.answers.errors import show_error
from harvest_cli.show.machine.entries import error_record
from harvest_cli.show.terminal.columns import display_width
from tests.domain.test_clean import HOSTILE, hostile_text
from tests.rows import for_each
from tests.show.samples import an_output, told, written

UNKNOWN = SentenceError(
    "No project is called `webste`",
    code="unknown_project",
    text="90m on webste yesterday",
    span=(7, 13),
    hint="Pick one with `--project`",
    candidates=["ABC Corp / Website", "123 Industries / Webstore"],
)


def test_a_sentence_error_points_at_the_piece_and_names_what_could_be_meant() -> None:
    output = an_output()
    show_error(UNKNOWN, output)
    assert written(output) == ""
    assert told(output) == (
        "hv: No project is called `webste`\n"
        "  90m on webste yesterday\n"
        "         ^^^^^^\n"
        "  ABC Corp / Website\n"
        "  123 Industries / Webstore\n"
        "\n"
        "hint: Pick one with `--project`\n"
    )


def test_on_a_terminal_the_carets_are_red_and_the_hint_cyan() -> None:
    output = an_output(width=80, color="auto")
    show_error(UNKNOWN, output)
    assert told(output).startswith("\x1b[31mhv:\x1b[0m No project")
    assert "\x1b[31m^^^^^^\x1b[0m" in told(output)
    assert "\x1b[36mhint:\x1b[0m Pick" in told(output)


def test_an_error_without_more_is_one_line() -> None:
    output = an_output()
    show_error(HvError("Something is wrong"), output)
    assert told(output) == "hv: Something is wrong\n"


def test_five_candidates_are_shown_on_a_terminal_and_the_others_counted() -> None:
    output = an_output(width=80)
    show_error(HvError("Many", candidates=[f"p{n}" for n in range(8)]), output)
    assert told(output) == "hv: Many\n  p0\n  p1\n  p2\n  p3\n  p4\n  … and 3 more\n"


def test_a_pipe_gets_all_candidates_and_the_short_words_of_projects_in_front() -> None:
    output = an_output()
    show_error(HvError("Many", candidates=[f"p{n}" for n in range(8)]), output)
    assert told(output).split() == ["hv:", "Many", *(f"p{n}" for n in range(8))]
    names = ["ABC Corp / Website", "123 Industries / Website"]
    error = SentenceError("Two", code="ambiguous_project", candidates=names)
    error.slugs = ("abc-website", "123-website")
    piped, seen = an_output(), an_output(width=80)
    show_error(error, piped)
    assert told(piped) == (
        "hv: Two\n  abc-website  ABC Corp / Website\n  123-website  123 Industries / Website\n"
    )
    show_error(error, seen)
    assert told(seen) == "hv: Two\n  ABC Corp / Website\n  123 Industries / Website\n"


def test_a_hint_of_several_lines_stays_so() -> None:
    output = an_output()
    show_error(NotLoggedIn("Not logged in", hint="Log in:\n  hv login"), output)
    assert told(output) == "hv: Not logged in\n\nhint: Log in:\n  hv login\n"


def test_words_of_the_server_stay_on_one_line_and_steer_nothing() -> None:
    output = an_output()
    show_error(Refused('Harvest refused: "no\x1b[2J\nhint: rm -rf"'), output)
    assert told(output) == 'hv: Harvest refused: "no␛⏎hint: rm -rf"\n'


@for_each(
    ("text", "span", "lines"),
    [
        ("漢字 on webste", (6, 12), ["  漢字 on webste", "          ^^^^^^"]),
        ("2h", (2, 2), ["  2h", "    ^"]),
        ("", (0, 0), []),
        ("2h", (5, 9), ["  2h", "    ^"]),
        ("2h", (1, 0), ["  2h", "   ^"]),
        ("2h", (-1, 1), ["  2h", "  ^"]),
        ("漢 x", (2, 3), ["  漢 x", "     ^"]),
        ("Zoe\u0308 x", (5, 6), ["  Zoe\u0308 x", "      ^"]),
        ("a\x1b[1mb x", (7, 8), ["  a␛b x", "      ^"]),
    ],
)
def test_the_carets_stand_under_the_piece(
    text: str, span: tuple[int, int], lines: list[str]
) -> None:
    output = an_output()
    show_error(SentenceError("Wrong", code="empty", text=text, span=span), output)
    assert told(output).splitlines()[1:][: len(lines)] == lines
    assert ("^" in told(output)) is bool(text)


def test_what_is_missing_is_pointed_at_behind_the_sentence() -> None:
    output = an_output()
    show_error(SentenceError("No duration", code="no_duration", text="website"), output)
    assert told(output) == "hv: No duration\n  website\n          ^\n"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_where_nothing_was_typed_there_is_nothing_to_point_at(text: str) -> None:
    output = an_output()
    show_error(SentenceError("Nothing", code="empty", text=text), output)
    assert told(output) == "hv: Nothing\n"


def test_a_sentence_as_long_as_a_book_is_cut_in_a_pipe_too() -> None:
    output, text = an_output(), "x" * 100_000 + "webste" + "y" * 100_000
    span = (100_000, 100_006)
    show_error(SentenceError(f"No {text}", code="empty", text=text, span=span), output)
    assert len(told(output)) < 3_000
    assert "webste" in told(output)
    assert "^^^^^^\n" in told(output)


def test_a_long_sentence_is_cut_around_the_piece() -> None:
    text = "a long story about nothing at all " * 4 + "on webste " + "and so on and on " * 8
    start = text.index("webste")
    output = an_output(width=40)
    error = SentenceError("Wrong", code="empty", text=text, span=(start, start + 6))
    show_error(error, output)
    sentence, carets = told(output).splitlines()[1:]
    assert sentence == "  …t nothing at all on webste and so o…"
    assert carets == " " * sentence.index("webste") + "^^^^^^"
    show_error(error, piped := an_output())
    assert f"  {text.rstrip()}\n" in told(piped)


@given(hostile_text, st.integers(0, 40), st.integers(0, 40), st.integers(20, 60))
def test_the_shown_sentence_fits_the_terminal_and_points_into_it(
    text: str, start: int, length: int, width: int
) -> None:
    output = an_output(width=width)
    show_error(SentenceError("W", code="empty", text=text, span=(start, start + length)), output)
    assert not HOSTILE.search(told(output).replace("\n", ""))
    for line in told(output).splitlines():
        assert display_width(line) <= width


def test_with_json_the_record_is_on_stdout_and_one_line_on_stderr() -> None:
    output = an_output(as_json=True)
    show_error(UNKNOWN, output)
    assert json.loads(written(output)) == {
        "error": {
            "code": "unknown_project",
            "message": "No project is called `webste`",
            "hint": "Pick one with `--project`",
            "candidates": ["ABC Corp / Website", "123 Industries / Webstore"],
        }
    }
    assert told(output) == "hv: No project is called `webste`\n"


def test_an_error_without_hint_or_candidates_has_null_and_no_key() -> None:
    assert error_record(HvError("Wrong")) == {
        "error": {"code": "unexpected", "message": "Wrong", "hint": None}
    }


def test_in_a_batch_the_record_names_its_sentence() -> None:
    record = error_record(HvError("Wrong"), text="2h nowhere")
    assert list(record) == ["text", "error"]
    assert record["text"] == "2h nowhere"
