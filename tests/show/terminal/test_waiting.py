"""While Harvest lets hv wait: one line for somebody who sits there, and no trace of it."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.waiting import WAITING, waiting
from tests.child import HV
from tests.running import Hv
from tests.show.samples import an_output
from tests.terminal import Terminal

ROOT = Path(__file__).parents[3]


class Heard(io.StringIO):
    """A stream that tells when something was flushed into it."""

    def __init__(self) -> None:
        super().__init__()
        self.said = threading.Event()

    def flush(self) -> None:
        super().flush()
        self.said.set()


def waited(after: float, *, width: int | None = 80, quiet: bool = False, said: bool = True) -> str:
    """What stderr holds after a wait that lasts until the line is there, if one comes."""
    output = an_output(width=width, quiet=quiet)
    output.stderr = heard = Heard()
    with waiting(output, after):
        assert not said or heard.said.wait(5)
    return heard.getvalue()


@pytest.mark.ux(62)
def test_a_long_wait_is_said_and_the_line_is_erased() -> None:
    assert waited(0) == f"\r{WAITING}\r{' ' * len(WAITING)}\r"


def test_a_short_wait_says_nothing() -> None:
    assert waited(60, said=False) == ""


def test_a_pipe_and_quiet_see_nothing() -> None:
    assert waited(0, width=None, said=False) == ""
    assert waited(0, quiet=True, said=False) == ""


def test_it_fits_the_terminal() -> None:
    assert len(waited(0, width=20).split("\r")[1]) < 20


def broken_off(output: Output, heard: Heard) -> None:
    with waiting(output, 0):
        assert heard.said.wait(5)
        raise KeyboardInterrupt


def test_it_is_erased_when_the_wait_is_broken_off() -> None:
    output = an_output(width=80)
    output.stderr = heard = Heard()
    with pytest.raises(KeyboardInterrupt):
        broken_off(output, heard)
    assert heard.getvalue().endswith(" \r")


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v2"


@pytest.mark.ux(62, 81)
def test_a_command_says_that_it_waits(silent: str, home: Path) -> None:
    login = {"HARVEST_API_URL": silent, "HARVEST_ACCESS_TOKEN": "x", "HARVEST_ACCOUNT_ID": "1"}
    environ = {"HV_HOME": str(home), "TERM": "dumb", "PYTHONPATH": str(ROOT), **login}
    with Terminal([*HV, "whoami", "--timeout", "2"], environ) as terminal:
        terminal.expect(WAITING)
        assert terminal.end() == 7
        last = terminal.seen.rpartition(WAITING)[2]
        assert "hv: Harvest" in last
        assert last.startswith("\r ")
    assert WAITING not in Hv({**environ})("whoami", "--timeout", "0.6").err
