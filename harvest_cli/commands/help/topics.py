"""The topics of `hv help`: one text file each in the folder `topics`.

The first line of a file is its title; lines that begin with two blanks and `hv` are examples,
which the tests run. What stands between fences (```console, ```sh, …) is shown indented; the tests
run that too, and read it in its own language. Short topics are one screen, the others guides.

`hv help environment`: every variable and setting, made from their tables.
"""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from harvest_cli.domain.errors import NotFound
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import close_words, quoted
from harvest_cli.local.config.config_file import plain_value
from harvest_cli.local.config.settings import SETTINGS, Setting
from harvest_cli.show.setup.help_text import Topic

FOLDER = Path(__file__).with_name("topics")


def topics() -> tuple[Topic, ...]:
    """Every topic, by name."""
    written = [_topic(path) for path in FOLDER.glob("*.txt")]
    return tuple(sorted([*written, _environment()]))


def topic_named(name: str) -> Topic:
    """The topic of that name; raises NotFound with the one that was probably meant."""
    known = {path.stem: path for path in FOLDER.glob("*.txt")}
    known.setdefault("environment", FOLDER)
    wanted = name.strip().lower().replace(" ", "-").replace("_", "-")
    if known.get(wanted) == FOLDER:
        return _environment()
    if wanted in known:
        return _topic(known[wanted])
    near = close_words(wanted, sorted(known))
    hint = f"Did you mean `hv help {near[0]}`?" if near else "`hv help` lists the topics"
    message = f"No help on {quoted(name)}"
    raise NotFound(message, code="unknown_topic", hint=hint, candidates=near or sorted(known))


def _environment() -> Topic:
    return Topic(NAME, TITLE, environment_text())


def _topic(path: Path) -> Topic:
    shown, fences = zip(*_shown(path.read_text(encoding="utf-8").strip().split("\n")), strict=True)
    pasted = frozenset(at for at, fence in enumerate(fences) if fence not in ("", "console"))
    return Topic(path.stem, shown[0], "\n".join(shown), pasted)


def _shown(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines of a file as people see them, and their language: what is fenced stands further
    in.
    """
    fence = ""
    for line in lines:
        if line.startswith("```"):
            fence = "" if fence else line[3:]
        else:
            yield f"  {line}" if fence and line else line, fence


NAME = "environment"
TITLE = "Variables and settings"
WIDTH, COLUMN = 80, 24
HEAD = f"""{TITLE}

Every setting is also a variable, and the variable wins. What counts, first to last: flag,
variable, the folder's `.hv.toml` (only those marked with *), the profile in `config.toml`, the
file, what Harvest says of the account, the default [in brackets]. What counts now, and why:

  hv config list --origin
"""


def environment_text() -> str:
    """The topic, at most 80 columns wide; its first line is the title."""
    settings = [
        (f"{setting.variable}{'*' if setting.folder else ''}", _meaning(setting))
        for setting in SETTINGS
    ]
    parts = [
        *(_filled(part) for part in HEAD.rstrip().split("\n\n")),
        "\n".join(_rows(OWN)),
        "Settings:\n" + "\n".join(_rows(settings)),
        "With their usual meanings:\n" + "\n".join(_rows(USUAL)),
    ]
    return "\n\n".join(parts)


def _meaning(setting: Setting) -> str:
    usual = usual_value(setting)
    return f"{setting.help} [{usual}]" if usual else setting.help


def usual_value(setting: Setting) -> str:
    """What counts where nobody set it, in words; nothing where that is nothing."""
    value: Any = setting.harvest or plain_value(setting, setting.default)
    if isinstance(value, list):
        value = ", ".join(str(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value}"


def _filled(paragraph: str) -> str:
    return (
        paragraph
        if paragraph.startswith(" ")
        else textwrap.fill(paragraph, WIDTH, break_on_hyphens=False)
    )


def _rows(pairs: Sequence[tuple[str, str]]) -> list[str]:
    lines = []
    for name, meaning in pairs:
        first, *more = textwrap.wrap(meaning, WIDTH - COLUMN, break_on_hyphens=False)
        if len(name) < COLUMN - 1:
            lines.append(f"{name:<{COLUMN}}{first}")
        else:
            lines += [name, " " * COLUMN + first]
        lines += [" " * COLUMN + line for line in more]
    return lines


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
