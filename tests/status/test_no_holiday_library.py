"""Public holidays where the library `holidays` is not installed."""

import sys
from pathlib import Path

import pytest

from harvest_cli.domain.wording import install
from tests.running import Hv


@pytest.fixture(autouse=True)
def _no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)


def test_a_region_is_not_set_without_what_knows_it(hv: Hv, home: Path) -> None:
    ran = hv("config", "set", "holidays.region", "DE-BY")
    assert (ran.code, ran.out) == (2, "")
    assert "Public holidays of DE-BY need the Python package `holidays`" in ran.err
    assert install("holidays") in ran.err
    assert not (home / "config.toml").exists()
    assert hv("config", "set", "holidays.12-24", "half").code == 0


def test_a_region_that_is_set_all_the_same_breaks_no_week(hv: Hv, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('[holidays]\nregion = "DE-BY"\n')
    ran = hv("week")
    assert ran.code == 0
    assert ran.out
    assert ran.err.count("need the Python package `holidays`") == 1
    assert hv("balance").code == 78
    assert hv("fill").code == 78
