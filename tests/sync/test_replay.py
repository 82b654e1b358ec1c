"""Stops, starts, changes and deletions without a network: kept with their instant, caught up."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.account import call
from tests.faulty_server import closed_port
from tests.reliability.scenes import Scene, scene_at

STOP, EDIT = "PATCH /v2/time_entries/{}/stop", "PATCH /v2/time_entries/{}"


@pytest.fixture
def scene(home: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    def make(environ: Mapping[str, str] | None = None, **account: Any) -> Any:
        return scene_at(home, monkeypatch, {}, environ or {}, at_nine=True, **account)

    return make


def unplug(at: Scene, monkeypatch: pytest.MonkeyPatch) -> Any:
    """No connection can be made until the patch is undone."""
    patch = pytest.MonkeyPatch()

    def refused(*_: object, **__: object) -> None:
        raise ConnectionRefusedError(111, "refused")

    patch.setattr("harvest_cli.harvest.http.session.dial", refused)
    return patch


def offline(at: Scene) -> Any:
    return unplug(at, pytest.MonkeyPatch())


def running(at: Scene) -> list[dict[str, Any]]:
    return [entry for entry in at.held() if entry["is_running"]]


MODES = pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])


@pytest.mark.promise("P13")
@MODES
def test_a_stop_counts_from_when_it_was_typed(by_times: bool, scene: Any) -> None:
    with scene(wants_timestamp_timers=by_times) as at:
        assert at.hv("start", "TF: offline").code == 0
        at.clock.sleep(1800)
        away = offline(at)
        ran = at.hv("stop")
        away.undo()
        assert ran.code == 75, ran.err
        assert ran.out.startswith("Saved here, not yet on Harvest")
        assert len(running(at)) == 1
        at.clock.sleep(7200)
        done = at.hv("status")
        assert "Sent what was saved" in done.err
        assert running(at) == []
        assert abs(at.new[0]["hours"] - 0.5) <= 0.02


@MODES
def test_a_start_and_a_stop_without_a_network_become_a_finished_entry(
    by_times: bool, scene: Any
) -> None:
    with scene(wants_timestamp_timers=by_times) as at:
        away = offline(at)
        assert at.hv("start", "TF: both offline").code == 75
        at.clock.sleep(3600)
        ran = at.hv("stop:", "done")
        away.undo()
        assert ran.code == 75, ran.err
        at.clock.sleep(3600)
        assert at.hv("sync").code == 0
        (entry,) = at.new
        assert abs(entry["hours"] - 1.0) <= 0.02
        assert entry["notes"] == "both offline\ndone"
        assert not entry["is_running"]


@MODES
def test_a_start_that_reaches_harvest_late_gets_the_time_that_has_passed(
    by_times: bool, scene: Any
) -> None:
    with scene(wants_timestamp_timers=by_times) as at:
        away = offline(at)
        assert at.hv("start", "TF: late").code == 75
        away.undo()
        at.clock.sleep(1200)
        assert at.hv("sync").code == 0
        at.clock.sleep(600)
        (entry,) = running(at)
        assert abs(entry["hours"] - 0.5) <= 0.03


def test_a_late_start_never_stops_what_runs_by_now_without_asking(scene: Any) -> None:
    with scene() as at:
        away = offline(at)
        assert at.hv("start", "TF: late").code == 75
        away.undo()
        at.clock.sleep(1200)
        call(
            at.harvest.account,
            "POST",
            "/time_entries",
            json={"project_id": 14308069, "task_id": 8083365, "spent_date": "2026-11-24"},
        )
        others = running(at)
        ran = at.hv("sync")
        if others:
            assert ran.code == 8
            assert [e["id"] for e in running(at)] == [e["id"] for e in others]


def test_a_timer_that_was_stopped_elsewhere_is_left_and_both_times_told(scene: Any) -> None:
    with scene() as at:
        assert at.hv("start", "TF: elsewhere").code == 0
        (entry,) = running(at)
        at.clock.sleep(600)
        away = offline(at)
        assert at.hv("stop").code == 75
        away.undo()
        call(at.harvest.account, "PATCH", f"/time_entries/{entry['id']}/stop")
        at.clock.sleep(600)
        ran = at.hv("sync")
        assert ran.code == 0
        assert "stopped elsewhere at" in ran.out


def test_a_change_whose_request_never_left_waits_here(scene: Any) -> None:
    with scene() as at:
        assert at.log().code == 0
        made = at.new[0]["id"]
        at.fail({EDIT.format(made): ["429"]})
        ran = at.hv("edit", str(made), "--hours", "2h")
        assert ran.code == 75, ran.err
        assert ran.out.startswith("Saved here, not yet on Harvest")
        at.clock.sleep(4000)
        assert at.hv("sync").code == 0
        assert at.new[0]["hours"] == 2.0


def test_a_change_is_not_made_over_what_somebody_else_changed(scene: Any) -> None:
    with scene() as at:
        assert at.log().code == 0
        made = at.new[0]["id"]
        at.fail({EDIT.format(made): ["429"]})
        assert at.hv("edit", str(made), "--hours", "2h").code == 75
        call(at.harvest.account, "PATCH", f"/time_entries/{made}", json={"hours": 5})
        at.clock.sleep(4000)
        ran = at.hv("sync")
        assert (ran.code, at.new[0]["hours"]) == (8, 5.0)
        assert "changed elsewhere" in at.hv("outbox").out


def test_a_deletion_whose_request_never_left_waits_here(scene: Any) -> None:
    with scene() as at:
        assert at.log().code == 0
        made = at.new[0]["id"]
        at.fail({f"DELETE /v2/time_entries/{made}": ["429"]})
        assert at.hv("delete", str(made), "--yes").code == 75
        assert at.made == 1
        at.clock.sleep(4000)
        assert at.hv("sync").code == 0
        assert at.made == 0


def test_a_deletion_that_was_done_elsewhere_is_done(scene: Any) -> None:
    with scene() as at:
        assert at.log().code == 0
        made = at.new[0]["id"]
        at.fail({f"DELETE /v2/time_entries/{made}": ["429"]})
        assert at.hv("delete", str(made), "--yes").code == 75
        call(at.harvest.account, "DELETE", f"/time_entries/{made}")
        at.clock.sleep(4000)
        assert at.hv("sync").code == 0
        assert at.hv("outbox", "--json").json == {"outbox": []}


def test_a_restart_is_never_kept_and_says_so(scene: Any) -> None:
    with scene() as at:
        assert at.log().code == 0
        away = offline(at)
        ran = at.hv("restart")
        away.undo()
        assert ran.code == 7
        assert at.hv("outbox", "--json").json == {"outbox": []}


def test_a_sentence_whose_names_are_unknown_keeps_the_day_it_meant(scene: Any, home: Any) -> None:
    with scene() as at:
        for cached in (home / "cache").glob("*"):
            cached.unlink()
        away = offline(at)
        ran = at.hv("log", "45m TF yesterday: on a train")
        away.undo()
        assert ran.code == 75, ran.err
        assert '"45m TF yesterday: on a train"' in ran.out
        typed = at.clock().date()
        at.clock.sleep(3 * 86400)
        assert at.hv("sync").code == 0
        (entry,) = at.new
        assert (entry["hours"], entry["notes"]) == (0.75, "on a train")
        days = (typed - __import__("datetime").date.fromisoformat(entry["spent_date"])).days
        assert days in (1, 2)


def test_a_kept_sentence_that_fits_two_projects_is_refused_and_never_guessed(
    scene: Any, home: Any
) -> None:
    with scene() as at:
        for cached in (home / "cache").glob("*"):
            cached.unlink()
        away = offline(at)
        assert at.hv("log", "45m on Nowhere: lost").code == 75
        away.undo()
        ran = at.hv("sync")
        assert (ran.code, at.made) == (5, 0)
        row = at.hv("outbox", "--json").json["outbox"][0]
        assert (row["state"], row["sentence"]) == ("rejected", "45m on Nowhere: lost")
        assert at.hv("outbox", "edit", "1", "45m on TF: found").code == 0
        assert at.made == 1


def test_status_tells_how_many_wait(scene: Any) -> None:
    with scene() as at:
        away = offline(at)
        at.log()
        away.undo()
        at.fail({"POST /v2/time_entries": ["401"]})
        ran = at.hv("status", "--json")
        assert ran.json["unsent"] == 1


def test_a_port_that_nobody_listens_on_is_no_port(scene: Any) -> None:
    assert closed_port() > 0
