"""Makes the text of `hv --help` from the commands: headings, summaries, the flags of all."""

from itertools import groupby
from pathlib import Path
from textwrap import wrap

from harvest_cli.commands.cli.declaration import PANELS, Command, Flag
from harvest_cli.commands.help.inventory import commands, global_flags
from harvest_cli.commands.help.topics import topics

FILE = Path(__file__).with_name("overview.txt")
EXAMPLES = """hv: track time in Harvest from a terminal

  hv log "2h on Marketing Website yesterday: hero mockups"
  hv start Marketing Website: footer
  hv entries "last week"
  hv --sandbox log "1h30 TF: interviews"      (try it without an account)

Usage: hv [FLAGS] COMMAND [WORDS]
"""
WIDTH = 80
VERB, FLAG = 10, 17
"""Widths of the columns of names."""


def overview() -> str:
    """The text, in ASCII, at most 80 columns wide."""
    parts = [EXAMPLES]
    for heading, found in groupby(sorted(commands(), key=_place), key=lambda each: each.panel):
        parts.append(_paragraph(heading, [_row(v.name, v.summary, VERB) for v in found]))
    flags = [_row(_spelled(flag), flag.help, FLAG) for flag in global_flags()]
    parts.append(_paragraph("Flags, in front of the command or behind it", flags))
    return "\n".join([*parts, _last()])


def _place(command: Command) -> int:
    return PANELS.index(command.panel)


def _paragraph(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *lines, ""])


def _spelled(flag: Flag) -> str:
    names = ", ".join(sorted(flag.names, key=len))
    return f"{names} {flag.metavar}" if flag.takes_value else names


def _row(name: str, text: str, wide: int) -> str:
    """A name and what it is for; a sentence that is too long gives up its last part."""
    room = WIDTH - wide - 4
    text = text.removesuffix(".")
    while len(text) > room:
        text = text[: max(text.rfind(","), text.rfind(":"))]
    return f"  {name:{wide}}  {text}"


def _last() -> str:
    names = ", ".join(topic.name for topic in topics())
    return "\n".join(
        [
            *wrap(f"hv help TOPIC explains {names}.", WIDTH - 2),
            "hv COMMAND --help explains a command. All of it: README.md, man hv.",
            "Something is wrong? hv doctor finds it; its output belongs in a bug report.\n",
        ]
    )
