"""`hv mcp` as a process: nothing but messages on stdout, and a quiet end however it ends."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.example import ONLINE_STORE
from tests.account import BOB_TOKEN, KIM_TOKEN, an_account, log
from tests.assistant.asking import POST, check
from tests.assistant.test_answers import USUAL
from tests.child import HV, PYTHON, SECONDS, Process, start
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.rows import few

pytest.importorskip("mcp", reason="the SDK is not installed: harvest-cli[mcp]")
OTHERS, DAY = 636718000, "2026-11-23"
LOG = {"name": "log_time", "arguments": {"text": "2h on MW: hero"}}
HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
SERVE = (PYTHON, "-W", "error", *HV[1:], "mcp")


CENTURY = {"from": "1926-01-01", "to": "2026-11-24"}
BAD: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("log_time", {"text": "2h on MW: hero", "dry_run": True}, "not_understood", "unknown_argument"),
    ("log_time", {"text": "2h on MW: hero", "prject": "TF"}, "not_understood", "unknown_argument"),
    ("log_time", {"text": ["2h on MW: hero"]}, "not_understood", "wrong_type"),
    ("log_time", {"text": "2h on MW: hero", "hours": "two"}, "not_understood", "wrong_type"),
    ("log_time", {"text": "2h on MW: hero", "hours": 1e999}, "not_understood", "wrong_type"),
    ("log_time", {"text": "hero " * 500}, "not_understood", "wrong_type"),
    ("log_time", {}, "not_understood", "missing_argument"),
    ("edit_entry", {"entry_id": OTHERS, "hours": 1}, "not_found", None),
    ("delete_entry", {"entry_id": OTHERS, "spent_date": DAY, "hours": 1}, "not_found", None),
    ("start_timer", {"entry_id": OTHERS}, "not_found", None),
    ("stop_timer", {"entry_id": OTHERS}, "not_found", None),
    ("undo_write", {"write_id": "w0123456789abcd"}, "not_found", None),
    ("undo_write", {"write_id": "last"}, "not_found", "unknown_write"),
    ("list_entries", {"cursor": "50-00000000"}, "not_understood", "invalid_cursor"),
    ("list_projects", {"cursor": "9" * 100}, "not_understood", "invalid_cursor"),
    ("list_entries", CENTURY, "ok", None),
    ("get_time_report", {"text": "1926 to 2026"}, "ok", None),
    ("find_gaps", {"period": "1926 to 2026"}, "ok", None),
    ("list_entries", {"period": "the year 999999999999"}, "not_understood", None),
]
"""Calls that send nothing, with status and code."""


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


def greeted(home: Path, harvest: FaultyHarvest, **more: str) -> Host:
    """Start a server and greet it."""
    login = {"HARVEST_ACCESS_TOKEN": KIM_TOKEN, "HARVEST_ACCOUNT_ID": "1000000"}
    where = {"HARVEST_API_URL": harvest.url, "HARVEST_ID_URL": harvest.url[:-3]}
    moment = {"HV_HOME": str(home), "HV_NOW": "2026-11-24T10:30", "HV_QUIET_SECONDS": "1"}
    host = Host(start(SERVE, {**where, **login, **moment, **more}, stdin=-1))
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
        ("x" * 10_000_000, None, -32700),
        (r'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"\ud800"}}', 7, -32600),
    ):
        host.send("", line)
        found = host.hear()
        assert (found["id"], found["error"]["code"]) == (number, code), line[:80]
    long = {"name": "log_time", "arguments": {"text": "x" * 10_000_000}}
    assert host.ask("tools/call", **long)["structuredContent"]["code"] == "wrong_type"
    assert host.ask("tools/call", **LOG)["structuredContent"]["status"] == "logged"
    assert host.end() == (0, "", "")


def test_what_is_no_text_is_not_logged_as_another(host: Host, harvest: FaultyHarvest) -> None:
    asked = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": LOG}
    for bad in (b"caf\xe9", b"\xff\xfe", b"\xed\xa0\x80"):
        line = json.dumps(asked).encode().replace(b"hero", bad)
        host.stdin.buffer.write(line + b"\n")
        host.stdin.flush()
        found = host.hear()
        assert (found["id"], found["error"]["code"]) == (7, -32600)
        assert "UTF-8" in found["error"]["message"]
    assert harvest.posts == 0
    assert host.ask("tools/call", **LOG)["structuredContent"]["status"] == "logged"


def test_whatever_is_asked_is_answered_in_the_documented_form(
    host: Host, harvest: FaultyHarvest
) -> None:
    others = log(harvest.account, BOB_TOKEN, project_id=ONLINE_STORE)["id"]
    for tool, given, status, code in BAD:
        given = {name: others if value == OTHERS else value for name, value in given.items()}
        result = host.ask("tools/call", name=tool, arguments=given)
        said = result["structuredContent"]
        check(tool, said)
        assert json.loads(result["content"][0]["text"]) == said
        assert (said["status"], result["isError"]) == (status, status != "ok"), (tool, given, said)
        assert code in (None, said.get("code")), (tool, given, said)
    assert [each for each in harvest.seen if not each.startswith("GET ")] == []
    assert host.ask("tools/call", name="rm", arguments={})["code"] == -32602
    assert host.ask("tools/call", **LOG)["structuredContent"]["status"] == "logged"
    assert host.end() == (0, "", "")


def test_the_token_of_the_environment_comes_out_nowhere(
    home: Path, host: Host, harvest: FaultyHarvest
) -> None:
    told = json.dumps({"message": f"Nobody has {KIM_TOKEN}"}).encode()

    def quoting(handler: Any, _reply: Any) -> None:
        handler.send(422, {"Content-Type": "application/json"}, told)

    debugging = greeted(home, harvest, HV_DEBUG="1")
    heard = ""
    for each in (host, debugging):
        for tool, given in USUAL.items():
            harvest.fail({})
            heard += json.dumps(each.ask("tools/call", name=tool, arguments=given))
        harvest.fail({POST: [quoting], "GET /v2/time_entries": [quoting] * 3})
        heard += json.dumps(each.ask("tools/call", **LOG))
        heard += json.dumps(each.ask("tools/call", name="list_entries", arguments={}))
        each.send("", f"garbage {KIM_TOKEN}")
        heard += json.dumps(each.hear())
        heard += "".join(str(part) for part in each.end())
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert " 422 " in heard, "the trace was on, and the words were refused"
    assert kept
    for secret in (KIM_TOKEN, KIM_TOKEN[4:]):
        assert secret not in heard
        assert [path.name for path in kept if secret.encode() in path.read_bytes()] == []


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


@few(3)
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
