"""Every variable that hv reads, for help and documentation; settings come from their table."""

from collections.abc import Iterator
from typing import Any

from harvest_cli.local.config.settings import SETTINGS, Setting

OWN = (
    ("HARVEST_ACCESS_TOKEN", "the token; wins over a stored login"),
    ("HARVEST_ACCOUNT_ID", "the number of its account"),
    ("HARVEST_API_URL", "another server; `http://` only on this machine"),
    ("HARVEST_ID_URL", "that server's list of accounts"),
    ("HV_HOME", "one folder for everything hv keeps"),
    ("HV_PROFILE", "which profile; `sandbox` is built in"),
    ("HV_NOW", "a date and time that stands for now"),
    ("HV_DEBUG", "one line per request on stderr, tracebacks; never a token"),
)


USUAL = (
    ("NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE", "colour off, on"),
    ("COLUMNS, TERM", "width of the terminal; `dumb` has no colour"),
    ("VISUAL, EDITOR", "editor"),
    ("PAGER", "pager"),
    ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "proxies"),
    ("REQUESTS_CA_BUNDLE, SSL_CERT_FILE", "trusted certificates"),
    ("CI", "never ask"),
    ("TZ", "time zone, where neither a setting nor Harvest names one"),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME",
        "where files lie without HV_HOME; absolute paths only",
    ),
)


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
    from harvest_cli.local.config.config_file import plain_value

    value: Any = plain_value(setting, setting.default)
    if isinstance(value, list):
        value = ", ".join(str(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value}"
