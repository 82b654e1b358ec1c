"""`hv restart --queue` without a network: what hv itself wrote last runs on as a new entry."""

import pytest

from tests.network import Network
from tests.running import Hv


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch)


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
