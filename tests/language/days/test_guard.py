"""The clock of this machine and the words of parsedatetime never reach an answer."""

import datetime as clock
import time
from typing import Any

import pytest

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.days import calendar_math
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.text.readings import Conventions
from tests.language.samples import NOW, Fields, answer, read

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
        lambda _span, _today: FAR.date(),
        lambda _span, _today: None,
        lambda _span, today: today,
        lambda _span, _today: clock.date(2026, 9, 18),
        lambda _span, _today: clock.date(2024, 11, 3),
        lambda span, today: today + clock.timedelta(days="now" in span),
    ],
)
@pytest.mark.parametrize("text", ["nov 3", "3rd of november 2025", "3/11/2025", "2 months ago"])
def test_a_library_that_answers_nonsense_is_not_believed(
    text: str, answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_math, "computed", answered)
    with pytest.raises(SentenceError) as caught:
        read_date(text, NOW, Conventions(date_order="dmy"))
    assert (caught.value.code, str(caught.value)) == ("invalid_date", "The date is ambiguous")


@pytest.mark.parametrize(
    "text", ["today", "yesterday", "friday", "2026-11-12", "20261112", "the 12th", "2 weeks ago"]
)
def test_a_day_that_needs_no_library_does_not_ask_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_math, "computed", lambda _span, _today: None)
    assert read_date(text, NOW) <= NOW.date()


@pytest.mark.parametrize(
    "text", ["feb 30", "29 feb 2027", "31/11/2026", "29 february", "0 months ago"]
)
def test_a_day_that_does_not_exist_is_refused_before_the_library_is_asked(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_math, "computed", lambda span, _today: pytest.fail(span))
    with pytest.raises(SentenceError) as caught:
        read_date(text, NOW)
    assert caught.value.code == "invalid_date"
