"""What a dry run shows is what is sent, and what the document then tells is what Harvest holds."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.sandbox.adapter import SandboxAdapter
from tests.child import NOW
from tests.rows import share, sweep
from tests.running import Hv, Ran

Request = tuple[str, str, Any]
EARLIER = {
    "early yesterday": "2026-11-17T08:00:00",
    "yesterday": "2026-11-17T17:40:00",
    "this morning": "2026-11-18T09:00:00",
}
SCENES = {
    "stopped": (),
    "running": (("this morning", "start MW Programming: hero"),),
    "started late": (("this morning", "start TF Research at 8:30"),),
    "forgotten": (("yesterday", "start OS1 Programming: api"),),
    "left running": (("early yesterday", "start MW Research: sketches"),),
    "resumed": (("yesterday", "log 1h MW Research: x"), ("this morning", "restart --same")),
}
"""What was done before, and when."""
MONTH = "from 1 nov to 30 nov"
FIELDS = ("hours", "spent_date", "notes", "is_running", "started_time", "ended_time")
"""What a document tells of an entry, and Harvest holds."""


class World:
    """Homes as the scenes left them, in accounts of hours and of times."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count()
        self.sent: list[Request] = []
        self.known: dict[Path, set[int]] = {}
        """The entries of each home before anything is done in a copy of it."""

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
            with self.copy(home) as hv:
                entries = hv("entries", MONTH, "--json").json["entries"]
                self.known[home] = {entry["id"] for entry in entries}
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
    real = SandboxAdapter.send

    def send(adapter: Any, request: Any, *args: Any, **how: Any) -> Any:
        if request.method != "GET":
            path = request.url.partition("/v2")[2]
            found.sent.append((request.method, path, json.loads(request.body or "null")))
        return real(adapter, request, *args, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SandboxAdapter, "send", send)
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


def shape(entry: dict[str, Any], *, by_times: bool) -> dict[str, Any]:
    """What of an entry a preview knows already."""
    names = {name: entry[name]["id"] for name in ("project", "task")}
    # An account of hours keeps no clock times.
    fields = FIELDS if by_times else FIELDS[:-2]
    return {**{name: entry[name] for name in fields}, **names}


def named(requests: list[Request], entries: set[int]) -> list[Request]:
    """Requests in which what is created by them has no number yet."""
    found = []
    for method, path, body in requests:
        number = re.search(r"\d+", path)
        if number and int(number[0]) not in entries:
            path = path.replace(number[0], "{id}")
        found.append((method, path, without_mark(body)))
    return found


def disagreement(world: World, scene: str, line: Line, *, by_times: bool) -> str:
    """Where dry run, requests, document and account differ; nothing where they agree."""
    home = world.scene(scene, by_times=by_times)
    sure = ["--yes"] if COMMANDS[re.split(r"\W", line.text)[0]].flag("--yes") else []
    with world.copy(home) as hv:
        before = line.run(hv, "-n", "--json")
        if world.sent:
            return f"the dry run sent {world.sent}"
    with world.copy(home) as hv:
        after = line.run(hv, "--json", *sure)
        sent = named(world.sent, world.known[home])
        entries = hv("entries", MONTH, "--json").json["entries"]
    if before.code != after.code:
        return f"{before.code} and {after.code}: {before.err}{after.err}"
    if (shown := requests_of(before)) != sent:
        return f"shown {shown}\nsent  {sent}"
    if after.code:
        return ""
    held = {entry["id"]: shape(entry, by_times=by_times) for entry in entries}
    foreseen, became = ([shape(e, by_times=by_times) for e in told(r)] for r in (before, after))
    for entry, seen in zip(told(after), became, strict=True):
        if seen != held.get(entry["id"]):
            return f"told {seen}\nheld {held.get(entry['id'])}"
    return "" if foreseen == became else f"foreseen {foreseen}\nbecame   {became}"


# -- command lines -----------------------------------------------------------------------------

LENGTHS = ("45m", "1h30", "2:15", "0.5h", "1h7")
RANGES = ("9-10:30", "13:00-14:15")
DAYS = ("", "yesterday", "monday", "nov 12")
PLACES = ("MW Research", "MW", "TF Research", "OS1 Programming")
NOTES = ("", ": hero mockups")
MOMENTS = ("", "10m ago", "at 10:10", "10m ago: lunch", ": lunch")
ENTRIES = ("last", "running", "^2")
HEADER = "date,hours,project,task,notes"


