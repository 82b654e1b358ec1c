"""One call of a tool, and what every tool that writes shares."""

from harvest_cli.actions.assistant.documents import ToolAnswer
from harvest_cli.actions.assistant.reading import Arguments
from harvest_cli.actions.assistant.tools import Tool
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NotFound
from harvest_cli.domain.progress import Progress, nobody
from harvest_cli.domain.records import Any, NamedTuple

KEPT = "saved_not_sent"
UNSURE = "unconfirmed"
SHORTEST_ID = 10_000
"""Smaller numbers are rows of a list that a terminal showed, and never ids."""
WAITS: dict[EntryState, tuple[str, str]] = {
    EntryState.QUEUED: (KEPT, "it is saved on this machine, and hv sends it by itself"),
    EntryState.UNCONFIRMED: (UNSURE, "Harvest may have it already, and hv finds out by itself"),
}
"""Status and reason for what is not certain to be on Harvest."""


class ToolCall(NamedTuple):
    """What a tool is given: the context of this call alone, and checked arguments."""

    context: Context
    tool: Tool
    arguments: Arguments
    progress: Progress = nobody

    def text(self, name: str) -> str | None:
        """An argument as typed; None where it is missing or blank."""
        value = self.arguments.get(name)
        return value if isinstance(value, str) and value.strip() else None

    def number(self, name: str) -> str | None:
        """A number as hv reads it from words."""
        value = self.arguments.get(name)
        return None if value is None else f"{value:.4f}".rstrip("0").rstrip(".")

    def entry_id(self) -> int | None:
        """The id of an entry; raises NotFound for what cannot be one."""
        value: int | None = self.arguments.get("entry_id")
        if value is not None and value < SHORTEST_ID:
            message = f"Entry {value} is not one of yours"
            raise NotFound(message, code="unknown_entry")
        return value

    def waiting(self, state: EntryState, fields: dict[str, Any]) -> ToolAnswer | None:
        """The answer for a write that is not certain yet; None where it is."""
        if state not in WAITS:
            return None
        status, why = WAITS[state]
        return ToolAnswer(status, f"Do not {self.tool.deed} it again: {why}", fields)

    def refused(self, status: str, why: str, **fields: Any) -> ToolAnswer:
        """A refusal by a guard: nothing was sent."""
        return ToolAnswer(status, f"{self.tool.nothing}: {why}", fields, is_error=True)
