"""The flags that may stand anywhere, read and refused."""

import pytest

from harvest_cli.commands.cli.run import NO_FLAGS, global_flags
from harvest_cli.domain.errors import UsageError
from tests.rows import for_each


def test_nothing_typed_is_the_usual() -> None:
    assert global_flags() == NO_FLAGS


@for_each(
    ("color", "no_color", "kept"),
    [
        ("auto", False, "auto"),
        ("always", False, "always"),
        ("never", False, "never"),
        ("always", True, "never"),
        ("nonsense", True, "never"),
    ],
)
def test_colour_is_a_word_or_off(color: str, no_color: bool, kept: str) -> None:
    assert global_flags(color=color, no_color=no_color).color == kept


@pytest.mark.parametrize("color", ["", "AUTO", "sometimes", "1"])
def test_another_word_for_colour_is_refused(color: str) -> None:
    with pytest.raises(UsageError, match=r"Expected auto, always or never, got .*--color"):
        global_flags(color=color)


@pytest.mark.ux(82)
@pytest.mark.parametrize(("typed", "seconds"), [("30", 30.0), ("0.5", 0.5), ("3600", 3600.0)])
def test_a_timeout_is_in_seconds(typed: str, seconds: float) -> None:
    assert global_flags(timeout=typed).timeout == seconds


@for_each("typed", ["", "0", "-1", "nan", "inf", "3601", "30s", "1e9", "fast"])
def test_a_timeout_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"Expected a number of seconds .*--timeout"):
        global_flags(timeout=typed)


@for_each(
    ("typed", "seconds"), [("60", 60.0), ("60s", 60.0), ("5m", 300.0), ("0", 0.0), ("60m", 3600.0)]
)
def test_a_jitter_is_in_seconds_or_minutes(typed: str, seconds: float) -> None:
    assert global_flags(jitter=typed).jitter == seconds


@for_each("typed", ["", "s", "m", "-1", "61m", "3601", "1h", "1.5s", "٣s", "99999"])
def test_a_jitter_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"Expected seconds or minutes .*--jitter"):
        global_flags(jitter=typed)
