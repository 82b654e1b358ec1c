"""Status 0 instead of 75 for those whom a waiting entry does not trouble; nothing else changes."""

from pathlib import Path

import pytest

from tests.running import Hv
from tests.served import served


@pytest.fixture
def away(tmp_path: Path, home: Path) -> Hv:
    """hv out of reach of Harvest."""
    with served(tmp_path / "served") as there:
        environ = {**there.token_environ, "HV_HOME": str(home), "HV_NOW": "2026-11-18T10:30:00"}
        hv = Hv(environ)
        assert hv("projects").code == 0
    return hv


@pytest.mark.parametrize("line", ["log 1h MW: x", "start MW: x", "log - --json", "sync"])
def test_a_flag_makes_it_0(away: Hv, line: str) -> None:
    assert away("log", "15m TF, Research: first").code == 75
    stdin = "1h MW: x\n1h TF, Research: y\n"
    asked = away(*line.split(), "--queue-ok", stdin=stdin)
    assert asked.code == 0, asked.err
    assert away(*line.split(), stdin=stdin).code == 75


def test_a_setting_makes_it_0_for_good(away: Hv) -> None:
    assert away("config", "set", "offline_exit", "0").code == 0
    ran = away("log", "1h MW: x")
    assert ran.code == 0
    assert ran.out.startswith("Saved here, not yet on Harvest")
    assert away("log", "1h MW: y", HV_OFFLINE_EXIT="75").code == 75


@pytest.mark.parametrize("value", ["1", "yes", "74", "075"])
def test_no_other_status_can_be_set(away: Hv, value: str) -> None:
    assert away("config", "set", "offline_exit", value).code == 2
    ran = away("log", "1h MW: x", HV_OFFLINE_EXIT=value)
    assert (ran.code, "75 or 0" in ran.err) == (78, True)


def test_a_line_that_failed_is_not_hidden_by_one_that_waits(away: Hv) -> None:
    stdin = "1h MW: x\n25h MW: y\n"
    assert away("log", "-", stdin=stdin).code == 2
    assert away("log", "-", "--queue-ok", stdin=stdin).code == 2


def test_every_other_failure_keeps_its_status(away: Hv) -> None:
    assert away("entries", "--queue-ok").code == 7
    assert away("log", "25h MW", "--queue-ok").code == 2
    assert away("undo", "--queue-ok").code == 4
