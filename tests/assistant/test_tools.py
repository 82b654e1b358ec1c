"""What a host is told of the tools: few bytes, flat schemas, hints on all of them."""

import json
from typing import Any

from harvest_cli.actions.assistant.call import compact, size_of
from harvest_cli.actions.assistant.tools import INSTRUCTIONS, TOOLS, Tool, listed
from tests.assistant.asking import Asking
from tests.rows import for_each

OLD_FIVE = ("log_time", "list_entries", "list_projects", "list_tasks", "get_time_report")
READING = 7


def as_listed(tool: Tool) -> dict[str, Any]:
    """A tool as it goes over the wire."""
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.says,
        "inputSchema": tool.input_schema,
        "outputSchema": tool.output_schema,
        "annotations": tool.hints,
    }


def test_there_are_thirteen_and_the_old_five_among_them() -> None:
    names = [each.name for each in TOOLS]
    assert len(names) == len(set(names)) == 13
    assert set(OLD_FIVE) <= set(names)
    assert len(listed(read_only=True)) == READING


def test_all_of_them_fit_what_hosts_show() -> None:
    assert len(INSTRUCTIONS) <= 900
    assert size_of({"tools": [as_listed(each) for each in TOOLS]}) <= 14_000


@for_each("tool", TOOLS)
def test_a_tool_is_flat_titled_and_short(tool: Tool) -> None:
    assert len(tool.name) <= 30
    assert tool.name == tool.name.lower()
    assert tool.title
    assert len(tool.says) <= 500
    assert "Example: {" in tool.says
    json.loads(tool.says.partition("Example: ")[2])
    assert all(len(each.says) <= 120 for each in tool.arguments)
    assert set(tool.hints) == {
        "readOnlyHint",
        "destructiveHint",
        "idempotentHint",
        "openWorldHint",
    }
    assert not (tool.reads and tool.destroys)
    for schema in (tool.input_schema, tool.output_schema):
        assert schema["type"] == "object"
        assert not {"oneOf", "anyOf", "allOf", "not"} & set(schema)
        assert "$ref" not in compact(schema)
        assert all(isinstance(each["type"], str) for each in schema["properties"].values())
    assert tool.input_schema["additionalProperties"] is False
    assert tool.output_schema["required"] == ["message", "status"]


@for_each("tool", TOOLS)
def test_the_example_of_a_tool_can_be_called(tool: Tool, ask: Asking) -> None:
    given = json.loads(tool.says.partition("Example: ")[2])
    assert ask(tool.name, **given).status not in ("not_understood", "fault", "needs_choice")


def test_whoever_lists_projects_hears_how_far_that_is(ask: Asking) -> None:
    heard = list[int]()
    document, is_error = ask.answer("list_projects", {}, heard.append)
    assert (is_error, document["total"]) == (False, heard[-1])
    ask.answer("list_projects", {}, heard.append)
    assert len(heard) == 1, "the second call asks Harvest nothing"


def test_a_day_of_another_year_is_told_with_its_year(ask: Asking) -> None:
    given = {"text": "1h on MW on 2025-12-01: old", "confirm_date": "2025-12-01"}
    assert ask("log_time", **given)["message"] == "Logged 1:00 on Mon 1 Dec 2025"


@for_each("hours", ["+1", " +0.5"])
def test_hours_on_top_of_others_are_refused(ask: Asking, hours: str) -> None:
    entry = ask("log_time", text="3h on MW: x").entry
    assert ask("edit_entry", entry_id=entry["id"], hours=hours)["code"] == "wrong_type"
    assert [each["hours"] for each in ask.entries("today")] == [3.0]
