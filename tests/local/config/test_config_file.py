"""The person's file: read as it stands, every mistake told with its line and piece."""

import os
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import ConfigurationError, FileMistake
from harvest_cli.local.config.config_file import (
    layers_of,
    meant_by,
    profile_table,
    read_configuration,
    strange_keys,
)
from harvest_cli.local.config.toml_file import SIZE_LIMIT, file_content, mistake_at, parsed
from tests.rows import for_each

FILE = b"""timeout = 5
[profile.work]
timeout = 9  # slow network
[profile."other"]
  "round" = "7 hours"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    found.write_bytes(FILE)
    return found


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    assert file_content(tmp_path / "none.toml") is None
    assert read_configuration(tmp_path / "none.toml") == {}


def test_what_is_no_readable_file_is_told_with_a_way_on(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (SIZE_LIMIT + 1))
    for place, said in ((tmp_path, "is a folder"), (large, "is larger than 1024 KiB")):
        with pytest.raises(ConfigurationError, match=said) as refused:
            file_content(place)
        assert refused.value.hint


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_may_not_be_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path, _limit: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harvest_cli.local.config.toml_file.read_trusted", refused)
    with pytest.raises(ConfigurationError, match="cannot be read: Permission denied"):
        file_content(path)


@pytest.mark.fault("F66")
@pytest.mark.parametrize(
    ("content", "line", "text", "piece"),
    [
        (b"a = \n", 1, "a = ", ""),
        (b"x = 1\r\nx = 2\r\n", 2, "x = 2", ""),
        (b"x = 1\n[[", 2, "[[", ""),
        (b"a = 'x", 1, "a = 'x", ""),
        (b"# ok\n\n= 3", 3, "= 3", "="),
    ],
)
def test_broken_toml_is_told_with_its_line(
    path: Path, content: bytes, line: int, text: str, piece: str
) -> None:
    with pytest.raises(FileMistake, match=rf"line {line} is not valid TOML") as refused:
        parsed(path, content)
    assert refused.value.text == text
    start, end = refused.value.span or (0, 0)
    assert text[start:end] == piece


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = '\xff'\n", "line 1: this is not UTF-8"),
        (b"a = 1\nb = '\xe9'\n", "line 2: this is not UTF-8"),
        (b"x = " + b"[" * 3000, "too deep"),
        (b"x = " + b"9" * 5000, "a number is too long"),
    ],
)
def test_other_damage_is_told_in_words(path: Path, content: bytes, said: str) -> None:
    with pytest.raises(FileMistake, match=said) as refused:
        parsed(path, content)
    assert refused.value.exit_code == 78


@pytest.mark.parametrize(
    ("table", "name", "line", "piece"),
    [
        ("", "timeout", ", line 1", "5"),
        ("profile.work", "timeout", ", line 3", "9  # slow network"),
        ("profile.other", "round", ", line 5", '"7 hours"'),
        ("profile.none", "round", "", ""),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_a_caret_below_it(
    path: Path, table: str, name: str, line: str, piece: str
) -> None:
    mistake = mistake_at(path, table, name, "x", "seconds")
    assert mistake.message == f'Expected seconds, got "x" ({name} in {path}{line})'
    assert mistake.hint == "Fix it in an editor: `hv config edit`"
    assert mistake.text[slice(*(mistake.span or (0, 0)))] == piece


def test_the_file_may_be_gone_when_a_mistake_in_it_is_told(tmp_path: Path) -> None:
    for place in (tmp_path / "gone.toml", tmp_path):
        mistake = mistake_at(place, "", "timeout", "fast", "seconds")
        assert (mistake.text, mistake.span) == ("", None)


def test_a_profile_is_laid_over_the_file(path: Path) -> None:
    found = read_configuration(path)
    work, own = layers_of(found, "work", path)
    assert (work.values, own.values) == ({"timeout": 9}, {"timeout": 5})
    assert work.origin == f"[profile.work] in {path}"
    assert [layer.origin for layer in layers_of(found, "none", path)] == [str(path)]


@for_each("profiles", [7, "x", ["work"], {"work": 7}, None])
def test_profiles_of_another_shape_are_none(profiles: Any) -> None:
    found = {} if profiles is None else {"profile": profiles}
    assert dict(profile_table(found, "work")) == {}
    (own,) = layers_of({**found, "timeout": 5}, "work", Path("c"))
    assert own.values == {"timeout": 5}
    assert list(strange_keys(found, Path("c"))) == []


@for_each(
    ("name", "meant"),
    [
        ("timout", "timeout"),
        ("time-zone", "timezone"),
        ("WEEK_STARTS", "week_start"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_near_name_is_what_was_meant(name: str, meant: str | None) -> None:
    assert meant_by(name) == meant


def test_strange_keys_are_told_three_at_most_and_the_rest_counted() -> None:
    found = {f"key{n}": n for n in range(5)}
    told = strange_keys({**found, "profile": {"work": {"timout": 1, "leave": {}}}}, Path("c"))
    assert len(told) == 4
    assert told[-1] == "c: 3 more unknown settings"
    (one,) = strange_keys({"profile": {"work": {"timout": 1}}}, Path("c"))
    assert one == "c: unknown setting `profile.work.timout`; did you mean `timeout`?"
