"""The pages made from the commands: the text of `hv --help`, and the manual page hv(1)."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import HELP, PANELS, Command, Flag
from harvest_cli.commands.help.topics import topic_named, topics


def global_flags() -> tuple[Flag, ...]:
    """The flags that may stand anywhere."""
    return (*COMMANDS[""].flags, HELP)


def commands() -> tuple[Command, ...]:
    """What may stand behind `hv`, in the order of help."""
    return tuple(each for each in COMMANDS.values() if each.path and not each.group)


def subcommands(group: Command) -> tuple[Command, ...]:
    """The commands of a group; none of a command that is no group."""
    return tuple(each for each in COMMANDS.values() if each.path and each.group == group.path)


def all_commands() -> tuple[Command, ...]:
    """Every command, and behind a group the commands in it."""
    return tuple(own for each in commands() for own in (each, *subcommands(each)))


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
    ordered = sorted(commands(), key=lambda each: PANELS.index(each.panel))
    for heading, found in groupby(ordered, key=lambda each: each.panel):
        parts.append(_paragraph(heading, [_row(v.name, v.summary, VERB) for v in found]))
    flags = [_row(_spelled(flag), flag.help, FLAG) for flag in global_flags()]
    parts.append(_paragraph("Flags, in front of the command or behind it", flags))
    return "\n".join([*parts, _last()])


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
            *wrap(f"hv help TOPIC explains {names}.", WIDTH - 2, break_on_hyphens=False),
            "hv COMMAND --help explains a command. All of it: README.md, man hv.",
            "Something is wrong? hv doctor finds it; its output belongs in a bug report.\n",
        ]
    )


NAME = "hv.1"
TOPICS = ("sentences", "periods", "output", "cron", "exit-codes", "environment", "privacy")
"""Topics that become the first sections, in this order; the others follow by name."""


def man_page() -> str:
    """The page in the macros of man(7); without a date, so that it changes only with hv."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.TH HV 1 "" "hv" "User Commands"'
    yield from (".SH NAME", r"hv \- track time in Harvest from a terminal")
    yield from (".SH SYNOPSIS", r"\fBhv\fR [\fIflags\fR] \fIcommand\fR [\fIwords\fR]")
    yield from (".SH COMMANDS",)
    for verb in commands():
        yield from _verb(verb)
    yield from (".SH FLAGS", "They may stand in front of the command or behind it.")
    for flag in global_flags():
        yield from _flag(flag)
    others = [topic.name for topic in topics() if topic.name not in TOPICS]
    for name in (*TOPICS, *others):
        yield from _topic(name)
    yield from (".SH SEE ALSO", "README.md of hv; \\fBhv help\\fR, \\fBhv doctor\\fR")


def _verb(verb: Command) -> Iterator[str]:
    yield f".SS {_text('hv ' + verb.path)}"
    yield from _paragraphs(verb.help)
    for flag in verb.flags:
        yield from _flag(flag)
    for own in subcommands(verb):
        yield from (".TP", f"\\fBhv {_text(own.path)}\\fR", _text(own.summary))
        for flag in own.flags:
            yield f".br\n{_names(flag)}: {_text(flag.help)}"


def _paragraphs(text: str) -> Iterator[str]:
    """Help as it is typed: what is indented stays as it is, the rest flows."""
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].startswith(" "):
            yield from (".PP", ".nf", *map(_text, lines), ".fi")
        else:
            yield from (".PP", *map(_text, lines))


def _flag(flag: Flag) -> Iterator[str]:
    yield from (".TP", _names(flag), _text(flag.help))


def _names(flag: Flag) -> str:
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in sorted(flag.names, key=len))
    return f"{names} \\fI{_text(flag.metavar)}\\fR" if flag.takes_value else names


def _topic(name: str) -> Iterator[str]:
    topic = topic_named(name)
    title, _, body = topic.text.partition("\n")
    yield f".SH {_text(title.partition(':')[0].upper())}"
    yield from (".nf", *map(_text, body.strip("\n").split("\n")), ".fi")


def _text(line: str) -> str:
    """A line that no macro can be read into."""
    plain = (
        line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    )
    # Terminals of man have no box drawing, and another sign for the end of a line.
    plain = plain.replace("\u2500", "\\-").replace("\u23ce", "\\(CR")
    return f"\\&{plain}" if plain.startswith((".", "\\(aq")) else plain
