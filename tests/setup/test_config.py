"""`hv config`: values and where they come from, changes that keep comments, every face."""

import json
import tomllib
from pathlib import Path

import pytest

from harvest_cli.local.config.settings import SETTINGS
from tests.running import Hv


@pytest.fixture
def path(home: Path) -> Path:
    home.mkdir(mode=0o700)
    return home / "config.toml"


def test_every_setting_is_listed_with_its_value_and_origin(hv: Hv, path: Path) -> None:
    path.write_text("timeout = 5\n")
    ran = hv("config", "list", "--origin")
    rows = dict(line.split("\t", 1) for line in ran.out.splitlines())
    assert ran.code == 0
    assert [*rows] == [setting.name for setting in SETTINGS]
    assert rows["timeout"] == f"5\t{path}"
    assert rows["timezone"] == "America/New_York\tHV_TIMEZONE"
    assert rows["reference"] == "auto\tdefault"


def test_the_bare_command_is_the_list(hv: Hv) -> None:
    assert hv("config").out == hv("config", "list").out
    assert {row["name"] for row in hv("config", "--json").json["settings"]} >= {"round", "note"}


def test_what_harvest_says_is_shown_as_its_own(hv: Hv) -> None:
    hv("projects")
    rows = {r["name"]: r for r in hv("config", "--json", HV_TIMEZONE="").json["settings"]}
    assert rows["week_start"] == {"name": "week_start", "value": "monday", "origin": "Harvest"}
    assert rows["workday_hours"]["value"] == 7
    assert rows["timezone"]["origin"] == "Harvest"


def test_a_value_is_set_read_and_taken_out_again(hv: Hv, path: Path) -> None:
    path.write_text("# mine\n")
    assert hv("config", "set", "round", "15m", "up").code == 0
    assert hv("config", "get", "round").out == "15m up\n"
    assert path.read_text().startswith("# mine\n")
    assert hv("config", "unset", "round").code == 0
    assert hv("config", "get", "round").code == 4
    assert hv("config", "unset", "round").code == 4


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("workday_hours", "7.5", 7.5),
        ("week_start", "Sunday", "sunday"),
        ("timeout", "10", 10),
        ("account_id", "1234567", 1234567),
        ("token_command", "op read op://x/y", ["op", "read", "op://x/y"]),
        ("project", "none", "none"),
        ("time-format", "decimal", "decimal"),
        ("api_url", "https://harvest.example/v2/", "https://harvest.example/v2"),
    ],
)
def test_values_are_stored_in_their_own_type(
    hv: Hv, path: Path, name: str, typed: str, stored: object
) -> None:
    assert hv("config", "set", name, typed).code == 0
    found = tomllib.loads(path.read_text())
    assert found == {name.replace("-", "_"): stored}


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("workday_hours", "7h30", 7.5),
        ("workday_hours", "450 min", 7.5),
        ("workday_hours", "7 1/2", 7.5),
        ("workday_hours", "7,5", 7.5),
        ("workday_hours", "seven and a half hours", 7.5),
        ("balance_start", "-2h30", "-2.50"),
        ("balance_since", "1 september", "2026-09-01"),
        ("balance_since", "last monday", "2026-11-16"),
        ("balance_since", "october", "2026-10-01"),
        ("balance_since", "11/10", "2026-11-10"),
        ("fiscal_year_start", "6 april", "04-06"),
        ("fiscal_year_start", "1st of july", "07-01"),
        ("fiscal_year_start", "q2", "04-01"),
        ("workdays", "monday to thursday", ["mon", "tue", "wed", "thu"]),
        ("workdays", "sun - tue and thu", ["mon", "tue", "thu", "sun"]),
        ("workdays", "weekdays", ["mon", "tue", "wed", "thu", "fri"]),
        ("working_hours", "9am to 5:30pm", "9:00-17:30"),
        ("working_hours", "9 to 5", "9:00-17:00"),
        ("week_start", "Sun", "sunday"),
        ("date_order", "day first", "dmy"),
    ],
)
def test_values_may_be_said_in_words(
    hv: Hv, path: Path, name: str, typed: str, stored: object
) -> None:
    hv("projects")
    ran = hv("config", "set", name, typed)
    assert ran.code == 0, ran.err
    assert tomllib.loads(path.read_text()) == {name: stored}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("workday_hours", "30h"),
        ("workday_hours", "90"),
        ("balance_since", "whenever"),
        ("fiscal_year_start", "feb 30"),
        ("working_hours", "5pm to 9am"),
        ("week_start", "tue"),
        ("week_start", "s"),
        ("date_order", "day"),
    ],
)
def test_words_that_are_no_value_are_refused(hv: Hv, path: Path, name: str, typed: str) -> None:
    hv("projects")
    assert hv("config", "set", name, typed).code == 2
    assert not path.exists()