def lines(*parts: Sequence[str]) -> st.SearchStrategy[str]:
    """One of each part, joined."""
    joined = st.tuples(*map(st.sampled_from, parts)).map(" ".join)
    return joined.map(lambda text: " ".join(text.split()).replace(" :", ":"))


LOGGED = lines((*LENGTHS, *RANGES), PLACES, DAYS, NOTES)
ROWS = st.lists(
    lines(("2026-11-12,", "2026-11-17,"), ("1.5,", "0.75,"), ("MW,Research,x", "TF,Research,y")),
    min_size=1,
    max_size=3,
    unique=True,
)
LINES = st.one_of(
    lines(("log",), (*LENGTHS, *RANGES), PLACES, DAYS, ("", "--round '15m up'", "--note x")),
    lines(("log",), (*LENGTHS, *RANGES), PLACES, DAYS, NOTES),
    lines(("log",), ("sick", "mon-tue 15m TF Research", "1h MW and 2h TF Research"), NOTES),
    lines(("start",), PLACES, ("", "at 9:45", "20m ago", "with 30m already"), NOTES),
    lines(("stop",), MOMENTS),
    lines(("stop",), MOMENTS[:3], ("--note x", "--date yesterday", "--split")),
    lines(
        ("edit",),
        ENTRIES,
        (
            "",
            "--note x",
            "--append y",
            "--date monday",
            "--project MW --task Programming",
            "--ref https://trello.com/c/a",
            "--ref none",
        ),
        ("--hours +15m", "--hours 2h", "--note z --hours 1:15"),
    ).filter(lambda text: text.count("--note") < 2),
    lines(("edit",), ENTRIES, ("--from 9:00 --to 10:15", "--to 10:20", "--date yesterday")),
    lines(("delete",), ENTRIES),
    lines(("copy",), ("yesterday", "monday", "monday to tomorrow", "last week"), ("", "for TF")),
    lines(("restart",), ("", "last", "^2"), ("", "--new", "--same")),
).map(Line) | st.one_of(
    st.lists(LOGGED, min_size=1, max_size=3).map(lambda each: Line("log -", "\n".join(each))),
    ROWS.map(
        lambda rows: Line("log --csv FILE", file="\n".join([HEADER, *rows]).replace(", ", ","))
    ),
)


@sweep
@pytest.mark.found("B3", "E3", "A1")
def test_what_is_shown_is_what_is_done_and_told(world: World) -> None:
    tried: list[Line] = []

    @settings(
        max_examples=share(1600, 32),
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(LINES, st.sampled_from(sorted(SCENES)), st.booleans())
    @example(Line("start MW Research at 9:45: hero"), "running", True)
    @example(Line("stop 10m ago: lunch"), "running", True)
    @example(Line("restart --new"), "stopped", True)
    @example(Line("copy yesterday"), "stopped", True)
    @example(Line("delete last"), "running", False)
    @example(Line("stop at 10:10"), "resumed", True)
    @example(Line("stop --split"), "resumed", True)
    @example(Line("start MW at 9:45"), "resumed", True)
    @example(Line("start TF Research with 30m already"), "stopped", False)
    @example(Line("stop 10m ago: lunch"), "running", False)
    @example(Line("restart --same"), "stopped", False)
    @example(Line("edit last --note x --hours +15m"), "stopped", True)
    @example(Line("log mon-tue 15m TF Research"), "stopped", False)
    @example(Line("stop at 10:10"), "left running", True)
    @example(Line("start MW at 9:45"), "left running", True)
    @example(Line("edit running --hours 2h"), "forgotten", True)
    @example(Line("log -", "45m MW\n1h30 TF Research\n9-10 OS1 Programming"), "stopped", True)
    def agrees(line: Line, scene: str, by_times: bool) -> None:
        tried.append(line)
        found = disagreement(world, scene, line, by_times=by_times)
        assert not found, f"{line} {scene} {by_times}\n{found}"

    agrees()
    verbs = {re.split(r"\W", line.text)[0] for line in tried}
    assert verbs >= {"log", "start", "stop", "edit", "delete", "copy", "restart"}
