"""Clients are killed, requests go wrong, two sync at once: nothing is lost and nothing doubled.

The long soak: `python -m pytest -m slow tests/reliability/test_chaos.py -s`, which prints its
figures, or `python -m tests.reliability.chaos 5000 2`.
"""

import os

import pytest

from tests.reliability.chaos import Figures, soak, storm

if os.name != "posix":
    pytest.skip("SIGKILL is of POSIX", allow_module_level=True)


def check(figures: Figures, intents: int) -> None:
    print(figures)
    assert figures.lost == 0, figures
    assert figures.doubled == 0, figures
    assert figures.tracebacks == 0, figures
    assert figures.unsettled == 0, figures
    assert figures.durable >= intents * 0.9, figures
    assert figures.faults >= figures.requests * 0.5, figures
    assert figures.kills >= intents / 30, figures


def test_three_hundred_intents_survive_chaos() -> None:
    check(storm(300, seed=1), 300)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2])
def test_five_thousand_intents_survive_chaos(seed: int) -> None:
    check(soak(5000, seed), 5000)
