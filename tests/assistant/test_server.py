"""The server as the SDK's own client meets it, in both protocol eras, without a process."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from harvest_cli.actions.assistant.call import compact
from harvest_cli.actions.assistant.tools import TOOLS
from harvest_cli.commands.assistant.answering import Worker, answering
from harvest_cli.commands.cli.run import Run
from tests.assistant.asking import Asking

mcp: Any = pytest.importorskip("mcp", reason="the SDK is not installed: harvest-cli[mcp]")
Talk = Callable[[Any], Awaitable[Any]]


@pytest.fixture(params=["auto", "legacy"])
def talk(request: pytest.FixtureRequest, ask: Asking) -> Iterator[Callable[[Talk], Any]]:
    """Connects a client of one era, lets it talk, and gives what it got."""
    from harvest_cli.commands.assistant.server import server_of

    run = Run(ask.environ, io.StringIO(), io.StringIO(), io.StringIO())
    worker = Worker(answering(run))

    def talked(say: Talk) -> Any:
        async def whole() -> Any:
            async with mcp.Client(server_of(TOOLS, worker), mode=request.param) as client:
                return await say(client)

        return asyncio.run(whole())

    yield talked
    worker.close()


def test_the_tools_are_listed_in_order_and_may_be_kept(talk: Callable[[Talk], Any]) -> None:
    listed = talk(lambda client: client.list_tools())
    assert [each.name for each in listed.tools] == [each.name for each in TOOLS]
    assert all(each.output_schema["required"] == ["message", "status"] for each in listed.tools)
    assert all(each.annotations.open_world_hint for each in listed.tools)


def test_an_answer_comes_as_document_and_as_the_same_text(talk: Callable[[Talk], Any]) -> None:
    said = talk(lambda client: client.call_tool("log_time", {"text": "2h on MW: hero"}))
    (block,) = said.content
    assert not said.is_error
    assert said.structured_content["status"] == "logged"
    assert block.text == compact(said.structured_content)


def test_a_refusal_is_an_answer_and_an_unknown_tool_an_error(talk: Callable[[Talk], Any]) -> None:
    said = talk(lambda client: client.call_tool("log_time", {"text": "hello", "dry_run": True}))
    assert (said.is_error, said.structured_content["code"]) == (True, "unknown_argument")

    async def unknown(client: Any) -> Any:
        with pytest.raises(mcp.MCPError, match="Unknown tool"):
            await client.call_tool("rm", {})

    talk(unknown)


def test_a_call_that_is_given_up_is_carried_out_once(
    talk: Callable[[Talk], Any], ask: Asking
) -> None:
    given = {"text": "2h on MW: hero"}

    async def impatient(client: Any) -> Any:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.call_tool("log_time", given), 0.001)
        return await client.call_tool("log_time", given)

    said = talk(impatient)
    assert said.structured_content["status"] in ("logged", "already_logged")
    assert [each.get("notes") for each in ask.entries("today")] == ["hero"]


def test_a_host_that_asks_hears_how_far_a_long_read_is(talk: Callable[[Talk], Any]) -> None:
    heard: list[tuple[float, str]] = []

    async def hear(progress: float, _total: float | None, message: str | None) -> None:
        heard.append((progress, message or ""))

    async def asking(client: Any) -> Any:
        given = {"text": "this month compared with last month"}
        return await client.call_tool("get_time_report", given, progress_callback=hear)

    assert not talk(asking).is_error
    counts = [count for count, _ in heard]
    assert counts
    assert counts == sorted(set(counts)), "progress always grows"
    assert heard[0][1] == f"{counts[0]:,.0f} read so far"
