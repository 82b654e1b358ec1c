"""`hv restart --queue` without a network: what hv itself wrote last runs on as a new entry."""

import sqlite3
from pathlib import Path

import pytest

from harvest_cli.domain.errors import Outcome
from harvest_cli.harvest.http.answers import Failure, FailureKind
from tests.network import Network
from tests.running import Hv


@pytest.fixture
def worked(hv: Hv) -> Hv:
    """hv that has written two entries."""
    assert hv("log", "1h MW, Programming: footer").code == 0
    assert hv("log", "30m TF, Research: interviews").code == 0
    return hv


def test_it_is_refused_with_the_flag_that_helps(worked: Hv, network: Network) -> None:
    with network.away():
        ran = worked("restart")
        assert (ran.code, ran.out) == (7, "")
        assert "`hv restart --queue`" in ran.err
        assert worked("outbox", "--json").json == {"outbox": []}


def test_a_certificate_that_is_not_trusted_is_said_with_its_own_remedy(
    worked: Hv, network: Network
) -> None:
    with network.away(Failure(Outcome.NOT_SENT, FailureKind.SECURITY, "TLS: not trusted")):
        ran = worked("restart")
    assert (ran.code, ran.out) == (7, "")
    assert "ca_bundle" in ran.err
    assert "--queue" not in ran.err


@pytest.mark.parametrize(
    ("reference", "notes"),
    [("", "interviews"), ("last", "interviews"), ("^2", "footer"), ("footer", "footer")],
)
def test_with_the_flag_a_new_timer_waits_here(
    reference: str, notes: str, worked: Hv, network: Network
) -> None:
    with network.away():
        ran = worked("restart", *reference.split(), "--queue")
        assert ran.code == 75, ran.err
        assert f'"{notes}"' in ran.out
        assert ran.out.startswith("Saved here, not yet on Harvest")
        assert len(worked("outbox", "--json").json["outbox"]) == 1
    assert worked("sync").code == 0
    running = worked("status", "--json").json["running"]
    assert [entry["notes"] for entry in running] == [notes]
    entries = worked("entries", "today", "--json").json["entries"]
    assert sorted(entry["notes"] or "" for entry in entries if entry["notes"]) == sorted(
        ["footer", "interviews", notes]
    )


def test_with_a_network_the_flag_changes_nothing(worked: Hv) -> None:
    ran = worked("restart", "--queue")
    assert (ran.code, ran.out.splitlines()[0].split()[0]) == (0, "Resumed")


@pytest.mark.parametrize("reference", ["nonesuch", "^9"])
def test_what_hv_never_wrote_cannot_be_named(reference: str, worked: Hv, network: Network) -> None:
    with network.away():
        ran = worked("restart", reference, "--queue")
    assert ran.code == 4
    assert "hv history" in ran.err


def test_what_hv_deleted_is_not_brought_back(worked: Hv, network: Network) -> None:
    worked("undo")
    with network.away():
        ran = worked("restart", "--queue")
    assert '"footer"' in ran.out


