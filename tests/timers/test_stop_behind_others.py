"""A stop that is typed while something waits is kept before that is sent, and sent after it."""

from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from tests.network import Network
from tests.running import Hv

NINE, TEN, THREE = "2026-11-18T09:00:00", "2026-11-18T10:00:00", "2026-11-18T15:00:00"


class Killed(BaseException):
    """The process is gone."""


def entries(hv: Hv) -> list[tuple[str, float, bool]]:
    found = hv("entries", "today", "--json", HV_NOW=THREE).json["entries"]
    return sorted((each["notes"], each["hours"], each["is_running"]) for each in found)


@pytest.fixture(params=["timer", "start"])
def waiting(request: pytest.FixtureRequest, hv: Hv, network: Network) -> Hv:
    """A timer since nine that runs on Harvest while an entry waits, or that waits itself."""
    hv("projects")
    if request.param == "timer":
        hv("start", "TF: call", HV_NOW=NINE)
    with network.away():
        assert hv("log", "30m MW: waits", HV_NOW=NINE).code == 75
        if request.param == "start":
            assert hv("start", "TF: call", HV_NOW=NINE).code == 75
    return hv


@pytest.mark.write("W6")
@pytest.mark.parametrize("nth", [1, 2])
def test_a_stop_that_is_killed_while_others_are_sent_is_kept(
    waiting: Hv, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    real, asked = Exchange.perform, []

    def perform(exchange: Exchange, request: Any) -> Any:
        asked.append(request)
        if len(asked) == nth:
            raise Killed
        return real(exchange, request)

    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "perform", perform)
        with pytest.raises(Killed):
            waiting("stop", HV_NOW=TEN)
    monkeypatch.setattr("harvest_cli.local.outbox.monotonic.is_alive", lambda *_: False)
    assert waiting("sync", HV_NOW=THREE, HV_QUIET_SECONDS="0.001").code == 0
    assert entries(waiting) == [("call", 1.0, False), ("waits", 0.5, False)]


def test_what_waits_is_sent_and_the_stop_after_it(waiting: Hv) -> None:
    ran = waiting("stop", ": done", HV_NOW=TEN)
    assert (ran.code, "Stopped 1:00" in ran.out) == (0, True), ran.out + ran.err
    assert waiting("outbox", "--json").json["outbox"] == []
    (call, _) = entries(waiting)
    assert (call[0], call[1:]) == ("call\ndone", (1.0, False))


def test_a_stop_behind_others_waits_where_nobody_can_be_reached(
    waiting: Hv, network: Network
) -> None:
    with network.away():
        ran = waiting("stop", HV_NOW=TEN)
        assert (ran.code, "Saved here" in ran.out) == (75, True), ran.out + ran.err
    assert waiting("sync", HV_NOW=THREE).code == 0
    assert entries(waiting) == [("call", 1.0, False), ("waits", 0.5, False)]
