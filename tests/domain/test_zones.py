"""Zones by Harvest's names and by their own."""

from zoneinfo import ZoneInfo

from harvest_cli.domain.zones import IANA, zone_named
from tests.rows import for_each, try_all


def test_every_name_of_harvest_is_a_zone() -> None:
    def is_a_zone(name: str) -> None:
        assert zone_named(name) == ZoneInfo(IANA[name])

    try_all(IANA, is_a_zone)


@for_each(
    ("name", "zone"),
    [
        ("eastern time (us & canada)", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "Etc/UTC"),
        ("Kyiv", "Europe/Kyiv"),
    ],
)
def test_names_are_found_in_any_case(name: str, zone: str) -> None:
    assert zone_named(name) == ZoneInfo(zone)


@for_each("name", [None, "", "Mars (Base)", "../../etc/passwd", "/etc/localtime", "Europe", "\x00"])
def test_what_is_no_zone_is_none(name: str | None) -> None:
    assert zone_named(name) is None
