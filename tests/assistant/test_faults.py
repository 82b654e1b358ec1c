"""Every tool, whatever comes back from Harvest: it tells what is there, and what hv kept."""

from typing import Any

import pytest

from harvest_cli.actions.assistant.tools import Tool
from harvest_cli.harvest.http.answers import Answer
from tests.assistant.asking import Asking
from tests.assistant.test_answers import MIXED
from tests.network import LOST, Network
from tests.rows import few

FAULTS: dict[str, Any] = {
    "401": Answer(401, "", {}, b'{"error":"invalid_token"}', "/v2/any"),
    "429": Answer(429, "", {"Retry-After": "3600"}, b"{}", "/v2/any"),
    "422": Answer(422, "", {}, b'{"message":"No."}', "/v2/any"),
    "500": Answer(500, "", {}, b"{}", "/v2/any"),
    "lost": LOST,
}
LOOKS = {
    "401": "not_logged_in",
    "429": "rate_limited",
    "422": "refused",
    "500": "unreachable",
    "lost": "unreachable",
}
SENDS = {**LOOKS, "429": "saved_not_sent", "500": "unconfirmed", "lost": "unconfirmed"}
KNOWS = {"preview_time": "preview", "list_projects": "ok", "list_tasks": "ok"}
WRITES = {"edit_entry": "PATCH", "delete_entry": "DELETE", "undo_write": "DELETE"}
"""The request that writes, behind a look."""


def begun(tool: Tool, given: dict[str, Any], ask: Asking) -> dict[str, Any]:
    """What the tool is called with, once there is something to do."""
    ask("list_projects")
    if tool.name == "stop_timer":
        ask("start_timer", text="MW: call")
    if tool.name == "undo_write":
        return {"write_id": ask("log_time", text="1h on MW")["write_id"]}
    return given


@few(4)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("tool", "given"), MIXED)
def test_a_tool_tells_what_is_on_harvest(
    tool: Tool, given: dict[str, Any], fault: str, ask: Asking, network: Network
) -> None:
    given = begun(tool, given, ask)
    with network.away(FAULTS[fault]):
        said = ask(tool.name, **given)
    sends = not tool.reads and tool.name not in WRITES
    assert said.status == KNOWS.get(tool.name, (SENDS if sends else LOOKS)[fault])
    assert_told(tool, said.status, said.document, is_error=said.is_error)


@few(5)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("tool", "given"), [each for each in MIXED if each[0].name in WRITES])
def test_a_write_that_is_not_certain_waits(
    tool: Tool, given: dict[str, Any], fault: str, ask: Asking, network: Network
) -> None:
    given = begun(tool, given, ask)
    with network.away(FAULTS[fault], methods=WRITES[tool.name]):
        said = ask(tool.name, **given)
    assert said.status == SENDS[fault]
    assert_told(tool, said.status, said.document, is_error=said.is_error)


def assert_told(tool: Tool, status: str, document: dict[str, Any], *, is_error: bool) -> None:
    """Hold the message and the fields of an answer against its status."""
    waits = status in ("saved_not_sent", "unconfirmed")
    assert is_error == (not waits and status not in ("ok", "preview"))
    if waits:
        assert document["message"].startswith(f"Do not {tool.deed} it again")
    elif is_error and tool.name != "get_status":
        assert document["message"].startswith(tool.nothing)
        assert "something in hv went wrong" not in document["message"]
    assert status != "refused" or document["harvest_said"] == "No."
    assert status != "rate_limited" or document["seconds"] > 0


@pytest.mark.parametrize(
    "tool", [each for each in MIXED if not each[0].reads and each[0].name != "start_timer"]
)
def test_what_waits_for_a_login_says_that_it_is_kept(
    tool: tuple[Tool, dict[str, Any]], ask: Asking, network: Network
) -> None:
    given = begun(*tool, ask)
    with network.away(FAULTS["401"], methods=WRITES.get(tool[0].name, "")):
        said = ask(tool[0].name, **given)
    assert (said.status, said.is_error) == ("not_logged_in", True)
    assert "it is saved here" in said["message"]
    assert "hv login" in said["message"]
