"""SIGKILL before every call of `hv export --since-last` that writes, renames, unlinks or asks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.account import present_account
from tests.exports.test_since_last import KINDS, export, read, there
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.scenes import login_of
from tests.reliability.strace import CALLS, STRACE, copied, points, traced
from tests.running import Hv

if not STRACE:
    pytest.skip("strace is not installed", allow_module_level=True)
ALL = [
    pytest.param(kind, first, 2, marks=pytest.mark.slow, id=f"{kind} {'first' if first else ''}")
    for kind in KINDS
    for first in (False, True)
]


@pytest.fixture
def server() -> Iterator[FaultyHarvest]:
    with faulty_harvest(present_account(), {}) as found:
        yield found


@pytest.mark.parametrize(("kind", "first", "step"), [("jsonl", False, 48), *ALL])
def test_a_kill_before_any_call_leaves_whole_files_and_the_next_run_has_all(
    kind: str, first: bool, step: int, server: FaultyHarvest, tmp_path: Path
) -> None:
    if kind == "parquet":
        pytest.importorskip("duckdb")
    base = tmp_path / "base" / "home"
    hv = Hv({**login_of(server.url, base), "HV_NOW": ""})
    today = datetime.now(UTC).date()
    for days in (40, 70):
        hv("log", f"1h MW, Programming on {today - timedelta(days=days)}: old", "--yes")
    touched = set[int]()
    if not first:
        assert export(hv, base / "hours", kind).code == 0
        ids = [number for _, number, _ in there(hv)]
        moved, changed, gone = ids[0], ids[-1], ids[-2]
        touched = {moved, changed, gone}
        assert hv("edit", str(moved), str(today - timedelta(days=45)), "--yes").code == 0
        assert hv("edit", str(changed), "+15m").code == 0
        assert hv("delete", str(gone), "--yes").code == 0
    argv = ("export", "--to", kind, "--since-last", "-o", "hours")
    before = [row for row in read(base / "hours") if row[1] not in touched]

    def ran(name: str, *how: str) -> tuple[Path, int]:
        home = copied(base, tmp_path / name)
        folder = home / "hours"
        done = traced(server.url, home, (*argv[:-1], str(folder)), *how)
        return folder, done.returncode

    listed, code = ran("listed", "-e", f"trace={CALLS}")
    if code:
        pytest.skip("strace may not trace here")
    found = list(points(listed.parent))[::step]
    wanted = there(hv)
    assert read(listed) == wanted

    def killed(place: int) -> tuple[Path, int]:
        name, when = found[place]
        return ran(f"{place}", "-e", f"inject={name}:signal=KILL:when={when}")

    with ThreadPoolExecutor(2) as pool:
        all_killed = list(pool.map(killed, range(len(found))))
    assert sum(code != 0 for _, code in all_killed) >= len(found) * 0.8
    for folder, _ in all_killed:
        rows = [row for row in read(folder) if row[1] not in touched]
        assert rows == before if not first else set(rows) <= set(wanted)
        again = Hv({**login_of(server.url, folder.parent), "HV_NOW": ""})
        assert export(again, folder, kind).code == 0
        assert read(folder) == wanted
        assert not [*folder.glob("**/.entries*")]
