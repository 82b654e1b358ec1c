"""One stream: how wide, how coloured, and never an exception over a character."""

import io
import os
from typing import Any

import pytest

from harvest_cli.show.terminal.output import Channel
from tests.rows import for_each
from tests.running import FakeTerminal


def channel(encoding: str = "utf-8", terminal: bool = True, **environ: str) -> Channel:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    return Channel(stream, environ, terminal=terminal)


def bytes_of(found: Channel) -> bytes:
    stream: Any = found.stream
    stream.flush()
    raw: bytes = stream.buffer.getvalue()
    return raw


@pytest.mark.bad("B75")
@for_each(
    ("columns", "width"),
    [
        ("100", 100),
        (" 100 ", 100),
        ("20", 20),
        ("10000", 10_000),
        ("99999", 10_000),
        ("19", 80),
        ("0", 80),
        ("1", 80),
        ("-5", 80),
        ("abc", 80),
        ("", 80),
        ("١٠٠", 80),
        ("1e3", 80),
        ("9" * 400, 80),
    ],
)
def test_columns_count_where_they_are_sensible(columns: str, width: int) -> None:
    assert channel(COLUMNS=columns).width == width


def test_a_pipe_has_no_width_whatever_columns_say() -> None:
    assert channel(terminal=False, COLUMNS="100").width is None


@pytest.mark.parametrize(("told", "width"), [(120, 120), (5, 20), (0, 80)])
def test_without_columns_the_terminal_tells(
    told: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Real(FakeTerminal):
        def fileno(self) -> int:
            return 1

    monkeypatch.setattr(os, "get_terminal_size", lambda _fd: os.terminal_size((told, 24)))
    assert Channel(Real(), {}, terminal=True).width == width


@for_each("encoding", ["ascii", "latin-1", "cp1252", "utf-8", "shift_jis"])
def test_any_text_can_be_written_anywhere(encoding: str) -> None:
    found = channel(encoding)
    for text in ("naïve", "東京", "👩‍👩‍👧", "‮", "\ud800", "a\x1b[31mb"):
        found.line(found.text(text))
    assert b"\x1b" not in bytes_of(found)


def test_what_a_stream_lacks_is_known_before_it_is_written() -> None:
    found = channel("latin-1")
    assert found.text("naïve 東") == "naïve \\u6771"
    assert channel("utf-8").text("naïve 東") == "naïve 東"


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-8", "a › b – c … ▶"), ("ascii", "a > b - c ... >")]
)
def test_our_own_marks_have_an_ascii_form(encoding: str, text: str) -> None:
    found = channel(encoding)
    assert found.marks("a › b – c … ▶") == text
    assert found.ellipsis == ("…" if encoding == "utf-8" else "...")


def test_styles_are_for_streams_with_colour() -> None:
    stream = io.StringIO()
    plain = Channel(stream, {}, terminal=True, color="never")
    coloured = Channel(stream, {}, terminal=False, color="always")
    assert plain.style("x", "red") == "x"
    assert coloured.style("x", "red").startswith("\x1b[")
    assert coloured.width is None


def test_a_closed_stream_still_has_a_width() -> None:
    class Closed(FakeTerminal):
        def fileno(self) -> int:
            raise ValueError("I/O operation on closed file")

    assert Channel(Closed(), {}, terminal=True).width == 80
