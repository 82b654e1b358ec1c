"""The Wednesday on which `hv status` is asked for, and what was done on it."""

from tests.running import Hv, Ran

TEN, NOON, ONE = "2026-11-18T10:00:00", "2026-11-18T12:00:00", "2026-11-18T13:00:00"
WHY = "hv: Harvest cannot be reached: connection refused"


def lines(ran: Ran) -> list[str]:
    return [line.rstrip() for line in ran.out.splitlines()]


def started(hv: Hv) -> None:
    """One hour logged, and a timer since ten."""
    assert hv("log", "1h TF, Research: interviews", HV_NOW=TEN).code == 0
    assert hv("start", "MW: hero", HV_NOW=TEN).code == 0
