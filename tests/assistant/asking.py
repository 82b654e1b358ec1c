"""Calls of tools in tests: what an assistant hears, held against the schema of the tool."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvest_cli.actions.assistant.call import size_of
from harvest_cli.actions.assistant.tools import TOOLS
from harvest_cli.commands.assistant.answering import answering
from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import nobody
from tests.account import KIM_TOKEN, call
from tests.faulty_harvest import FaultyHarvest

LOG = {"text": "2h on MW: hero"}
POST = "POST /v2/time_entries"
KINDS: dict[str, Any] = {
    "string": str,
    "array": list,
    "object": dict,
    "integer": int,
    "number": (int, float),
}


@dataclass(frozen=True)
class Said:
    """The document of a call, and whether it is a refusal."""

    document: dict[str, Any]
    is_error: bool

    def __getitem__(self, name: str) -> Any:
        return self.document[name]

    @property
    def status(self) -> str:
        """What became of it."""
        return str(self.document["status"])

    @property
    def entry(self) -> Any:
        """The only entry."""
        (found,) = self.document["entries"]
        return found


class Asking:
    """An assistant of its own; called with a tool and its arguments."""

    def __init__(self, environ: Mapping[str, str], *, read_only: bool = False) -> None:
        self.environ = environ
        self.stderr = io.StringIO()
        run = Run(environ, io.StringIO(), io.StringIO(), self.stderr)
        self.answer = answering(run, read_only=read_only)

    def __call__(self, tool: str, /, **arguments: Any) -> Said:
        said = Said(*self.answer(tool, arguments, nobody))
        check(tool, said.document)
        return said

    def entries(self, period: str = "this week") -> list[Any]:
        """What Harvest holds."""
        found: list[Any] = self("list_entries", period=period, limit=200)["entries"]
        return found


class Far(Asking):
    """An assistant on a server whose answers go wrong as `harvest.fail` says."""

    def __init__(self, home: Path, harvest: FaultyHarvest) -> None:
        self.harvest = harvest
        where = {"HARVEST_API_URL": harvest.url, "HARVEST_ID_URL": harvest.url[:-3]}
        login = {"HARVEST_ACCESS_TOKEN": KIM_TOKEN, "HARVEST_ACCOUNT_ID": "1000000"}
        moment = {"HV_HOME": str(home), "HV_NOW": "2026-11-24T10:30"}
        super().__init__({**where, **login, **moment})
        self("list_projects")

    def held(self, notes: str = "hero") -> list[Any]:
        """The entries with these notes that the server holds."""
        listed = call(self.harvest.account, "GET", "/time_entries").body["time_entries"]
        return [each for each in listed if each["notes"] == notes]


def check(tool: str, document: Mapping[str, Any]) -> None:
    """Hold a document against the schema of its tool, and against the most a host shows."""
    schema = next(each for each in TOOLS if each.name == tool).output_schema
    assert set(schema["required"]) <= set(document)
    for name, value in document.items():
        kind = schema["properties"].get(name, {}).get("type")
        assert kind is None or isinstance(value, KINDS[kind]), (tool, name, value)
    assert size_of(document) <= 20_000
