"""`hv status` typed on a command line: for people, for prompts, for scripts, and watched."""

import pytest

from tests.running import Hv

TEN, ELEVEN = "2026-11-18T10:00:00", "2026-11-18T11:00:00"


@pytest.mark.ux(2)
def test_bare_hv_is_the_status(hv: Hv) -> None:
    hv("start", "MW: hero", HV_NOW=TEN)
    bare, named = hv(HV_NOW=ELEVEN), hv("status", HV_NOW=ELEVEN)
    assert bare == named
    assert "hero" in bare.out


def test_people_see_what_runs_today_the_week_and_when_it_is_done(hv: Hv) -> None:
    hv("start", "MW: hero", HV_NOW=TEN)
    ran = hv(HV_NOW=ELEVEN, terminal=True, NO_COLOR="1")
    lines = ran.out.splitlines()
    assert lines[0].startswith("▶ 1:00  ABC Corp › Marketing Website › Graphic Design")
    assert "since 10:00am" in lines[0]
    assert "Today 1:00 of 7:00, target reached at 5:00pm" in lines
    assert lines[-1].startswith("Week ")
    assert lines[-1].endswith(" of 35:00")


def test_the_time_of_before_a_timer_is_told_beside_its_beginning(hv: Hv) -> None:
    hv("start", "MW at 9:40: hero", HV_NOW=TEN)
    first = hv(HV_NOW=ELEVEN, terminal=True, NO_COLOR="1", COLUMNS="100").out.splitlines()[0]
    assert first.startswith("▶ 1:20 ")
    assert "since 10:00am and 0:20 before" in first


@pytest.mark.parametrize("ago", [20, 40, 50])
def test_the_target_is_reached_at_the_minute_at_which_it_is(hv: Hv, ago: int) -> None:
    """Hours are hundredths: 0:40 is 0.67 of an hour, and 6:20 more are 6:19:48."""
    hv("start", f"MW {ago}m ago", HV_NOW=TEN)
    assert f"target reached at 4:{60 - ago}pm" in hv(HV_NOW=TEN, terminal=True, NO_COLOR="1").out


def test_machines_get_all_of_it(hv: Hv) -> None:
    hv("start", "MW: hero", HV_NOW=TEN)
    document = hv("status", "--json", HV_NOW=ELEVEN).json
    assert list(document) == [
        "now",
        "running",
        "entries",
        "totals",
        "week",
        "done_at",
        "unsent",
        "forgotten",
        "stale",
        "as_of",
        "waiting",
        "rejected",
    ]
    assert document["totals"] == {"hours": 1.0, "target": 7.0, "waiting": 0.0}
    assert document["done_at"] == "2026-11-18T22:00:00Z"
    assert document["week"]["capacity"] == 35.0


def test_a_forgotten_timer_is_told_on_stderr(hv: Hv) -> None:
    hv("start", "MW", HV_NOW="2026-11-17T09:00:00")
    ran = hv(HV_NOW=ELEVEN, terminal=True, COLUMNS="140")
    assert ran.err.count("\n") == 1
    assert "stop it there with `hv stop at 4:00pm yesterday`" in ran.err
    assert "\x1b[33m" in ran.err
    mended = hv("stop", "at", "16:00", "yesterday", HV_NOW=ELEVEN)
    assert mended.out.splitlines()[-1] == "Yesterday 7:00 of 7:00"
    assert hv(HV_NOW=ELEVEN, terminal=True).err == ""


def test_quiet_is_a_question_for_scripts(hv: Hv) -> None:
    idle = hv("status", "-q")
    assert (idle.code, idle.out) == (4, "")
    hv("start", "MW", HV_NOW=TEN)
    busy = hv("status", "-q")
    assert (busy.code, busy.out) == (0, "636718192\n")


def test_a_format_prints_one_line_or_nothing(hv: Hv) -> None:
    template = r"{project} {hours} of {today}\t{code}"
    assert (hv("status", "--format", template).code, hv("status", "--format", template).out) == (
        4,
        "",
    )
    hv("start", "MW", HV_NOW=TEN)
    ran = hv("status", "--format", template, HV_NOW=ELEVEN)
    assert (ran.code, ran.out) == (0, "Marketing Website 1:00 of 1:00\tMW\n")


