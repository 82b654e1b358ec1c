"""What `hv --help` prints: a text that is kept ready, and the person's own aliases.

The text is made from the commands (`pages.py`) and shipped, so that help comes at once.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH100, PTH118, PTH120, PTH123

import os

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


MOST_ALIASES = 10
NARROWEST, WIDTH = 20, 80
"""Columns of the terminals for which the text is broken anew, the last not among them."""
LAST = "\n\nhv help TOPIC"
"""What the last paragraph begins with; aliases stand in front of it."""


def overview(environ: "Mapping[str, str]", stream: "TextIO") -> str:
    """The whole help for a stream, without a line break at its end."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "overview.txt")
    with open(path, encoding="ascii") as file:
        text = file.read().rstrip("\n")
    own = _aliases(environ)
    head, last, tail = text.partition(LAST)
    return _for_terminal(f"{head}{own}{last}{tail}", stream, environ)


def _for_terminal(text: str, stream: "TextIO", environ: "Mapping[str, str]") -> str:
    """The text for a stream; on a terminal that is too narrow, lines are broken at spaces."""
    if not stream.isatty():
        return text
    asked = environ.get("COLUMNS", "")
    try:
        width = int(asked) if asked else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return text
    if width < NARROWEST or width >= WIDTH:
        return text
    # It loads in 3 ms: only for a narrow terminal.
    from harvest_cli.show.terminal.columns import flowed

    return "\n".join(flowed(text.split("\n"), width))


def _aliases(environ: "Mapping[str, str]") -> str:
    # The text alone is opened at once; these are for the aliases of the person.
    from harvest_cli.local.config.config_fast import aliases
    from harvest_cli.local.disk.paths_fast import folders

    where = folders(environ)
    found = list(aliases(where[0])) if where else []
    if not found:
        return ""
    lines = [f"  {name[:30]:16}  {text}"[:80].rstrip() for name, text in found[:MOST_ALIASES]]
    more = (
        [f"  and {len(found) - MOST_ALIASES} more: hv alias"] if len(found) > MOST_ALIASES else []
    )
    plain = "\n".join(["", "", "Aliases", *lines, *more])
    return plain.encode("ascii", "backslashreplace").decode()
