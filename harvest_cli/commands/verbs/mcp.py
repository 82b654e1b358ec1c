"""`hv mcp`: hv as a server of the Model Context Protocol, and what hosts need to start it."""

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence

from harvest_cli.actions.assistant.tools import listed
from harvest_cli.commands.assistant.answering import Worker, answering
from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.run import Run, is_terminal
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated, NamedTuple
from harvest_cli.domain.wording import close_words, install
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.login_text import HostSnippet

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


ReadOnly = Annotated[bool, Flag("--read-only", help="Offer only the tools that send nothing")]
HostName = Annotated[str, Argument("HOST", offers=" ".join(HOSTS))]


@command("mcp", SET_UP, topic="assistants")
def mcp(run: Run, *, read_only: ReadOnly = False) -> int:
    """Serve an AI assistant over standard input and output (MCP).

      hv mcp config claude-desktop
      hv --profile work mcp --read-only

    The assistant's program (its host) starts it; hv mcp config prints what the host
    needs. It takes the login of hv, and no token stands in any configuration.
    Where packages are missing for it, it says how to install them.
    """
    try:
        # The SDK loads in 400 ms, and is there only where somebody asked for it.
        from harvest_cli.commands.assistant.server import serve
    except ImportError as missing:
        if (missing.name or "").startswith("harvest_cli"):
            raise
        message = "`hv mcp` needs more packages"
        hint = f"Install them: `{install('mcp')}`"
        raise UsageError(message, code="missing_extra", hint=hint) from None
    if is_terminal(run.stdin):
        run.output.note("Waiting for a host on standard input; Ctrl-C stops")
    tools = listed(read_only=read_only)
    return serve(tools, Worker(answering(run, read_only=read_only)))


@command("mcp config", topic="assistants")
def config(run: Run, *, host: HostName, read_only: ReadOnly = False) -> None:
    """Print what a host needs to start hv; no file is written.

    hv mcp config claude-code
    hv --profile work mcp config cursor
    hv mcp config vscode --read-only
    """
    found, profile = _host_named(host), run.flagged_profile
    words = [*_hv(), *(["--profile", profile] if profile else []), "mcp"]
    words += ["--read-only"] if read_only else []
    render(HostSnippet(found.write(words), found.place), run.output)


def _hv() -> list[str]:
    """How this hv is started from anywhere."""
    typed = os.path.abspath(sys.argv[0])  # noqa: PTH100 - a link must stay a link
    if os.path.basename(typed) in ("hv", "hv.exe") and os.access(typed, os.X_OK):  # noqa: PTH119
        return [typed]
    found = shutil.which("hv")
    return [found] if found else [sys.executable, "-m", "harvest_cli"]


def _host_named(name: str) -> Host:
    """The host of that name; raises UsageError with the nearest."""
    wanted = name.strip().lower().replace(" ", "-").replace("_", "-")
    if wanted in HOSTS:
        return HOSTS[wanted]
    near = close_words(wanted, HOSTS)
    message = f'Unknown host "{name[:60]}"'
    meant = f"`hv mcp config {near[0] if near else 'claude-code'}`"
    hint = f"Did you mean {meant}?" if near else f"For example {meant}"
    raise UsageError(message, hint=hint, candidates=list(HOSTS))
