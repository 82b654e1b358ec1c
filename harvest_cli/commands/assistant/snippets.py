"""What each host wants in its configuration to start hv. No token stands in any of them."""

import json
import shlex
from collections.abc import Callable, Mapping, Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import close_words

Writer = Callable[[Sequence[str]], str]


class Host(NamedTuple):
    """Where the snippet of a host goes, and how it is written from the command that starts hv."""

    place: str
    write: Writer


def _servers(command: Sequence[str]) -> str:
    return _json("mcpServers", {"command": command[0], "args": list(command[1:])})


def _vscode(command: Sequence[str]) -> str:
    server = {"type": "stdio", "command": command[0], "args": list(command[1:])}
    return _json("servers", server)


def _json(key: str, server: Mapping[str, object]) -> str:
    return json.dumps({key: {"hv": server}}, ensure_ascii=False)


def _added(by: str) -> Writer:
    return lambda command: f"{by} -- {shlex.join(command)}"


SHELL = "run it in a terminal"
HOSTS = {
    "claude-code": Host(SHELL, _added("claude mcp add --scope user hv")),
    "claude-desktop": Host(
        "claude_desktop_config.json in ~/Library/Application Support/Claude or %APPDATA%\\Claude; "
        "then quit Claude fully",
        _servers,
    ),
    "codex": Host(SHELL, _added("codex mcp add hv")),
    "cursor": Host("~/.cursor/mcp.json", _servers),
    "gemini": Host("~/.gemini/settings.json", _servers),
    "vscode": Host(".vscode/mcp.json", _vscode),
}


def host_named(name: str) -> Host:
    """The host of that name; raises UsageError with the nearest."""
    wanted = name.strip().lower().replace(" ", "-").replace("_", "-")
    if wanted in HOSTS:
        return HOSTS[wanted]
    near = close_words(wanted, HOSTS)
    message = f'Unknown host "{name[:60]}"'
    meant = f"`hv mcp config {near[0] if near else 'claude-code'}`"
    hint = f"Did you mean {meant}?" if near else f"For example {meant}"
    raise UsageError(message, hint=hint, candidates=list(HOSTS))
