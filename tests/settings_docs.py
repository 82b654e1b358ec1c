"""What the documentation says of settings and variables, made from their tables."""

from collections.abc import Iterator
from typing import Any

from harvest_cli.commands.help.topics import OWN, USUAL
from harvest_cli.local.config.config_file import plain_value
from harvest_cli.local.config.settings import SETTINGS, Setting


def variables() -> Iterator[tuple[str, str]]:
    """Variables and their meaning: hv's own, one for each setting, then the usual ones."""
    yield from OWN
    for setting in SETTINGS:
        also = f" (or {', '.join(setting.fallbacks)})" if setting.fallbacks else ""
        yield setting.variable, f"{setting.help}{also}"
    yield from USUAL


def settings_table() -> Iterator[str]:
    """The rows of the documentation's table: setting, variable, meaning, usual value."""
    for setting in SETTINGS:
        folder = " †" if setting.folder else ""
        usual = setting.harvest or _usual(setting)
        yield f"| `{setting.name}` | `{setting.variable}` | {setting.help}{folder} | {usual} |"


def _usual(setting: Setting) -> str:
    value: Any = plain_value(setting, setting.default)
    if isinstance(value, list):
        value = ", ".join(str(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value}"
