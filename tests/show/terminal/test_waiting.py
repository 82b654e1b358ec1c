"""While Harvest lets hv wait: one line for somebody who sits there, and no trace of it."""

import io
import threading
from pathlib import Path

import pytest

from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.waiting import WAITING, waiting
from tests.child import FORKED_HV
from tests.faulty_server import FaultyServer, Talk, reply
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


@pytest.mark.ux(62, 81)
def test_a_command_says_that_it_waits(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = reply(302, b"", {"Location": "http://127.0.0.1:1/"})
    with FaultyServer([[waits, elsewhere], [elsewhere]]) as server:
        environ = {
            "HV_HOME": str(home),
            "TERM": "dumb",
            "HARVEST_API_URL": server.url,
            "HARVEST_ACCESS_TOKEN": "x",
            "HARVEST_ACCOUNT_ID": "1",
        }
        with Terminal([*FORKED_HV, "whoami"], {**environ, "PYTHONPATH": str(ROOT)}) as terminal:
            terminal.expect(WAITING)
            server.released.set()
            assert terminal.end() == 7
            last = terminal.seen.rpartition(WAITING)[2]
            assert "hv: Harvest" in last
            assert last.startswith("\r ")
        monkeypatch.setattr("harvest_cli.show.terminal.waiting.PATIENCE", 0.0)
        ran = Hv(environ)("whoami")
        assert (ran.code, WAITING in ran.err) == (7, False)


def waits(talk: Talk) -> None:
    """Nothing is read or said before the server is released."""
    talk.server.released.wait(timeout=20)
