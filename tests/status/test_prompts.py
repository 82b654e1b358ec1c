"""Prompts, and a status that is watched, while Harvest is out of reach."""

import time

import pytest

from harvest_cli.harvest.http.answers import Answer
from tests.network import Network
from tests.running import Hv, Ran
from tests.status.wednesday import NOON, ONE, TEN, started


def asked(hv: Hv, now: str, template: str = "{project} {hours} {today}") -> Ran:
    return hv("status", "--format", template, HV_NOW=now)


def test_a_prompt_shows_the_timer_that_waits(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("start", "OS1: api", HV_NOW=NOON)
        ran = asked(hv, ONE, "{project} {hours} {since} [{id}] {unsent} {as_of}")
    assert (ran.code, ran.out) == (0, "Online Store - Phase 1 1:00 12:00pm [] 1 10:00am\n")


def test_a_prompt_counts_what_waits(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("log", "30m on TF: second", HV_NOW=NOON)
        assert asked(hv, NOON).out == "Marketing Website 2:00 3:30\n"
        assert asked(hv, NOON, "{left} {done}").out == "3:30 3:30pm\n"


def test_a_prompt_is_idle_once_the_timer_was_stopped_here(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("stop", HV_NOW=NOON)
        ran = asked(hv, ONE)
    assert (ran.code, ran.out) == (4, "")


def test_prompts_try_the_network_once_a_minute(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("start", "OS1: api", HV_NOW=NOON)
        assert asked(hv, ONE).code == 0
        tried = len(network.tries)
        for second in (1, 20, 59):
            assert asked(hv, f"2026-11-18T13:00:{second:02d}").code == 0
        assert len(network.tries) == tried
        assert asked(hv, "2026-11-18T13:01:10").code == 0
        assert len(network.tries) > tried


def test_what_a_prompt_was_shown_is_never_taken_for_harvests_word(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("start", "OS1: api", HV_NOW=NOON)
        asked(hv, ONE)
    ran = hv("stop", HV_NOW=ONE)
    assert ran.code in (0, 75)
    running = hv("status", "--json", HV_NOW=ONE).json["running"]
    assert [each["id"] for each in running if each["id"] is None] == []


def test_a_prompt_does_not_make_old_knowledge_new(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        asked(hv, NOON)
    ran = hv("start", "OS1", HV_NOW="2026-11-18T12:00:30", HV_DEBUG="1")
    assert "GET /v2/time_entries?" in ran.err, "what runs is asked before it is said what stops"


def test_a_fresh_prompt_is_of_now(hv: Hv) -> None:
    started(hv)
    assert asked(hv, TEN, "[{as_of}]").out == "[]\n"


# -- watching --------------------------------------------------------------------------------


def test_watching_begins_with_what_is_known(
    hv: Hv, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    started(hv)
    monkeypatch.setattr(time, "sleep", interrupted)
    with network.away():
        ran = hv("status", "--watch", terminal=True, HV_NOW=NOON, NO_COLOR="1")
    assert ran.code == 0
    assert "As of 10:00am, not up to date" in ran.out
    assert "Not up to date: Harvest cannot be reached: connection refused" in ran.out
    assert ran.out.endswith("\x1b[?25h\x1b[?1049l")


def test_a_failure_that_is_another_is_still_one(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(Answer(401, "", {}, b'{"error":"invalid_token"}', "/v2/time_entries")):
        ran = hv(HV_NOW=NOON)
    assert (ran.code, ran.out) == (3, "")


def test_a_prompt_can_show_what_the_last_workday_lacks(hv: Hv) -> None:
    asked = ("status", "--format", "{project}", "--idle", "{missing}")
    ran = hv(*asked)
    assert (ran.code, ran.out) == (4, "0:30 missing Tue\n")
    hv("log", "30m TF Research yesterday")
    assert hv(*asked, HV_NOW="2026-11-18T10:35").out == ""
    assert hv(*asked, HV_NOW="2026-11-22T10:00").out == "7:00 missing Fri\n"
    hv("start", "TF Research")
    assert hv(*asked).out == "Task Force\n"
    wrong = hv("status", "--format", "{project}", "--idle", "{nothing}")
    assert (wrong.code, 'Unknown field "nothing"' in wrong.err) == (2, True)
    assert hv("status", "--idle", "{missing}").code == 2
