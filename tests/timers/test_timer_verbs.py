"""`hv start`, `stop`, `restart`, `edit`, `delete` typed on a command line, in every face."""

import pytest

from tests.rows import few
from tests.running import Hv, Ran

TEN, ELEVEN = "2026-11-18T10:00:00", "2026-11-18T11:00:00"


@pytest.fixture
def running(hv: Hv) -> Hv:
    """A timer that runs since ten."""
    assert hv("start", "Marketing", "Website:", "hero", HV_NOW=TEN).code == 0
    return hv.with_(HV_NOW=ELEVEN)


def test_a_start_says_what_it_understood(hv: Hv) -> None:
    ran = hv("start", "TF", "Research", "at", "9:15:", "interviews")
    assert ran.code == 0
    assert ran.out.startswith(
        'Started 1:15  since 9:15am  123 Industries › Task Force › Research  "interviews"   #'
    )
    assert "Today 1:15 of 7:00" in ran.out
    assert ran.err == ""


def test_a_start_names_what_it_stopped_first(running: Hv) -> None:
    lines = running("start", "TF", "Research").out.splitlines()
    assert lines[0].startswith("Stopped 1:00  ABC Corp › Marketing Website › Graphic Design")
    assert lines[1].startswith("Started  123 Industries › Task Force › Research")


def test_a_stop_says_hours_and_the_days_total(running: Hv) -> None:
    ran = running("stop", "at", "10:45:", "second", "round")
    assert ran.out.splitlines() == [
        "Stopped 0:45  until 10:45am  ABC Corp › Marketing Website › Graphic Design"
        '  "hero⏎second round"   #636718192',
        "Today 0:45 of 7:00",
    ]


def test_nothing_to_stop_is_status_4_and_tells_what_was_last(hv: Hv) -> None:
    ran = hv("stop")
    assert (ran.code, ran.out) == (4, "")
    assert "No timer is running; the last entry is" in ran.err


def test_a_restart_says_whether_it_resumed_or_began(running: Hv) -> None:
    assert running("stop").code == 0
    ran = running("restart", HV_NOW="2026-11-18T11:30:00")
    assert ran.out.startswith("Resumed with 1:00  ABC Corp › Marketing Website › Graphic Design")
    again = running("restart", "--new", "^2", HV_NOW="2026-11-18T11:40:00")
    assert "Stopped 1:10" in again.out
    assert "\nStarted  " in again.out


def test_an_edit_says_before_and_after(running: Hv) -> None:
    running("stop")
    ran = running("edit", "last", "+15m", "--note", "final", "--date", "yesterday")
    assert ran.code == 0
    assert "hours  1:00 → 1:15" in ran.out
    assert 'notes  "hero" → "final"' in ran.out
    assert "date  Wed 18 Nov → Tue 17 Nov" in ran.out


def test_less_hours_need_no_quotes(running: Hv) -> None:
    running("stop")
    assert "hours  1:00 → 0:45" in running("edit", "last", "--hours", "-15m").out
    assert "hours  0:45 → 0:30" in running("edit", "last", "-15m").out


def test_a_delete_needs_a_yes_off_a_terminal(running: Hv) -> None:
    running("stop")
    ran = running("delete", "last")
    assert (ran.code, ran.out) == (2, "")
    assert "`--yes`" in ran.err
    assert running("delete", "last", "--yes").out.startswith("Deleted  1:00  ABC Corp")
    assert running("delete", "636718192", "--yes").code == 4


def test_a_delete_asks_on_a_terminal(running: Hv) -> None:
    running("stop")
    kept = running("delete", "last", terminal=True, stdin="n\n")
    assert kept.code == 8
    assert "Delete this entry? [y/N]" in " ".join(kept.err.split())
    gone = running("delete", "last", terminal=True, stdin="y\n")
    assert gone.code == 0


