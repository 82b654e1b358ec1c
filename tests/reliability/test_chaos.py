"""Clients are killed, requests go wrong, two sync at once: nothing is lost and nothing doubled.

A usual run has the mode in which most goes wrong. The other modes, the storms of clients that are
broken, and the long soak: `python -m pytest -m slow tests/reliability/test_chaos.py -s`, which
prints its figures, or `python -m tests.reliability.chaos 5000 2 edge`.
"""

import os
import random
import re
from pathlib import Path

import pytest

from tests import child
from tests.account import an_account
from tests.faulty_harvest import faulty_harvest
from tests.reliability import chaos
from tests.reliability.chaos import Figures, Storm, soak, storm
from tests.reliability.chaos_client import MODES

if os.name != "posix":
    pytest.skip("SIGKILL is of POSIX", allow_module_level=True)


def check(figures: Figures, intents: int) -> None:
    print(figures)
    assert figures.lost == 0, figures
    assert figures.doubled == 0, figures
    assert figures.tracebacks == 0, figures
    assert figures.unsettled == 0, figures
    # Whatever was typed and not cut off is kept.
    assert figures.durable >= intents - figures.cut, figures
    assert figures.durable >= intents / 2, figures
    assert figures.faults >= figures.requests * 0.45, figures
    assert figures.kills >= intents / 30, figures


SHARES = {"plain": 140, "edge": 80, "ref": 40, "equal off": 40}
"""Intents of each mode; three hundred in all."""
USUAL = "edge"
"""Late answers, leases that end while their process stands still, kills: the mode of every run."""


@pytest.mark.promise("P2")
@pytest.mark.parametrize(
    ("mode", "intents"),
    [(USUAL, 16), *(pytest.param(*each, marks=pytest.mark.slow) for each in SHARES.items())],
)
def test_three_hundred_intents_survive_chaos(mode: str, intents: int) -> None:
    figures = storm(intents, 1, mode)
    check(figures, intents)
    assert figures.stops >= intents // 10 * MODES[mode].stops, figures


def told_of(broken: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Figures, str]:
    """The figures of a storm with clients that are broken so, and the story that it keeps."""
    monkeypatch.setattr(chaos, "KEPT", folder)
    figures = storm(24, 3, "plain", broken)
    return figures, next(folder.glob("*/story.txt")).read_text()


@pytest.mark.slow
def test_a_storm_of_clients_that_send_blindly_finds_doubled_entries_and_tells_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, story = told_of("sends blindly", tmp_path, monkeypatch)
    assert figures.doubled > 0
    number = re.search(r"== intent (\d+): 1 rows, (?!1 |0 )\d+ entries", story)
    assert number, story
    came = re.findall(rf'came  POST .*"intent {number[1]}"', story)
    assert len(came) >= 2, story
    assert re.search("(did|late)  POST", story), story
    for line in ("row      {'key'", "trail    {'key'", "entry    {'id'", "client "):
        assert line in story, (line, story)


@pytest.mark.slow
def test_a_storm_of_clients_that_forget_finds_lost_entries_and_tells_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures, story = told_of("forgets", tmp_path, monkeypatch)
    assert figures.lost > 0
    assert re.search(r"== intent \d+: 0 rows, 0 entries", story)
    assert re.search(r"client \d+ told \d+: 75", story)


def test_a_worker_that_outlives_all_patience_is_cut_off_like_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was about is not typed again; a soak once counted that as an entry doubled by hv."""

    class Slow(Storm):
        def client(self, *_what: str, **_how: str) -> child.Process:
            code = "import time; print('ready\\n5 0 False 1.0', flush=True); time.sleep(60)"
            return child.start([child.PYTHON, "-c", code])

    monkeypatch.setattr(chaos, "PATIENCE", 1.0)
    with faulty_harvest(an_account(), {}) as server:
        slow = Slow(server, tmp_path, 1, "plain", "")
        slow.dice = NeverCut(1)
        assert slow.worker(5, 9) == ([5], True)


class NeverCut(random.Random):
    """Dice that let every worker end by itself."""

    def random(self) -> float:
        return 0.95


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_five_thousand_intents_survive_chaos(mode: str) -> None:
    intents = 5000 if mode == "plain" else 1000
    check(soak(intents, 2, mode), intents)
