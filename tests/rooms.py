"""The drawing of the rooms: every room and shelf, what it holds, and what it imports.

`python -m tests.rooms` writes it anew between two markers of `.github/CONTRIBUTING.md`, from the
first line of each docstring and from every import, those inside functions and those for types
included. `tests/test_rooms.py` fails when it is out of date.
"""

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.sources import PACKAGE, import_statements, python_files, tree

ROOT = Path(__file__).parent.parent
PAGE = ROOT / ".github" / "CONTRIBUTING.md"
BEGIN, END = "<!-- rooms: made by `python -m tests.rooms` -->\n", "<!-- end of rooms -->"
ROOMS = ("commands", "show", "actions", "local", "sandbox", "harvest", "language", "domain")
"""From the top to the bottom: a room imports only rooms after it."""
FLAT = {"domain"}
WIDTH, COLUMN = 100, 18


class Place(NamedTuple):
    """A shelf of a room, or a file that stands in the room on no shelf."""

    room: str
    name: str

    @classmethod
    def of(cls, module: str) -> "Place":
        """The place of a module: `harvest_cli.show.answers.errors` is ("show", "answers")."""
        _, room, *rest = module.split(".")
        return cls(room, "" if room in FLAT or not rest else rest[0])


def drawing() -> str:
    """The whole drawing, at most 100 columns wide."""
    uses = _uses()
    return "\n".join(line for room in ROOMS for line in [*_room(room, uses), ""]).rstrip() + "\n"


def drawn(page: str) -> str:
    """The page with the drawing between its markers."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}```text\n{drawing()}```\n{END}{rest.partition(END)[2]}"


def _room(room: str, uses: dict[Place, set[Place]]) -> Iterator[str]:
    below = {place.room for own, others in uses.items() if own.room == room for place in others}
    yield f"{room + '/':<{COLUMN}}{title(PACKAGE / room)}"
    yield from _imports(other for other in ROOMS if other in below - {room})
    for place in _from_the_top([place for place in uses if place.room == room], uses):
        if place.name:
            path = PACKAGE / room / place.name
            name = f"{place.name}{'.py' if path.with_suffix('.py').exists() else '/'}"
            yield f"  {name:<{COLUMN - 2}}{title(path)}"
            yield from _imports(_near(place, uses[place]))


def _near(place: Place, others: Iterable[Place]) -> list[str]:
    """The shelves that one imports: those of its own room, then those of others."""
    own = sorted(other.name for other in others if other.room == place.room)
    return own + [
        word
        for room in ROOMS
        if room != place.room and any(other.room == room for other in others)
        for word in (f"· {room}", *sorted(o.name for o in others if o.room == room and o.name))
    ]


def _imports(names: Iterable[str]) -> Iterator[str]:
    if text := " ".join(names).removeprefix("· "):
        head = " " * COLUMN + "└ "
        yield from textwrap.wrap(
            text,
            WIDTH,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )


def _from_the_top(places: list[Place], uses: dict[Place, set[Place]]) -> list[Place]:
    """Those that import the others first; in the order of the alphabet where none does."""
    left, ordered = sorted(places), []
    while left:
        free = [one for one in left if not any(one in uses[other] for other in left)] or left[:1]
        ordered += free
        left = [one for one in left if one not in free]
    return ordered


@cache
def _uses() -> dict[Place, set[Place]]:
    """What each shelf imports, itself excepted."""
    found: dict[Place, set[Place]] = {}
    for path in python_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if len(parts) > 2 and parts[1:] != (parts[1], "__init__"):
            place = Place.of(".".join(part for part in parts if part != "__init__"))
            found.setdefault(place, set()).update(map(Place.of, _imported(path)))
    return {place: others - {place} for place, others in found.items()}


def _imported(path: Path) -> Iterator[str]:
    """Every module of hv that a file names in an import, the package itself excepted."""
    for node, *_ in import_statements(path):
        head = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{head}{alias.name}" for alias in node.names]
        yield from (name for name in names if re.match(r"harvest_cli\.[a-z]", name))


def title(path: Path) -> str:
    file = path.with_suffix(".py")
    source = file if file.exists() else path / "__init__.py"
    text = ast.get_docstring(tree(source)) or ""
    first = " ".join(text.partition("\n\n")[0].split()).rstrip(".")
    return textwrap.shorten(first, WIDTH - COLUMN, placeholder=" …")


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