def test_a_start_without_words_offers_the_recent_pairs_on_a_terminal(hv: Hv) -> None:
    latest = hv("entries", "yesterday", "--json").json["entries"][-1]
    ran = hv("start", terminal=True, stdin="1\n")
    assert ran.code == 0
    assert f"1  {latest['client']['name']} › {latest['project']['name']} › " in ran.err
    assert hv("status", "--json").json["running"][0]["notes"] == latest["notes"]
    assert "Start which one?" in ran.err
    assert "Started" in ran.out
    assert hv("start").code == 2


def test_a_log_without_words_offers_the_same_and_asks_for_the_length(hv: Hv) -> None:
    latest = hv("entries", "yesterday", "--json").json["entries"][-1]
    ran = hv("log", terminal=True, stdin="1\n45m yesterday\n")
    assert ran.code == 0, ran.err
    assert "How long?" in ran.err
    again = hv("entries", "yesterday", "--json").json["entries"][-1]
    assert (again["hours"], again["notes"]) == (0.75, latest["notes"])
    assert again["task"] == latest["task"]
    assert hv("log", terminal=True, stdin="1\n\n").code == 8
    assert hv("log", terminal=True, stdin="\n").code == 8
    assert hv("log").code == 2


def test_aliases_are_listed_with_what_is_used_most(hv: Hv) -> None:
    assert hv("alias", "--json").json["favourites"] == []
    hv("status")
    found = hv("alias", "--json").json["favourites"]
    assert [each["entries"] for each in found] == sorted(
        (each["entries"] for each in found), reverse=True
    )
    shown = hv("alias", terminal=True, COLUMNS="100").out
    assert f"{found[0]['client']} › {found[0]['project']} › {found[0]['task']}" in shown
    assert hv("alias").out == ""


def test_rows_of_the_last_list_can_be_named(hv: Hv) -> None:
    listed = hv("entries", "yesterday", terminal=True)
    assert listed.code == 0
    ran = hv("edit", "2", "--note", "by its row", "--json")
    assert ran.json["after"]["spent_date"] == "2026-11-17"
    second = hv("entries", "yesterday", "--json").json["entries"][1]
    assert second["notes"] == "by its row"


def test_rows_in_a_pipe_are_not_numbered_and_not_kept(hv: Hv) -> None:
    hv("entries", "yesterday")
    assert hv("edit", "2", "--note", "x").code == 4


@pytest.mark.parametrize(
    ("argv", "code", "name"),
    [
        (["start", "Nonesuch"], 2, "unknown_project"),
        (["start", "MW", "at", "23:00"], 2, "invalid_time"),
        (["start", "MW", "at", "26:00"], 2, "invalid_time"),
        (["stop"], 4, "no_timer"),
        (["stop", "at", "26:00"], 2, "invalid_time"),
        (["restart", "nonesuch"], 4, "not_found"),
        (["restart", "--same", "--new"], 2, "usage"),
        (["edit", "99", "--hours", "1h"], 4, "not_found"),
        (["edit", "last"], 2, "usage"),
        (["edit", "last", "-e"], 2, "usage"),
        (["delete"], 2, "usage"),
        (["delete", "123456789"], 4, "not_found"),
    ],
)
def test_failures_are_records_for_machines(hv: Hv, argv: list[str], code: int, name: str) -> None:
    ran = hv(*argv, "--json")
    assert (ran.code, ran.json["error"]["code"]) == (code, name)
    assert ran.err.startswith("hv: ")


def keys(ran: Ran) -> set[str]:
    return set(ran.json)


def test_documents_have_the_same_keys_every_time(running: Hv) -> None:
    turn = {"text", "did", "entries", "stopped", "since", "until", "days", "warnings", "inferences"}
    assert keys(running("start", "TF", "Research", "--json")) == turn
    assert keys(running("stop", "--json")) == turn
    assert keys(running("restart", "--json")) == turn
    edited = running("edit", "running", "--note", "x", "--json")
    assert keys(edited) == {"before", "after", "changes", "warnings"}
    assert edited.json["changes"] == {"notes": {"from": "", "to": "x"}}
    gone = running("delete", "running", "--yes", "--json")
    assert keys(gone) == {"deleted", "entry", "warnings"}
    assert gone.json["deleted"] is True


