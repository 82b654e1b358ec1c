"""Accounts to look back in: an agency of forty projects whose names are full of traps, its
entries of three years, and where and how it writes days (worlds U, A, E); S is the example company.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from harvest_cli.domain.days import Period
from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM

HERE = Path(__file__).parent
FIRST, LAST = date(2024, 9, 1), date(2027, 2, 28)
NOTES = ("checkout flow", "Nav: second round", "invoice run", "call about the logo", None)
STATES = ("unsubmitted", "submitted", "approved")
COLLEAGUES = {"April Jones": 3000001, "June Park": 3000002, "Bob Powell": 3000003}
PEOPLE = {"Kim Allen": KIM, **COLLEAGUES}
NOT_BILLABLE = frozenset(
    ("Meetings", "Admin", "Recruiting", "Finance", "Pitching", "Training", "Conferences")
)
ALL_LEAVE = frozenset(("Annual Leave", "Person (Sick/Carer's) Leave", "Public Holiday"))


class World(NamedTuple):
    """Where an account is and how it writes; `member`: sees their own time alone."""

    zone: str
    company: Mapping[str, Any]
    capacity: int = 144000
    member: bool = True


WORLDS = {
    "U": World(
        "Europe/London",
        {"date_format": "%d/%m/%Y", "clock": "24h", "week_start_day": "Monday"},
        135000,
    ),
    "A": World(
        "America/New_York",
        {"date_format": "%m/%d/%Y", "clock": "12h", "week_start_day": "Sunday"},
        member=False,
    ),
    "E": World(
        "Asia/Dubai", {"date_format": "%d/%m/%Y", "clock": "24h", "week_start_day": "Saturday"}
    ),
    "S": World("America/New_York", {}, member=False),
}


class Row(NamedTuple):
    """An entry as the account holds it, names in words, `hours` in hundredths."""

    id: int
    user: str
    client: str
    project: str
    task: str
    day: date
    hours: int
    notes: str | None
    billable: bool
    billed: bool
    approval: str


class Place(NamedTuple):
    """A project with its tasks."""

    client: str
    project: str
    code: str | None
    tasks: Sequence[str]
    active: bool = True


def places() -> list[Place]:
    """The projects of the agency, from `agency.txt`: client / project / code / tasks."""
    found = []
    for line in (HERE / "agency.txt").read_text(encoding="utf-8").splitlines():
        client, project, code, tasks = (part.strip() for part in line.split(" | "))
        archived = code.startswith("archived ")
        code = code.removeprefix("archived ")
        found.append(Place(client, project, code or None, tasks.split(", "), not archived))
    return found


def settle(folder: Path, world: str) -> None:
    """Make the account of a world in the home `folder`."""
    how, path = WORLDS[world], folder / "state" / "sandbox.sqlite"
    zone = ZoneInfo(how.zone)
    role = "member" if how.member else "administrator"
    with EmbeddedAccount(path, lambda: datetime(2026, 11, 18, 9, tzinfo=zone), how.zone) as account:
        account.configure(role=role, weekly_capacity=how.capacity, **how.company)
        if world != "S":
            with account.transaction():
                _found(account.db, places())
        account.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _found(db: sqlite3.Connection, work: Sequence[Place]) -> None:
    """The agency in place of the example company, but Kim Allen."""
    for table in ("projects", "tasks", "task_assignments", "user_assignments", "entries"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM clients")
    db.execute("DELETE FROM approvals")
    db.execute("DELETE FROM users WHERE id != ?", (KIM,))
    _people(db)
    clients = _numbered(5000, (place.client for place in work))
    tasks = _numbered(9000, (task for place in work for task in place.tasks))
    projects = _numbered(7000, (place.client + place.project for place in work))
    for name, id_ in clients.items():
        _insert(db, "clients", id=id_, name=name, currency="EUR", statement_key=name, **_made(0))
    for name, id_ in tasks.items():
        _insert(db, "tasks", id=id_, name=name, **_made(0))
    for at, place in enumerate(work):
        id_, client = projects[place.client + place.project], clients[place.client]
        named = {"id": id_, "client_id": client, "name": place.project, "code": place.code}
        _insert(db, "projects", **named, hourly_rate=10000, is_active=place.active, **_made(at))
        for person in PEOPLE.values():
            known = {"project_id": id_, "user_id": person, "is_active": place.active}
            _insert(db, "user_assignments", **known, **_made(at))
        for task in place.tasks:
            known = {"project_id": id_, "task_id": tasks[task], "billable": _bills(task)}
            _insert(db, "task_assignments", **known, **_made(at))
    for row in rows(work):
        made = int(datetime.combine(row.day, time(17), UTC).timestamp())
        where = {"project_id": projects[row.client + row.project], "task_id": tasks[row.task]}
        what = {"hours": row.hours, "notes": row.notes, "billable": row.billable}
        state = {"invoice_id": 1 if row.billed else None, "approval_status": row.approval}
        _insert(
            db,
            "entries",
            id=row.id,
            user_id=PEOPLE[row.user],
            **where,
            **what,
            **state,
            spent_date=row.day.isoformat(),
            created_at=made,
            updated_at=made,
        )


def _people(db: sqlite3.Connection) -> None:
    db.execute("UPDATE users SET all_projects = 1 WHERE id = ?", (KIM,))
    kim = dict(db.execute("SELECT * FROM users").fetchone())
    for name, id_ in COLLEAGUES.items():
        first, last = name.split()
        own = {"id": id_, "token": f"token-{id_}", "first_name": first, "last_name": last}
        own |= {"email": f"{first}@agency.example", "access_roles": json.dumps(["member"])}
        _insert(db, "users", **{**kim, **own})


def _numbered(first: int, names: Iterable[str]) -> dict[str, int]:
    return {name: first + at for at, name in enumerate(dict.fromkeys(names))}


def _bills(task: str) -> bool:
    return task not in NOT_BILLABLE | ALL_LEAVE


def _made(at: int) -> dict[str, int]:
    return {"created_at": 10**9 - at, "updated_at": 10**9 - at}


def _insert(db: sqlite3.Connection, table: str, **row: object) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def rows(work: Sequence[Place]) -> Iterator[Row]:
    """Everybody's entries, the same every time: two a day of mine, one of each colleague."""
    chance, number = Random(16), 600000
    people = ("Kim Allen", *PEOPLE)
    for day in Period(FIRST, LAST).days():
        for user in people:
            place = chance.choice(work)
            task, number = chance.choice(place.tasks), number + 1
            hours = chance.randrange(5, 400)
            yield Row(
                number,
                user,
                place.client,
                place.project,
                task,
                day,
                hours,
                chance.choice(NOTES),
                _bills(task),
                chance.random() < 0.3,
                chance.choice(STATES),
            )