def test_a_format_right_after_a_command_makes_no_request(hv: Hv) -> None:
    hv("start", "MW", HV_NOW=TEN)
    ran = hv("status", "--format", "{hours}", HV_NOW="2026-11-18T10:00:45", HV_DEBUG="1")
    assert (ran.out, ran.err) == ("0:01\n", "")
    later = hv("status", "--format", "{hours}", HV_NOW="2026-11-18T10:01:45", HV_DEBUG="1")
    assert later.out == "0:02\n"
    assert later.err.count("GET") == 2


def test_a_format_that_names_no_field_lists_those_there_are(hv: Hv) -> None:
    ran = hv("status", "--format", "{nope}")
    assert ran.code == 2
    assert "project" in ran.err


def test_a_prompt_survives_a_lost_network(hv: Hv, home: object) -> None:
    served = hv.with_(
        HV_PROFILE="",
        HARVEST_ACCESS_TOKEN="1.pt." + "x" * 30,
        HARVEST_ACCOUNT_ID="1",
        HARVEST_API_URL="http://127.0.0.1:9/v2",
    )
    ran = served("status", "--format", "{project}")
    assert ran.code == 7
    assert ran.out == ""


def test_what_was_last_known_serves_while_the_network_is_away(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harvest_cli.domain.errors import Unreachable
    from harvest_cli.harvest.client import Harvest

    hv("start", "MW", HV_NOW=TEN)

    def away(*_: object) -> object:
        message = "no network"
        raise Unreachable(message)

    monkeypatch.setattr(Harvest, "time_entries", away)
    ran = hv("status", "--format", "{project} {hours} {today}", HV_NOW=ELEVEN)
    assert (ran.code, ran.out) == (0, "Marketing Website 1:00 1:00\n")
    soon = hv("status", "--format", "{hours} {today}", HV_NOW="2026-11-18T11:00:30", HV_DEBUG="1")
    assert (soon.out, soon.err) == ("1:01 1:01\n", "")
    tomorrow = hv("status", "--format", "{hours}", HV_NOW="2026-11-19T09:00:00")
    assert tomorrow.code == 7


def test_watching_needs_a_terminal(hv: Hv) -> None:
    assert hv("status", "--watch").code == 2


def test_watching_ends_with_ctrl_c_and_leaves_the_terminal_as_it_was(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    hv("start", "MW: hero", HV_NOW=TEN)
    monkeypatch.setattr(time, "sleep", interrupted)
    ran = hv("status", "--watch", terminal=True, HV_NOW=ELEVEN)
    assert ran.code == 0
    assert ran.out.startswith("\x1b[?1049h\x1b[?25l")
    assert ran.out.endswith("\x1b[?25h\x1b[?1049l")
    assert "hero" in ran.out


def test_the_rows_stand_as_in_every_other_list(hv: Hv) -> None:
    """By start where there is one, whichever was typed first."""
    assert hv("sandbox", "reset", "--timestamp").code == 0
    for text in ("2pm-3pm MW: third", "9-10am MW: first", "10am-11am MW: second"):
        assert hv("log", text, HV_NOW="2026-11-18T16:00:00").code == 0
    wanted = ["first", "second", "third"]
    for verb in (("status",), ("entries", "today")):
        rows = hv(*verb, "--json", HV_NOW="2026-11-18T16:00:00").json["entries"]
        assert [row["notes"] for row in rows] == wanted
        for terminal in (False, True):
            out = hv(*verb, HV_NOW="2026-11-18T16:00:00", terminal=terminal).out
            assert sorted(wanted, key=out.index) == wanted
    assert (
        hv("edit", "1", "--note", "the first of the list", HV_NOW="2026-11-18T16:00:00").code == 0
    )
    assert hv("status", "--json", HV_NOW="2026-11-18T16:00:00").json["entries"][0]["notes"] == (
        "the first of the list"
    )
