"""`hv login` as a person sees it, through a real pseudo-terminal."""

import os
import sys
from pathlib import Path

import pytest

from tests.child import FORKED_HV, HV
from tests.served import CANARY, Served

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.terminal import Terminal


def environ(there: Served, home: Path) -> dict[str, str]:
    return {
        "HV_HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        **there.environ,
    }


@pytest.mark.ux(35, 76)
def test_a_token_is_pasted_unseen_and_stored_after_a_yes(there: Served, home: Path) -> None:
    with Terminal([*FORKED_HV, "login"], environ(there, home)) as terminal:
        terminal.expect("Token: ")
        assert "https://id.getharvest.com/developers" in terminal.seen
        assert "does not expire" in terminal.seen
        assert not terminal.echoes()
        terminal.type(CANARY)
        terminal.expect("Store it there? [Y/n] ")
        assert terminal.echoes()
        # A long path begins a line.
        told = " ".join(terminal.seen.split())
        assert f"The token goes to {home}/credentials.toml" in told
        assert not (home / "credentials.toml").exists()
        terminal.type("")
        assert terminal.end() == 0
    assert "Logged in" in terminal.seen
    assert 'hv log "1h on marketing-website' in terminal.seen
    assert CANARY not in terminal.seen
    assert CANARY[-6:] not in terminal.seen
    assert CANARY in (home / "credentials.toml").read_text()


def test_a_no_stores_nothing(there: Served, home: Path) -> None:
    with Terminal([*FORKED_HV, "login"], environ(there, home)) as terminal:
        terminal.expect("Token: ")
        terminal.type(CANARY)
        terminal.expect("[Y/n] ")
        terminal.type("n")
        assert terminal.end() == 2
    assert "Nothing was stored" in terminal.seen
    assert not (home / "credentials.toml").exists()


def test_ctrl_c_at_the_prompt_gives_the_echo_back(there: Served, home: Path) -> None:
    import signal

    with Terminal([*FORKED_HV, "login"], environ(there, home)) as terminal:
        terminal.expect("Token: ")
        assert not terminal.echoes()
        terminal.process.send_signal(signal.SIGINT)
        terminal.expect("Interrupted")
        assert terminal.echoes()
        assert terminal.end() == 130


def test_the_process_list_never_shows_the_token(there: Served, home: Path) -> None:
    """Neither while it is typed nor while it is proven."""
    with Terminal([*HV, "login"], environ(there, home)) as terminal:
        terminal.expect("Token: ")
        terminal.type(CANARY)
        terminal.expect("[Y/n] ")
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                assert CANARY.encode() not in path.read_bytes()
            except OSError:  # that process has ended meanwhile
                continue
        terminal.type("")
        assert terminal.end() == 0
