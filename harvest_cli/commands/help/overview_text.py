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


MOST_ALIASES = 10
LAST = "\n\nhv help TOPIC"
"""What the last paragraph begins with; aliases stand in front of it."""


def overview(environ: "Mapping[str, str]") -> str:
    """The whole help, without a line break at its end."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "overview.txt")
    with open(path, encoding="ascii") as file:
        text = file.read().rstrip("\n")
    own = _aliases(environ)
    head, last, tail = text.partition(LAST)
    return f"{head}{own}{last}{tail}"


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
