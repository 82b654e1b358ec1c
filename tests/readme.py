"""`python -m tests.readme`: the README as its examples run, and the picture of a session.

All examples run in one go from the top, in one account, on a terminal. What they print is put below
them; the list of topics and the picture are made again. `tests/test_readme.py` holds all of it.
"""

import io
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

from harvest_cli.__main__ import run
from harvest_cli.commands.help.topics import topics
from tests.child import NOW
from tests.documents import ROOT
from tests.running import FakeTerminal

PICTURE = ROOT / ".github" / "session.svg"
SHOWN = (
    "hv log 1h30 TF yesterday, Research: interviews",
    "hv start TF Research at 9:15: interviews",
    "hv start Marketing Website 20m ago: hero mockups",
    "hv week",
    "hv report this week by task --chart",
)
"""What the picture shows of a session."""
COLUMNS, WIDTH = 120, 130
CONSOLE = re.compile(r"(?<=^```console\n)(.*?)(?=^```)", re.MULTILINE | re.DOTALL)
LIST = re.compile(r"(?<=<!-- topics -->\n)(.*?)(?=<!-- end of topics -->)", re.DOTALL)
FIRST_ID = 636820001


class Session:
    """One account on one terminal, in a folder that is gone with it."""

    def __init__(self, home: Path, **more: str) -> None:
        self._environ: Mapping[str, str] = {
            "HV_HOME": str(home),
            "HV_PROFILE": "sandbox",
            "HV_NOW": NOW,
            "HV_TIMEZONE": "America/New_York",
            "COLUMNS": str(COLUMNS),
            **more,
        }
        self._ids: dict[str, str] = {}

    def prints(self, command: str) -> str:
        """What one command line prints, with ids that are the same in every account."""
        program, *argv = shlex.split(command)
        assert program == "hv", command
        screen = FakeTerminal()
        run(argv, self._environ, io.StringIO(), screen, screen)
        # Without what was there for a moment alone, while a slow machine read entries.
        stayed = re.sub(r"\r[^\n]*\r", "", screen.getvalue())
        return re.sub(r"(?<=#)\d+", self._id, stayed)

    def _id(self, found: re.Match[str]) -> str:
        return self._ids.setdefault(found[0], str(FIRST_ID + len(self._ids)))


def filled(text: str) -> str:
    """The README with what its examples print now, and with the topics that there are."""
    with tempfile.TemporaryDirectory() as home:
        session = Session(Path(home), NO_COLOR="1")
        text = CONSOLE.sub(lambda found: "".join(_ran(session, found[0])), text)
    return LIST.sub(lambda _: _topics(), text)


def _ran(session: Session, block: str) -> Iterator[str]:
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        printed = session.prints(command).splitlines()
        yield "".join(f"{line.rstrip()}\n" for line in [f"$ {command}", *printed])


def _topics() -> str:
    names = ", ".join(f"`{topic.name}`" for topic in topics())
    return f"{fill(names, WIDTH, break_on_hyphens=False)}.\n"


def picture() -> str:
    """The picture: a few commands of a session, with their colours."""
    from rich.console import Console
    from rich.terminal_theme import DIMMED_MONOKAI
    from rich.text import Text

    with tempfile.TemporaryDirectory() as home:
        session = Session(Path(home), FORCE_COLOR="1")
        screen = Console(record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True)
        for command in SHOWN:
            screen.print(Text.assemble(("$ ", "green"), (command, "bold")))
            # Without the last end of a line: not every Rich keeps it.
            screen.print(Text.from_ansi(session.prints(command).rstrip("\n")), end="\n\n")
    made = screen.export_svg(title="hv", theme=DIMMED_MONOKAI, unique_id="hv")
    # Fonts of the reader's own: a picture on a page may fetch none.
    made = re.sub(r"\s*(@font-face \{.*?\}|<!--.*?-->)", "", made, flags=re.DOTALL)
    return made.replace("Fira Code, ", "").lstrip()


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
