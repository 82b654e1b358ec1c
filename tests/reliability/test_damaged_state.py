"""What hv keeps on the disk, cut short or with bits flipped: no log stops, no file is lost (P9).

A usual run damages each file ten times; `python -m pytest -m slow tests/reliability` 200 times.
"""

import random
import shutil
from pathlib import Path

import pytest

from tests.account import an_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.scenes import POST, login_of
from tests.rows import few
from tests.running import Hv

NOW = "2026-11-24T10:30:00-05:00"
KEPT = {
    "names": "cache/*.catalogue",
    "what was logged lately": "cache/*.recent",
    "names for Tab": "cache/*.names",
    "the timer": "cache/*.status",
    "the last list": "cache/*.rows",
    "turns": "state/turns-*",
    "rows": "state/outbox-*.sqlite",
    "backup log": "state/outbox-*.entries.log",
}


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The content cut short anywhere, or with one to four bits flipped."""
    if dice.random() < 0.5:
        return content[: dice.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 5)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def lived_in(server: FaultyHarvest, home: Path) -> Hv:
    """A home in which everything stands that hv keeps, a row that waits among it."""
    hv = Hv({**login_of(server.url, home), "HV_NOW": NOW})
    for argv in (("log", "15m on TF: first"), ("entries", "today"), ("start", "TF: runs")):
        assert hv(*argv, terminal=True, COLUMNS="80").code == 0
    server.fail({POST: ["401"]})
    assert hv("log", "15m on TF: waits").code == 3
    server.fail({})
    return hv


def on_harvest(server: FaultyHarvest, notes: str) -> int:
    sql = "SELECT count(*) FROM entries WHERE notes = ?"
    return int(server.account.db.execute(sql, (notes,)).fetchone()[0])


@few(3)
@pytest.mark.promise("P9")
@pytest.mark.parametrize("count", [3, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", KEPT)
def test_no_damage_to_what_is_kept_stops_a_log_or_eats_a_file(
    kind: str, count: int, tmp_path: Path
) -> None:
    home, whole = tmp_path / "home", tmp_path / "whole"
    with faulty_harvest(an_account(), {}) as server:
        hv = lived_in(server, home)
        home.rename(whole)
        for number in range(count):
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(whole, home)
            (path,) = home.glob(KEPT[kind])
            before = path.read_bytes()
            after = damaged(before, random.Random(f"{kind} {number}"))
            path.write_bytes(after)
            there = on_harvest(server, "waits")
            ran = hv("log", f"15m on TF: number {number}")
            if ran.code == 78 and "made by a newer hv" in ran.err:
                # The bit that rotted was one of the version.
                assert path.read_bytes() == after, (number, ran)
                continue
            assert (ran.code, on_harvest(server, f"number {number}")) == (0, 1), (number, ran)
            aside = [each.read_bytes() for each in path.parent.glob("*.corrupt-*")]
            moved = "The outbox was damaged" in ran.err
            assert aside == ([after] if moved else []), (number, ran)
            waits = hv("outbox")
            assert waits.code == 0, (number, waits)
            # Nothing can be said of a bit inside a row: SQLite keeps no sums of them.
            sure = moved or len(after) != len(before) or kind != "rows"
            new = on_harvest(server, "waits") - there
            right = new == (not there) or (not there and "waits" in waits.out)
            assert right if sure else new in (0, 1), (number, ran)
