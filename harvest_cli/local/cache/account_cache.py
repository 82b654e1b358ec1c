"""What hv remembers of an account, so that logging costs one request: names, me, company, recents.

One file per server, account and login, kept for a day. It may vanish or rot at any time: whatever
cannot be read, is of another version or of another login counts as absent. It holds no notes.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.local.disk.files import append_private, read_private, write_private
from harvest_cli.local.disk.paths_fast import file_part

VERSION = 1
FRESH_FOR = timedelta(hours=24)
SIZE_LIMIT = 64 * 1024 * 1024


GONE = 0
"""The task of a recent entry that was deleted or undone: it tells nothing any more."""


class RecentEntry(NamedTuple):
    """What one of my entries tells later: which task I use where, and the hours of a day.

    `begins` and `ends` are its clock times, where it has some.
    """

    id: int
    spent_date: date
    project_id: int
    task_id: int
    hours: Decimal
    begins: time | None = None
    ends: time | None = None


class AccountData(NamedTuple):
    """Everything known of one account without asking. Newest recent entries come first."""

    fetched_at: datetime
    user: User
    company: Company
    assignments: tuple[ProjectAssignment, ...]
    recent: tuple[RecentEntry, ...] = ()

    def assignment_of(self, project_id: int | None) -> ProjectAssignment | None:
        """My assignment to a project, be it active or not; None where it is not known."""
        return next((a for a in self.assignments if a.project.id == project_id), None)

    def usable(self, project_id: int, task_id: int) -> tuple[ProjectAssignment, Task] | None:
        """The project and task, if time may be tracked to them now."""
        assignment = self.assignment_of(project_id)
        if assignment is None or not assignment.is_active:
            return None
        task = assignment.usable_task(task_id)
        return (assignment, task) if task is not None else None

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may be used without asking again; a clock set back makes it stale."""
        return timedelta(0) <= now - self.fetched_at < FRESH_FOR


class AccountFile:
    """The stored catalogue of one login. `login` marks the token without revealing it."""

    def __init__(self, folder: Path, server: str, account_id: int | None, login: str) -> None:
        mark = crc32(login.encode())
        self.path = folder / f"{file_part(server)}-{account_id or 0}-{mark:08x}.catalogue"
        self.additions = self.path.with_suffix(".recent")

    def load(self) -> AccountData | None:
        """The stored catalogue with what was logged since, or None."""
        content = read_private(self.path, SIZE_LIMIT)
        if not content:
            return None
        checksum, _, body = content.partition(b"\n")
        if checksum != f"hv{VERSION} {crc32(body):08x}".encode():
            return None
        found = unpack(body)
        if found is None:
            return None
        added = unpack_recent(read_private(self.additions, SIZE_LIMIT) or b"")
        return found._replace(recent=merged(added, found.recent))

    def save(self, catalogue: AccountData) -> None:
        """Store it whole; raises OSError where hv may not or cannot write."""
        body = pack(catalogue)
        checksum = f"hv{VERSION} {crc32(body):08x}\n".encode()
        write_private(self.path, checksum + body, durable=False)
        self.additions.unlink(missing_ok=True)

    def add(self, entry: RecentEntry) -> None:
        """Remember one entry logged by hv; raises OSError."""
        append_private(self.additions, pack_recent(entry))

    def forget(self) -> None:
        """Drop what is stored."""
        for path in (self.path, self.additions):
            path.unlink(missing_ok=True)


def merged(
    added: tuple[RecentEntry, ...], known: tuple[RecentEntry, ...]
) -> tuple[RecentEntry, ...]:
    """The newest word on each entry that is there: later additions first, then what was known."""
    rows = {entry.id: entry for entry in (*known[::-1], *added)}
    there = [entry for entry in rows.values() if entry.task_id != GONE]
    newest_first = sorted(there, key=lambda entry: (entry.spent_date, entry.id))[::-1]
    return tuple(newest_first)


DAMAGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


def pack(catalogue: AccountData) -> bytes:
    """One JSON document. Clients and tasks are shared by many projects and stored once."""
    clients = list(dict.fromkeys(a.client for a in catalogue.assignments))
    tasks = list(dict.fromkeys(t.task for a in catalogue.assignments for t in a.task_assignments))
    client_at = {client: index for index, client in enumerate(clients)}
    task_at = {task: index for index, task in enumerate(tasks)}
    document = {
        "fetched_at": catalogue.fetched_at.isoformat(),
        "user": catalogue.user._asdict(),
        "company": catalogue.company._asdict(),
        "clients": [[c.id, c.name, c.currency] for c in clients],
        "tasks": [[t.id, t.name] for t in tasks],
        "assignments": [_pack_assignment(a, client_at, task_at) for a in catalogue.assignments],
        "recent": [_row(entry) for entry in catalogue.recent],
    }
    if times := [_times(entry) for entry in catalogue.recent if entry.begins]:
        document["times"] = times
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()


