"""What can be set, and the value that counts with the place it came from.

Precedence: environment, then the folder's `.hv.toml`, then the profile in `config.toml`, then the
file, then what Harvest says of the account, then the default. The table below is the one place
that knows every setting: the list of `hv config`, its checks and the documentation come from it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import expected
from harvest_cli.local.config import setting_types as read

Reader = Callable[[Any], Any]


class Setting(NamedTuple):
    """One thing that can be set.

    `read` takes a TOML value, `from_text` the text of a variable or of `hv config set` where that
    must be read otherwise. `fallbacks` are foreign variables that are honoured as well. `folder`
    settings may stand in `.hv.toml`; `harvest` says what Harvest knows in place of a default, and
    `offers` what completion shows for its value.
    """

    name: str
    read: Reader
    default: Any
    help: str
    fallbacks: tuple[str, ...] = ()
    from_text: Reader | None = None
    folder: bool = False
    harvest: str | None = None
    offers: str = ""

    @property
    def variable(self) -> str:
        """The environment variable of this setting."""
        return f"HV_{self.name.upper()}"

    def text(self, raw: str) -> Any:
        """The value that a text stands for; raises ValueError."""
        return (self.from_text or self.read)(raw)


UNSET = "default"
"""The origin of a value that nobody set."""


class Value(NamedTuple):
    """A setting's value and its origin, in words; UNSET where nobody set it."""

    value: Any
    origin: str


class Layer(NamedTuple):
    """Values from one place: `origin` in words; `table` is where they stand in the file.

    `of_folder` is that of the folder in which hv is called.
    """

    values: Mapping[str, Any]
    origin: str
    path: str = ""
    table: str = ""
    of_folder: bool = False