@few(3)
@pytest.mark.parametrize(
    "argv",
    [
        ["start", "TF", "Research", "20m", "ago"],
        ["stop", "10m", "ago"],
        ["restart"],
        ["edit", "running", "--note", "x"],
        ["delete", "running"],
    ],
)
def test_a_dry_run_changes_nothing(hv: Hv, argv: list[str]) -> None:
    hv("start", "MW: hero", HV_NOW=TEN)
    if argv[0] == "restart":
        hv("stop", HV_NOW="2026-11-18T10:20:00")
    before = hv("entries", "--json").json
    ran = hv(*argv, "--dry-run")
    assert ran.code == 0, ran
    assert ran.out.startswith("Would ")
    assert ran.out.endswith("Nothing sent\n")
    assert hv("entries", "--json").json == before


def test_quiet_prints_the_id_alone(hv: Hv) -> None:
    assert hv("start", "MW", "-q").out == "636718192\n"
    assert hv("stop", "-q").out == "636718192\n"


def test_examples_of_the_help_run(hv: Hv) -> None:
    for verb in ("start", "stop", "restart", "edit", "delete", "status"):
        ran = hv(verb, "--help")
        assert ran.code == 0
        assert f"hv {verb}" in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80


def test_notes_can_be_written_in_an_editor(
    running: Hv, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = tmp_path_factory.mktemp("editor") / "ed.sh"
    script.write_text('#!/bin/sh\nprintf "written elsewhere\\n" > "$1"\n')
    script.chmod(0o700)
    ran = running("edit", "running", "-e", terminal=True, EDITOR=str(script))
    assert ran.code == 0, ran
    assert '"hero" → "written elsewhere"' in ran.out
    script.write_text('#!/bin/sh\n: > "$1"\n')
    assert running("edit", "running", "-e", terminal=True, EDITOR=str(script)).code == 8
    script.write_text("#!/bin/sh\nexit 3\n")
    failed = running("edit", "running", "-e", terminal=True, EDITOR=str(script))
    assert (failed.code, "ended with status 3" in " ".join(failed.err.split())) == (2, True)
    missing = running("edit", "running", "-e", terminal=True, EDITOR="/nonexistent/editor")
    assert missing.code == 78


def test_a_timer_that_resumed_an_earlier_day_is_divided_where_it_began(hv: Hv) -> None:
    hv("log", "1h MW Research: x", HV_NOW="2026-11-17T17:00:00")
    assert hv("restart", "--same", HV_NOW="2026-11-18T09:00:00").code == 0
    entries = hv("stop", "--split", "--json", HV_NOW="2026-11-18T10:30:00").json["entries"]
    assert [(each["spent_date"], each["hours"]) for each in entries] == [
        ("2026-11-17", 1.0),
        ("2026-11-18", 1.5),
    ]


@pytest.mark.found("E2")
def test_what_a_timer_had_already_is_not_counted_twice(hv: Hv) -> None:
    hv("sandbox", "reset", "--timestamp")
    hv("start", "TF", HV_NOW="2026-11-18T09:00:00")
    turn = hv("start", "OS1 with 30m already", "--json", HV_NOW="2026-11-18T11:40:00").json
    (ended,) = turn["stopped"]
    assert (ended["started_time"], ended["ended_time"]) == ("09:00", "11:10")
    assert turn["entries"][0]["started_time"] == "11:10"
    held = hv("entries", "--json", HV_NOW="2026-11-18T11:40:00").json["entries"]
    assert next(each for each in held if each["id"] == ended["id"])["ended_time"] == "11:10"


@pytest.mark.found("A4")
def test_a_setting_that_changes_does_not_change_when_a_timer_began(hv: Hv) -> None:
    hv("start", "MW at 9:00")
    hv("alias", "set", "standup", "15m TF Research")
    assert hv("status", "--format", "{since}").out == "9:00am\n"
    assert hv("stop", "at", "9:30", "--json").json["entries"][0]["hours"] == 0.5
