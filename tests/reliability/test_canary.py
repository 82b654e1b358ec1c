"""One known token through every command, in every face and with every failure: it leaves no trace.

Not in an output, not in a file but its own, not in the list of processes.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_cli.commands.help.pages import commands
from tests import child
from tests.faulty_server import FaultyServer, close, closed_port, reply, reset
from tests.rows import few, some, sweep
from tests.running import Hv
from tests.served import CANARY, Served

PIECE = CANARY[8:26]
"""Enough of it to be a leak."""
SENTENCES = {
    "log": ["1h on MW: x"],
    "start": ["on MW: x"],
    "parse": ["1h on MW: x"],
    "entries": ["last week"],
    "report": ["last week by client"],
    "open": ["MW"],
    "edit": ["last", "--hours", "2"],
    "delete": ["last", "--yes"],
    "logout": [],
}
LAST = ("logout",)


def command_lines() -> list[list[str]]:
    verbs = [each for each in commands() if each.path not in LAST]
    lines = [[verb.path, *SENTENCES.get(verb.path, [])] for verb in verbs if not verb.is_group]
    lines += [[verb.path, "--help"] for verb in verbs if verb.is_group]
    lines += [["config", "list", "--origin"], ["config", "get", "timeout"], [], ["lgo"], ["--help"]]
    return [line for line in lines if line[:1] != ["login"]]


def leaks_in(folder: Path, own: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path != own and PIECE.encode() in path.read_bytes()
    ]


@few(2)
@sweep
@pytest.mark.ux(48)
@pytest.mark.parametrize("faces", [(), ("--json",), ("--plain",)], ids=["usual", "json", "plain"])
def test_no_command_shows_or_keeps_the_token(
    there: Served, home: Path, faces: tuple[str, ...]
) -> None:
    hv = Hv({**there.environ, "HV_HOME": str(home), "HV_NOW": "2026-11-24T10:30"})
    texts = [hv("login", "--with-token", *faces, stdin=CANARY)]
    for line in some(command_lines(), 6 if faces else 3):
        texts += [
            hv(*line, *faces),
            hv(*line, *faces, terminal=True, CI="1"),
            hv(*line, *faces, HV_DEBUG="2"),
        ]
    assert sum(ran.code == 0 for ran in texts) > len(texts) // 3
    assert [ran for ran in texts if PIECE in ran.out + ran.err] == []
    assert leaks_in(home, home / "credentials.toml") == []
    assert PIECE.encode() in (home / "credentials.toml").read_bytes()
    hv("logout")
    assert leaks_in(home, home / "nothing") == []


@few(4)
@pytest.mark.parametrize(
    "fault",
    [
        reply(401, {"error": "invalid_token", "error_description": CANARY}),
        reply(403, {"message": CANARY}, {"Hint": CANARY}),
        reply(422, {"message": f"no {CANARY}"}),
        reply(302, b"", {"Location": f"https://x.example/?access_token={CANARY}"}),
        reply(500, CANARY.encode()),
        reply(200, CANARY.encode()),
        reply(404, f"<html>{CANARY}".encode(), {"Content-Type": "text/html"}),
        reset(),
        close(),
        reset(CANARY.encode()),
    ],
)
def test_no_failure_shows_the_token(home: Path, fault: object) -> None:
    texts = []
    for argv in (("whoami",), ("whoami", "--json"), ("log", "1h on MW: x"), ("doctor",)):
        for debug in ("", "2"):
            with FaultyServer([[fault]] * 12) as server:  # type: ignore[list-item]
                environ = {"HARVEST_API_URL": server.url, "HARVEST_ACCESS_TOKEN": CANARY}
                hv = Hv({"HV_HOME": str(home), "HARVEST_ACCOUNT_ID": "7", **environ})
                texts.append(hv(*argv, "--timeout", "0.3", HV_DEBUG=debug))
    assert all(ran.code for ran in texts)
    assert [ran for ran in texts if PIECE in ran.out + ran.err] == []
    assert leaks_in(home, home / "nothing") == []


def test_a_failure_to_connect_shows_no_token(home: Path) -> None:
    environ = {"HARVEST_ACCESS_TOKEN": CANARY, "HARVEST_ACCOUNT_ID": "7", "HV_HOME": str(home)}
    url = f"http://127.0.0.1:{closed_port()}/v2"
    ran = Hv({**environ, "HARVEST_API_URL": url})("whoami", HV_DEBUG="2")
    assert ran.code == 7
    assert PIECE not in ran.out + ran.err


@pytest.mark.ux(22)
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_the_list_of_processes_never_shows_the_token(there: Served, home: Path) -> None:
    """Looked at again and again while a login and a log run, children included."""
    environ = {"HV_HOME": str(home), "PATH": os.environ["PATH"], **there.environ}
    printing = [child.PYTHON, "-c", "import os; print(os.environ['SECRET_OF_THE_TEST'])"]
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(f"account_id = 1000000\ntoken_command = {printing!r}\n")
    environ["SECRET_OF_THE_TEST"] = CANARY
    for argv, stdin in ((["login", "--with-token"], CANARY), (["log", "1h on MW: x"], "")):
        looked = 0
        with child.start([*child.HV, *argv], environ, stdin=subprocess.PIPE) as running:
            assert running.stdin is not None
            running.stdin.write(stdin)
            running.stdin.close()
            while running.poll() is None:
                looked += 1
                assert all(PIECE.encode() not in line for line in command_lines_of_all())
                time.sleep(0.01)
        assert running.returncode == 0
        assert looked


def command_lines_of_all() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield path.read_bytes()
        except OSError:  # it has ended meanwhile
            continue
