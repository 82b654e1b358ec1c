"""Worlds: one command, one account, and one thing that goes wrong at one of its requests.

What is booked in the end, once hv was let to go on, must be what was typed; or the command said
that nothing was done; or what is left is named and still in view.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import requests
from requests.adapters import BaseAdapter
from urllib3.exceptions import ProtocolError

from harvest_cli.actions.outbox.row_facts import EventKind
from harvest_cli.actions.sync import sync
from harvest_cli.actions.undo.steps import REFUSALS
from harvest_cli.domain.errors import ExitCode, HvError
from harvest_cli.sandbox.adapter import sandbox_adapter
from tests.account import call
from tests.conftest import MORNING
from tests.lossy import refused
from tests.workday import URL, Person


class Killed(BaseException):
    """The process is gone."""


FAULTS = (
    *("503 before", "503 after", "reset before", "reset after", "429", "kill before"),
    *("kill after", "another entry", "elsewhere", "clock"),
)


class Line(BaseAdapter):
    """The embedded account behind a line on which the request number `at` goes wrong."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person, self.inner = person, sandbox_adapter(person.account, URL)
        self.fault, self.at, self.seen = "", -1, 0
        self.away = self.met = False

    def send(self, request: Any, *_: Any, **__: Any) -> Any:
        if self.away:
            raise refused(request)
        self.seen += 1
        if self.seen - 1 != self.at or not self.fault:
            return self.inner.send(request)
        self.met = True
        kind, _gap, when = self.fault.partition(" ")
        return getattr(self, f"_{kind}")(request, when)

    def close(self) -> None:
        self.inner.close()

    def _503(self, request: Any, when: str) -> Any:
        return self._answered(request, when, 503, b"upstream")

    def _429(self, request: Any, when: str) -> Any:
        return self._answered(request, when, 429, b'{"retry_after": 300}')

    def _reset(self, request: Any, when: str) -> Any:
        if when == "after":
            self.inner.send(request)
        error = ProtocolError("Connection aborted.", ConnectionResetError(104, "reset"))
        raise requests.ConnectionError(error, request=request)

    def _kill(self, request: Any, when: str) -> Any:
        if when == "after":
            self.inner.send(request)
        raise Killed

    def _another(self, request: Any, _when: str) -> Any:
        answer = self.inner.send(request)
        found = json.loads(answer.content) if answer.content else {}
        if "spent_date" not in found:
            return answer
        return self._dressed(request, answer.status_code, json.dumps(self.other).encode())

    def _elsewhere(self, request: Any, _when: str) -> Any:
        if number := touched(self.person):
            body = {"notes": "elsewhere"}
            call(self.person.account, "PATCH", f"/time_entries/{number}", json=body)
        return self.inner.send(request)

    def _clock(self, request: Any, _when: str) -> Any:
        self.person.ahead += timedelta(hours=3)
        return self.inner.send(request)

    def _answered(self, request: Any, when: str, status: int, body: bytes) -> Any:
        if when == "after":
            self.inner.send(request)
        return self._dressed(request, status, body)

    def _dressed(self, request: Any, status: int, body: bytes) -> Any:
        import io

        from requests.adapters import HTTPAdapter
        from urllib3 import HTTPResponse

        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        raw = HTTPResponse(io.BytesIO(body), headers, status, preload_content=False)
        return HTTPAdapter().build_response(request, raw)

    @property
    def other(self) -> Any:
        """The oldest entry of the person, which none of these commands is about."""
        found = call(self.person.account, "GET", "/time_entries").body["time_entries"]
        return min(found, key=lambda entry: entry["id"])


def booked(person: Person) -> list[dict[str, Any]]:
    """The entries of the last days."""
    today = person.clock().date()
    return person.entries(today - timedelta(days=2), today + timedelta(days=1))


def touched(person: Person) -> int | None:
    """The entry that somebody else has in hand: the newest of the command."""
    found = [entry["id"] for entry in booked(person) if str(entry["notes"])[:1] in "abcx"]
    return max(found, default=None)


