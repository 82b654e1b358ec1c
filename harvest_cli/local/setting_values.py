"""Values of settings in the form that TOML and JSON have for them, and back from typed words."""

from typing import Any

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.hours import Rounding
from harvest_cli.local.settings import Setting


def plain_value(setting: Setting, value: Any) -> Any:
    """The value as text, number, list or None; what it gives can be set again."""
    if setting.name == "workday_hours":
        value = round(value / 60, 4)
    if isinstance(value, WeekStart):
        return value.name.lower()
    if isinstance(value, Rounding):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def typed_value(setting: Setting, raw: str) -> Any:
    """What to write into a file for words that were typed; raises ValueError."""
    plain = plain_value(setting, setting.text(raw))
    # `none` is kept: it takes back what an outer place sets.
    return "none" if plain is None else plain
