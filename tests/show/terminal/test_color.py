"""When a stream gets colour."""

from collections.abc import Mapping

from harvest_cli.show.terminal.output import styled, wants_color
from tests.rows import for_each

ON_A_TERMINAL, IN_A_PIPE = True, False


@for_each(
    ("choice", "environ", "terminal", "expected"),
    [
        ("auto", {}, ON_A_TERMINAL, True),
        ("auto", {}, IN_A_PIPE, False),
        ("auto", {"TERM": "dumb"}, ON_A_TERMINAL, False),
        ("auto", {"TERM": ""}, ON_A_TERMINAL, True),
        ("auto", {"TERM": "xterm-256color"}, ON_A_TERMINAL, True),
        ("auto", {"CLICOLOR": "0"}, ON_A_TERMINAL, False),
        ("auto", {"CLICOLOR": "1"}, ON_A_TERMINAL, True),
        ("auto", {"CLICOLOR": "1"}, IN_A_PIPE, False),
        ("auto", {"NO_COLOR": "1"}, ON_A_TERMINAL, False),
        ("auto", {"NO_COLOR": "0"}, ON_A_TERMINAL, False),
        ("auto", {"NO_COLOR": ""}, ON_A_TERMINAL, True),
        ("auto", {"FORCE_COLOR": "1"}, IN_A_PIPE, True),
        ("auto", {"FORCE_COLOR": "0"}, IN_A_PIPE, False),
        ("auto", {"FORCE_COLOR": "0"}, ON_A_TERMINAL, True),
        ("auto", {"FORCE_COLOR": ""}, IN_A_PIPE, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, IN_A_PIPE, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, IN_A_PIPE, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, IN_A_PIPE, False),
        ("auto", {"CLICOLOR_FORCE": ""}, IN_A_PIPE, False),
        ("auto", {"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, IN_A_PIPE, True),
        ("auto", {"FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"}, IN_A_PIPE, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, ON_A_TERMINAL, False),
        ("auto", {"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, ON_A_TERMINAL, False),
        ("always", {"NO_COLOR": "1"}, IN_A_PIPE, True),
        ("always", {"TERM": "dumb"}, IN_A_PIPE, True),
        ("never", {"FORCE_COLOR": "1"}, ON_A_TERMINAL, False),
        ("never", {"CLICOLOR_FORCE": "1"}, ON_A_TERMINAL, False),
    ],
)
def test_who_decides_about_colour(
    choice: str, environ: Mapping[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_color(choice, environ, terminal) is expected


def test_a_style_ends_itself() -> None:
    assert styled("Logged", "green") == "\x1b[32mLogged\x1b[0m"


def test_nothing_needs_no_style() -> None:
    assert styled("", "dim") == ""
