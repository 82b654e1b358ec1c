"""The cache of names: complete when it is well, absent when anything is wrong with it."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.local.cache.account_cache import AccountData, AccountFile, RecentEntry

FETCHED = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
SERVER = "https://api.harvestapp.com/v2"
TOKEN = "1234.pt.a-token-of-somebody"


def recent(id_: int, day: int = 17, hours: str = "1.50") -> RecentEntry:
    return RecentEntry(id_, date(2026, 11, day), 14307913, 8083365, Decimal(hours))


def a_catalogue() -> AccountData:
    design, code = Task(8083365, "Graphic Design"), Task(8083366, "Programming")
    abc = Client(5735776, "ABC Corp", "USD")
    tasks = (
        TaskAssignment(155505014, design, billable=True),
        TaskAssignment(None, code, billable=False, is_active=False),
    )
    return AccountData(
        fetched_at=FETCHED,
        user=User(1782884, "Zoë", "Allen", timezone="Lisbon", access_roles=("member",)),
        company=Company(name="API Examples", clock="12h", wants_timestamp_timers=False),
        assignments=(
            ProjectAssignment(
                125066109, Project(14307913, "Märketing — [LV]", "MW"), abc, True, tasks
            ),
            ProjectAssignment(None, Project(2, "Old\x1b[2J"), Client(None, ""), False, ()),
        ),
        recent=(recent(9), recent(8, day=16)),
    )


def file_in(folder: Path, account_id: int | None = 7, token: str = TOKEN) -> AccountFile:
    return AccountFile(folder, SERVER, account_id, token)


def test_what_is_stored_comes_back_equal(tmp_path: Path) -> None:
    file_in(tmp_path).save(a_catalogue())
    assert file_in(tmp_path).load() == a_catalogue()


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(0), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=24), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_it_is_fresh_for_a_day(age: timedelta, fresh: bool) -> None:
    assert a_catalogue().is_fresh(FETCHED + age) is fresh


def test_accounts_and_logins_never_mix(tmp_path: Path) -> None:
    file_in(tmp_path).save(a_catalogue())
    assert file_in(tmp_path, account_id=8).load() is None
    assert file_in(tmp_path, token="1234.pt.another-token").load() is None
    assert AccountFile(tmp_path, "http://127.0.0.1:8/v2", 7, TOKEN).load() is None


def test_the_token_stands_in_no_name_and_no_content(tmp_path: Path) -> None:
    file_in(tmp_path).save(a_catalogue())
    for path in tmp_path.rglob("*"):
        assert "a-token" not in path.name
        assert b"a-token" not in path.read_bytes()


def test_what_was_logged_since_comes_first(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.add(recent(10, day=18))
    file.add(recent(9, hours="2.00"))
    loaded = file.load()
    assert loaded is not None
    assert [(e.id, e.hours) for e in loaded.recent] == [
        (10, Decimal("1.50")),
        (9, Decimal("2.00")),
        (8, Decimal("1.50")),
    ]


def test_a_new_visit_replaces_what_was_logged_since(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.add(recent(10))
    file.save(a_catalogue()._replace(recent=()))
    loaded = file.load()
    assert loaded is not None
    assert loaded.recent == ()


def test_a_torn_line_of_additions_is_left_out(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.add(recent(10, day=18))
    with file.additions.open("a") as additions:
        additions.write('[11,"2026-')
    loaded = file.load()
    assert loaded is not None
    assert loaded.recent[0].id == 10


def damaged(content: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.5:
        return content[: rng.randrange(len(content))]
    at, bit = rng.randrange(len(content)), 1 << rng.randrange(8)
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def test_any_damage_counts_as_absent(tmp_path: Path) -> None:
    file, rng = file_in(tmp_path), random.Random(7)
    file.save(a_catalogue())
    good = file.path.read_bytes()
    for _ in range(200):
        file.path.write_bytes(damaged(good, rng))
        assert file.load() is None


@pytest.mark.parametrize("body", [b"[]", b"null", b"{}", b'{"user": 3}', b"[" * 100_000])
def test_a_sound_file_of_another_shape_counts_as_absent(tmp_path: Path, body: bytes) -> None:
    from zlib import crc32

    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.path.write_bytes(b"hv1 %08x\n" % crc32(body) + body)
    assert file.load() is None


def test_another_version_counts_as_absent(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.path.write_bytes(file.path.read_bytes().replace(b"hv1 ", b"hv9 ", 1))
    assert file.load() is None


def test_forgetting_leaves_nothing(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.save(a_catalogue())
    file.add(recent(10))
    file.forget()
    assert list(tmp_path.iterdir()) == []
