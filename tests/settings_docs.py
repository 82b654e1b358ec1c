"""What the documentation says of settings and variables, made from their tables."""

from collections.abc import Iterator

from harvest_cli.commands.help.topics import OWN, USUAL
from harvest_cli.local.config.settings import SETTINGS


def variables() -> Iterator[tuple[str, str]]:
    """Variables and their meaning: hv's own, one for each setting, then the usual ones."""
    yield from OWN
    for setting in SETTINGS:
        also = f" (or {', '.join(setting.fallbacks)})" if setting.fallbacks else ""
        yield setting.variable, f"{setting.help}{also}"
    yield from USUAL
