"""Time zones by the names that Harvest gives them (Rails names) or by IANA names.

`zones.txt` is from the Harvest docs, Supported Time Zones; Kyiv is what the live API returns.
"""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

_TABLE = Path(__file__).with_name("zones.txt").read_text(encoding="ascii")
IANA = dict(line.split(" = ") for line in _TABLE.splitlines())
"""Harvest's names and the zones that they stand for."""


def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of a Harvest name or an IANA name, in any case; None when there is no such zone."""
    if not name:
        return None
    plain = name.strip()
    found = _load(IANA.get(name, name)) or _load(_folded().get(plain.casefold(), ""))
    return found or _load_any_case(plain)


@cache
def _folded() -> dict[str, str]:
    return {known.casefold(): zone for known, zone in IANA.items()}


def _load(key: str) -> ZoneInfo | None:
    # zoneinfo answers a bad key in many ways: ValueError for a path, OSError for a folder name.
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        return None


def _load_any_case(name: str) -> ZoneInfo | None:
    from zoneinfo import available_timezones

    matches = [key for key in available_timezones() if key.casefold() == name.casefold()]
    return _load(matches[0]) if matches else None
