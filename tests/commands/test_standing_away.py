"""`hv status` while Harvest is out of reach: what was last known, and what waits here."""

import json
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harvest_cli.harvest.answers import Answer
from tests.network import LOST, Network
from tests.running import Hv, Ran

TEN, NOON, ONE = "2026-11-18T10:00:00", "2026-11-18T12:00:00", "2026-11-18T13:00:00"
WHY = "hv: Harvest cannot be reached: connection refused"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    monkeypatch.setattr("harvest_cli.actions.context.time", SimpleNamespace(sleep=lambda _: None))
    return Network(monkeypatch)


def lines(ran: Ran) -> list[str]:
    return [line.rstrip() for line in ran.out.splitlines()]


def started(hv: Hv) -> None:
    """One hour logged, and a timer since ten."""
    assert hv("log", "1h TF, Research: interviews", HV_NOW=TEN).code == 0
    assert hv("start", "MW: hero", HV_NOW=TEN).code == 0


# -- what was last known ---------------------------------------------------------------------


def test_people_see_what_was_last_known_and_since_when(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert ran.code == 7
    assert lines(ran)[0] == "As of 10:00am, not up to date"
    assert lines(ran)[1].startswith("▶ 2:00  ABC Corp › Marketing Website › Graphic Design")
    assert "Today 3:00 of 7:00, done at 4:00pm" in lines(ran)
    assert lines(ran)[-1].startswith("Week ")
    assert ran.err.splitlines()[0] == WHY


def test_a_day_later_the_day_is_named(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        ran = hv(HV_NOW="2026-11-19T09:00:00", terminal=True, NO_COLOR="1")
        later = hv(HV_NOW="2026-11-21T09:00:00", terminal=True, NO_COLOR="1")
    assert lines(ran)[0] == "As of 10:00am yesterday, not up to date"
    assert "Today 0:00 of 7:00" in lines(ran)
    assert "`hv stop at" in ran.err
    assert lines(later)[0] == "As of 10:00am on Wed 18 Nov, not up to date"


def test_asking_again_and_again_makes_nothing_younger(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        for now in (NOON, ONE):
            assert hv("status", "--format", "{hours}", HV_NOW=now).code == 0
            ran = hv(HV_NOW=now, terminal=True, NO_COLOR="1")
            assert lines(ran)[0].startswith("As of 10:00am")


def test_a_pipe_gets_the_rows_and_the_reason_apart(hv: Hv, network: Network) -> None:
    started(hv)
    fresh = hv(HV_NOW=NOON)
    with network.away():
        ran = hv(HV_NOW=NOON)
    assert ran.code == 7
    bare = [row.split("\t")[:9] for row in fresh.out.splitlines()]
    assert [row.split("\t")[:9] for row in ran.out.splitlines()] == bare
    assert ran.err.splitlines() == [
        WHY,
        "This is what hv knew at 12:00pm, and what waits here",
    ]


def test_machines_get_one_document_that_says_so(hv: Hv, network: Network) -> None:
    started(hv)
    fresh = hv("status", "--json", HV_NOW=TEN).json
    assert (fresh["stale"], fresh["as_of"], fresh["waiting"]) == (False, fresh["now"], [])
    with network.away():
        ran = hv("status", "--json", HV_NOW=NOON)
    stale = ran.json
    assert ran.code == 7
    assert list(stale) == [*fresh, "error"]
    assert (stale["stale"], stale["as_of"]) == (True, "2026-11-18T10:00:00-05:00")
    assert stale["error"]["code"] == "unreachable"
    assert stale["running"][0]["hours"] == 2.0
    assert stale["totals"] == {"hours": 3.0, "target": 7.0, "waiting": 0.0}
    assert ran.err.splitlines() == [WHY]


def test_a_question_for_scripts_is_not_answered_by_a_guess(hv: Hv, network: Network) -> None:
    with network.away():
        assert hv("status", "-q").code == 7
    started(hv)
    with network.away():
        ran = hv("status", "-q", HV_NOW=NOON)
    assert (ran.code, ran.out, ran.err) == (7, "636718193\n", f"{WHY}\n")


def test_whether_a_timer_runs_may_be_unknown(hv: Hv, network: Network, home: Path) -> None:
    started(hv)
    (status,) = (home / "cache").glob("*.status")
    status.unlink()
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True)
    assert ran.code == 7
    assert "Whether a timer runs is not known" in lines(ran)
    assert "No timer running" not in ran.out


def test_that_nothing_ran_is_known(hv: Hv, network: Network) -> None:
    hv("status", HV_NOW=TEN)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert lines(ran)[:2] == ["As of 10:00am, not up to date", "No timer running"]


def test_where_nothing_is_known_the_failure_is_all_there_is(hv: Hv, network: Network) -> None:
    with network.away():
        ran, document = hv(), hv("--json")
    assert (ran.code, ran.out, ran.err) == (7, "", f"{WHY}\n")
    assert list(document.json) == ["error"]


def test_a_throttle_shows_what_was_known_with_its_own_status(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(Answer(429, "", {"Retry-After": "3600"}, b"{}", "/v2/time_entries")):
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert ran.code == 6
    assert lines(ran)[0].startswith("As of 10:00am")
    assert "too many requests" in ran.err


def test_a_server_that_fails_is_out_of_reach_too(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(Answer(500, "", {}, b"oops", "/v2/time_entries")):
        ran = hv(HV_NOW=NOON, terminal=True)
    assert ran.code == 7
    assert "▶ 2:00" in ran.out


def test_two_connections_are_tried_and_no_more(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        for number in range(3):
            hv("log", f"15m TF: {number}", HV_NOW=TEN)
        assert hv("start", "OS1", HV_NOW=TEN).code == 75
        network.tries.clear()
        assert hv(HV_NOW=NOON).code == 7
    assert len(network.tries) == 2


def test_a_closed_port_is_told_within_a_moment(home: Path) -> None:
    from tests.account import an_account
    from tests.faulty_harvest import faulty_harvest
    from tests.reliability.processes import run

    with faulty_harvest(an_account(), {}) as server:
        assert run(server.url, home, "start", "TF: x")[0] == 0
    began = time.monotonic()
    code, out, err = run(server.url, home, "status", "--json")
    assert time.monotonic() - began < 4, "two seconds and a start"
    assert (code, json.loads(out)["running"][0]["notes"]) == (7, "x")
    assert err.strip() == WHY


def test_a_cache_that_cannot_be_written_is_read_all_the_same(
    hv: Hv, network: Network, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(hv)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("harvest_cli.local.files.write_private", full)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True)
        prompt = hv("status", "--format", "{project}", HV_NOW=NOON)
    assert "▶ 2:00" in ran.out
    assert (prompt.code, prompt.out) == (0, "Marketing Website\n")


# -- what waits ------------------------------------------------------------------------------


def test_what_was_logged_since_comes_on_top(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        assert hv("log", "30m on TF, Research: second", HV_NOW=NOON).code == 75
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
        rows = hv(HV_NOW=NOON).out.splitlines()
        document = hv("status", "--json", HV_NOW=NOON).json
    row = '+ 0:30  123 Industries › Task Force › Research  "second"  (not sent yet)'
    assert row in lines(ran)
    assert "Today 3:00 of 7:00, and 0:30 waits here, done at 3:30pm" in lines(ran)
    assert lines(ran)[-1] == "1 entry waits to be sent: `hv outbox`"
    assert rows[-1].split("\t")[1:] == [
        *("2026-11-18", "0.50", "123 Industries", "Task Force", "Research", "false"),
        *("queued", "false", "second"),
    ]
    assert [each["state"] for each in document["entries"]] == ["created", "created", "queued"]
    assert document["totals"] == {"hours": 3.0, "target": 7.0, "waiting": 0.5}
    assert document["week"]["waiting"] == 0.5
    (waits,) = document["waiting"]
    assert (waits["state"], waits["op"], waits["hours"]) == ("queued", "create", 0.5)
    assert waits["sentence"] == "30m on TF, Research: second"


def test_what_is_unconfirmed_is_not_said_to_be_unsent(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(LOST):
        assert hv("log", "30m on TF: second", HV_NOW=NOON).code == 75
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
        document = hv("status", "--json", HV_NOW=NOON).json
    assert any(line.startswith("+ 0:30") and "(unconfirmed)" in line for line in lines(ran))
    assert document["entries"][-1]["state"] == "unconfirmed"


def test_of_another_day_it_counts_for_that_day(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("log", "30m on TF yesterday", HV_NOW=NOON)
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
        document = hv("status", "--json", HV_NOW=NOON).json
    assert any(line.startswith("+ 0:30") and "Tue 17 Nov" in line for line in lines(ran))
    assert "Today 3:00 of 7:00, done at 4:00pm" in lines(ran)
    assert lines(ran)[-2].endswith(", and 0:30 waits here")
    assert document["totals"]["waiting"] == 0.0
    assert document["week"]["waiting"] == 0.5


def test_a_timer_that_waits_here_runs_beside_the_one_harvest_knows(
    hv: Hv, network: Network
) -> None:
    started(hv)
    with network.away():
        assert hv("start", "OS1: api", HV_NOW=NOON).code == 75
        ran = hv(HV_NOW=ONE, terminal=True, NO_COLOR="1")
        document = hv("status", "--json", HV_NOW=ONE).json
    first, second = lines(ran)[1:3]
    assert first.startswith("▶ 1:00  123 Industries › Online Store - Phase 1 › Programming")
    assert "since 12:00pm" in first
    assert first.endswith("(not sent yet)")
    assert second.startswith("▶ 3:00  ABC Corp › Marketing Website")
    assert [(each["id"], each["state"]) for each in document["running"]] == [
        (None, "queued"),
        (636718193, "created"),
    ]
    assert document["waiting"][0]["op"] == "start"


def test_a_timer_that_was_stopped_here_does_not_run(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        assert hv("stop", HV_NOW=NOON).code == 75
        ran = hv(HV_NOW=ONE, terminal=True, NO_COLOR="1", COLUMNS="120")
        document = hv("status", "--json", HV_NOW=ONE).json
    assert lines(ran)[1] == "No timer running"
    row = '+ 2:00  ABC Corp › Marketing Website › Graphic Design  "hero"'
    assert f"{row}  stopped at 12:00pm  (not sent yet)" in lines(ran)
    assert "Today 1:00 of 7:00, and 2:00 waits here" in lines(ran)
    assert document["running"] == []
    assert document["waiting"][0]["until"] == "2026-11-18T17:00:00Z"
    assert document["totals"] == {"hours": 1.0, "target": 7.0, "waiting": 2.0}


def test_started_and_stopped_it_is_an_entry_that_waits(hv: Hv, network: Network) -> None:
    hv("status", HV_NOW=TEN)
    with network.away():
        hv("start", "OS1: api", HV_NOW=TEN)
        hv("stop", "at", "11:30:", "tests", HV_NOW=NOON)
        ran = hv(HV_NOW=ONE, terminal=True, NO_COLOR="1")
    assert lines(ran)[1] == "No timer running"
    assert any(line.startswith("+ 1:30  123 Industries › Online Store") for line in lines(ran))


def test_changes_and_sentences_that_wait_are_named(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        assert hv("delete", "636718192", "--yes", HV_NOW=NOON).code in (7, 75)
    logged = hv("log", "15m TF: kept", "--json", HV_NOW=TEN).json["entries"][0]["id"]
    entry = hv("edit", str(logged), "--note", "same", HV_NOW=TEN)
    assert entry.code == 0
    with network.away(Answer(429, "", {"Retry-After": "3600"}, b"{}", "/v2/time_entries/1")):
        hv("edit", str(logged), "--hours", "1h", HV_NOW=NOON)
        ran = hv(HV_NOW=ONE, terminal=True, NO_COLOR="1")
    for line in (each for each in lines(ran) if each.startswith("+ change")):
        assert f"#{logged}" in line


def test_more_than_a_few_are_counted(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        for number in range(9):
            hv("log", f"15m TF: number {number}", HV_NOW=NOON)
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert sum(line.startswith("+ ") for line in lines(ran)) == 6
    assert "+ … and 4 more" in lines(ran)
    assert "Today 3:00 of 7:00, and 2:15 waits here, done at 1:45pm" in lines(ran)


def test_a_sentence_whose_names_nobody_knew_is_named_where_nothing_is_known(
    hv: Hv, network: Network
) -> None:
    with network.away():
        assert hv("log", "2h on MW: hero", HV_NOW=NOON).code == 75
        one = hv(HV_NOW=NOON)
        hv("log", "1h on TF: x", HV_NOW=NOON)
        two = hv("status", "--json", HV_NOW=NOON)
    assert (one.code, one.out) == (7, "")
    assert 'hint: 1 entry waits here: "2h on MW: hero"; `hv outbox` shows it' in one.err
    told = '2 entries wait here, the last one "1h on TF: x"; `hv outbox` shows them'
    assert two.json["error"]["hint"] == told


def test_back_on_the_network_nothing_waits(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("log", "30m on TF: second", HV_NOW=NOON)
        hv("stop", HV_NOW=NOON)
    document = hv("status", "--json", HV_NOW=ONE).json
    assert (document["stale"], document["waiting"], document["running"]) == (False, [], [])
    assert document["totals"] == {"hours": 3.5, "target": 7.0, "waiting": 0.0}


# -- prompts ---------------------------------------------------------------------------------


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
