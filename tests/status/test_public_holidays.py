"""Public holidays of a region, by the library `holidays`."""

import sys
from pathlib import Path

import pytest

from harvest_cli.domain.wording import install
from tests.running import Hv

pytest.importorskip("holidays", reason="the library is not installed: harvest-cli[holidays]")
BAVARIA = '[holidays]\nregion = "DE-BY"\n'


@pytest.fixture
def in_bavaria(home: Path, hv: Hv) -> Hv:
    home.mkdir()
    (home / "config.toml").write_text(BAVARIA)
    return hv.with_(HV_NOW="2027-01-11T10:00:00")


def test_epiphany_is_no_gap_in_bavaria(in_bavaria: Hv, home: Path) -> None:
    found = in_bavaria("gaps", "last week", "--json").json
    assert "2027-01-06" not in [gap["spent_date"] for gap in found["gaps"]]
    assert found["holidays"] == [{"spent_date": "2027-01-06", "holiday": "Epiphany"}]
    (home / "config.toml").write_text('[holidays]\nregion = "DE-BE"\nlanguage = "de"\n')
    assert in_bavaria("gaps", "last week", "--json").json["holidays"] == []
    new_year = in_bavaria("week", "jan 1", "--json").json["days"][4]
    assert (new_year["target"], new_year["holiday"]) == (None, "Neujahr")


def test_the_library_is_loaded_once_for_years_that_lie_together(
    in_bavaria: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_bavaria("week", "jan 6").code == 0
    monkeypatch.setitem(sys.modules, "holidays", None)
    found = in_bavaria("week", "dec 25", "--json")
    assert "warning" not in found.err
    assert found.json["days"][4]["holiday"] == "Christmas Day"


def test_without_the_library_it_says_how_to_get_it(
    in_bavaria: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    ran = in_bavaria("gaps")
    assert ran.code == 78
    assert install("holidays") in ran.err
    logged = in_bavaria("log", "1h TF, Research")
    assert logged.code == 0
    assert "Public holidays of DE-BY need the Python package `holidays`" in logged.err


@pytest.mark.parametrize(
    ("region", "meant"),
    [
        ("DE-XY", "a region of DE, such as DE-BY"),
        ("DE-bayrn", "a region of DE, such as DE-BY"),
        ("germny", "DE (Germany)"),
        ("DX", "DE (Germany)"),
    ],
)
def test_an_unknown_region_is_told_with_close_ones(
    in_bavaria: Hv, home: Path, region: str, meant: str
) -> None:
    (home / "config.toml").write_text(f'\n[holidays]\nregion = "{region}"\n')
    ran = in_bavaria("gaps")
    assert ran.code == 78
    assert meant in ran.err
    assert "config.toml, line 3)" in ran.err
    assert meant in in_bavaria("doctor").out
