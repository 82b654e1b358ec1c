"""One line while a long list is read, gone when it ends."""

from typing import Any

import pytest

from harvest_cli.show.terminal.waiting import PATIENCE, progress
from tests.show.samples import an_output, told


@pytest.fixture(autouse=True)
def _a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvest_cli.show.terminal.waiting.PATIENCE", PATIENCE)


def watched(*moments: float, counts: tuple[int, ...] = (500, 1000), **how: Any) -> str:
    """What stderr got when the clock showed these moments."""
    clock = iter([0.0, *moments])
    output = an_output(**{"width": 80, **how})
    with progress(output, lambda: next(clock)) as read:
        for count in counts:
            read(count)
    return told(output)


def test_a_short_wait_says_nothing() -> None:
    assert watched(0.1, PATIENCE - 0.01) == ""


@pytest.mark.ux(62)
def test_a_long_wait_counts_and_leaves_no_trace() -> None:
    said = watched(1.0, 2.0)
    assert said.startswith("\rReading entries: 500\rReading entries: 1,000\r")
    assert said.endswith("\r")
    assert said.split("\r")[-2].strip() == ""
    assert len(said.split("\r")[-2]) == len("Reading entries: 1,000")


@pytest.mark.ux(62)
@pytest.mark.parametrize("how", [{"width": None}, {"quiet": True}])
def test_pipes_and_quiet_see_nothing(how: dict[str, Any]) -> None:
    assert watched(1.0, 2.0, **how) == ""


def test_it_is_erased_when_reading_fails() -> None:
    output = an_output(width=80)
    clock = iter([0.0, 1.0])

    def fail() -> None:
        with progress(output, lambda: next(clock)) as read:
            read(500)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert told(output).endswith(" \r")
