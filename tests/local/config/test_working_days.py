"""Settings about days of work: which days, which hours; as typed, and as they are told."""

import pytest

from harvest_cli.local.config.config_file import plain_value, typed_value
from harvest_cli.local.config.setting_types import day_span, weekdays
from harvest_cli.local.config.settings import BY_NAME
from tests.rows import for_each

FIVE = ("mon", "tue", "wed", "thu", "fri")


@for_each(
    ("raw", "days"),
    [
        ("mon-fri", FIVE),
        ("Monday-Friday", FIVE),
        ("mon, tue, wed, thu, fri", FIVE),
        (["mon", "tue", "wed", "thu", "fri"], FIVE),
        ("fri-mon", ("mon", "fri", "sat", "sun")),
        ("sun", ("sun",)),
        ("thurs tues", ("tue", "thu")),
        ("mon-fri sat", (*FIVE, "sat")),
        ("mon-mon", ("mon",)),
        ("mon-", ("mon",)),
    ],
)
def test_days_of_a_week_are_read(raw: object, days: tuple[str, ...]) -> None:
    assert weekdays(raw) == days


@for_each("raw", ["", "m", "t", "mo", "someday", "-fri", "1-5", [], [1, 2], "mon–x", None])
def test_what_is_no_day_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="days of the week"):
        weekdays(raw)


@for_each(
    ("raw", "span"),
    [
        ("7:00-21:00", "7:00-21:00"),
        ("9:00am-5:30pm", "9:00-17:30"),
        ("8:00 – 18:00", "8:00-18:00"),
        ("none", None),
        ("off", None),
        ("", None),
    ],
)
def test_hours_of_work_are_read(raw: object, span: str | None) -> None:
    assert day_span(raw) == span


@for_each(
    "raw", ["9", "9-", "17-9", "9pm-5am", "21:00-7:00", "9:00-9:00", "x-y", "26:00-27:00", 9, []]
)
def test_what_is_no_span_of_a_day_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="span of a day"):
        day_span(raw)


@pytest.mark.parametrize(
    ("name", "typed"), [("workdays", "mon-thu"), ("working_hours", "9:00am-5:00pm")]
)
def test_what_was_typed_can_be_told_and_typed_again(name: str, typed: str) -> None:
    setting = BY_NAME[name]
    plain = typed_value(setting, typed)
    assert setting.read(plain) == setting.text(typed)
    assert plain_value(setting, setting.read(plain)) == plain


@pytest.mark.parametrize("name", ["workdays", "working_hours", "status_seconds"])
def test_defaults_can_be_read_like_anything_else(name: str) -> None:
    setting = BY_NAME[name]
    assert setting.read(plain_value(setting, setting.default)) == setting.default
