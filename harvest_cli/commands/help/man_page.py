"""The manual page hv(1), made from the commands, their flags and the topics."""

from collections.abc import Iterator

from harvest_cli.commands.cli.declaration import Command, Flag
from harvest_cli.commands.help.inventory import commands, global_flags, subcommands
from harvest_cli.commands.help.topics import topic_named

NAME = "hv.1"
TOPICS = ("sentences", "periods", "output", "cron", "exit-codes", "environment", "privacy")
"""Topics that become sections, in this order."""


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
    for name in TOPICS:
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
    return f"\\&{plain}" if plain.startswith((".", "\\(aq")) else plain
