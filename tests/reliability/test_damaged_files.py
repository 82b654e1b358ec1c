"""Configuration that rotted: any damage ends in words or does no harm, and the file stays."""

import random
from pathlib import Path

import pytest

from tests.rows import few
from tests.running import Hv
from tests.served import CANARY, Served

CONFIGURATION = """# how I work
timeout = 5
round = "15m up"
workday_hours = 7.5
[profile.work]
account_id = 7
week_start = "sunday"
[alias]
standup = "log 15m TF: stand-up"
"""
FOLDER = 'project = "MW"\ntask = "Programming"\nround = "6m"\nprofile = "work"\n'
SEEDS = [*range(40), *(pytest.param(each, marks=pytest.mark.slow) for each in range(40, 200))]
"""Two hundred ways to rot; a usual run tries forty of them."""


def damaged(content: bytes, seed: int) -> bytes:
    """The content cut short, or with some bits flipped, or with a piece of it doubled."""
    chance = random.Random(seed)
    kind = seed % 3
    if kind == 0:
        return content[: chance.randrange(len(content))]
    if kind == 1:
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 5)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    start = chance.randrange(len(content))
    return content + content[start : start + 60]


@pytest.mark.promise("P9")
@pytest.mark.parametrize("seed", SEEDS)
def test_damage_to_the_configuration_ends_in_words(hv: Hv, home: Path, seed: int) -> None:
    home.mkdir(mode=0o700)
    path = home / "config.toml"
    path.write_bytes(damaged(CONFIGURATION.encode(), seed))
    before = path.read_bytes()
    for argv in (("log", "1h on MW: x"), ("config",), ("config", "set", "note", "x")):
        ran = hv(*argv)
        assert ran.code in {0, 78}, (before, ran)
        if argv[-1] != "x":
            assert path.read_bytes() == before


@few(10)
@pytest.mark.parametrize("seed", SEEDS)
def test_damage_to_a_folders_file_stops_no_log(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / ".hv.toml").write_bytes(damaged(FOLDER.encode(), seed))
    monkeypatch.chdir(folder)
    ran = hv("log", "1h on MW: x")
    # A rounding that cannot be read is told, for it would change what is logged.
    assert ran.code in {0, 78}, ran
    assert ran.code == 0 or "round" in ran.err or "note" in ran.err or "task" in ran.err


@pytest.mark.promise("P9")
def test_damage_to_the_logins_ends_in_words_and_shows_nothing(there: Served, home: Path) -> None:
    hv = Hv({"HV_HOME": str(home), **there.environ})
    assert hv("login", "--with-token", stdin=CANARY).code == 0
    path = home / "credentials.toml"
    good = path.read_bytes()
    for seed in range(200):
        path.write_bytes(damaged(good, seed))
        before = path.read_bytes()
        ran = hv("projects", "--timeout", "2")
        assert ran.code in {0, 3, 7, 78}, (before, ran)
        shown = ran.out + ran.err
        assert not any(CANARY[n : n + 9] in shown for n in range(8, 30)), (before, ran)
        assert path.read_bytes() == before
