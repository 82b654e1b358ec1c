"""`hv help environment`: every variable and setting, made from their tables."""

import textwrap
from collections.abc import Sequence

from harvest_cli.commands.help.topics import OWN, USUAL
from harvest_cli.local.config.settings import SETTINGS

NAME = "environment"


TITLE = "Variables and settings"


WIDTH, COLUMN = 80, 24


HEAD = f"""{TITLE}

Every setting is also a variable, and the variable wins. What counts, first to last: flag,
variable, the folder's `.hv.toml` (only those marked with *), the profile in `config.toml`, the
file, what Harvest says of the account, the default. What counts now, and why:

  hv config list --origin
"""


def environment_text() -> str:
    """The topic, at most 80 columns wide; its first line is the title."""
    settings = [
        (f"{setting.variable}{'*' if setting.folder else ''}", setting.help) for setting in SETTINGS
    ]
    parts = [
        *(_filled(part) for part in HEAD.rstrip().split("\n\n")),
        "\n".join(_rows(OWN)),
        "Settings:\n" + "\n".join(_rows(settings)),
        "With their usual meanings:\n" + "\n".join(_rows(USUAL)),
    ]
    return "\n\n".join(parts)


def _filled(paragraph: str) -> str:
    return paragraph if paragraph.startswith(" ") else textwrap.fill(paragraph, WIDTH)


def _rows(pairs: Sequence[tuple[str, str]]) -> list[str]:
    lines = []
    for name, meaning in pairs:
        first, *more = textwrap.wrap(meaning, WIDTH - COLUMN)
        if len(name) < COLUMN - 1:
            lines.append(f"{name:<{COLUMN}}{first}")
        else:
            lines += [name, " " * COLUMN + first]
        lines += [" " * COLUMN + line for line in more]
    return lines
