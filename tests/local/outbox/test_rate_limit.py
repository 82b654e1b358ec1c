"""The turns of an account's requests: one file for all of its profiles, and never in the way."""

import os
import struct
import time
from pathlib import Path

import pytest

from harvest_cli.local.outbox.rate_limit import BUCKET, WINDOW, RateLimiter
from tests.child import FORKED, start

NOW = 1_790_000_000.0
SERVER = "https://api.example/v2"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def turns(state: Path, account: int = 7, most: int = 3, server: str = SERVER) -> RateLimiter:
    return RateLimiter(state, server, account, most=most)


def test_a_turn_is_now_until_the_bucket_is_full(state: Path) -> None:
    mine = turns(state)
    assert [mine.acquire(NOW + second) for second in (0, 1, 2)] == [0, 0, 0]
    assert mine.acquire(NOW + 5) == WINDOW - 5
    assert mine.acquire(NOW + 40) == 0


def test_turns_to_come_queue_in_order(state: Path) -> None:
    mine = turns(state)
    waits = [mine.acquire(NOW) for _ in range(9)]
    assert waits == [0, 0, 0, *[WINDOW] * 3, *[2 * WINDOW] * 3]


def test_in_no_window_are_more_than_the_bucket_holds(state: Path) -> None:
    mine, moments = RateLimiter(state, SERVER, 7), []
    for number in range(400):
        now = NOW + number * 0.05
        moments.append(now + mine.acquire(now))
    for moment in moments:
        assert sum(moment - WINDOW < each <= moment for each in moments) <= BUCKET


def test_everybody_who_names_the_account_shares_them(state: Path) -> None:
    assert [turns(state).acquire(NOW) for _ in range(4)] == [0, 0, 0, WINDOW]
    assert turns(state, account=8).acquire(NOW) == 0
    assert turns(state, server="https://other.example/v2").acquire(NOW) == 0


def test_to_look_takes_nothing(state: Path) -> None:
    mine = turns(state)
    assert [mine.wait(NOW) for _ in range(9)] == [0] * 9
    for _ in range(3):
        mine.acquire(NOW)
    assert (mine.wait(NOW + 1), mine.wait(NOW + 1)) == (WINDOW - 1, WINDOW - 1)
    assert list(state.iterdir()) == [mine.path]


def test_a_look_leaves_no_file(state: Path) -> None:
    assert turns(state).wait(NOW) == 0
    assert not state.exists()


def test_several_are_taken_at_once(state: Path) -> None:
    mine = turns(state, most=10)
    assert mine.acquire(NOW, 6) == 0
    assert mine.acquire(NOW, 4) == 0
    assert mine.acquire(NOW, 1) == WINDOW
    assert turns(state, account=8, most=3).acquire(NOW, 5) == WINDOW


def test_only_its_owner_may_read_it(state: Path) -> None:
    mine = turns(state)
    mine.acquire(NOW)
    assert mine.path.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert mine.path.stat().st_size == 3 * 8


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 24,
        b"\0" * 5,
        struct.pack("<3d", float("nan"), float("inf"), -1.0),
        struct.pack("<3d", *[NOW + 1e6] * 3),
        b"x" * 100_000,
    ],
    ids=["empty", "ones", "cut", "no numbers", "another time", "long"],
)
def test_what_makes_no_sense_counts_as_nothing(state: Path, content: bytes) -> None:
    mine = turns(state)
    state.mkdir(mode=0o700)
    mine.path.write_bytes(content)
    assert [mine.acquire(NOW) for _ in range(4)] == [0, 0, 0, WINDOW]


def test_a_clock_that_was_set_back_does_not_stop_everything(state: Path) -> None:
    mine = turns(state)
    for _ in range(3):
        mine.acquire(NOW)
    assert mine.acquire(NOW - 86_400) == 0


def test_no_link_is_followed(state: Path, tmp_path: Path) -> None:
    mine = turns(state)
    state.mkdir(mode=0o700)
    target = tmp_path / "bashrc"
    target.write_text("alias x=y")
    mine.path.symlink_to(target)
    assert [mine.acquire(NOW) for _ in range(5)] == [0] * 5
    assert target.read_text() == "alias x=y"


def test_a_folder_that_is_a_link_is_left_alone(state: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    state.symlink_to(other)
    assert [turns(state).acquire(NOW) for _ in range(5)] == [0] * 5
    assert list(other.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_left_alone(state: Path, kind: str) -> None:
    mine = turns(state)
    state.mkdir(mode=0o700)
    if kind == "folder":
        mine.path.mkdir()
    else:
        os.mkfifo(mine.path)
    assert [mine.acquire(NOW) for _ in range(5)] == [0] * 5


def test_where_nothing_can_be_written_nothing_is_held_up(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    mine = turns(state)
    monkeypatch.setattr(os, "write", full)
    assert [mine.acquire(NOW) for _ in range(5)] == [0] * 5


def test_a_process_that_was_stopped_with_the_lock_holds_nobody_up(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    mine = turns(state)
    mine.acquire(NOW)
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    with mine.path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert mine.acquire(NOW) == 0
    assert 0 < sum(naps) <= 0.2
    naps.clear()
    assert mine.acquire(NOW) == 0
    assert naps == []


def test_many_processes_share_one_count(state: Path) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from harvest_cli.local.outbox.rate_limit import RateLimiter; "
        f"t = RateLimiter(Path(sys.argv[1]), {SERVER!r}, 7, most=40); "
        f"print(sum(t.acquire({NOW}) > 0 for _ in range(20)))"
    )
    crowd = [start([*FORKED, "-c", code, str(state)], {}) for _ in range(4)]
    waited = sum(int(process.communicate(timeout=30)[0]) for process in crowd)
    assert waited == 40
