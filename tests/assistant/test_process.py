"""`hv mcp` as a process: nothing but messages on stdout, and a quiet end however it ends."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.account import KIM_TOKEN, an_account
from tests.assistant.asking import POST
from tests.child import HV, PYTHON, SECONDS, Process, start
from tests.faulty_harvest import FaultyHarvest, faulty_harvest

pytest.importorskip("mcp", reason="the SDK is not installed: harvest-cli[mcp]")
LOG = {"name": "log_time", "arguments": {"text": "2h on MW: hero"}}
HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
SERVE = (PYTHON, "-W", "error", *HV[1:], "mcp")


class Host:
    """A host by hand: lines in, lines out."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.stdin: Any = process.stdin
        self.stdout: Any = process.stdout
        self.stderr: Any = process.stderr
        self.count = 0

    def send(self, method: str = "", line: str = "", /, **params: Any) -> int:
        """Send a request, or a line as it stands."""
        self.count += 1
        asked = {"jsonrpc": "2.0", "id": self.count, "method": method, "params": params}
        self.stdin.write((line or json.dumps(asked)) + "\n")
        self.stdin.flush()
        return self.count

    def hear(self) -> Any:
        """The next message."""
        return json.loads(self.stdout.readline())

    def ask(self, method: str, /, **params: Any) -> Any:
        """Send and hear the answer."""
        number = self.send(method, **params)
        found = self.hear()
        assert found["id"] == number
        return found.get("result", found.get("error"))

    def end(self) -> tuple[int, str, str]:
        """Close the input; exit status, and what was left to read."""
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, err


@pytest.fixture
def harvest(tmp_path: Path) -> Iterator[FaultyHarvest]:
    """A server that can be told to fail."""
    with faulty_harvest(an_account(tmp_path), {}) as server:
        yield server


@pytest.fixture
def host(home: Path, harvest: FaultyHarvest) -> Iterator[Host]:
    """A host that has greeted its server."""
    host = greeted(home, harvest)
    yield host
    host.process.kill()
    host.process.wait(SECONDS)
    for stream in (host.stdin, host.stdout, host.stderr):
        with suppress(OSError):
            stream.close()


def greeted(home: Path, harvest: FaultyHarvest) -> Host:
    """Start a server and greet it."""
    login = {"HARVEST_ACCESS_TOKEN": KIM_TOKEN, "HARVEST_ACCOUNT_ID": "1000000"}
    where = {"HARVEST_API_URL": harvest.url, "HARVEST_ID_URL": harvest.url[:-3]}
    moment = {"HV_HOME": str(home), "HV_NOW": "2026-11-24T10:30", "HV_QUIET_SECONDS": "1"}
    host = Host(start(SERVE, {**where, **login, **moment}, stdin=-1))
    assert host.ask("initialize", **HELLO)["serverInfo"]["name"] == "hv"
    return host


def held(harvest: FaultyHarvest) -> int:
    """Entries of the sentence that the server holds."""
    found = harvest.account.db.execute("SELECT count(*) FROM entries WHERE notes = 'hero'")
    return int(found.fetchone()[0])


def test_lines_that_are_no_message_are_answered_and_the_server_lives(host: Host) -> None:
    for line, number, code in (
        ("garbage", None, -32700),
        ('[{"jsonrpc":"2.0","id":9,"method":"ping"}]', None, -32600),
        ("[" * 100_000, None, -32700),
        (r'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"\ud800"}}', 7, -32600),
    ):
        host.send("", line)
        found = host.hear()
        assert (found["id"], found["error"]["code"]) == (number, code), line[:80]
    long = {"name": "log_time", "arguments": {"text": "x" * 10_000_000}}
    assert host.ask("tools/call", **long)["structuredContent"]["code"] == "wrong_type"
    assert host.ask("tools/call", **LOG)["structuredContent"]["status"] == "logged"
    assert host.end() == (0, "", "")


def test_the_modern_era_needs_no_greeting(home: Path, harvest: FaultyHarvest) -> None:
    host = Host(start(SERVE, {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}, stdin=-1))
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    assert "2026-07-28" in host.ask("server/discover", _meta=meta)["supportedVersions"]
    listed = host.ask("tools/list", _meta=meta)
    assert (len(listed["tools"]), listed["ttlMs"], listed["cacheScope"]) == (
        13,
        3_600_000,
        "public",
    )
    unknown = {**meta, "io.modelcontextprotocol/protocolVersion": "1999-01-01"}
    assert host.ask("tools/list", _meta=unknown)["code"] < 0
    assert host.ask("tools/call", name="get_status", arguments={}, _meta=meta)["isError"] is False
    assert host.end() == (0, "", "")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(how: signal.Signals, host: Host) -> None:
    host.process.send_signal(how)
    assert host.process.wait(SECONDS) == 128 + how
    assert host.end()[1:] == ("", "")


def test_a_host_that_closes_its_end_is_no_news(host: Host) -> None:
    host.stdout.close()
    host.send("ping")
    assert host.process.wait(SECONDS) == 0
    assert host.stderr.read() == ""


@pytest.mark.parametrize("end", ["stdin", "stdout", "SIGTERM", "SIGINT", "SIGKILL"])
def test_whatever_ends_it_while_it_writes_the_next_one_finds_one_entry(
    end: str, host: Host, home: Path, harvest: FaultyHarvest
) -> None:
    host.ask("tools/call", name="list_projects", arguments={})

    def ended(handler: Any, reply: Any) -> None:
        if end == "stdin":
            host.stdin.close()
        elif end == "stdout":
            host.stdout.close()
        else:
            host.process.send_signal(getattr(signal, end))
        time.sleep(0.1)
        handler.send(reply.status, reply.headers, reply.body)

    harvest.fail({POST: [ended]})
    host.send("tools/call", **LOG)
    host.process.wait(SECONDS)
    err = host.stderr.read()
    assert "Traceback" not in err
    harvest.fail({})
    again = greeted(home, harvest)
    for _ in range(2):
        said = again.ask("tools/call", **LOG)["structuredContent"]
        assert said["status"] in ("logged", "already_logged", "unconfirmed", "saved_not_sent")
    assert again.end()[0] == 0
    assert held(harvest) == 1


def test_two_servers_at_once_log_one_entry(home: Path, harvest: FaultyHarvest, host: Host) -> None:
    other = greeted(home, harvest)
    for each in (host, other):
        each.send("tools/call", **LOG)
    said = [each.hear()["result"]["structuredContent"] for each in (host, other)]
    assert {each["status"] for each in said} <= {"logged", "already_logged", "unconfirmed"}
    assert held(harvest) == 1
    assert other.end()[0] == 0


def test_help_loads_no_sdk() -> None:
    code = (
        "import sys; sys.argv = ['hv', '--help']\n"
        "import atexit, harvest_cli.__main__ as m\n"
        "try:\n    m.main()\nexcept SystemExit:\n    pass\n"
        "import harvest_cli.app; harvest_cli.app.build_app('mcp')\n"
        "print('mcp' in sys.modules)"
    )
    with start([PYTHON, "-c", code]) as process:
        assert process.communicate(timeout=SECONDS)[0].splitlines()[-1] == "False"
