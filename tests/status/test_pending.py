"""`hv status` and what waits here to reach Harvest."""

from harvest_cli.harvest.http.answers import Answer
from tests.network import LOST, Network
from tests.running import Hv
from tests.status.wednesday import NOON, ONE, TEN, lines, started


def test_what_was_logged_since_comes_on_top(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        assert hv("log", "30m on TF, Research: second", HV_NOW=NOON).code == 75
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
        rows = hv(HV_NOW=NOON).out.splitlines()
        document = hv("status", "--json", HV_NOW=NOON).json
    row = '+ 0:30  123 Industries › Task Force › Research  "second"  (pending)'
    assert row in lines(ran)
    assert "Today 3:00 of 7:00, and 0:30 pending, target reached at 3:30pm" in lines(ran)
    assert lines(ran)[-1] == "1 entry pending: `hv outbox`"
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
    assert "Today 3:00 of 7:00, target reached at 4:00pm" in lines(ran)
    assert lines(ran)[-2].endswith(", and 0:30 pending")
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
    first, state, second = lines(ran)[1:4]
    assert first.startswith("▶ 1:00  123 Industries › Online Store - Phase 1 › Programming")
    assert "since 12:00pm" in first
    assert state == "(pending)"
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
    assert f"{row}  stopped at 12:00pm  (pending)" in lines(ran)
    assert "Today 1:00 of 7:00, and 2:00 pending" in lines(ran)
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
    assert "Today 3:00 of 7:00, and 2:15 pending, target reached at 1:45pm" in lines(ran)


def test_a_sentence_whose_names_nobody_knew_is_named_where_nothing_is_known(
    hv: Hv, network: Network
) -> None:
    with network.away():
        assert hv("log", "2h on MW: hero", HV_NOW=NOON).code == 75
        one = hv(HV_NOW=NOON)
        hv("log", "1h on TF: x", HV_NOW=NOON)
        two = hv("status", "--json", HV_NOW=NOON)
    assert (one.code, one.out) == (7, "")
    assert 'hint: 1 entry is pending: "2h on MW: hero"; `hv outbox` shows it' in one.err
    told = '2 entries are pending, the last one "1h on TF: x"; `hv outbox` shows them'
    assert two.json["error"]["hint"] == told


def test_back_on_the_network_nothing_waits(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        hv("log", "30m on TF: second", HV_NOW=NOON)
        hv("stop", HV_NOW=NOON)
    document = hv("status", "--json", HV_NOW=ONE).json
    assert (document["stale"], document["waiting"], document["running"]) == (False, [], [])
    assert document["totals"] == {"hours": 3.5, "target": 7.0, "waiting": 0.0}
