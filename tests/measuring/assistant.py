"""`python -m tests.measuring.assistant`: hv mcp beside a bare server of two tools of the same SDK.

Milliseconds on the embedded account, in one run, each call beside one of the bare server. A shared
machine stretches the time on the wall; the processor's time of the server (all threads, as Linux
counts it) is stretched less, and the least of it hardly at all. The last line has a server that
takes 200 ms to answer.
"""

import json
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Any

from harvest_cli.actions.assistant.call import size_of
from tests.account import KIM_TOKEN, an_account
from tests.child import HV, PYTHON, start
from tests.faulty_harvest import faulty_harvest

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
CALLS: dict[str, tuple[float, list[dict[str, Any]]]] = {
    "list_projects": (5, [{}]),
    "preview_time": (5, [{"text": "2h on MW: hero"}]),
    "get_status": (15, [{}]),
    "get_time_report": (15, [{"text": "last week"}]),
    "list_entries": (15, [{}]),
    "log_time": (15, [{"text": f"1m on MW: {number}"} for number in range(30)]),
}
"""The bar of each call, and its arguments in turn."""
RUNS = 30
NOTHING: Mapping[str, str] = MappingProxyType({})


class Server:
    """A server, asked one thing after another."""

    def __init__(self, argv: list[str], home: Path, environ: Mapping[str, str] = NOTHING) -> None:
        began = time.perf_counter()
        own = {"HV_HOME": str(home), "HV_PROFILE": "sandbox", **environ}
        self.process = start(argv, own, stdin=-1)
        self.ask("initialize", **HELLO)
        self.listed = size_of(self.ask("tools/list"))
        self.ready = (time.perf_counter() - began) * 1000
        self.began = self.busy()

    def ask(self, method: str, /, **params: Any) -> Any:
        """The result of a request."""
        stdin: Any = self.process.stdin
        stdout: Any = self.process.stdout
        stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
        stdin.write("\n")
        stdin.flush()
        return json.loads(stdout.readline())["result"]

    def timed(self, name: str, arguments: dict[str, Any]) -> tuple[float, float]:
        """Milliseconds of a call on the wall, and of the processor."""
        began, busy = time.perf_counter(), self.busy()
        self.ask("tools/call", name=name, arguments=arguments)
        return (time.perf_counter() - began) * 1000, self.busy() - busy

    def busy(self) -> float:
        """Milliseconds that all threads of the server have run."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e6

    def size(self, name: str, arguments: dict[str, Any]) -> int:
        """Bytes of an answer's document."""
        found = self.ask("tools/call", name=name, arguments=arguments)
        return size_of(found["structuredContent"])

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
        begin(Path(folder))
        calls(Path(folder))
        far(Path(folder))


def begin(home: Path) -> None:
    """From the start to the list of tools, in pairs."""
    pairs: list[tuple[Server, Server]] = []
    for _ in range(7):
        pair = (Server([*HV, "mcp"], home), Server([PYTHON, "-c", BARE], home))
        pairs.append(pair)
        for server in pair:
            server.end()
    print(f"to tools/list {median(own.ready for own, _ in pairs):.0f}", end=", ")
    print(f"bare {median(bare.ready for _, bare in pairs):.0f}", end=", ")
    print(f"ratio {median(own.ready / bare.ready for own, bare in pairs):.2f}", end=", ")
    print(f"of the processor {median(own.began / bare.began for own, bare in pairs):.2f}; bar 1.3")
    print(f"tools/list {pairs[0][0].listed} bytes; bar 14,000")


def calls(home: Path) -> None:
    """The first call, and each call many times, beside one of the bare server."""
    server, bare = Server([*HV, "mcp"], home), Server([PYTHON, "-c", BARE], home)
    # Between the list of tools and the first call a model thinks.
    time.sleep(1)
    wall, busy = server.timed("list_projects", {})
    print(f"first call {wall:.0f}, processor {busy:.0f}; bar 120")
    for name, (bar, given) in CALLS.items():
        times = [server.timed(name, given[at % len(given)]) for at in range(RUNS)][1:]
        beside = [bare.timed("one", {}) for _ in range(RUNS)][1:]
        walls, busys = zip(*times, strict=True)
        print(f"{name:15} wall {median(walls):5.1f}, least {min(walls):5.1f}", end="; ")
        print(f"processor {median(busys):5.1f}, least {min(busys):5.1f}", end="; ")
        print(
            f"bare {median(w for w, _ in beside):4.1f}, {median(b for _, b in beside):4.1f}", end=""
        )
        print(f"; bar {bar}")
    log = server.size("log_time", {"text": "1m on MW: size"})
    fifty = server.size("list_entries", {"period": "this month", "limit": 50})
    most = server.size("list_entries", {"from": "2026-10-01", "limit": 200})
    print(f"bytes of a log {log}, of 50 entries {fifty}, of 200 asked for {most}", end="; ")
    print("bars 700, 15,000, 20,000")
    print(f"memory {server.peak():.0f} MiB, bare {bare.peak():.0f}; bar 100")
    server.end()
    bare.end()


def far(home: Path) -> None:
    """A log where every answer takes 200 ms; requests and connections of ten logs."""
    home.joinpath("far").mkdir()
    connections: list[Any] = []
    with faulty_harvest(an_account(home / "far"), {}) as harvest:
        usual, open_ = harvest.planned, harvest.process_request

        def slow(line: str) -> Any:
            time.sleep(0.2)
            return usual(line)

        def counted(request: Any, address: Any) -> None:
            connections.append(address)
            open_(request, address)

        harvest.planned, harvest.process_request = slow, counted  # type: ignore[method-assign, assignment]
        where = {"HARVEST_API_URL": harvest.url, "HARVEST_ID_URL": harvest.url[:-3]}
        login = {"HARVEST_ACCESS_TOKEN": KIM_TOKEN, "HARVEST_ACCOUNT_ID": "1000000"}
        moment = {"HV_NOW": "2026-11-24T10:30", "HV_PROFILE": ""}
        server = Server([*HV, "mcp"], home / "away", {**where, **login, **moment})
        server.timed("list_projects", {})
        before = len(harvest.seen)
        times = [server.timed("log_time", {"text": f"1m on MW: {n}"})[0] for n in range(10)]
        print(
            f"log at 200 ms a round trip: {median(times):.0f}; bar 1,000; requests of ten logs",
            end=" ",
        )
        print(f"{len(harvest.seen) - before}, connections in all {len(connections)}")
        server.end()


if __name__ == "__main__":
    main()
