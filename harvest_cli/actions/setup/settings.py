"""`hv config`: every setting with the value that counts and where it came from; changes to them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import HARVEST, conventions_of
from harvest_cli.domain.errors import FileMistake, HvError, NotFound, SentenceError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.wording import expected, install, quoted
from harvest_cli.local.cache.account_cache import AccountFile
from harvest_cli.local.config.config_file import (
    meant_by,
    plain_value,
    set_value,
    typed_value,
    unset_value,
)
from harvest_cli.local.config.proposal_tables import SUGGEST, suggest_of
from harvest_cli.local.config.schedule_tables import HOLIDAYS, TARGET, holidays_of
from harvest_cli.local.config.setting_types import (
    day,
    day_of_year,
    hours_to_minutes,
    is_profile_name,
    listed,
    signed_hours,
    without_user,
)
from harvest_cli.local.config.settings import BY_NAME, SETTINGS, Setting
from harvest_cli.local.config.toml_file import TableSource
from harvest_cli.local.login.profiles import SANDBOX
from harvest_cli.local.login.token_store import StoredLogin

if TYPE_CHECKING:
    from harvest_cli.local.cache.account_cache import AccountData

SECRET = {"token", "access_token", "harvest_access_token", "password"}
FREE_TABLES = ("leave", HOLIDAYS, SUGGEST)
"""Tables whose keys are no settings by themselves."""
EVERYTHING = "hv config list"


class SettingValue(NamedTuple):
    """One setting: `value` is text, number, list or None; `origin` tells what set it."""

    name: str
    value: Any
    origin: str
    help: str = ""


class SettingChange(NamedTuple):
    """One change to the file. `value` is None when the key was taken out; `wins` overrides it."""

    key: str
    value: Any
    path: str
    wins: str | None = None


def all_settings(context: Context) -> tuple[SettingValue, ...]:
    """Every setting, in the order of the documentation; asks Harvest for nothing."""
    known = _known_to_harvest(context)
    settings = tuple(_configured(context, setting, known) for setting in SETTINGS)
    return settings + tuple(_of_tables(context))


def _of_tables(context: Context) -> Iterator[SettingValue]:
    """What is set of targets, days off and suggestions."""
    source = context.tables
    days, path = holidays_of(source), str(source.path)
    named = {"region": days.region, "language": days.language, **days.special}
    for key, value in named.items():
        if value:
            yield SettingValue(f"{HOLIDAYS}.{key}", value, path, "days off")
    for key, given in suggest_of(source)._asdict().items():
        if given:
            shown = list(given) if isinstance(given, tuple) else given
            yield SettingValue(f"{SUGGEST}.{key}", shown, path, "where `hv suggest` looks")
    for row in source.rows(TARGET):
        shown = ", ".join(f"{key} {value}" for key, value in row.items())
        yield SettingValue(TARGET, shown, path, "hours of a week")


def one_setting(context: Context, name: str) -> SettingValue:
    """One setting by its name; raises UsageError for none, NotFound when it has no value."""
    found = _configured(context, _setting(name), _known_to_harvest(context))
    if found.value is None:
        message = f"`{found.name}` is not set"
        raise NotFound(message, hint=f"Set it: `hv config set {found.name} …`")
    return found


def _configured(context: Context, setting: Setting, known: Mapping[str, Any]) -> SettingValue:
    value, origin = context.settings.value(setting.name)
    if setting.name in known:
        value, origin = known[setting.name], HARVEST
    return SettingValue(setting.name, plain_value(setting, value), origin, setting.help)


def _known_to_harvest(context: Context) -> dict[str, Any]:
    """The settings that Harvest decides, as far as it is known without asking."""
    known = conventions_of(context.settings, cached_catalogue(context))
    values = {**known._asdict(), "workday_hours": known.workday_minutes}
    return {name: values[name] for name, origin in known.origins.items() if origin == HARVEST}


def cached_catalogue(context: Context) -> "AccountData | None":
    """What is stored of the account; None without a login that is at hand without a program."""
    if context.settings.get("token_command"):
        return None

    try:
        login = context.credentials
        folder = context.places().cache
        stored = AccountFile(folder, login.api_url, login.account_id, login.token.reveal())
        return stored.load()
    except (HvError, OSError):
        return None


def _setting(name: str) -> Setting:
    setting = BY_NAME.get(name.lower().replace("-", "_"))
    if setting is None:
        raise unknown_setting(name)
    return setting


def unknown_setting(name: str) -> UsageError:
    """What is said of a name that is no setting."""
    if name.lower() in SECRET:
        message = "Tokens are not settings"
        return UsageError(message, hint="Run `hv login`, or set `token_command`")
    if name.startswith("alias."):
        return UsageError("Aliases are not settings", hint="See `hv alias --help`")
    meant = meant_by(name)
    hint = f"Did you mean `{meant}`?" if meant else f"See `{EVERYTHING}`"
    return UsageError(f'Unknown setting "{name[:60]}"', hint=hint)


class ProfileRow(NamedTuple):
    """A profile, whether it is the one in use, and whose it is; `without` a login, what it is."""

    name: str
    is_used: bool
    account_id: int | None = None
    api_url: str | None = None
    without: str = "not logged in"


def profile_row(name: str, login: StoredLogin | None, used: str) -> ProfileRow:
    """One line of `hv config profiles`."""
    if name == SANDBOX:
        return ProfileRow(name, name == used, without="the embedded account")
    server = (login.account_id, login.api_url) if login else ()
    return ProfileRow(name, name == used, *server)


def change(path: Path, key: str, raw: str, profile: str | None, context: Context) -> SettingChange:
    """Set a key of the file from typed words, checked first; raises UsageError."""
    key, setting = _key(key, profile)
    value: Any = raw
    if setting is not None:
        try:
            value = _typed(setting, raw, context)
        except ValueError as wanted:
            message = expected(str(wanted), without_user(raw), setting.name)
            hint = f"`{setting.name}`: {setting.help}"
            raise UsageError(message, hint=hint) from None
    if key.removeprefix(f"profile.{profile}.").startswith(f"{SUGGEST}."):
        value = listed(raw)
        _check_suggest(path, key.rpartition(".")[2], value)
    elif key.removeprefix(f"profile.{profile}.") == f"{HOLIDAYS}.region":
        _check_region(raw, context)
    set_value(path, key, value)
    return SettingChange(key, value, str(path), _winner(context, setting))


def _typed(setting: Setting, raw: str, context: Context) -> Any:
    try:
        return typed_value(setting, raw)
    except ValueError:
        said = _in_words(setting, raw, context)
        if said is None:
            raise
        return typed_value(setting, said)


def _in_words(setting: Setting, raw: str, context: Context) -> str | None:
    """What `nov 1` or `7h30` is to a setting of a day, or of hours; None for any other."""
    # Few settings are either.
    from harvest_cli.language.lengths.durations import read_hours
    from harvest_cli.language.periods.flags import flagged

    sign = raw.strip()[:1] if raw.strip().startswith(("+", "-")) else ""
    try:
        if setting.read in (hours_to_minutes, signed_hours):
            unit = "" if any(map(str.isalpha, raw)) else " hours"
            return f"{sign}{read_hours(raw.strip().removeprefix(sign) + unit)}"
        if setting.read in (day, day_of_year):
            known = conventions_of(context.settings, cached_catalogue(context))
            start = flagged(raw, None, context.moment, known).start
            if start is not None:
                return f"{start:%m-%d}" if setting.read is day_of_year else start.isoformat()
    except SentenceError:
        pass
    return None


def _check_region(raw: str, context: Context) -> None:
    """Raise UsageError for a region whose holidays nobody here knows."""
    # The library behind it loads in a quarter of a second, and few runs set a region.
    from harvest_cli.actions.session.schedule import NoLibrary, UnknownRegion, public_holidays

    year = context.clock().year
    try:
        public_holidays(raw, "", range(year, year + 1))
    except UnknownRegion as wanted:
        message = expected(str(wanted), raw, f"{HOLIDAYS}.region")
        raise UsageError(message, hint="See `hv help targets`") from None
    except NoLibrary as lacking:
        hint = f"Install it: `{install('holidays')}`"
        raise UsageError(str(lacking), code="extra_needed", hint=hint) from None


def _check_suggest(path: Path, name: str, value: object) -> None:
    """Raise UsageError for what `[suggest]` does not take."""
    try:
        suggest_of(TableSource({SUGGEST: {name: value}}, path, None))
    except FileMistake as error:
        message = expected(error.wanted, error.got, f"{SUGGEST}.{name}")
        raise UsageError(message, hint="See `hv help suggestions`") from None


def take_out(path: Path, key: str, profile: str | None) -> SettingChange:
    """Take a key, or a whole table, out of the file; raises NotFound when it is not there."""
    dotted = f"profile.{profile}.{key}" if profile and not key.startswith("profile.") else key
    spelt = _spelt(dotted)
    if not unset_value(path, dotted) and not (spelt != dotted and unset_value(path, spelt)):
        message = f"`{dotted[:80]}` is not set in {path}"
        raise NotFound(message, hint=f"See `{EVERYTHING} --origin`")
    return SettingChange(spelt, None, str(path))


def _spelt(dotted: str) -> str:
    """The key with its setting as the file has it: `week-start` is `week_start`."""
    table, dot, name = dotted.rpartition(".")
    plain = name.lower().replace("-", "_")
    return f"{table}{dot}{plain}" if plain in BY_NAME else dotted


def _key(key: str, profile: str | None) -> tuple[str, Setting | None]:
    """The dotted key to write, and its setting, None for keys that are free words."""
    table, _, rest = key.partition(".")
    if table in FREE_TABLES and rest and all(rest.split(".")):
        return (f"profile.{profile}.{key}" if profile else key), None
    if table == "profile":
        profile, _, key = rest.partition(".")
        if not is_profile_name(profile):
            message = f"{quoted(profile)} is not a valid profile name"
            raise UsageError(message, hint="Write it as `profile.NAME.SETTING`")
    setting = _setting(key)
    return (f"profile.{profile}.{setting.name}" if profile else setting.name), setting


def _winner(context: Context, setting: Setting | None) -> str | None:
    """The variable that wins over the file, if one is set."""
    names = (setting.variable, *setting.fallbacks) if setting else ()
    return next((name for name in names if context.environ.get(name, "").strip()), None)


def template() -> str:
    """A new file: every setting with its meaning, none of them set."""
    lines = ["# Settings of hv. Remove the # from those you want to set.", ""]
    for setting in SETTINGS:
        default = setting.harvest or plain_value(setting, setting.default)
        usual = "" if default is None else f" (default: {default})"
        lines += [f"# {setting.help}{usual}", f"# {setting.name} = ", ""]
    lines += ["# [profile.work]", "# account_id = ", ""]
    return "\n".join(lines)
