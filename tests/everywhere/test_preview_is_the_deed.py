"""What a dry run shows is what is sent, and what the document then tells is what Harvest holds."""

import json
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.sandbox.adapter import _SandboxAdapter
from tests.child import NOW
from tests.rows import share, sweep
from tests.running import Hv, Ran

Request = tuple[str, str, Any]
EARLIER = {"yesterday": "2026-11-17T17:40:00", "this morning": "2026-11-18T09:00:00"}
SCENES = {
    "stopped": (),
    "running": (("this morning", "start MW Programming: hero"),),
    "started late": (("this morning", "start TF Research at 8:30"),),
    "forgotten": (("yesterday", "start OS1 Programming: api"),),
    "resumed": (("yesterday", "log 1h MW Research: x"), ("this morning", "restart --same")),
}
"""What was done before, and when."""
FIELDS = ("hours", "spent_date", "notes", "is_running", "started_time", "ended_time")
"""What a document tells of an entry, and Harvest holds."""


class World:
    """Homes as the scenes left them, in accounts of hours and of times."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count()
        self.sent: list[Request] = []

    def hv(self, home: Path) -> Hv:
        account = {"HV_PROFILE": "sandbox", "HV_TIMEZONE": "America/New_York"}
        return Hv({**account, "HV_HOME": str(home), "HV_NOW": NOW})

    def scene(self, name: str, *, by_times: bool) -> Path:
        """The home that a scene leaves; made once."""
        home = self.folder / f"{name} {by_times}"
        if not home.exists():
            hv = self.hv(home)
            hv("sandbox", "reset", *["--timestamp"] * by_times, HV_NOW=EARLIER["yesterday"])
            for when, line in (
                ("yesterday", "log 9-10 TF Research: interviews"),
                ("yesterday", "log 45m MW Research 16 nov: sketches"),
                *SCENES[name],
            ):
                ran = hv(*line.split(), HV_NOW=EARLIER[when])
                assert ran.code == 0, ran.err
        return home

    @contextmanager
    def copy(self, home: Path) -> Iterator[Hv]:
        """An hv on a copy of a home."""
        copied = self.folder / str(next(self.numbers))
        shutil.copytree(home, copied)
        self.sent.clear()
        try:
            yield self.hv(copied)
        finally:
            shutil.rmtree(copied)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = World(tmp_path_factory.mktemp("world"))
    real = _SandboxAdapter.send

    def send(adapter: Any, request: Any, *args: Any, **how: Any) -> Any:
        if request.method != "GET":
            path = request.url.partition("/v2")[2]
            found.sent.append((request.method, path, json.loads(request.body or "null")))
        return real(adapter, request, *args, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_SandboxAdapter, "send", send)
        yield found


class Line(NamedTuple):
    """A command line, and what stands on its standard input."""

    text: str
    stdin: str = ""
    file: str = ""

    def run(self, hv: Hv, *more: str) -> Ran:
        if self.file:
            Path(hv.environ["HV_HOME"], "file.csv").write_text(self.file)
        argv = shlex.split(self.text.replace("FILE", f"{hv.environ['HV_HOME']}/file.csv"))
        return hv(*argv, *more, stdin=self.stdin)


def documents(ran: Ran) -> list[Any]:
    """The documents of an answer: one, or one a line."""
    try:
        return [json.loads(ran.out)]
    except ValueError:
        return [json.loads(line) for line in ran.out.splitlines()]


def without_mark(body: Any) -> Any:
    """A body without the mark by which hv finds what it created."""
    if not isinstance(body, dict) or "external_reference" not in body:
        return body
    mine = body["external_reference"].get("group_id") == "hv"
    return {k: v for k, v in body.items() if not (mine and k == "external_reference")}


def requests_of(ran: Ran) -> list[Request]:
    """What a dry run says would be sent."""
    return [
        (each["method"], each["path"], each.get("body"))
        for document in documents(ran)
        for each in document.get("requests", ())
    ]


def told(ran: Ran) -> list[dict[str, Any]]:
    """The entries that a document tells, as they are now."""
    found: list[dict[str, Any]] = []
    for document in documents(ran):
        if "deleted" in (document.get("did"), document.get("state")):
            continue
        for name in ("entries", "after", "stopped"):
            value = document.get(name)
            found += value if isinstance(value, list) else [value] if value else []
    return found


def shape(entry: dict[str, Any]) -> dict[str, Any]:
    """What of an entry a preview knows already."""
    names = {name: entry[name]["id"] for name in ("project", "task")}
    return {**{name: entry[name] for name in FIELDS}, **names}


def disagreement(world: World, home: Path, line: Line) -> str:
    """Where dry run, requests, document and account differ; nothing where they agree."""
    sure = ["--yes"] if COMMANDS[line.text.split()[0]].flag("--yes") else []
    with world.copy(home) as hv:
        before = line.run(hv, "-n", "--json")
        if world.sent:
            return f"the dry run sent {world.sent}"
    with world.copy(home) as hv:
        after = line.run(hv, "--json", *sure)
        sent = [(method, path, without_mark(body)) for method, path, body in world.sent]
        entries = hv("entries", "from 1 nov to 30 nov", "--json").json["entries"]
    if before.code != after.code:
        return f"{before.code} and {after.code}: {before.err}{after.err}"
    if after.code:
        return f"refused and sent: {sent}" if sent else ""
    if (shown := requests_of(before)) != sent:
        return f"shown {shown}\nsent  {sent}"
    held = {entry["id"]: shape(entry) for entry in entries}
    for entry in told(after):
        if shape(entry) != held.get(entry["id"]):
            return f"told {shape(entry)}\nheld {held.get(entry['id'])}"
    foreseen, became = ([shape(each) for each in told(ran)] for ran in (before, after))
    return "" if foreseen == became else f"foreseen {foreseen}\nbecame   {became}"
