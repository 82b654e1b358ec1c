"""Defaults of a folder and rounding, on the embedded account: used, said, and beaten by words."""

from pathlib import Path

import pytest

from tests.running import Hv


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that hv is run in."""
    here = tmp_path / "site"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.mark.ux(73)
def test_a_folder_gives_project_task_and_notes(hv: Hv, folder: Path) -> None:
    path = folder / ".hv.toml"
    path.write_text('project = "MW"\ntask = "Programming"\nnote = "daily"\n')
    ran = hv("log", "1h30")
    assert ran.code == 0, ran.err
    assert "ABC Corp › Marketing Website › Programming (from .hv.toml)" in ran.out
    assert '"daily"' in ran.out
    assert "read as: project Marketing Website from .hv.toml" in ran.out


def test_words_and_flags_beat_the_folder(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\ntask = "Programming"\nnote = "daily"\n')
    entry = hv("log", "1h on OS1, Project Management: plan", "--json").json["entries"][0]
    assert (entry["project"]["code"], entry["task"]["name"]) == ("OS1", "Project Management")
    assert entry["notes"] == "plan"
    flagged = hv("log", "1h", "--project", "TF", "--task", "Research", "--json").json["entries"][0]
    assert (flagged["project"]["code"], flagged["task"]["name"]) == ("TF", "Research")
    assert hv("log", "1h", HV_PROJECT="TF").out.count("Task Force") == 2


def test_a_misspelt_project_is_not_replaced_by_the_default(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\n')
    ran = hv("log", "1h on Webste: x", "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == "unknown_project"


def test_a_default_that_names_nothing_is_told_with_its_place(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "Gone Project"\n')
    ran = hv("log", "1h")
    assert ran.code == 2
    assert f"(`project` in {folder / '.hv.toml'})" in ran.err


def test_a_task_that_this_project_lacks_is_left_out(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('task = "Annual Leave"\n')
    assert "(last used here)" in hv("log", "1h on MW: x").out


def test_a_timer_takes_the_defaults_too(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\nnote = "daily"\n')
    ran = hv("start")
    assert ran.code == 0, ran.err
    assert "Marketing Website" in ran.out
    assert '"daily"' in ran.out
    assert "read as: project Marketing Website from" in ran.out


@pytest.mark.ux(19)
@pytest.mark.parametrize("verb", [("log", "1h"), ("start",)])
def test_none_lets_the_default_go_for_once(hv: Hv, folder: Path, verb: tuple[str, ...]) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\ntask = "Programming"\nnote = "daily"\n')
    entry = hv(*verb, "--task", "none", "--json").json["entries"][0]
    assert entry["task"]["name"] == "Graphic Design"  # the one used last on that project
    bare = hv(*verb, "--task", "None", "--note", "", "--json").json["entries"][0]
    assert (bare["task"]["name"], bare["notes"]) == ("Graphic Design", None)


def test_none_leaves_what_the_sentence_names(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('task = "Programming"\n')
    entry = hv("log", "1h on MW, Research: x", "--task", "none", "--json").json["entries"][0]
    assert entry["task"]["name"] == "Research"


def test_without_the_folders_project_one_must_be_named(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\n')
    for verb in (("log", "1h"), ("start",)):
        ran = hv(*verb, "--project", "none", "--json")
        assert (ran.code, ran.json["error"]["code"]) == (2, "no_project")
    assert "Task Force" in hv("log", "1h on TF: x", "--project", "none").out


@pytest.mark.parametrize(
    ("rule", "typed", "hours", "said"),
    [
        ("15m up", "1h01", 1.25, "1:01 rounded to 1:15 (15m up)"),
        ("15m nearest", "1h07", 1.0, "1:07 rounded to 1:00 (15m nearest)"),
        ("6m", "1h", 1.0, ""),
        ("none", "1h01", 1.02, ""),
    ],
)
def test_what_is_logged_is_rounded_and_said(
    hv: Hv, rule: str, typed: str, hours: float, said: str
) -> None:
    ran = hv("log", f"{typed} on MW: x", HV_ROUND=rule)
    assert (f"read as: {said}" in ran.out) == bool(said)
    entry = hv("log", f"{typed} on OS1: y", "--json", HV_ROUND=rule).json["entries"][0]
    assert entry["hours"] == hours


def test_the_flag_beats_the_setting_and_must_make_sense(hv: Hv) -> None:
    rounded = hv.with_(HV_ROUND="30m up")
    entry = rounded("log", "1h01 on MW: x", "--round", "none", "--json").json["entries"][0]
    assert entry["hours"] == 1.02
    ran = rounded("log", "1h01 on MW: x", "--round", "sometimes")
    assert ran.code == 2
    assert "15m up" in ran.err


def test_the_end_of_a_range_moves_along(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    entry = hv("log", "9:00-9:50 on MW: x", "--json", HV_ROUND="15m up").json["entries"][0]
    assert (entry["started_time"], entry["ended_time"], entry["hours"]) == ("09:00", "10:00", 1.0)


def test_a_day_is_not_rounded_past_its_end(hv: Hv) -> None:
    entry = hv("log", "23h59 on MW: x", "--json", HV_ROUND="7m up").json["entries"][0]
    assert entry["hours"] == 23.98


@pytest.mark.parametrize("mode", ["--duration", "--timestamp"])
def test_a_stopped_timer_is_rounded_and_said(hv: Hv, mode: str) -> None:
    hv("sandbox", "reset", mode)
    rounded = hv.with_(HV_ROUND="15m up")
    rounded("start", "on MW: x", HV_NOW="2026-11-18T10:00")
    ran = rounded("stop", HV_NOW="2026-11-18T10:50")
    assert ran.code == 0, ran.err
    assert "Stopped 1:00" in ran.out
    assert "read as: 0:50 rounded to 1:00 (15m up)" in ran.out
    shown = rounded("entries", "--json", HV_NOW="2026-11-18T11:00").json["entries"]
    assert [entry["hours"] for entry in shown if entry["notes"] == "x"] == [1.0]


def test_a_stop_without_rounding_is_one_change_less(hv: Hv) -> None:
    for rule, patches in (("none", 1), ("15m up", 2)):
        hv("sandbox", "reset")
        own = hv.with_(HV_ROUND=rule, HV_DEBUG="1")
        own("start", "on MW: x", HV_NOW="2026-11-18T10:00")
        lines = own("stop", HV_NOW="2026-11-18T10:50").err.splitlines()
        assert sum(line.startswith("PATCH") for line in lines) == patches


def test_a_folder_cannot_choose_the_sandbox_or_an_unknown_profile(home: Path, folder: Path) -> None:
    (folder / ".hv.toml").write_text('profile = "sandbox"\n')
    ran = Hv({"HV_HOME": str(home)})("config", "get", "timeout")
    assert 'names an unknown profile: "sandbox"' in ran.err
    assert ran.out == "30\n"


def test_a_confirmation_names_the_folders_file_in_short(hv: Hv, folder: Path) -> None:
    (folder / ".hv.toml").write_text('project = "MW"\ntask = "Programming"\n')
    said = hv("log", "1h: x")
    assert "from .hv.toml" in said.out
    assert str(folder) not in said.out + said.err
    assert str(folder / ".hv.toml") in hv("config", "get", "project", "--origin").out
