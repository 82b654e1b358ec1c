"""The person's `config.toml`, read and checked; the file is never rewritten here.

Values of settings in the form that TOML and JSON have for them, and back from typed words.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.hours import Rounding
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import close_words
from harvest_cli.local.config.settings import BY_NAME, Layer, Setting
from harvest_cli.local.config.toml_file import file_content, parsed

OWN_TABLES = ("leave", "holidays", "target", "balance", "recurring", "suggest")
"""Tables of the file that a profile may have of its own."""
TABLES = ("profile", "alias", *OWN_TABLES)
"""Tables that the file may hold besides settings."""
MOST_WARNINGS = 3


def read_configuration(path: Path) -> Mapping[str, Any]:
    """The tables of the file, empty when there is none; raises ConfigurationError."""
    content = file_content(path)
    return {} if content is None else parsed(path, content)


def profile_table(configuration: Mapping[str, Any], profile: str) -> Mapping[str, Any]:
    """The settings under `[profile.NAME]`."""
    profiles = configuration.get("profile")
    chosen = profiles.get(profile) if isinstance(profiles, dict) else None
    return chosen if isinstance(chosen, dict) else {}


def layers_of(configuration: Mapping[str, Any], profile: str, path: Path) -> tuple[Layer, ...]:
    """The file as layers of settings: the profile's part before the file's own."""
    table = f"profile.{profile}"
    own = {k: v for k, v in configuration.items() if k in BY_NAME}
    its = {k: v for k, v in profile_table(configuration, profile).items() if k in BY_NAME}
    layers = (
        Layer(its, f"[{table}] in {path}", str(path), table),
        Layer(own, str(path), str(path)),
    )
    return tuple(layer for layer in layers if layer.values)


def strange_keys(configuration: Mapping[str, Any], path: Path) -> list[str]:
    """A warning for each key that means nothing, with the one that was probably meant."""
    told = [_strange(path, name, name, TABLES) for name in _unknown(configuration, TABLES)]
    profiles = configuration.get("profile", {})
    for profile, table in profiles.items() if isinstance(profiles, dict) else ():
        inside = table if isinstance(table, dict) else {}
        told += [
            _strange(path, f"profile.{profile}.{name}", name, OWN_TABLES)
            for name in _unknown(inside, OWN_TABLES)
        ]
    more = len(told) - MOST_WARNINGS
    return told[:MOST_WARNINGS] + ([f"{path}: {more} more unknown settings"] if more > 0 else [])


def _unknown(table: Mapping[str, Any], tables: tuple[str, ...] = ()) -> Iterator[str]:
    return (name for name in table if name not in BY_NAME and name not in tables)


def _strange(path: Path, shown: str, name: str, tables: tuple[str, ...]) -> str:
    meant = meant_by(name, tables)
    ask = f"; did you mean `{meant}`?" if meant else ""
    return f"{path}: unknown setting `{shown[:60]}`{ask}"


def meant_by(name: str, tables: tuple[str, ...] = ()) -> str | None:
    """The setting or the table whose name is closest to a name that is none."""
    close = close_words(name.lower().replace("-", "_"), (*BY_NAME, *tables), like=0.7)
    return close[0] if close else None


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
