"""What is written for people: the README, and the topics of `hv help` as their files have them."""

import re
from pathlib import Path

from harvest_cli.commands.cli.declaration import Command
from harvest_cli.commands.help.topics import FOLDER

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOPICS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
WRITTEN = "\n".join([README, *TOPICS.values()])
NUMBERS = re.compile(r"#\d+")
"""Ids are drawn anew in each account."""


def blocks(text: str) -> list[tuple[str, str]]:
    """The language and the content of everything that stands between fences."""
    return re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def examples(command: Command) -> list[str]:
    """The lines of its help that can be typed, without what explains them at their end."""
    lines = (line.strip() for line in command.help.splitlines() if line.startswith("  hv"))
    return [line.split("  ")[0] for line in lines]


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a console with the lines that it is said to print."""
    pieces = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(piece.split("\n", 1)[0], piece.split("\n", 1)[1].splitlines()) for piece in pieces]