@pytest.mark.ux(72)
def test_a_profile_has_settings_of_its_own(hv: Hv, path: Path) -> None:
    hv("config", "set", "timeout", "3", "--profile", "work")
    hv("config", "set", "profile.home.timeout", "4")
    assert tomllib.loads(path.read_text()) == {
        "profile": {"work": {"timeout": 3}, "home": {"timeout": 4}}
    }
    assert hv("--profile", "work", "config", "get", "timeout").out == "3\n"
    assert hv("config", "unset", "timeout", "--profile", "work").code == 0
    assert hv("--profile", "work", "config", "get", "timeout").out == "30\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("set", "tiemout", "5"), "Did you mean `timeout`?"),
        (("get", "nothing-like-it"), "hv config list"),
        (("set", "timeout", "fast"), "seconds"),
        (("set", "token", "1234567.pt.secret-secret"), "hv login"),
        (("set", "api_url", "http://evil.example"), "https"),
        (("set", "alias.x", "log 1h"), "hv alias"),
        (("set", "profile.a b.timeout", "1"), "profile.NAME"),
        (("set", "profile.work", "1"), "hv config list"),
        (("set", "default_profile", "../../x"), "letters"),
        (("edit",), "hv config set"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    hv: Hv, path: Path, argv: tuple[str, ...], said: str
) -> None:
    ran = hv("config", *argv)
    assert ran.code == 2
    assert said in ran.err
    assert "secret-secret" not in ran.err + ran.out
    assert not path.exists()


def test_leave_words_may_be_set(hv: Hv, path: Path) -> None:
    assert hv("config", "set", "leave.sick.project", "LV").code == 0
    assert tomllib.loads(path.read_text()) == {"leave": {"sick": {"project": "LV"}}}


def test_a_variable_that_still_wins_is_told(hv: Hv) -> None:
    ran = hv("config", "set", "timezone", "Europe/Berlin")
    assert "HV_TIMEZONE is set and overrides" in ran.err


def test_a_broken_file_is_told_with_a_caret_and_not_touched(hv: Hv, path: Path) -> None:
    path.write_text("# first\ntimeout = 5 x\n")
    for argv in (("list",), ("set", "round", "5m"), ("unset", "timeout")):
        ran = hv("config", *argv)
        assert ran.code == 78
        assert "line 2" in ran.err
        assert "  timeout = 5 x\n" in ran.err
        assert "^" in ran.err
    assert path.read_text() == "# first\ntimeout = 5 x\n"
    assert hv("config", "path").out == f"{path}\n"


def test_a_wrong_value_stops_the_command_that_needs_it(hv: Hv, path: Path) -> None:
    path.write_text('timeout = "fast"\n')
    ran = hv("projects")
    assert ran.code == 78
    assert 'timeout = "fast"' in ran.err
    assert "          ^^^^^^" in ran.err


@pytest.mark.ux(71)
def test_unknown_keys_are_warned_of_once_and_stop_nothing(hv: Hv, path: Path) -> None:
    path.write_text("tiemout = 5\n")
    ran = hv("projects")
    assert ran.code == 0
    assert ran.err.count("did you mean `timeout`") == 1


