"""Settings as they can be pasted back, aligned for people, bare for scripts."""

import json
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.setup.settings import SettingChange, SettingValue
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.settings_text import ConfigPath, SettingList
from harvest_cli.show.terminal.columns import display_width
from tests.show.samples import an_output, told, written

ROWS = (
    SettingValue("timeout", 30, "default", "seconds for the network"),
    SettingValue("timezone", None, "default", "zone of days and times"),
    SettingValue("workdays", ["mon", "tue"], "HV_WORKDAYS", "days that have a target"),
)


def test_a_pipe_gets_name_and_value_and_on_demand_the_origin() -> None:
    plain, origins = an_output(), an_output()
    render(SettingList(tuple(ROWS)), plain)
    render(SettingList(tuple(ROWS)), origins, Layout(origin=True))
    assert written(plain).splitlines() == [
        "timeout\t30",
        "timezone\t-",
        'workdays\t["mon", "tue"]',
    ]
    assert written(origins).splitlines()[2].endswith("\tHV_WORKDAYS")


def test_people_see_them_aligned_with_their_meaning_or_origin() -> None:
    human, origins = an_output(width=80), an_output(width=80)
    render(SettingList(tuple(ROWS)), human)
    render(SettingList(tuple(ROWS)), origins, Layout(origin=True))
    assert written(human).splitlines()[0] == "timeout   30              seconds for the network"
    assert written(origins).splitlines()[2].endswith("HV_WORKDAYS")


@pytest.mark.parametrize("width", [20, 40, 60])
def test_a_long_value_is_cut_on_a_terminal_alone(width: int) -> None:
    row = SettingValue("note", "x" * 400, "default", "default notes")
    human, plain = an_output(width=width), an_output()
    render(SettingList((row,)), human)
    render(SettingList((row,)), plain)
    assert max(display_width(line) for line in written(human).splitlines()) <= max(width, 50)
    assert "x" * 400 in written(plain)


@pytest.mark.parametrize(
    ("value", "text"), [(30, "30"), ("a b", "a b"), (["a", "b"], '["a", "b"]'), (True, "true")]
)
def test_one_setting_is_its_bare_value(value: Any, text: str) -> None:
    output, origin = an_output(), an_output()
    render(SettingValue("x", value, "the file"), output)
    render(SettingValue("x", value, "the file"), origin, Layout(origin=True))
    assert written(output) == f"{text}\n"
    assert written(origin) == f"{text}\tthe file\n"


def test_documents_name_value_and_origin() -> None:
    many, one = an_output(as_json=True), an_output(as_json=True)
    render(SettingList(tuple(ROWS)), many)
    render(ROWS[0], one)
    first = {"name": "timeout", "value": 30, "origin": "default"}
    assert json.loads(written(many))["settings"][0] == first == json.loads(written(one))


def test_a_change_tells_the_file_and_what_still_wins_over_it() -> None:
    output, unset = an_output(), an_output()
    render(SettingChange("timeout", 10, "/c/config.toml", wins="HV_TIMEOUT"), output)
    render(SettingChange("timeout", None, "/c/config.toml"), unset)
    assert written(output) == "timeout = 10  (/c/config.toml)\n"
    assert told(output) == "hv: warning: HV_TIMEOUT is set and overrides the file\n"
    assert written(unset) == "timeout unset  (/c/config.toml)\n"


def test_quiet_says_nothing_but_the_warning() -> None:
    output = an_output(quiet=True)
    render(SettingChange("timeout", 10, "/c", wins="HV_TIMEOUT"), output)
    assert written(output) == ""
    assert "HV_TIMEOUT" in told(output)


def test_the_path_is_told_whether_or_not_the_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    plain, document = an_output(), an_output(as_json=True)
    render(ConfigPath(str(path), path.exists()), plain)
    render(ConfigPath(str(path), path.exists()), document)
    assert written(plain) == f"{path}\n"
    assert json.loads(written(document)) == {"path": str(path), "exists": False}
