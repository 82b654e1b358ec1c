"""`--watch`: drawn each second, asked each minute, through a lost network, back to what was."""

import io
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.status import Status
from harvest_cli.domain.errors import NotLoggedIn, Unreachable
from harvest_cli.show.answers.status_text import ENTER, LEAVE, watch
from harvest_cli.show.terminal.output import Format, Output
from tests.show.samples import a_status


class Hours:
    """A clock and a sleep that moves it, until somebody presses Ctrl-C."""

    def __init__(self, seconds: int) -> None:
        self.now = 0.0
        self.end = seconds

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now >= self.end:
            raise KeyboardInterrupt


def watched(seconds: int, look: Any) -> tuple[str, Output]:
    """What was written while watching for that long."""
    out = io.StringIO()
    output = Output(
        out, io.StringIO(), {"COLUMNS": "80"}, stdout_terminal=True, stderr_terminal=True
    )
    assert output.format is Format.HUMAN
    hours = Hours(seconds)
    watch(a_status(), look, output, hours.monotonic, hours.sleep)
    return out.getvalue(), output


def test_the_terminal_is_given_back_as_it_was() -> None:
    written, output = watched(3, a_status)
    assert written.startswith(ENTER)
    assert written.endswith(LEAVE)
    assert output.stream is output.stdout


def test_it_is_drawn_each_second_and_asked_each_minute() -> None:
    asked: list[int] = []

    def look() -> Status:
        asked.append(1)
        return a_status()

    written, _ = watched(150, look)
    assert written.count("\x1b[H") == 150
    assert len(asked) == 2


def test_a_lost_network_is_told_and_what_was_known_counts_on() -> None:
    def look() -> Status:
        message = "Harvest is out of reach"
        raise Unreachable(message)

    written, _ = watched(62, look)
    frames = written.split("\x1b[H")
    assert "out of reach" not in frames[59]
    assert "Not up to date: Harvest is out of reach" in frames[-1]


def test_what_is_known_without_harvest_is_drawn_as_such() -> None:
    away = a_status()._replace(failure=Unreachable("no connection"), as_of=a_status().now)
    written, _ = watched(62, lambda: away)
    last = written.split("\x1b[H")[-1]
    assert "As of" in last
    assert "Not up to date: no connection" in last


def test_a_network_that_comes_back_is_not_complained_of() -> None:
    answers: list[Any] = [Unreachable("away"), a_status()]

    def look() -> Status:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return a_status()._replace(total=Decimal("9.50"))

    written, _ = watched(125, look)
    frames = written.split("\x1b[H")
    assert "Not up to date" in frames[100]
    assert "Not up to date" not in frames[-1]
    assert "9:30" in frames[-1]


def test_a_token_that_is_refused_ends_it_and_gives_the_terminal_back() -> None:
    out = io.StringIO()
    output = Output(out, io.StringIO(), {}, stdout_terminal=True, stderr_terminal=True)
    hours = Hours(1000)

    def look() -> Status:
        message = "refused"
        raise NotLoggedIn(message)

    with pytest.raises(NotLoggedIn):
        watch(a_status(), look, output, hours.monotonic, hours.sleep)
    assert out.getvalue().endswith(LEAVE)
