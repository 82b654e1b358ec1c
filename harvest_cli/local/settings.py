"""What can be set, and the value that counts with the place it came from.

Precedence: environment, then the profile in `config.toml`, then the file, then what Harvest says
of the account, then the default. A reader turns text or TOML values into the setting's own type
and raises ValueError with what would have been right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import ConfigurationError

Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set. `fallbacks` are foreign variables that are honoured as well."""

    name: str
    read: Reader
    default: Any
    help: str
    fallbacks: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable of this setting."""
        return f"HV_{self.name.upper()}"


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value and its origin, in words."""

    value: Any
    origin: str


def _hours_to_minutes(raw: Any) -> int:
    try:
        minutes = round(float(raw) * 60)
    except (TypeError, ValueError, OverflowError):
        minutes = 0
    if isinstance(raw, bool) or not 0 < minutes <= 24 * 60:
        message = "hours of a day, such as 8 or 7.5"
        raise ValueError(message)
    return minutes


def _seconds(raw: Any) -> float:
    try:
        seconds = float(raw)
    except (TypeError, ValueError, OverflowError):
        seconds = 0.0
    if isinstance(raw, bool) or not 0 < seconds <= 3600:
        message = "seconds, more than 0 and at most 3600"
        raise ValueError(message)
    return seconds


def _zone(raw: Any) -> str:
    from harvest_cli.domain.zones import zone_named

    if not isinstance(raw, str) or zone_named(raw) is None:
        message = "a time zone, such as Europe/Berlin"
        raise ValueError(message)
    return raw


def _week_start(raw: Any) -> WeekStart:
    try:
        return WeekStart[str(raw).strip().upper()]
    except KeyError:
        message = "monday, sunday or saturday"
        raise ValueError(message) from None


def _one_of(*choices: str) -> Reader:
    def read(raw: Any) -> str:
        word = str(raw).strip().lower()
        if word not in choices:
            raise ValueError(" or ".join(choices))
        return word

    return read


SETTINGS = (
    Setting("timezone", _zone, None, "zone that days and times are meant in", ("TIMEZONE",)),
    Setting("week_start", _week_start, None, "first day of a week"),
    Setting(
        "workday_hours",
        _hours_to_minutes,
        8 * 60,
        "length of a working day",
        ("STANDARD_WORK_DAY_HOURS",),
    ),
    Setting("date_order", _one_of("dmy", "mdy"), None, "how 03/04 is read: dmy or mdy"),
    Setting(
        "time_format",
        _one_of("decimal", "hours_minutes"),
        None,
        "hours as 1.50 (decimal) or 1:30 (hours_minutes)",
    ),
    Setting("timeout", _seconds, 30.0, "seconds that one command may spend on the network"),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values that count in this run. `file` is the profile's part over the file's own."""

    def __init__(
        self, environ: Mapping[str, str], file: Mapping[str, Any] | None = None, path: str = ""
    ) -> None:
        self._environ = environ
        self._file = file or {}
        self._path = path

    def get(self, name: str) -> Any:
        """The value of a setting; raises ConfigurationError when what was set cannot be read."""
        return self.value(name).value

    def value(self, name: str) -> Value:
        """The same, with its origin."""
        setting = BY_NAME[name]
        for variable in (setting.variable, *setting.fallbacks):
            if self._environ.get(variable, "").strip():
                return Value(_read(setting, self._environ[variable].strip(), variable), variable)
        if name in self._file:
            return Value(_read(setting, self._file[name], f"`{name}` in {self._path}"), self._path)
        return Value(setting.default, "default")


def _read(setting: Setting, raw: Any, origin: str) -> Any:
    try:
        return setting.read(raw)
    except ValueError as wanted:
        message = f"{origin} is {str(raw)!r}, which cannot be read"
        raise ConfigurationError(message, hint=f"Give {wanted}") from None