class Ended(NamedTuple):
    """How a world ended: what is booked, what raised, whether something was kept and is named."""

    entries: list[tuple[str, str, int, bool]]
    raised: BaseException | None
    kept: bool
    named: bool
    waits: int
    requests: int
    met: bool


class Command(NamedTuple):
    """What comes before, and the command itself; both on a person with a line.

    `kept` where it was typed before, without a network.
    """

    before: Callable[[Person, Line], None]
    typed: Callable[[Person], Any]
    kept: bool = False


def play(
    folder: Path,
    command: Command,
    by_times: bool,
    fault: str = "",
    at: int = -1,
    *,
    idle: bool = False,
) -> Ended:
    """One world; `idle` where the command is not typed at all."""
    from harvest_cli.local.outbox import monotonic

    person = Person(folder, MORNING, wants_timestamp_timers=by_times).warm()
    line = person.adapter = Line(person)
    ticks, monotonic.ticks = monotonic.ticks, lambda: person.clock().timestamp()
    try:
        command.before(person, line)
        rows, line.seen, line.fault, line.at = _rows(person), 0, fault, at
        raised, named = None, False
        try:
            if not idle:
                answer = command.typed(person)
                named = _is_named(answer, fault)
        except (HvError, Killed) as error:
            raised = error
        line.fault, asked = "", line.seen
        kept = _rows(person) > rows or command.kept
        for pause in (11, 20, 20, 20):
            person.pass_(pause)
            done = sync(person.context())
            named |= _is_named(done, fault)
            if done.exit_code == ExitCode.DONE:
                assert not _open(person), "hv says that everything is there, and it is not"
        found = sorted(
            (str(e["notes"]), str(e["spent_date"]), person.minutes(e), bool(e["is_running"]))
            for e in booked(person)
        )
        return Ended(found, raised, kept, named, _open(person), asked, line.met)
    finally:
        monotonic.ticks = ticks


def _is_named(answer: Any, fault: str) -> bool:
    """Whether the person was told of something that is not as it was typed.

    That somebody else did it is told only where somebody did.
    """
    events = getattr(answer, "events", ())
    told = {EventKind.ASKS, EventKind.REFUSED, EventKind.DIFFERS, EventKind.TWICE}
    if fault in ("elsewhere", "another entry", "clock"):
        told.add(EventKind.LEFT)
    if any(event.what in told for event in events):
        return True
    # What an undo leaves alone it names.
    if isinstance(getattr(answer, "failure", None), REFUSALS):
        return True
    return bool(getattr(answer, "unfinished", None))


def _rows(person: Person) -> int:
    outbox = person.context().outbox
    assert outbox is not None
    (found,) = outbox.db.execute("SELECT count(*) FROM outbox").fetchone()
    return int(found)


def _open(person: Person) -> int:
    outbox = person.context().outbox
    assert outbox is not None
    sql = "SELECT count(*) FROM outbox WHERE state != 'done'"
    (found,) = outbox.db.execute(sql).fetchone()
    return int(found)


def alike(found: Ended, wanted: Ended, *, notes: bool = True) -> bool:
    """Whether the same is booked, to two minutes."""

    def plain(ended: Ended) -> list[tuple[str, str, int, bool]]:
        return sorted((text if notes else "", day, m, r) for text, day, m, r in ended.entries)

    pairs = list(zip(plain(found), plain(wanted), strict=False))
    if len(found.entries) != len(wanted.entries):
        return False
    return all((a[0], a[1], a[3]) == (b[0], b[1], b[3]) and abs(a[2] - b[2]) <= 2 for a, b in pairs)


def verdict(found: Ended, wanted: Ended, idle: Ended, fault: str) -> str:
    """What is wrong with how a world ended; empty for nothing."""
    notes = fault != "elsewhere"
    if alike(found, wanted, notes=notes) and (not found.waits or found.named):
        return ""
    undone = not found.kept and found.raised is not None
    if undone and alike(found, idle, notes=notes):
        return ""
    if found.named:
        return ""
    return f"booked {found.entries}, wanted {wanted.entries}, {found.waits} wait, {found.raised!r}"
