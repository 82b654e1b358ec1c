"""Hundreds of pending entries: sent within Harvest's limits, and counted on a terminal."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.outbox.enqueue import Wish, queued_row
from harvest_cli.actions.sync import sync
from harvest_cli.domain.entries import NewEntry
from harvest_cli.sandbox.example import PROGRAMMING, TASK_FORCE
from tests.conftest import MORNING
from tests.reliability.worlds import Line
from tests.rows import share, sweep
from tests.workday import Person

MANY, MOST, WINDOW = share(210, 2), 100, 15.0
"""Harvest takes a hundred requests in fifteen seconds; a usual run sends a few more."""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Kim with that many entries that wait here."""
    person = Person(tmp_path, MORNING).warm()
    context = person.context()
    outbox = context.outbox
    assert outbox is not None
    day = date(2026, 11, 24)
    for number in range(MANY):
        new = NewEntry(TASK_FORCE, PROGRAMMING, day, Decimal("0.01"), notes=f"n {number}")
        outbox.insert(queued_row(context, outbox, Wish(new)))
    return person


@sweep
def test_hundreds_of_rows_leave_within_the_limits_and_are_counted(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = person.adapter = Line(person)
    moments: list[float] = []
    real = line.inner.send

    def send(request: Any) -> Any:
        moments.append(person.clock().timestamp())
        return real(request)

    monkeypatch.setattr(line.inner, "send", send)
    told: list[tuple[int, int]] = []
    done = sync(person.context(), progress=lambda *count: told.append(count))
    assert (done.exit_code, done.left) == (0, 0)
    assert told == [(number, MANY) for number in range(MANY)]
    assert len(moments) <= 2 * MANY + 5
    busy = [b - a for a, b in zip(moments, moments[MOST:], strict=False)]
    assert min(busy) >= WINDOW
    assert moments[-1] - moments[0] < 4 * WINDOW * MANY / MOST
    found = person.entries(date(2026, 11, 24), date(2026, 11, 24))
    assert len([e for e in found if str(e["notes"]).startswith("n ")]) == MANY
