"""Refusals, throttles and a loop of hundreds: F41, F44, F45, F46 and F48, and typing twice."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local.outbox.rate_limit import BUCKET, WINDOW
from tests.account import an_account, call
from tests.faulty_harvest import faulty_harvest
from tests.reliability.conftest import Scenes
from tests.reliability.processes import crowd, here
from tests.reliability.scenes import POST, TYPED

LOCKED = "Item Approved and Locked for this Time Period"


@pytest.mark.fault("F41")
def test_a_refused_token_keeps_the_entry_and_stops_the_rest(scene: Scenes) -> None:
    with scene({POST: ["401", "401"]}) as at:
        ran = at.log()
        assert (ran.code, at.states) == (3, ["queued"])
        assert "The entry is saved here" in ran.err
        assert "hv login" in ran.err
        assert at.hv("sync").code == 3
        done = at.hv("sync")
        assert (done.code, at.made, at.harvest.posts) == (0, 1, 3)


@pytest.mark.fault("F44")
def test_a_refused_row_stays_with_harvests_words_and_the_rest_goes_on(scene: Scenes) -> None:
    with scene({POST: ["401", "401", "422"]}) as at:
        for number in range(2):
            assert at.hv("log", f"15m on TF: {number}").code == 3
        ran = at.hv("sync")
        assert (ran.code, at.made, at.states) == (5, 1, ["rejected", "done"])
        assert LOCKED in ran.out
        shown = at.hv("outbox", "--json").json["outbox"]
        assert [(row["state"], row["reason"]) for row in shown] == [
            ("rejected", f"Harvest refused: {LOCKED}")
        ]


@pytest.mark.fault("F44")
def test_a_refused_row_can_be_changed_sent_and_dropped(scene: Scenes) -> None:
    with scene({POST: ["422", "422"]}) as at:
        assert (at.log().code, at.log().code) == (5, 5)
        first, second = (row["key"] for row in at.hv("outbox", "--json").json["outbox"])
        done = at.hv("outbox", "edit", first[3:9], "30m", "on", "TF:", "instead")
        assert done.code == 0, done.err
        assert [entry["notes"] for entry in at.new] == ["instead"]
        assert at.hv("outbox", "drop", second, "--yes").code == 0
        assert at.hv("outbox", "--json").json == {"outbox": []}
        assert at.made == 1


@pytest.mark.fault("F44")
def test_a_refused_row_can_be_tried_again(scene: Scenes) -> None:
    with scene({POST: ["422"]}) as at:
        at.log()
        assert at.hv("outbox", "retry", "1").code == 0
        assert (at.made, at.states) == (1, ["done"])
        assert at.hv("outbox", "retry", "1").code == 4


def throttled(headers: Mapping[str, str], body: bytes = b"{}") -> Any:
    def fault(handler: Any, _reply: object) -> None:
        kind = "application/json" if body[:1] == b"{" else "text/html"
        handler.send(429, {"Content-Type": kind, **headers}, body)

    return refusing(fault)


def refusing(fault: Any) -> Any:
    """A fault that carries nothing out: what the server made of it is taken back."""

    def without(handler: Any, reply: Any) -> None:
        import json

        made = json.loads(reply.body)["id"]
        call(handler.server.account, "DELETE", f"/time_entries/{made}")
        fault(handler, reply)

    return without


WAITS = {
    "two seconds": ({"Retry-After": "2"}, 2.0, 2.4),
    "negative": ({"Retry-After": "-5"}, 15.0, 18.0),
    "nonsense": ({"Retry-After": "abc"}, 15.0, 18.0),
    "none": ({}, 15.0, 18.0),
}


@pytest.mark.fault("F45")
@pytest.mark.parametrize(("headers", "least", "most"), WAITS.values(), ids=WAITS.keys())
def test_a_short_throttle_is_waited_out(
    headers: dict[str, str], least: float, most: float, scene: Scenes
) -> None:
    with scene({POST: [throttled(headers)]}) as at:
        ran = at.log()
        assert (ran.code, at.made) == (0, 1), ran.err
        assert least <= at.clock.later <= most


@pytest.mark.fault("F45")
def test_a_throttle_without_a_number_in_a_page_is_waited_out(scene: Scenes) -> None:
    with scene({POST: [throttled({}, b"<html>slow down</html>")]}) as at:
        assert (at.log().code, at.made) == (0, 1)
        assert 15.0 <= at.clock.later <= 18.0


@pytest.mark.fault("F45")
def test_a_throttle_until_a_date_is_waited_out(scene: Scenes) -> None:
    with scene() as at:
        date = format_datetime(datetime.now(UTC), usegmt=True)
        until = format_datetime(datetime.fromtimestamp(at.clock.wall() + 6, UTC), usegmt=True)
        at.fail({POST: [throttled({"Retry-After": until, "Date": date})]})
        assert (at.log().code, at.made) == (0, 1)
        assert 4.0 <= at.clock.later <= 8.4


@pytest.mark.fault("F45")
def test_an_hour_is_not_waited_for_and_the_time_is_told(scene: Scenes) -> None:
    with scene({POST: [throttled({"Retry-After": "3600"})]}) as at:
        ran = at.log()
        assert (ran.code, at.made, at.states) == (75, 0, ["queued"])
        assert ran.out.startswith(
            "Saved here, not yet on Harvest (Harvest asks hv to wait (rate limit))"
        )
        assert "hv checks it again from" in ran.out
        again = at.hv("log", "15m on TF: another")
        assert (again.code, at.harvest.posts) == (75, 1)
        at.clock.sleep(3601)
        assert at.hv("sync").code == 0
        assert (at.made, at.harvest.posts) == (2, 3)


@pytest.mark.fault("F46")
@pytest.mark.parametrize("many", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_many_processes_are_spread_and_all_end(many: int, home: Path) -> None:
    account = an_account(now=lambda: datetime.now(UTC), rate_limit=True)
    with faulty_harvest(account, {}) as server:
        assert here(server.url, home, "projects")[0] == 0
        server.seen.clear()
        codes, told = crowd(server.url, home, many, ("log", "15m on TF: {}"))
        assert codes == [0] * many, told
        assert len(server.seen) <= 7 * many
        assert server.posts == many


@pytest.mark.fault("F46")
@pytest.mark.parametrize("count", [BUCKET + 10, pytest.param(500, marks=pytest.mark.slow)])
def test_a_loop_of_hundreds_is_paced_and_none_is_refused_or_lost(count: int, scene: Scenes) -> None:
    with scene() as at:
        began = at.clock.wall()
        codes = {at.hv("log", f"15m on TF: loop {n}").code for n in range(count)}
        assert codes == {0}
        assert (at.made, at.harvest.posts) == (count, count)
        assert at.clock.wall() - began >= count // BUCKET * WINDOW - 1


@pytest.mark.slow  # `tests/sync/test_many.py` has the same of fewer rows in every run
@pytest.mark.fault("F46")
def test_a_sync_of_hundreds_is_paced_too(scene: Scenes) -> None:
    with scene() as at:
        at.fail({POST: ["401"] * 100})
        for number in range(100):
            assert at.hv("log", f"15m on TF: kept {number}").code == 3
        at.fail({})
        at.clock.sleep(20)
        began = at.clock.wall()
        assert at.hv("sync").code == 0
        assert at.made == 100
        assert at.clock.wall() - began >= 10


def test_an_import_does_not_send_again_what_waits_here(scene: Scenes, home: Path) -> None:
    file = home / "time.csv"
    with scene({POST: ["502"]}) as at:
        file.write_text("spent_date,hours,project,task\n2026-11-20,1.5,Task Force,Research\n")
        assert at.hv("log", "--csv", str(file)).code == 75
        again = at.hv("log", "--csv", str(file))
        assert (again.code, at.harvest.posts) == (0, 1), again.err
        assert "is pending in the outbox already" in again.out + again.err


@pytest.mark.fault("F48")
def test_an_entry_that_is_gone_is_said_to_be_gone(scene: Scenes) -> None:
    with scene() as at:
        assert at.log().code == 0
        made = at.new[0]["id"]
        call(at.harvest.account, "DELETE", f"/time_entries/{made}")
        ran = at.hv("edit", str(made), "--hours", "2")
        assert ran.code == 4
        assert "deleted" in ran.err


def test_typing_it_again_while_it_waits_is_noticed(scene: Scenes) -> None:
    with scene({POST: ["401"]}) as at:
        at.log()
        again = at.hv(*TYPED)
        assert "The same entry is pending already" in again.err
