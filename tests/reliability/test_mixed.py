"""Days of starts, stops, switches, changes and undos in bad weather: every minute is where it was
typed.

A usual run has a morning of each kind of account. The soak of thousands:
`python -m pytest -m slow tests/reliability/test_mixed.py -s`, or
`python -m tests.reliability.mixed 3000 1`, with `times` for an account of clock times.
"""

import os

import pytest

from tests.reliability import typed
from tests.reliability.mixed import soak
from tests.reliability.reckoning import Figures
from tests.reliability.typed import Entry, World
from tests.rows import few, sweep

if os.name != "posix":
    pytest.skip("fork and SIGKILL are of POSIX", allow_module_level=True)


def check(figures: Figures) -> None:
    print(figures)
    wrong = ("lost", "doubled", "off", "claims", "tracebacks", "unsettled")
    assert {name: getattr(figures, name) for name in wrong} == dict.fromkeys(wrong, 0), figures
    assert figures.done >= figures.intents / 2
    assert figures.kills >= figures.intents / 10
    assert figures.faults >= figures.requests / 10


@pytest.mark.promise("P2", "P13")
@few(1)
@sweep
@pytest.mark.parametrize(
    ("intents", "seed"),
    [(14, 1), pytest.param(1500, 2, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
def test_mixed_intents_end_to_the_minute(by_times: bool, intents: int, seed: int) -> None:
    check(soak(intents, seed, by_times=by_times))


def test_a_command_that_was_killed_happened_whole_or_not_at_all() -> None:
    (world,) = typed.told([World()], typed.start("a", 1, 540), killed=False, done=True)
    both = typed.told([world], typed.start("b", 1, 600), killed=True, done=False)
    assert [[e.minutes for e in each.entries] for each in both] == [[60.0, 0.0], [0.0]]
    (stopped,) = typed.told(both[1:], typed.stop(570), killed=False, done=True)
    assert stopped.entries == (Entry("a", 1, 30.0),)
    assert not typed.can_undo([stopped])