SETTINGS = (
    Setting(
        "timezone",
        read.zone,
        None,
        "time zone of days and times",
        ("TIMEZONE",),
        harvest="your zone in Harvest",
    ),
    Setting(
        "week_start",
        read.week_start,
        None,
        "first day of the week",
        harvest="the account's",
        offers="monday sunday saturday",
    ),
    Setting(
        "fiscal_year_start",
        read.day_of_year,
        None,
        "first day of the financial year: april, or 04-06",
        offers="january april july october",
    ),
    Setting(
        "workday_hours",
        read.hours_to_minutes,
        8 * 60,
        "length of a working day",
        ("STANDARD_WORK_DAY_HOURS",),
        harvest="your capacity spread over the workdays",
    ),
    Setting(
        "workdays",
        read.weekdays,
        ("mon", "tue", "wed", "thu", "fri"),
        "days with a target: mon-fri, or mon tue thu",
        offers="mon-fri",
    ),
    Setting("balance_since", read.day, None, "first day of `hv balance`: 2026-01-01"),
    Setting(
        "balance_start",
        read.signed_hours,
        "0",
        "hours that you were ahead or behind before that day: +12:30, -3.5",
    ),
    Setting(
        "working_hours",
        read.day_span,
        "7:00-21:00",
        "hv warns of a timer outside of these hours: 7:00-21:00, or none",
    ),
    Setting(
        "status_seconds",
        read.seconds_up_to(3600),
        60.0,
        "seconds for which `hv status --format` answers without asking Harvest",
    ),
    Setting(
        "date_order",
        read.date_order,
        None,
        "how 03/04 is read: dmy or mdy",
        harvest="the account's",
        offers="dmy mdy",
    ),
    Setting(
        "time_format",
        read.one_of("decimal", "hours_minutes"),
        None,
        "hours as 1.50 (decimal) or 1:30 (hours_minutes)",
        folder=True,
        harvest="the account's",
        offers="decimal hours_minutes",
    ),
    Setting(
        "project",
        read.words,
        None,
        "default project",
        folder=True,
        offers="$projects",
    ),
    Setting(
        "task",
        read.words,
        None,
        "default task",
        folder=True,
        offers="$tasks",
    ),
    Setting("note", read.words, None, "default notes", folder=True),
    Setting(
        "round",
        read.rounding,
        None,
        "round what is logged: `15m up`, `6m nearest` or none",
        folder=True,
        offers="15m 6m 30m none",
    ),
    Setting(
        "timeout",
        read.seconds_up_to(3600),
        30.0,
        "seconds that a command may spend on the network",
    ),
    Setting(
        "reference",
        read.one_of("auto", "off"),
        "auto",
        "mark entries, so that hv can find an unconfirmed one: auto or off",
        offers="auto off",
    ),
    Setting(
        "offline_exit",
        read.exit_while_waiting,
        75,
        "exit status while an entry is pending: 75 or 0",
        offers="75 0",
    ),
    Setting(
        "quiet_seconds",
        read.seconds_up_to(3600),
        120.0,
        "seconds to wait before an unconfirmed entry may be sent again",
    ),
    Setting(
        "ask_after_seconds",
        read.seconds_up_to(86400),
        900.0,
        "seconds after which hv asks about an unconfirmed entry",
    ),
    Setting(
        "account_id",
        read.number,
        None,
        "number of the Harvest account",
        ("HARVEST_ACCOUNT_ID",),
    ),
    Setting(
        "default_profile",
        read.profile_name,
        None,
        "default profile",
        offers="$profiles",
    ),
    Setting(
        "token_command",
        read.command,
        None,
        "program that prints the token, as a list",
        from_text=read.command_line,
    ),
    Setting(
        "token_store",
        read.one_of("file", "keyring"),
        "file",
        "where `hv login` puts the token: file or keyring",
        offers="file keyring",
    ),
    Setting("oauth_client_id", read.words, None, "your own Harvest app, for `hv login --web`"),
    Setting("oauth_port", read.port, 8374, "port of its redirect, http://localhost:PORT"),
    Setting("api_url", read.address, None, "address of another server", ("HARVEST_API_URL",)),
    Setting("id_url", read.address, None, "address of its list of accounts", ("HARVEST_ID_URL",)),
    Setting(
        "ca_bundle",
        read.file_path,
        None,
        "file of trusted certificates, when a proxy inspects traffic",
    ),
    Setting(
        "no_input",
        read.switch,
        False,
        "never ask, as with `--no-input`: true or false",
        offers="true false",
    ),
    Setting(
        "hints",
        read.switch,
        True,
        "suggest a next step on a terminal: true or false",
        offers="true false",
    ),
    Setting(
        "pager", read.words, "less", "program for long lists on a terminal, or cat", ("PAGER",)
    ),
    Setting(
        "editor",
        read.words,
        None,
        "editor for notes (`hv edit -e`) and `hv config edit`",
        ("VISUAL", "EDITOR"),
    ),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values that count in this run.

    `layers` are the places besides the environment, the first one winning; `file` and `path` are
    the short form for one place. `warnings` tell what was found wrong but does no harm; `tables`
    are the aliases and the leave of `config.toml` as they stand there.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        file: Mapping[str, Any] | None = None,
        path: str = "",
        *,
        layers: Sequence[Layer] = (),
        warnings: Sequence[str] = (),
        tables: Mapping[str, Any] | None = None,
    ) -> None:
        self._environ = environ
        self._layers = tuple(layers) or ((Layer(file, path),) if file else ())
        self.warnings = tuple(warnings)
        self.tables: Mapping[str, Any] = tables or {}

    def get(self, name: str) -> Any:
        """The value of a setting; raises ConfigurationError when what was set cannot be read."""
        return self.value(name).value

    def is_of_folder(self, name: str) -> bool:
        """Whether the file of a folder sets what counts."""
        setting = BY_NAME[name]
        if any(
            self._environ.get(each, "").strip() for each in (setting.variable, *setting.fallbacks)
        ):
            return False
        return next((each.of_folder for each in self._layers if name in each.values), False)

    def value(self, name: str) -> Value:
        """The same, with its origin."""
        setting = BY_NAME[name]
        for variable in (setting.variable, *setting.fallbacks):
            if raw := self._environ.get(variable, "").strip():
                return Value(_from_text(setting, raw, variable), variable)
        for layer in self._layers:
            if name in layer.values:
                return Value(_from_file(setting, layer), layer.origin)
        return Value(setting.default, UNSET)


def _from_text(setting: Setting, raw: str, variable: str) -> Any:
    try:
        return setting.text(raw)
    except ValueError as wanted:
        message = expected(str(wanted), read.without_user(raw), variable)
        raise ConfigurationError(message, hint=f"Correct or unset `{variable}`") from None


def _from_file(setting: Setting, layer: Layer) -> Any:
    raw = layer.values[setting.name]
    try:
        return setting.read(raw)
    except ValueError as wanted:
        if layer.path:
            # Loaded only where something is wrong.
            from harvest_cli.local.config.toml_file import mistake_at

            place = Path(layer.path)
            raise mistake_at(place, layer.table, setting.name, raw, str(wanted)) from None
        where = f"{setting.name} in {layer.origin}"
        raise ConfigurationError(expected(str(wanted), str(raw), where)) from None
