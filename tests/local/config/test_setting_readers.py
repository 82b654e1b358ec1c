"""Values of settings: the same from TOML and from words, refused with what would be right."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

from harvest_cli.domain.days import WeekStart
from harvest_cli.local.config import setting_types as read
from tests.rows import for_each


def named(each: object) -> str:
    """A case by its values; functions by their names, for these are the same in every process."""
    return each.__qualname__ if isinstance(each, FunctionType) else f"{each!r:.40}"


REFUSED: list[tuple[Callable[[Any], Any], Any]] = [
    (read.hours_to_minutes, 0),
    (read.hours_to_minutes, -1),
    (read.hours_to_minutes, 24.1),
    (read.hours_to_minutes, "nan"),
    (read.hours_to_minutes, "inf"),
    (read.hours_to_minutes, True),
    (read.hours_to_minutes, None),
    (read.hours_to_minutes, [8]),
    (read.hours_to_minutes, 0.001),
    (read.seconds_up_to(60), 0),
    (read.seconds_up_to(60), 60.1),
    (read.seconds_up_to(60), "fast"),
    (read.seconds_up_to(60), "nan"),
    (read.seconds_up_to(60), True),
    (read.seconds_up_to(60), 10**400),
    (read.zone, "Mars"),
    (read.zone, 7),
    (read.zone, ""),
    (read.zone, "../etc/passwd"),
    (read.week_start, "friday"),
    (read.week_start, 0),
    (read.one_of("a", "b"), "c"),
    (read.words, 7),
    (read.words, "a\nb"),
    (read.words, "a\x00"),
    (read.words, "x" * 501),
    (read.number, "abc"),
    (read.number, "-1"),
    (read.number, "1.5"),
    (read.number, True),
    (read.number, "٣"),
    (read.number, "9" * 19),
    (read.port, 80),
    (read.port, 65536),
    (read.port, "8374x"),
    (read.port, True),
    (read.address, "http://a.example"),
    (read.address, 7),
    (read.file_path, ""),
    (read.file_path, 7),
    (read.file_path, "a\x00b"),
    (read.command, "op read"),
    (read.command, []),
    (read.command, [" "]),
    (read.command, ["op", 7]),
    (read.command, ["op", "a\x00"]),
    (read.command_line, ""),
    (read.command_line, "op 'unclosed"),
    (read.weekdays, ""),
    (read.weekdays, "mo"),
    (read.weekdays, "mon-xyz"),
    (read.weekdays, []),
    (read.day_span, "7:00"),
    (read.day_span, "7am-13:30pm"),
    (read.day_span, "21:00-7:00"),
    (read.day_span, "7:00-7:00"),
    (read.rounding, "1m"),
    (read.rounding, "15m down"),
    (read.profile_name, ""),
    (read.profile_name, "a/b"),
    (read.profile_name, "x" * 41),
    (read.profile_name, 7),
]


@for_each(("reader", "raw"), REFUSED, ids=named)
def test_what_makes_no_sense_is_refused_with_what_would(
    reader: Callable[[Any], Any], raw: Any
) -> None:
    with pytest.raises(ValueError, match=r".") as wanted:
        reader(raw)
    text = str(wanted.value)
    assert "\n" not in text
    assert not text.endswith(".")


@for_each(
    ("reader", "raw", "value"),
    [
        (read.hours_to_minutes, "7.5", 450),
        (read.hours_to_minutes, 24, 1440),
        (read.hours_to_minutes, 7.6, 456),
        (read.seconds_up_to(60), "0.5", 0.5),
        (read.seconds_up_to(60), 60, 60.0),
        (read.zone, "europe/berlin", "europe/berlin"),
        (read.zone, "Eastern Time (US & Canada)", "Eastern Time (US & Canada)"),
        (read.week_start, " Monday ", WeekStart.MONDAY),
        (read.one_of("dmy", "mdy"), " DMY ", "dmy"),
        (read.words, "  a b ", "a b"),
        (read.words, "None", None),
        (read.words, " ", None),
        (read.number, " 1234567 ", 1234567),
        (read.port, "1024", 1024),
        (read.command, ["op", "read", "x y"], ("op", "read", "x y")),
        (read.command_line, "op read 'x y'", ("op", "read", "x y")),
        (read.weekdays, "mon-fri", ("mon", "tue", "wed", "thu", "fri")),
        (read.weekdays, "fri-mon", ("mon", "fri", "sat", "sun")),
        (read.weekdays, ["Monday", "tues"], ("mon", "tue")),
        (read.weekdays, "sun, sun", ("sun",)),
        (read.day_span, "7:00am-9:30pm", "7:00-21:30"),
        (read.day_span, "7:00–21:00", "7:00-21:00"),
        (read.day_span, "off", None),
        (read.rounding, "none", None),
    ],
    ids=named,
)
def test_what_makes_sense_is_read(reader: Callable[[Any], Any], raw: Any, value: Any) -> None:
    assert reader(raw) == value


def test_a_path_below_home_is_made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kim")
    assert read.file_path(" /etc/ca.pem ") == "/etc/ca.pem"
    assert read.file_path("~/ca.pem") == "/home/kim/ca.pem"


@for_each("name", ["a", "work-2", "A_b", "x" * 40, "0"])
def test_names_that_are_safe_in_file_names(name: str) -> None:
    assert read.profile_name(name) == name


@pytest.mark.parametrize(
    ("raw", "minutes"), [("6h", 360), ("7:30", 450), ("7:30h", 450), (7.5, 450), ("8", 480)]
)
def test_the_length_of_a_day_is_written_as_in_a_sentence(raw: object, minutes: int) -> None:
    assert read.hours_to_minutes(raw) == minutes


@pytest.mark.parametrize("raw", ["9-17", "9am-5pm", "9am-5:00pm", "9:00 - 17:00", "9 am–5 pm"])
def test_working_hours_are_written_as_in_a_sentence(raw: str) -> None:
    assert read.day_span(raw) == "9:00-17:00"
