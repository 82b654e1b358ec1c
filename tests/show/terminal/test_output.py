"""Streams, faces, widths and characters."""

import io
from typing import Any

import pytest

from harvest_cli.show.terminal.output import Format, Output
from tests.rows import for_each
from tests.show.samples import an_output, told, written


@for_each(
    ("choices", "format"),
    [
        ({"stdout_terminal": True}, Format.HUMAN),
        ({"stdout_terminal": False}, Format.PLAIN),
        ({"stdout_terminal": True, "plain": True}, Format.PLAIN),
        ({"stdout_terminal": True, "as_json": True}, Format.JSON),
        ({"stdout_terminal": False, "as_json": True}, Format.JSON),
        ({"stdout_terminal": True, "as_csv": True}, Format.CSV),
        ({"stdout_terminal": False, "color": "always"}, Format.PLAIN),
        ({"stdout_terminal": False, "stderr_terminal": True}, Format.PLAIN),
    ],
)
def test_the_face_follows_stdout_and_never_colour(choices: dict[str, Any], format: Format) -> None:
    assert an_output(**choices).format is format


@for_each(
    ("columns", "width"),
    [
        ("120", 120), ("20", 20), ("19", 80), ("0", 80), ("-5", 80), ("abc", 80), ("1", 80),
        ("", 80), ("８０", 80), ("9" * 5000, 80), ("999999999", 10_000), (" 100 ", 100),
    ],
)  # fmt: skip
def test_columns_count_only_when_sensible(columns: str, width: int) -> None:
    assert an_output(stdout_terminal=True, environ={"COLUMNS": columns}).width == width


def test_a_pipe_has_no_width_whatever_columns_says() -> None:
    assert an_output(environ={"COLUMNS": "40"}).width is None


def test_a_terminal_is_asked_for_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    class Terminal(io.StringIO):
        def fileno(self) -> int:
            return 7

    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((97, 20)))
    output = Output(Terminal(), io.StringIO(), {}, stdout_terminal=True, stderr_terminal=False)
    assert (output.width, output.err.width) == (97, None)


def test_a_terminal_that_says_zero_counts_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((0, 0)))
    stream = io.TextIOWrapper(io.FileIO(0, closefd=False))
    output = Output(stream, io.StringIO(), {}, stdout_terminal=True, stderr_terminal=False)
    assert output.width == 80
    stream.detach()


@for_each(
    ("encoding", "unicode"),
    [("utf-8", True), ("utf-16", True), ("ascii", False), ("cp1252", False), ("latin-1", False)],
)
def test_marks_need_an_encoding_that_has_them(encoding: str, unicode: bool) -> None:
    output = an_output(encoding=encoding)
    assert output.unicode is unicode
    assert output.marks("▶ a › b – c…") == ("▶ a › b – c…" if unicode else "> a > b - c...")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "Zoë 漢 ␛"), ("cp1252", r"Zoë \u6f22 ^["), ("ascii", r"Zo\xeb \u6f22 ^[")],
)
def test_a_value_is_shown_in_what_the_stream_carries(encoding: str, shown: str) -> None:
    assert an_output(encoding=encoding).text("Zoë 漢 \x1b[1m") == shown


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_line_raises_over_its_characters(encoding: str) -> None:
    output = an_output(encoding=encoding)
    output.line("漢 \ud800")
    output.err.line("漢 \ud800")
    assert written(output).endswith("\n")
    assert told(output).endswith("\n")


def test_exact_lines_are_not_given_the_line_ends_of_the_system() -> None:
    told_stream: list[dict[str, str]] = []

    class Stream(io.StringIO):
        def reconfigure(self, **changes: str) -> None:
            told_stream.append(changes)

    output = Output(Stream(), io.StringIO(), {}, stdout_terminal=False, stderr_terminal=False)
    output.write_exactly(["a\r\n", "b\r\n"])
    assert written(output) == "a\r\nb\r\n"
    assert told_stream[-1] == {"encoding": "utf-8", "errors": "backslashreplace", "newline": ""}


def test_colour_is_decided_for_each_stream() -> None:
    output = an_output(stdout_terminal=False, stderr_terminal=True, color="auto")
    assert output.style("x", "red") == "x"
    assert output.err.style("x", "red") == "\x1b[31mx\x1b[0m"


def test_results_and_remarks_go_to_their_own_streams() -> None:
    output = an_output()
    output.line("result")
    output.note("remark – of a kind")
    output.warn("careful\x1b[2J")
    assert written(output) == "result\n"
    assert told(output) == "remark – of a kind\nhv: warning: careful␛\n"


def test_quiet_silences_remarks_and_no_warnings() -> None:
    output = an_output(quiet=True)
    output.note("remark")
    output.warn("careful")
    assert told(output) == "hv: warning: careful\n"


def test_a_warning_is_yellow_on_a_terminal() -> None:
    output = an_output(width=80, color="auto")
    output.warn("careful")
    assert told(output) == "hv: \x1b[33mwarning:\x1b[0m careful\n"
