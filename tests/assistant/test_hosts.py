"""`hv mcp config` and what `hv mcp` says where it cannot serve."""

import json
import sys
from pathlib import Path

import pytest

from harvest_cli.domain.wording import install
from tests.rows import for_each
from tests.running import Hv

SERVER = {"command": "/usr/bin/hv", "args": ["--profile", "work", "mcp"]}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The path of an hv that can be started."""
    path = tmp_path / "a b" / "hv"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(path)])
    return str(path)


@for_each("host", ["claude-desktop", "cursor", "gemini", "Claude Desktop"])
def test_a_host_with_a_file_gets_json(host: str, hv: Hv, installed: str) -> None:
    ran = hv("--profile", "work", "mcp", "config", host)
    wanted = {"mcpServers": {"hv": {**SERVER, "command": installed}}}
    assert (ran.code, json.loads(ran.out)) == (0, wanted)
    assert "Where it goes: " in ran.err


def test_vscode_wants_the_type_of_the_server(hv: Hv, installed: str) -> None:
    ran = hv("mcp", "config", "vscode", "--read-only")
    server = {"type": "stdio", "command": installed, "args": ["mcp", "--read-only"]}
    assert json.loads(ran.out) == {"servers": {"hv": server}}


@for_each(
    ("host", "begin"),
    [("claude-code", "claude mcp add --scope user hv -- "), ("codex", "codex mcp add hv -- ")],
)
def test_a_host_with_a_command_gets_a_line(host: str, begin: str, hv: Hv, installed: str) -> None:
    ran = hv("--sandbox", "mcp", "config", host, "--json")
    assert ran.json["snippet"] == f"{begin}'{installed}' --profile sandbox mcp"


def test_no_file_is_written_and_no_token_printed(hv: Hv, installed: str, home: Path) -> None:
    token = "4711.pt.canary-canary-canary"
    ran = hv.with_(HARVEST_ACCESS_TOKEN=token)("mcp", "config", "cursor")
    assert token not in ran.out + ran.err
    assert not home.exists()


def test_an_unknown_host_is_refused_with_those_there_are(hv: Hv) -> None:
    ran = hv("mcp", "config", "claude-cod")
    assert ran.code == 2
    assert "Did you mean `hv mcp config claude-code`?" in ran.err


def test_what_is_like_no_host_is_refused_with_a_command_that_works(hv: Hv) -> None:
    ran = hv("mcp", "config", "zed")
    assert ran.err.splitlines()[0] == 'hv: Unknown host "zed"'
    assert "hint: For example `hv mcp config claude-code`" in ran.err


def test_without_the_extra_hv_says_how_to_install_it(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "harvest_cli.commands.assistant.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.types", None)
    ran = hv("mcp")
    assert (ran.code, ran.out) == (2, "")
    hint = f"hint: Install them: `{install('mcp')}`"
    assert ran.err == f"hv: `hv mcp` needs more packages\n\n{hint}\n"
