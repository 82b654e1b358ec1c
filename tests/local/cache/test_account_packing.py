"""The catalogue on the disk: small, complete, and absent when anything in it is odd."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.local.cache.account_cache import (
    AccountData,
    RecentEntry,
    pack,
    pack_recent,
    unpack,
    unpack_recent,
)
from tests.rows import for_each

ABC = Client(1, "ABC Corp", "USD")
DESIGN, CODE = Task(11, "Graphic Design"), Task(12, "Programming")
RECENT = RecentEntry(2**40, date(2026, 11, 18), 21, 11, Decimal("1.37"))


def catalogue(projects: int = 2) -> AccountData:
    assigned = (TaskAssignment(31, DESIGN), TaskAssignment(32, CODE, False, False))
    return AccountData(
        fetched_at=datetime(2026, 11, 18, 15, 30, tzinfo=UTC),
        user=User(5, "Kim", "Allen", timezone="Berlin", access_roles=("member",)),
        company=Company(name="Ü & Söhne", wants_timestamp_timers=False, clock="24h"),
        assignments=tuple(
            ProjectAssignment(n, Project(20 + n, f"P{n}", None), ABC, n != 1, assigned)
            for n in range(projects)
        ),
        recent=(RECENT,),
    )


def test_everything_comes_back() -> None:
    assert unpack(pack(catalogue())) == catalogue()


def test_clock_times_come_back_and_older_versions_pass_over_them() -> None:
    timed = RECENT._replace(begins=time(9), ends=time(10, 22))
    running = RECENT._replace(id=7, begins=time(11))
    for recent in ((timed, RECENT._replace(id=6)), (running, timed)):
        whole = catalogue()._replace(recent=recent)
        assert unpack(pack(whole)) == whole
        assert {len(row) for row in json.loads(pack(whole))["recent"]} == {5}
        lines = "\n".join(map(pack_recent, recent))
        assert unpack_recent(lines.encode()) == recent


@for_each("torn", ["", f"[{2**40}]", f'[{2**40},"25:00",null]', '[1,"09:00","10:00"]', "[[],1,2]"])
def test_clock_times_that_cannot_be_read_are_none(torn: str) -> None:
    assert unpack_recent(f"{pack_recent(RECENT)}\n{torn}\n".encode()) == (RECENT,)


def test_nothing_comes_back_of_nothing() -> None:
    empty = catalogue(0)._replace(recent=(), company=Company())
    assert unpack(pack(empty)) == empty


def test_clients_and_tasks_are_stored_once() -> None:
    packed = pack(catalogue(300))
    assert packed.count(b"ABC Corp") == 1
    assert packed.count(b"Graphic Design") == 1
    assert packed.isascii()


@for_each("name", ["fetched_at", "user", "company", "clients", "tasks", "recent"])
@for_each("value", [None, 7, "x", [[]], [7]])
def test_a_part_of_another_kind_makes_the_whole_absent(name: str, value: Any) -> None:
    document = json.loads(pack(catalogue()))
    document[name] = value
    assert unpack(json.dumps(document).encode()) is None


@for_each("name", ["fetched_at", "user", "company", "clients", "tasks", "recent"])
def test_a_part_that_lacks_makes_the_whole_absent(name: str) -> None:
    document = json.loads(pack(catalogue()))
    del document[name]
    assert unpack(json.dumps(document).encode()) is None


@for_each("body", [b"", b"[", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000])
def test_another_document_is_absent(body: bytes) -> None:
    assert unpack(body) is None


def test_an_index_beyond_the_clients_makes_it_absent() -> None:
    document = json.loads(pack(catalogue()))
    document["assignments"][0][4] = 99
    assert unpack(json.dumps(document).encode()) is None


def test_an_addition_is_one_line_that_comes_back() -> None:
    line = pack_recent(RECENT)
    assert "\n" not in line
    assert unpack_recent(f"{line}\n{line}\n".encode()) == (RECENT, RECENT)


@for_each("torn", ["", "[", "[1,2", '[1,"2026-13-45",2,3,4]', "[1,2,3]", "null", '["a",7,1,2,3]'])
def test_a_torn_addition_hides_no_other(torn: str) -> None:
    content = f"{torn}\n{pack_recent(RECENT)}\n{torn}".encode()
    assert unpack_recent(content) == (RECENT,)


@for_each("hours", ["0.00", "0.01", "23.99", "24.00", "1000.10"])
def test_hours_are_exact_hundredths(hours: str) -> None:
    entry = RECENT._replace(hours=Decimal(hours))
    (found,) = unpack_recent(pack_recent(entry).encode())
    assert str(found.hours) == hours
