"""Bars, sparklines and calendars."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.days import Period, WeekStart
from harvest_cli.show.machine.renderer import Layout
from harvest_cli.show.reports.charts import bar, calendar_lines, in_blocks, level, sparkline, weeks
from harvest_cli.show.reports.documents import escaped
from harvest_cli.show.terminal.columns import display_width
from tests.rows import for_each
from tests.show.samples import an_output

HOURS = st.decimals(min_value=0, max_value=10**6, places=2)


@given(HOURS, HOURS, st.integers(0, 80), st.booleans())
def test_a_bar_fits_and_something_is_never_nothing(
    value: Decimal, most: Decimal, width: int, blocks: bool
) -> None:
    drawn = bar(min(value, most), most, width, blocks=blocks)
    assert display_width(drawn) <= width
    assert bool(drawn) == (min(value, most) > 0 and width > 0)


@for_each(("value", "drawn"), [("8", "████"), ("4", "██"), ("5", "██▌"), ("0.01", "▏"), ("0", "")])
def test_a_bar_grows_by_eighths(value: str, drawn: str) -> None:
    assert bar(Decimal(value), Decimal(8), 4) == drawn


def test_without_blocks_it_is_ascii() -> None:
    assert bar(Decimal(4), Decimal(8), 4, blocks=False) == "##"
    assert sparkline([Decimal(0), Decimal(1), Decimal(8)], blocks=False) == " .@"


def test_a_sparkline_has_one_mark_a_value() -> None:
    assert sparkline([Decimal(n) for n in range(9)]) == " ▁▂▃▄▅▆▇█"
    assert sparkline([]) == ""
    assert sparkline([Decimal(0)] * 3) == "   "


@given(HOURS, HOURS, st.integers(1, 9))
def test_levels_stay_in_their_range(value: Decimal, most: Decimal, levels: int) -> None:
    found = level(value, most, levels)
    assert 0 <= found <= levels
    assert (found == 0) == (value <= 0 or most <= 0)


@pytest.mark.parametrize(
    ("encoding", "can"), [("utf-8", True), ("ascii", False), ("cp1252", False)]
)
def test_blocks_are_drawn_where_the_stream_carries_them(encoding: str, can: bool) -> None:
    assert in_blocks(an_output(encoding=encoding)) is can
    assert not in_blocks(an_output(encoding=encoding), ascii_only=True)


CALENDAR = """\
      Mo  Tu  We  Th  Fr  Sa  Su
Nov                           1     0:00
      2█  3░  4   5   6   7   8     9:00
up to ░ 2:00 ▒ 4:00 ▓ 6:00 █ 8:00
"""


def test_a_calendar_has_a_line_a_week_and_says_what_its_shades_mean() -> None:
    output = an_output()
    by_day = {date(2026, 11, 2): Decimal(8), date(2026, 11, 3): Decimal(1)}
    period = Period(date(2026, 11, 1), date(2026, 11, 8))
    assert "\n".join(calendar_lines(by_day, period, output)) + "\n" == CALENDAR


def test_a_calendar_of_nothing_has_no_legend() -> None:
    output = an_output()
    period = Period(date(2026, 11, 2), date(2026, 11, 8))
    lines = list(calendar_lines({}, period, output, Layout(first=WeekStart.SUNDAY)))
    assert lines[0].split() == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
    assert len(lines) == 3


def test_weeks_cover_the_period() -> None:
    found = list(weeks(Period(date(2026, 11, 1), date(2026, 11, 30)), WeekStart.MONDAY))
    assert (found[0].start, found[-1].end) == (date(2026, 10, 26), date(2026, 12, 6))


@for_each("text", ["a|b", "*b* _i_ `c`", "[x](y)", "<b>", "a\nb", "&lt;", "~~s~~"])
def test_markdown_shows_text_as_it_stands(text: str) -> None:
    shown = escaped(text)
    assert "\n" not in shown
    assert "<" not in shown
    assert "|" not in shown.replace("\\|", "")