def test_a_configuration_that_is_a_folder_is_told(hv: Hv, path: Path) -> None:
    path.mkdir()
    ran = hv("config", "--json")
    assert ran.code == 78
    assert json.loads(ran.out)["error"]["code"] == "configuration"


def test_on_a_terminal_each_line_tells_what_it_is_for(hv: Hv) -> None:
    ran = hv("config", terminal=True, COLUMNS="140")
    line = next(line for line in ran.out.splitlines() if line.startswith("timeout"))
    assert "seconds that a command may spend on the network" in line
    assert max(map(len, hv("config", terminal=True, NO_COLOR="1").out.splitlines())) <= 80


def test_the_editor_is_a_program_and_its_arguments_never_a_shell(
    hv: Hv, path: Path, tmp_path: Path
) -> None:
    editor, log = tmp_path / "my editor", tmp_path / "log"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{log}"\necho "timeout = 7" >> "$2"\n')
    editor.chmod(0o755)
    made = tmp_path / "made"
    ran = hv("config", "edit", terminal=True, EDITOR=f'"{editor}" ";touch {made}"')
    assert ran.code == 0, ran.err
    assert log.read_text().splitlines() == [f";touch {made}", str(path)]
    assert not made.exists()
    assert "# seconds that a command may spend" in path.read_text()
    assert hv("config", "get", "timeout").out == "7\n"


def test_what_an_editor_leaves_behind_is_checked(hv: Hv, path: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "timeout = \\"x\\"" > "$1"\n')
    editor.chmod(0o755)
    ran = hv("config", "edit", terminal=True, EDITOR=str(editor))
    assert ran.code == 78
    assert "line 1" in ran.err
    assert path.read_text() == 'timeout = "x"\n'


@pytest.mark.parametrize("editor", ["/nonexistent/editor", "false", "'unclosed"])
def test_an_editor_that_does_not_work_is_told(hv: Hv, editor: str) -> None:
    ran = hv("config", "edit", terminal=True, EDITOR=editor)
    assert ran.code in {2, 78}
    assert "editor" in ran.err.lower()


def test_a_password_in_an_address_is_not_repeated(hv: Hv) -> None:
    ran = hv("config", "set", "api_url", "https://u:a-password@harvest.example/v2")
    assert ran.code == 2
    assert "a-password" not in ran.out + ran.err
    assert "***@harvest.example" in ran.err


@pytest.mark.found("H9")
@pytest.mark.parametrize(
    "typed",
    [
        '["op", "read", "op://x"]',
        '["op","read","op://x"]',
        "['op', 'read', 'op://x',]",
        ' [ "op", "read", "op://x" ] ',
        "op read op://x",
        "op 'read' op://x",
    ],
)
def test_a_list_is_set_as_the_file_writes_it(hv: Hv, home: Path, typed: str) -> None:
    assert hv("config", "set", "token_command", typed).code == 0
    content = (home / "config.toml").read_text()
    assert tomllib.loads(content)["token_command"] == ["op", "read", "op://x"]
    ran = hv("config", "get", "token_command", "--json", HV_TOKEN_COMMAND=typed)
    assert ran.json["value"] == ["op", "read", "op://x"]


@pytest.mark.found("H9")
def test_days_are_set_as_a_list_too(hv: Hv, home: Path) -> None:
    assert hv("config", "set", "workdays", '["mon", "tue"]').code == 0
    assert tomllib.loads((home / "config.toml").read_text())["workdays"] == ["mon", "tue"]


@pytest.mark.found("H9")
@pytest.mark.parametrize(
    "typed", ["[op,read]", "[]", "[1, 2]", '["op"', '["op"] extra', '["", "x"]']
)
def test_what_only_looks_like_a_list_is_refused(hv: Hv, home: Path, typed: str) -> None:
    ran = hv("config", "set", "token_command", typed)
    assert ran.code == 2
    assert '["op", "read"' in ran.err
    assert not (home / "config.toml").exists()