def _pack_assignment(
    assignment: ProjectAssignment, client_at: dict[Client, int], task_at: dict[Task, int]
) -> list[Any]:
    project = assignment.project
    tasks = [
        [t.id, task_at[t.task], int(t.billable), int(t.is_active)]
        for t in assignment.task_assignments
    ]
    client = client_at[assignment.client]
    active = int(assignment.is_active)
    return [assignment.id, project.id, project.name, project.code, client, active, tasks]


@lru_cache(maxsize=1)
def unpack(body: bytes) -> AccountData | None:
    """The catalogue of `pack`, or None when it is damaged; a server reads the same again."""
    try:
        return _unpack(json.loads(body))
    except DAMAGE:
        return None


def _unpack(document: dict[str, Any]) -> AccountData:
    clients = [Client(*row) for row in document["clients"]]
    tasks = [Task(*row) for row in document["tasks"]]
    user = document["user"]
    user["access_roles"] = tuple(user["access_roles"])
    return AccountData(
        fetched_at=datetime.fromisoformat(document["fetched_at"]),
        user=User(**user),
        company=Company(**document["company"]),
        assignments=tuple(_assignment(row, clients, tasks) for row in document["assignments"]),
        recent=_timed(map(_entry, document["recent"]), document.get("times", ())),
    )


def _assignment(row: list[Any], clients: list[Client], tasks: list[Task]) -> ProjectAssignment:
    id_, project_id, name, code, client, active, assigned = row
    return ProjectAssignment(
        id=id_,
        project=Project(project_id, name, code),
        client=clients[client],
        is_active=bool(active),
        task_assignments=tuple(
            TaskAssignment(id_, tasks[task], bool(billable), bool(usable))
            for id_, task, billable, usable in assigned
        ),
    )


def pack_recent(entry: RecentEntry) -> str:
    """One line for the file of additions; a second one for clock times."""
    rows = [_row(entry), *([_times(entry)] if entry.begins else [])]
    return "\n".join(json.dumps(row, separators=(",", ":")) for row in rows)


def unpack_recent(content: bytes) -> tuple[RecentEntry, ...]:
    """The lines of `pack_recent` that can be read."""
    entries: list[RecentEntry] = []
    for row in _rows(content.splitlines()):
        try:
            if len(row) == _TIMED and entries and entries[-1].id == row[0]:
                entries[-1:] = _timed(entries[-1:], [row])
            else:
                entries.append(_entry(row))
        except DAMAGE:
            continue
    return tuple(entries)


def _rows(lines: Sequence[bytes]) -> list[Any]:
    """The values of lines of JSON, without those that are damaged."""
    try:
        # All at once takes a third of the time.
        rows: list[Any] = json.loads(b"[%s]" % b",".join(lines))
    except DAMAGE:
        rows = []
    if len(rows) == len(lines):
        return rows
    half = len(lines) // 2
    return _rows(lines[:half]) + _rows(lines[half:]) if half else []


def _row(entry: RecentEntry) -> list[Any]:
    hundredths = int(entry.hours * 100)
    return [entry.id, entry.spent_date.isoformat(), entry.project_id, entry.task_id, hundredths]


def _entry(row: list[Any]) -> RecentEntry:
    id_, day, project_id, task_id, hundredths = row
    hours = Decimal(hundredths).scaleb(-2)
    return RecentEntry(int(id_), date.fromisoformat(day), int(project_id), int(task_id), hours)


_TIMED = 3
"""Values of a row of clock times, which versions without them pass over."""


def _times(entry: RecentEntry) -> list[Any]:
    times = (entry.begins, entry.ends)
    return [entry.id, *(moment.isoformat("minutes") if moment else None for moment in times)]


def _timed(entries: Iterable[RecentEntry], times: Iterable[list[Any]]) -> tuple[RecentEntry, ...]:
    """The entries with their clock times."""
    read = {id_: (_time(begins), _time(ends)) for id_, begins, ends in times}
    return tuple(
        RecentEntry(*entry[:5], *read[entry.id]) if entry.id in read else entry for entry in entries
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
