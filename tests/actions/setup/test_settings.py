"""Settings changed by a command: checked first, spelt as the file has them, taken out again."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.setup.settings import (
    change,
    one_setting,
    take_out,
    template,
    unknown_setting,
)
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.local.config.settings import SETTINGS
from tests.actions.contexts import a_context
from tests.rows import for_each


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hv" / "config.toml"


def held(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", ["week_start", "week-start", "WEEK_START", "Week-Start"])
def test_a_setting_is_taken_out_by_any_spelling_that_sets_it(path: Path, key: str) -> None:
    changed = change(path, key, "sunday", None, a_context())
    assert held(path) == {"week_start": "sunday"}
    assert take_out(path, key, None).key == changed.key == "week_start"
    assert held(path) == {}


def test_a_setting_of_a_profile_is_set_and_taken_out_there(path: Path) -> None:
    change(path, "timeout", "5", "work", a_context())
    change(path, "profile.home.week-start", "sunday", None, a_context())
    assert held(path) == {"profile": {"work": {"timeout": 5}, "home": {"week_start": "sunday"}}}
    assert take_out(path, "timeout", "work").key == "profile.work.timeout"
    take_out(path, "profile.home.week-start", None)
    assert held(path) == {}


def test_a_key_that_means_nothing_can_be_taken_out_as_it_stands(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text('Strange-Key = 1\n[alias]\nweb = "1h"\n')
    take_out(path, "Strange-Key", None)
    take_out(path, "alias.web", None)
    assert held(path) == {}


@pytest.mark.parametrize("key", ["timeout", "profile.work", "alias.x", "nothing"])
def test_what_is_not_there_cannot_be_taken_out(path: Path, key: str) -> None:
    with pytest.raises(NotFound, match="is not set"):
        take_out(path, key, None)


@pytest.mark.parametrize(
    ("key", "raw"),
    [("timeout", "fast"), ("week_start", "friday"), ("round", "999m"), ("timezone", "Mars")],
)
def test_a_value_that_cannot_be_read_is_not_written(path: Path, key: str, raw: str) -> None:
    with pytest.raises(UsageError, match="Expected") as refused:
        change(path, key, raw, None, a_context())
    assert (refused.value.hint or "").startswith(f"`{key}`: ")
    assert not path.exists()


@for_each(
    ("name", "said"),
    [
        ("token", "Tokens are not settings"),
        ("HARVEST_ACCESS_TOKEN", "Tokens are not settings"),
        ("alias.web", "Aliases are not settings"),
        ("timeot", 'Unknown setting "timeot"'),
        ("x" * 500, "Unknown setting"),
    ],
)
def test_a_name_that_is_no_setting_is_told_with_a_way_on(name: str, said: str) -> None:
    refused = unknown_setting(name)
    assert said in refused.message
    assert refused.hint
    assert len(refused.message) < 100


def test_a_near_name_is_proposed() -> None:
    assert unknown_setting("timeot").hint == "Did you mean `timeout`?"


@pytest.mark.parametrize(
    "key", ["profile.a b.timeout", "profile..timeout", "profile." + "x" * 41 + ".timeout"]
)
def test_a_profile_that_cannot_be_one_is_refused(path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="is not a valid profile name"):
        change(path, key, "5", None, a_context())


def test_leave_is_free_words_and_may_be_of_a_profile(path: Path) -> None:
    change(path, "leave.sick.project", "Absence", None, a_context())
    change(path, "leave.own.task", "Parents", "work", a_context())
    assert held(path) == {
        "leave": {"sick": {"project": "Absence"}},
        "profile": {"work": {"leave": {"own": {"task": "Parents"}}}},
    }


@pytest.mark.parametrize(
    ("environ", "wins"),
    [
        ({}, None),
        ({"HV_WORKDAY_HOURS": " "}, None),
        ({"HV_WORKDAY_HOURS": "6"}, "HV_WORKDAY_HOURS"),
        ({"STANDARD_WORK_DAY_HOURS": "6"}, "STANDARD_WORK_DAY_HOURS"),
    ],
)
def test_a_variable_that_still_wins_is_told(
    path: Path, environ: dict[str, str], wins: str | None
) -> None:
    context = a_context(environ=environ)
    assert change(path, "workday_hours", "7", None, context).wins == wins


def test_one_setting_without_a_value_is_not_found() -> None:
    with pytest.raises(NotFound, match="`project` is not set"):
        one_setting(a_context(environ={"HV_TOKEN_COMMAND": "true"}), "project")


def test_a_new_file_names_every_setting_and_sets_none() -> None:
    text = template()
    assert tomllib.loads(text) == {}
    assert all(f"# {setting.name} = " in text for setting in SETTINGS)
