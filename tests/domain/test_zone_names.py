"""Harvest's names of zones: each loads, and stands for the clock that its people have."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from harvest_cli.domain.zones import IANA, zone_named
from tests.rows import for_each, try_all

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)


def offset(name: str, moment: datetime) -> float:
    zone = zone_named(name)
    assert zone is not None, name
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found / timedelta(hours=1)


def test_every_name_is_a_zone_in_any_case() -> None:
    def is_a_zone_in_any_case(name: str) -> None:
        for spelt in (name, name.upper(), name.lower(), f" {name} "):
            assert zone_named(spelt) == ZoneInfo(IANA[name])

    try_all(sorted(IANA), is_a_zone_in_any_case)


@for_each(
    ("name", "winter", "summer"),
    [
        ("Eastern Time (US & Canada)", -5, -4),
        ("Pacific Time (US & Canada)", -8, -7),
        ("Arizona", -7, -7),
        ("Newfoundland", -3.5, -2.5),
        ("London", 0, 1),
        ("UTC", 0, 0),
        ("Berlin", 1, 2),
        ("Kyiv", 2, 3),
        ("Kiev", 2, 3),
        ("Mumbai", 5.5, 5.5),
        ("Kathmandu", 5.75, 5.75),
        ("Tokyo", 9, 9),
        ("Adelaide", 10.5, 9.5),
        ("Sydney", 11, 10),
        ("Chatham Is.", 13.75, 12.75),
        ("Samoa", 13, 13),
        ("American Samoa", -11, -11),
    ],
)
def test_the_clock_is_the_one_of_its_people(name: str, winter: float, summer: float) -> None:
    assert (offset(name, WINTER), offset(name, SUMMER)) == (winter, summer)


def test_two_names_of_one_place_are_one_clock() -> None:
    for one, other in (("Mumbai", "New Delhi"), ("Osaka", "Tokyo"), ("Hanoi", "Bangkok")):
        assert IANA[one] == IANA[other]


def test_every_day_of_the_year_has_a_midnight_somewhere() -> None:
    offsets = {offset(name, WINTER) for name in IANA}
    assert (min(offsets), max(offsets)) == (-11, 13.75)
