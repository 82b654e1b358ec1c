"""Cells that a spreadsheet would calculate, and their way back."""

from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.wording import guarded, unguarded
from tests.rows import for_each


@for_each(
    "text",
    ["=1+1", "+1", "-2h", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0", "'=1", "''-x", "-", "="],
)
def test_what_a_spreadsheet_would_calculate_gets_a_quote_in_front(text: str) -> None:
    assert guarded(text) == f"'{text}"


@for_each("text", ["", "1+1", "a=b", "'tis", "x@y", " =1", "é", "'", "''", "\n=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text(alphabet="'=+-@\t\r\nax ", max_size=8))
def test_every_text_comes_back_from_our_own_file(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@\t\rab", max_size=8))
def test_nothing_guarded_begins_like_a_formula(text: str) -> None:
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