def test_nothing_written_is_nothing_to_go_on_with(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        assert hv("restart", "--queue").code == 4


def test_a_refused_token_is_no_missing_network(worked: Hv) -> None:
    ran = worked("restart", "99", "--queue")
    assert ran.code == 4
    assert worked("outbox", "--json").json == {"outbox": []}


def test_a_dry_run_keeps_nothing(worked: Hv, network: Network) -> None:
    with network.away():
        ran = worked("restart", "--queue", "-n")
        assert (ran.code, '"interviews"' in ran.out) == (0, True)
        assert worked("outbox", "--json").json == {"outbox": []}


# -- what is the last one, and what runs already -----------------------------------------------

TEN, ELEVEN, LATER = "2026-11-18T10:00:00", "2026-11-18T11:00:00", "2026-11-18T12:00:00"


def elsewhere(home: Path, sql: str) -> None:
    """Do something to the account that this hv does not know of."""
    db = sqlite3.connect(home / "state" / "sandbox.sqlite")
    db.execute(sql)
    db.commit()
    db.close()


def rows(hv: Hv) -> list[str]:
    return [row["op"] for row in hv("outbox", "--json").json["outbox"]]


def test_a_timer_that_runs_as_far_as_is_known_is_not_started_twice(
    worked: Hv, network: Network
) -> None:
    worked("start", "MW: hero", HV_NOW=ELEVEN)
    with network.away():
        for reference in ([], ["hero"], ["last"]):
            ran = worked("restart", *reference, "--queue", HV_NOW=LATER)
            assert (ran.code, ran.out) == (4, "")
            assert "is already running" in ran.err
        assert rows(worked) == []


def test_one_that_was_stopped_elsewhere_goes_on(worked: Hv, home: Path, network: Network) -> None:
    worked("start", "MW: hero", HV_NOW=ELEVEN)
    elsewhere(home, "UPDATE entries SET timer_started_at = NULL")
    assert worked("status", "--json", HV_NOW=LATER).json["running"] == []
    with network.away():
        ran = worked("restart", "--queue", HV_NOW=LATER)
        assert (ran.code, '"hero"' in ran.out) == (75, True)


def test_what_a_start_ended_is_the_one_before_it(worked: Hv, network: Network) -> None:
    worked("start", "MW: hero", HV_NOW=ELEVEN)
    worked("start", "TF, Research: second", HV_NOW=LATER)
    with network.away():
        assert worked("restart", "--queue", HV_NOW=LATER).code == 4
        ran = worked("restart", "^2", "--queue", HV_NOW=LATER)
        assert (ran.code, '"hero"' in ran.out) == (75, True)


def test_twice_is_once(worked: Hv, network: Network) -> None:
    with network.away():
        assert worked("restart", "--queue").code == 75
        ran = worked("restart", "--queue")
        assert (ran.code, ran.out) == (4, "")
        assert "is already running" in ran.err
        assert rows(worked) == ["start"]
    assert worked("sync").code == 0
    assert len(worked("entries", "today", "--json").json["entries"]) == 3


def test_what_waits_here_was_the_last(worked: Hv, network: Network) -> None:
    with network.away():
        worked("start", "MW: away", HV_NOW=ELEVEN)
        worked("stop", HV_NOW=LATER)
        ran = worked("restart", "--queue", HV_NOW=LATER)
        assert (ran.code, '"away"' in ran.out) == (75, True)
        assert len(rows(worked)) == 2
    ran = worked("sync", HV_NOW=LATER)
    assert ran.code == 0, ran.out
    entries = worked("entries", "today", "--json", HV_NOW=LATER).json["entries"]
    away = [(e["hours"], e["is_running"]) for e in entries if e["notes"] == "away"]
    assert sorted(away) == [(0.0, True), (1.0, False)]


def test_a_timer_that_was_stopped_without_a_network_does_not_run(
    worked: Hv, network: Network
) -> None:
    worked("start", "MW: hero", HV_NOW=TEN)
    with network.away():
        assert worked("stop", HV_NOW=ELEVEN).code == 75
        ran = worked("restart", "--queue", HV_NOW=LATER)
        assert (ran.code, '"hero"' in ran.out) == (75, True)


def test_the_entry_itself_cannot_be_resumed_from_here(worked: Hv, network: Network) -> None:
    with network.away():
        ran = worked("restart", "--same", "--queue")
        assert (ran.code, ran.out, rows(worked)) == (7, "", [])
        assert "--queue" in ran.err


def test_what_was_changed_and_changed_back_is_as_it_is_now(worked: Hv, network: Network) -> None:
    worked("edit", "last", "--note", "other")
    worked("undo")
    with network.away():
        assert '"interviews"' in worked("restart", "--queue").out


def test_what_was_deleted_and_created_again_is_there(worked: Hv, network: Network) -> None:
    worked("delete", "last", "--yes")
    worked("undo")
    number = worked("entries", "today", "--json").json["entries"][-1]["id"]
    for reference in ("last", str(number)):
        with network.away():
            ran = worked("restart", reference, "--queue", "--dry-run")
            assert (ran.code, '"interviews"' in ran.out) == (0, True), ran.err


def test_an_entry_of_another_day_goes_on_today(worked: Hv, network: Network) -> None:
    tomorrow = "2026-11-19T09:00:00"
    with network.away():
        assert worked("restart", "--queue", HV_NOW=tomorrow).code == 75
    assert worked("sync", HV_NOW=tomorrow).code == 0
    (entry,) = worked("entries", "today", "--json", HV_NOW=tomorrow).json["entries"]
    assert (entry["spent_date"], entry["notes"]) == ("2026-11-19", "interviews")


def test_one_that_is_gone_from_harvest_by_then_is_a_new_entry_all_the_same(
    worked: Hv, home: Path, network: Network
) -> None:
    elsewhere(home, "DELETE FROM entries WHERE notes = 'interviews'")
    with network.away():
        assert worked("restart", "--queue").code == 75
    assert worked("sync").code == 0
    notes = [e["notes"] for e in worked("entries", "today", "--json").json["entries"]]
    assert sorted(notes) == ["footer", "interviews"]


def test_what_runs_by_then_is_not_stopped_unasked(worked: Hv, home: Path, network: Network) -> None:
    with network.away():
        assert worked("restart", "--queue").code == 75
    began = 1795016700  # a quarter to eleven
    elsewhere(home, f"UPDATE entries SET timer_started_at = {began} WHERE notes = 'footer'")
    ran = worked("sync", HV_NOW=ELEVEN)
    assert ran.code == 8
    assert "another timer is running now" in ran.out + ran.err
    running = worked("status", "--json", HV_NOW=ELEVEN).json["running"]
    assert [e["notes"] for e in running if e["state"] == "created"] == ["footer"]
    assert rows(worked) == ["start"]
