"""What version 0.1.0 left is read by today's hv: settings, logins, names, choices, prompts."""

import os
import re
import tomllib
from datetime import datetime
from pathlib import Path
from struct import unpack
from typing import Any

import pytest

from tests import child
from tests.running import Ran
from tests.stored_formats.stored_home import FOLDER, Stage, put

ROOT = Path(__file__).parent.parent.parent
WORK = ("--profile", "work")
READ_AT = datetime.fromisoformat("2026-11-18T16:31:00-05:00")
"""When `hv status` of the work profile was asked last."""
SOON = 40
"""Seconds, in which a status is still fresh and an hour has one hundredth more."""
TEMPLATE = "{project} {task} {hours} of {today} since {since} #{id}"
SHOWN = "Online Store - Phase 1 Programming 3:02 of 4:32 since 1:30pm #636718193"


def entry_of(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    (entry,) = ran.json["entries"]
    return dict(entry)


def meant(stage: Stage, *argv: str) -> tuple[str, str]:
    """Project and task of a log that is only shown, without a request."""
    entry = entry_of(stage.hv("log", *argv, "--dry-run", "--json"))
    assert stage.network.dialled == 0
    return entry["project"]["name"], entry["task"]["name"]


def process(home: Path, *argv: str, now: float) -> child.Done:
    """hv as a process of its own, at a moment."""
    lines = (
        "import sys, time",
        f"time.time = lambda: {now}",
        "from harvest_cli.__main__ import main",
        f"sys.argv = ['hv', *{argv!r}]",
        "main()",
    )
    environ = {"HV_HOME": str(home), "TZ": "UTC", "PYTHONPATH": str(ROOT)}
    if "SYSTEMROOT" in os.environ:
        environ["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    own_clock = "\n".join(lines)
    return child.run(
        [child.PYTHON, "-c", own_clock], environ, now=child.REAL, cwd=home.parent, encoding="utf-8"
    )


def test_every_setting_is_read(stage: Stage) -> None:
    ran = stage.hv("config", "list", "--json")
    found = {each["name"]: each["value"] for each in ran.json["settings"]}
    wanted = {
        "timezone": "America/New_York",
        "week_start": "monday",
        "workday_hours": 7.5,
        "workdays": ["mon", "tue", "wed", "thu", "fri"],
        "working_hours": "7:00-21:00",
        "status_seconds": 120,
        "date_order": "mdy",
        "time_format": "hours_minutes",
        "round": "5m nearest",
        "timeout": 20,
        "quiet_seconds": 120,
        "ask_after_seconds": 900,
        "token_store": "file",
        "hints": False,
        "pager": "cat",
    }
    assert {name: found[name] for name in wanted} == wanted
    assert stage.hv(*WORK, "config", "get", "workday_hours").out == "8\n"
    assert stage.hv(*WORK, "config", "get", "offline_exit").out == "0\n"


def test_a_setting_is_changed_and_all_else_in_the_file_stays(stage: Stage) -> None:
    path = stage.home / "config.toml"
    before = path.read_text(encoding="utf-8")
    assert stage.hv("config", "set", "timeout", "25").code == 0
    assert path.read_text(encoding="utf-8") == before.replace("timeout = 20", "timeout = 25")


def test_aliases_are_listed_and_used(stage: Stage) -> None:
    aliases = tomllib.loads(stage.hv("alias").out.replace("\t", ' = """').replace("\n", '"""\n'))
    assert aliases == {
        "standup": "15m Project Management on TF: stand-up",
        "weekly": "45m Project Management on MW: weekly",
    }
    assert meant(stage, "standup") == ("Task Force", "Project Management")


def test_the_settings_of_a_folder_count_in_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    entry = entry_of(stage.hv("log", "20m", "--dry-run", "--json"))
    assert (entry["project"]["name"], entry["task"]["name"]) == ("Task Force", "Research")
    assert (entry["hours"], entry["notes"]) == (0.5, "in the folder")


@pytest.mark.parametrize("profile", ["default", "work"])
def test_a_stored_login_opens_its_own_server(profile: str, stage: Stage) -> None:
    ran = stage.hv("--profile", profile, "whoami", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["user"]["id"] == 1782959
    assert "GET /v2/users/me" in stage.servers[profile].seen


def test_a_login_of_the_browser_has_its_end(stage: Stage) -> None:
    ran = stage.hv("--profile", "web", "whoami")
    assert (ran.code, "hv login --web --profile web" in ran.err) == (3, True)
    assert stage.network.dialled == 0


def test_a_token_in_the_keyring_is_looked_for_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    ran = stage.hv("--profile", "ring", "whoami")
    assert ran.code != 0
    assert "keyring" in ran.err
    assert stage.network.dialled == 0


@pytest.mark.parametrize("profile", ["default", "work", "sandbox"])
def test_projects_come_from_the_cache_without_a_request(profile: str, stage: Stage) -> None:
    ran = stage.hv("--profile", profile, "projects", "--json")
    found = {each["project"]: each["tasks"] for each in ran.json["projects"]}
    four = ["Graphic Design", "Programming", "Project Management", "Research"]
    assert found == {
        "Online Store - Phase 1": four,
        "Task Force": four,
        "Marketing Website": four,
        "[LV] Leave": ["Annual Leave", "Person (Sick/Carer's) Leave"],
    }
    assert stage.network.dialled == 0
    assert [server.seen for server in stage.servers.values()] == [[], []]


def test_the_task_used_last_comes_from_the_cache_and_what_was_added_to_it(stage: Stage) -> None:
    assert meant(stage, "10m on OS1") == ("Online Store - Phase 1", "Programming")
    assert entry_of(stage.hv(*WORK, "log", "10m on OS1", "-n", "--json"))["task"]["name"] == (
        "Programming"
    )


def test_what_was_chosen_and_given_up_is_remembered(stage: Stage) -> None:
    assert meant(stage, "30m on 123 Industries, research") == ("Task Force", "Research")
    assert meant(stage, "30m on MW, pro") == ("Marketing Website", "Project Management")
    refused = stage.hv("log", "30m on lv-leave", "--dry-run", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "no_task")
    listed = stage.hv("projects", "--remembered").out.splitlines()
    assert [line.split("\t")[0] for line in listed[:2]] == ["123 industries", "pro"]


def test_the_tab_key_offers_the_names(home: Path) -> None:
    put(home)
    ran = process(home, "__complete", "bash", "log", "--project", "t", now=READ_AT.timestamp())
    assert ran.stderr == ""
    assert "task-force" in ran.stdout


def test_a_prompt_is_answered_from_a_fresh_status(stage: Stage) -> None:
    stage.clock.moment = READ_AT
    stage.clock.pass_(seconds=SOON)
    ran = stage.hv(*WORK, "status", "--format", TEMPLATE)
    assert (ran.code, ran.out) == (0, f"{SHOWN}\n")
    assert stage.network.dialled == 0


def test_a_prompt_is_answered_as_fast_as_ever(home: Path) -> None:
    """The process has no server to ask: the ports of the home are those of nobody."""
    put(home)
    ran = process(home, *WORK, "status", "--format", TEMPLATE, now=READ_AT.timestamp() + SOON)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{SHOWN}\n", "")


def test_what_harvest_told_last_is_known_while_nobody_can_be_reached(stage: Stage) -> None:
    """The status file holds it inside of what waits here."""
    stage.clock.moment = datetime.fromisoformat("2026-11-18T17:01:00-05:00")
    stage.network.away = True
    ran = stage.hv("status")
    assert (ran.code, "1:03pm" in ran.err) == (7, True)
    running = stage.hv("status", "--json").json["running"]
    assert [each["notes"] for each in running] == ["runs away"]


def test_a_row_of_the_last_list_can_be_changed_and_deleted(stage: Stage) -> None:
    changed = stage.hv(*WORK, "edit", "1", "--note", "by its row", "--json")
    assert changed.code == 0, changed.err
    assert changed.json["after"]["id"] == 636718192
    deleted = stage.hv(*WORK, "delete", "2", "--yes", "--json")
    assert deleted.code == 0, deleted.err
    assert "DELETE /v2/time_entries/636718193" in stage.servers["work"].seen


def test_what_harvest_asked_to_wait_for_is_waited_for(stage: Stage) -> None:
    stage.clock.moment = datetime.fromisoformat("2026-11-18T14:00:00-05:00")
    ran = stage.hv("log", "20m Research on TF: in the pause")
    assert (ran.code, "Harvest asks hv to wait (rate limit)" in ran.out) == (75, True)
    assert stage.harvest.posts == 0


@pytest.mark.write("W22")
def test_nobody_waits_for_an_hour(stage: Stage) -> None:
    stage.clock.moment = datetime.fromisoformat("2026-11-18T13:30:00-05:00")
    assert stage.hv("log", "20m Research on TF: before its end").code == 0


def test_every_file_is_found_again_under_its_name(stage: Stage) -> None:
    before = files(stage.home)
    for argv in (
        ("log", "20m Research on TF: one more"),
        ("projects", "--refresh"),
        ("log", "30m on MW, pro: as chosen"),
        ("status",),
        (*WORK, "log", "20m Research on TF: one more"),
        (*WORK, "status"),
        (*WORK, "entries", "yesterday"),
        ("--sandbox", "log", "20m Research on TF: one more"),
        ("--sandbox", "status"),
    ):
        ran = stage.hv(*argv, terminal=True, NO_COLOR="1")
        assert ran.code == 0, ran
    # What is added to a cache is kept apart until the cache is written anew.
    assert files(stage.home) | added(before) == before | added(before)


def files(home: Path) -> set[str]:
    """What lies below the home, SQLite's own files apart."""
    found = (path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    return {name for name in found if not name.endswith(("-wal", "-shm"))}


def added(names: set[str]) -> set[str]:
    return {name.replace(".catalogue", ".recent") for name in names}


def test_the_turns_of_an_account_are_kept_in_the_same_file(stage: Stage) -> None:
    path = stage.home / "state" / "turns-1000000-1f8c81fc"
    before = turns(path)
    stage.hv("log", "20m Research on TF: takes a turn")
    assert max(turns(path)) >= stage.clock.timestamp() - 1 > max(before)
    assert len(turns(path)) == len(before) == 80


def turns(path: Path) -> list[float]:
    content = path.read_bytes()
    return list(unpack(f"<{len(content) // 8}d", content))


def test_the_embedded_account_is_the_same(stage: Stage) -> None:
    ran = stage.hv("--sandbox", "entries", "2026-11-18", "--json")
    assert [(each["id"], each["notes"]) for each in ran.json["entries"]] == [
        (636718192, "embedded")
    ]
    path = stage.hv("--sandbox", "sandbox", "path").out.strip()
    assert re.search(r"state.sandbox\.sqlite$", path)
