"""`python -m tests.measuring.assistant`: hv mcp beside a bare server of two tools of the same SDK.

Times are medians in milliseconds on the embedded account, in one run, taken in turns.
"""

import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from harvest_cli.actions.assistant.documents import size_of
from tests.child import HV, PYTHON, start

BARE = """
import asyncio
import mcp.types as t
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
tools = [t.Tool(name=n, input_schema={"type": "object"}) for n in ("one", "two")]
async def listing(c, p): return t.ListToolsResult(tools=tools)
async def calling(c, p): return t.CallToolResult(content=[t.TextContent(type="text", text="x")])
async def main():
    server = Server("bare", on_list_tools=listing, on_call_tool=calling)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
asyncio.run(main())
"""
HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "measuring", "version": "1"},
}
CALLS: dict[str, list[dict[str, Any]]] = {
    "list_projects": [{}],
    "preview_time": [{"text": "2h on MW: hero"}],
    "log_time": [{"text": f"1m on MW: {number}"} for number in range(20)],
    "get_status": [{}],
    "get_time_report": [{"text": "last week"}],
    "list_entries": [{}],
}


class Server:
    """A server, asked one thing after another."""

    def __init__(self, argv: list[str], home: Path) -> None:
        self.began = time.perf_counter()
        self.process = start(argv, {"HV_HOME": str(home), "HV_PROFILE": "sandbox"}, stdin=-1)
        self.ask("initialize", **HELLO)
        self.listed = size_of(self.ask("tools/list"))
        self.ready = (time.perf_counter() - self.began) * 1000

    def ask(self, method: str, /, **params: Any) -> Any:
        """The result of a request."""
        stdin: Any = self.process.stdin
        stdout: Any = self.process.stdout
        stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
        stdin.write("\n")
        stdin.flush()
        return json.loads(stdout.readline())["result"]

    def timed(self, name: str, arguments: dict[str, Any]) -> float:
        """Milliseconds of a call."""
        began = time.perf_counter()
        self.ask("tools/call", name=name, arguments=arguments)
        return (time.perf_counter() - began) * 1000

    def peak(self) -> float:
        """The most memory so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def end(self) -> None:
        """Close it."""
        self.process.communicate()


def main() -> None:
    """Measure, and print one line for each thing."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(7):
            for argv, found in (([*HV, "mcp"], ours), ([PYTHON, "-c", BARE], bare)):
                server = Server(argv, home)
                found.append(server.ready)
                server.end()
        print(f"to tools/list {median(ours):.0f}, bare {median(bare):.0f}")
        print(f"ratio {median(ours) / median(bare):.2f}")
        server = Server([*HV, "mcp"], home)
        print(
            f"tools/list {server.listed} bytes; first call {server.timed('list_projects', {}):.0f}"
        )
        for name, given in CALLS.items():
            times = [server.timed(name, given[at % len(given)]) for at in range(20)]
            print(f"{name} {median(times[1:]):.1f}")
        print(f"memory {server.peak():.0f} MiB")
        server.end()


if __name__ == "__main__":
    main()
