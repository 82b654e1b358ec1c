"""The topics of `hv help`: one text file each in the folder `topics`.

The first line of a file is its title; lines that begin with two blanks and `hv` are examples,
which the tests run.
"""

from pathlib import Path
from typing import NamedTuple

from harvest_cli.domain.errors import NotFound

FOLDER = Path(__file__).with_name("topics")


class Topic(NamedTuple):
    """One topic; `text` begins with the title."""

    name: str
    title: str
    text: str


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
    from difflib import get_close_matches

    near = get_close_matches(wanted[:40], sorted(known), n=1)
    hint = f"Did you mean `hv help {near[0]}`?" if near else "`hv help` lists the topics"
    message = f"There is no help on {name[:60]!r}"
    raise NotFound(message, code="unknown_topic", hint=hint, candidates=sorted(known))


def _environment() -> Topic:
    from harvest_cli.commands.environment_topic import NAME, TITLE, environment_text

    return Topic(NAME, TITLE, environment_text())


def _topic(path: Path) -> Topic:
    text = path.read_text(encoding="utf-8").strip()
    return Topic(path.stem, text.partition("\n")[0], text)
