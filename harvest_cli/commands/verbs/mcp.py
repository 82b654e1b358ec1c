"""`hv mcp`: hv as a server of the Model Context Protocol, and what hosts need to start it."""

import os
import shutil
import sys

from harvest_cli.actions.assistant.tools import listed
from harvest_cli.commands.assistant.answering import Worker, answering
from harvest_cli.commands.assistant.snippets import HOSTS, host_named
from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.run import Run, is_terminal
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import install
from harvest_cli.show.render import render
from harvest_cli.show.setup.login_text import HostSnippet

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
    found, profile = host_named(host), run.flagged_profile
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
