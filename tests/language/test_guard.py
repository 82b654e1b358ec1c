"""The clock of this machine and the words of parsedatetime never reach an answer."""

import datetime as clock
import time
from typing import Any

import pytest

from harvest_cli.language.days import certified
from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.text.item import Problem, ReadingContext
from tests.language.samples import NOW, Fields, answer, manner, read

FAR = clock.datetime(2077, 7, 7, 7, 7)
BY_LIBRARY = [
    e for e in read("independent.jsonl") if any(w in e["text"] for w in ("20", "month", "year"))
]


class _Frozen(clock.datetime):
    """A clock that stands still, far away."""

    @classmethod
    def now(cls, tz: clock.tzinfo | None = None) -> Any:
        return FAR.replace(tzinfo=tz)

    today = now
    utcnow = now


def test_no_answer_carries_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [*read("examples.jsonl"), *BY_LIBRARY]
    wanted: list[Fields] = [answer(example) for example in examples]
    monkeypatch.setattr(time, "time", lambda: FAR.timestamp())
    monkeypatch.setattr(time, "localtime", lambda *_: FAR.timetuple())
    monkeypatch.setattr(clock, "datetime", _Frozen)
    found = [answer(example) for example in examples]
    assert found == wanted
    assert "2077" not in str(found)


@pytest.mark.parametrize(
    "answered",
    [
        lambda _span, _now: FAR.date(),
        lambda _span, _now: None,
        lambda _span, now: now.date(),
        lambda _span, _now: clock.date(2026, 9, 18),
        lambda span, now: (now + clock.timedelta(days="now" in span)).date(),
    ],
)
def test_a_library_that_answers_nonsense_is_not_believed(
    answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certified, "_loaded", [answered])
    scene = ReadingContext(NOW, manner("A"))
    day = When(clock.date(2026, 11, 3))
    assert isinstance(certified.by_library("3 november 2026", day, scene), Problem)
    assert isinstance(certified.ago(2, "months", scene), Problem)
