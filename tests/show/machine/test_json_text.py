"""JSON is exact, on one line, and harmless on a terminal."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.show.machine.text import json_text, moment_text, write_json
from tests.domain.test_clean import HOSTILE, hostile_text
from tests.rows import for_each
from tests.show.samples import an_output, written


@for_each(
    ("value", "text"),
    [
        (Decimal("0.10"), "0.1"),
        (Decimal("2"), "2.0"),
        (Decimal("2.00"), "2.0"),
        (Decimal("0.33"), "0.33"),
        (Decimal("0.1") + Decimal("0.2"), "0.3"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("123456789012.34"), "123456789012.34"),
        (Decimal("90071992547409931"), "90071992547409931"),
        (Decimal("1E-400"), "0.0"),
        (Decimal("1E+400"), "null"),
        (Decimal("NaN"), "null"),
        (Decimal("Infinity"), "null"),
        (date(2026, 11, 21), '"2026-11-21"'),
        (time(9, 5), '"09:05"'),
        (datetime(2026, 11, 21, 14, 15, 3, tzinfo=UTC), '"2026-11-21T14:15:03Z"'),
        (
            datetime(2026, 11, 21, 14, 15, tzinfo=timezone(timedelta(hours=-5))),
            '"2026-11-21T14:15:00-05:00"',
        ),
        (None, "null"),
        (True, "true"),
        ("Zoë 漢", '"Zoë 漢"'),
        ("\x1b[2J", r'"\u001b[2J"'),
        ("\x7f\x9b", r'"\u007f\u009b"'),
        ("\u202e\u200b\u2028\ufeff", r'"\u202e\u200b\u2028\ufeff"'),
        ("\ud800", r'"\ud800"'),
        ("\U000e0041", r'"\udb40\udc41"'),
        ("👩\u200d💻", '"👩\u200d💻"'),
    ],
)
def test_how_a_value_is_written(value: Any, text: str) -> None:
    assert json_text(value) == text


def test_what_json_has_no_form_for_is_an_error() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        json_text(object())


@given(hostile_text)
def test_every_text_reads_back_as_it_was_and_shows_nothing_hostile(text: str) -> None:
    for ascii_only in (False, True):
        written_text = json_text({"notes": text}, ascii_only=ascii_only)
        assert not HOSTILE.search(written_text)
        assert json.loads(written_text) == {"notes": _paired(text)}


def _paired(text: str) -> str:
    """Two halves of a pair that meet in JSON become one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@given(st.decimals(-10_000, 10_000, places=2))
def test_every_hundredth_survives_the_way_through_a_float(hours: Decimal) -> None:
    assert json.loads(json_text(hours), parse_float=Decimal) == hours


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_stream_that_is_not_utf8_gets_escapes_and_valid_json(encoding: str) -> None:
    output = an_output(encoding=encoding, as_json=True)
    write_json({"notes": "Zoë 漢\x7f\ud800"}, output)
    assert written(output) == '{"notes": "Zo\\u00eb \\u6f22\\u007f\\ud800"}\n'


def test_a_utf8_stream_gets_letters_and_one_document_on_one_line() -> None:
    output = an_output(encoding="utf-8", as_json=True)
    write_json({"notes": "Zoë\nline"}, output)
    assert written(output) == '{"notes": "Zoë\\nline"}\n'


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(999, 1, 2, 3, 4, 5, tzinfo=UTC), "0999-01-02T03:04:05Z"),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(0))), "2026-12-31T23:59:59Z"),
        (datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))), "2026-01-02T03:00:00+02:00"),
    ],
)
def test_a_moment_is_written_as_harvest_writes_it(at: datetime, text: str) -> None:
    assert moment_text(at) == text
