"""Tests that begin with a look at the account begin as if it had been taken."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ready_homes import KNOWING, LOOK, USUAL, KnowingHv, taken
from tests.running import Hv
from tests.workday import Person


@pytest.mark.parametrize("look", sorted({*KNOWING.values()}))
def test_a_home_that_knows_its_account_is_what_a_look_leaves(look: str, tmp_path: Path) -> None:
    new = Hv({**USUAL, "HV_HOME": str(tmp_path / "new")})
    ready = KnowingHv({**USUAL, "HV_HOME": str(tmp_path / "ready")})
    assert new(*look.split()) == ready(*look.split())
    for hv in (new, ready):
        assert hv("log", "2h on Marketing Website: mockups").out.startswith("Logged 2:00")
        assert "mockups" in hv("entries", "today").out
    assert taken(tmp_path / "new").keys() == taken(tmp_path / "ready").keys()
    for path in (tmp_path / "ready").rglob("*"):
        assert path.stat().st_mode & 0o77 == 0, path


@pytest.mark.parametrize("account", ["--timestamp", "--duration --role manager"])
def test_a_home_that_was_reset_is_what_a_reset_leaves(account: str, tmp_path: Path) -> None:
    new = Hv({**USUAL, "HV_HOME": str(tmp_path / "new")})
    ready = KnowingHv({**USUAL, "HV_HOME": str(tmp_path / "ready")})
    reset = ("sandbox", "reset", *account.split())
    assert new(*reset) == ready(*reset)
    for line in (LOOK, "start MW: hero", "status", "projects", "entries today"):
        assert new(*line.split()) == ready(*line.split()), line


def test_on_another_day_the_look_was_on_that_day(hv: Hv, home: Path) -> None:
    asked, moment = ("entries", "this month", "--json"), "2026-12-09T10:30:00"
    new = Hv({**hv.environ, "HV_HOME": f"{home}-new"})
    assert hv(*asked, HV_NOW=moment).json == new(*asked, HV_NOW=moment).json


def test_what_needs_no_names_finds_a_home_that_is_new(hv: Hv, home: Path) -> None:
    assert hv("--version").code == hv("sandbox", "path").code == 0
    assert not (home / "cache").exists()


def test_a_person_who_has_looked_knows_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.workday.LOOKED", {})
    moment = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    first, second = [Person(tmp_path / name, moment).warm() for name in ("first", "second")]
    assert taken(first.folder) == taken(second.folder) != {}
    assert first.asked == second.asked == []
