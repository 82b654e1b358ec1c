"""The server on standard input and output: the only file that imports the SDK.

It serves both protocol eras. Checks are hv's own, because the SDK makes none, and nothing that is
raised may reach it, because it would send its text.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from threading import RLock, Thread
from typing import Any

import anyio
import anyio.to_thread
import mcp.types as types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from harvest_cli import __version__
from harvest_cli.actions.assistant.call import compact
from harvest_cli.actions.assistant.tools import INSTRUCTIONS, Tool
from harvest_cli.commands.assistant.answering import Worker
from harvest_cli.domain.wording import quoted

FRESH = CacheHint(ttl_ms=3_600_000, scope="public")
"""The list is the same for everybody, and as long as this hv runs."""
PATIENCE = 3.0
"""Seconds that a call under way has to end once the host is gone; what is left is in the outbox."""

A_MOMENT = 0.05
"""Seconds after the list of tools in which nothing else is loaded: it shall be out first."""


def server_of(tools: Sequence[Tool], worker: Worker) -> Server[Any]:
    """A server that offers these tools and lets the worker carry out their calls."""
    known = types.ListToolsResult(tools=[_listed(each) for each in tools])
    names = {each.name for each in tools}

    async def listing(_ctx: Any, _params: Any) -> types.ListToolsResult:
        # Whoever lists the tools will call one, and has to get the list first.
        asyncio.get_running_loop().call_later(A_MOMENT, worker.prepare)
        return known

    async def calling(ctx: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in names:
            raise MCPError(types.INVALID_PARAMS, f"Unknown tool: {quoted(params.name)}")
        told = _Told(ctx.session)
        # A call that the host gives up goes on: it may have been sent already.
        coming = worker.submit(params.name, params.arguments or {}, told.count)
        document, is_error = await asyncio.shield(asyncio.wrap_future(coming))
        await told.out()
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=compact(document))],
            structured_content=document,
            is_error=is_error,
        )

    return Server(
        "hv",
        version=__version__,
        title="Harvest time tracking",
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": FRESH},
        on_list_tools=listing,
        on_call_tool=calling,
    )


class _Told:
    """Tells the host how many rows a call has read, if it asked to be told: always more."""

    def __init__(self, session: Any) -> None:
        self._session, self._loop = session, asyncio.get_running_loop()
        self._most, self._telling = 0, list[asyncio.Task[None]]()

    def count(self, count: int) -> None:
        """Tell it; called on another thread."""
        # Where the loop is closed the host is gone.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell, count)

    def _tell(self, count: int) -> None:
        if count > self._most:
            self._most = count
            said = self._session.report_progress(count, message=f"{count:,} read so far")
            self._telling.append(self._loop.create_task(said))

    async def out(self) -> None:
        """Wait until all of it is told: nothing may follow the answer."""
        await asyncio.gather(*self._telling, return_exceptions=True)


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.says,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=types.ToolAnnotations(**_hints(tool.hints)),
    )


def _hints(hints: Mapping[str, bool]) -> dict[str, Any]:
    return dict(hints)


def serve(tools: Sequence[Tool], worker: Worker) -> int:
    """Serve until the host is done; gives the exit status. Every kind of end is quiet."""

    def leave(status: int) -> None:
        # The thread that reads the input cannot be woken: the process ends around it.
        ending = Thread(target=worker.close, daemon=True)
        ending.start()
        ending.join(PATIENCE)
        os._exit(status)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: leave(128 + number))
    asyncio.run(_serve(server_of(tools, worker), lambda: leave(0)))
    worker.close()
    return 0


async def _serve(server: Server[Any], hung_up: Callable[[], None]) -> None:
    wire = _Wire(_claimed(1, 2, "wb"), hung_up)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor is wanted
        given = TextIOWrapper(_claimed(0, nothing.fileno(), "rb"), "utf-8", "surrogateescape")
    lines: Any = _Lines(given, wire)
    try:
        async with stdio_server(lines, anyio.wrap_file(wire)) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    finally:
        given.close()
        wire.close()


def _claimed(number: int, instead: int, mode: str) -> Any:
    """A standard stream for messages alone: what others read or print goes elsewhere."""
    (sys.stdin, sys.stdout)[number].flush()
    own = os.dup(number)
    os.dup2(instead, number)
    return os.fdopen(own, mode)


class _Wire(TextIOWrapper):
    """The way to the host, a line at a time. When it is gone there is nobody to tell."""

    def __init__(self, raw: Any, hung_up: Callable[[], None]) -> None:
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", newline="\n")
        self._hung_up, self._one = hung_up, RLock()

    def write(self, text: str) -> int:
        """Take a line."""
        with self._one:
            return super().write(text)

    def flush(self) -> None:
        """Send what was written, or end hv where it cannot be sent."""
        try:
            with self._one:
                super().flush()
        except (OSError, ValueError):
            self._hung_up()


class _Lines:
    """The lines of the host. Those that are no message are answered here: the SDK leaves them."""

    def __init__(self, given: TextIOWrapper, wire: _Wire) -> None:
        self._given, self._wire = given, wire

    def __aiter__(self) -> "_Lines":
        return self

    async def __anext__(self) -> str:
        while True:
            line: str = await anyio.to_thread.run_sync(self._given.readline)
            if not line:
                raise StopAsyncIteration
            refused = _refused(line)
            if refused is None:
                return line
            if line.strip():
                self._wire.write(f"{compact(refused)}\n")
                await anyio.to_thread.run_sync(self._wire.flush)


def _refused(line: str) -> dict[str, Any] | None:
    """The error to answer a line with that is no message; None where it is one."""
    try:
        types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        number, code, why = None, types.PARSE_ERROR, "This is not JSON"
    else:
        return None
    try:
        found = json.loads(line)
        code, why = types.INVALID_REQUEST, "Expected one JSON-RPC message per line"
        number = found.get("id") if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        pass
    if any("\udc80" <= sign <= "\udcff" for sign in line):
        why = "This is not valid UTF-8"
    number = number if isinstance(number, int | str) else None
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": why}}
