"""Usage errors in hv's words instead of Typer's: flags, words and commands that do not fit."""

import re
from collections.abc import Sequence
from typing import Any

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import Command
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.wording import close_words

LONGEST = 60
LIKE = 0.75
"""How much alike a flag must be to be proposed: below that another flag would be proposed."""


def usage_error(error: Exception, command: Command | None) -> UsageError:
    """The refusal that stands for one of Typer's; `command` is the one that was typed."""
    context = getattr(error, "ctx", None)
    path = f"hv {command.path}" if command is not None else "hv"
    if context is not None and context.parent:
        path = context.command_path
    said = str(getattr(error, "format_message", error.__str__)()).rstrip(".")
    if hasattr(error, "possibilities"):
        return _no_flag(str(getattr(error, "option_name", "")), path, context)
    for pattern, tell in (
        (r"No such command '(.*?)'", _no_command),
        (r"Missing argument '(.*)'", _nothing_given),
        (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", _too_much),
        (r"Option '(.*)' requires an argument", _no_value),
        (r"Option '(.*)' does not take a value", _value_amiss),
        (r"Invalid value for '(.*?)': (.*)", _wrong_value),
    ):
        if found := re.match(pattern, said, re.DOTALL):
            return tell(path, context, *found.groups())
    return UsageError(said, hint=_see(path))


def _see(path: str) -> str:
    return f"See `{path} --help`"


def _no_flag(flag: str, path: str, context: Any) -> UsageError:
    own = [name for each in context.command.params for name in (*each.opts, *each.secondary_opts)]
    shared = [name for each in COMMANDS[""].flags for name in each.names]
    flags = [name for name in (*own, *shared) if name.startswith("--")]
    near = close_words(flag, sorted(flags), 2, LIKE)
    hint = _see(path)
    if near:
        hint = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?"
    elif _takes_a_sentence(path):
        hint += "; put words that begin with a dash after `--`"
    return UsageError(f"`{path}` has no flag `{flag[:LONGEST]}`", hint=hint)


def _no_command(path: str, context: Any, name: str) -> UsageError:
    known = sorted(getattr(context.command, "commands", {}))
    near = close_words(name.lower(), known)
    hint = f"Did you mean `{path} {near[0]}`?" if near else _see(path)
    return UsageError(f"`{path}` has no command {name[:LONGEST]!r}", hint=hint)


def _nothing_given(path: str, context: Any, name: str) -> UsageError:
    wanted = [each.name.upper() for each in context.command.params if each.opts[0][:1] != "-"]
    hint = f"Write `{path} {' '.join(wanted)}`"
    return UsageError(f"The {name.removesuffix('...')} is missing", hint=hint)


def _too_much(path: str, _context: Any, words: str) -> UsageError:
    return UsageError(f"`{path}` takes no more words: {words[:LONGEST]}", hint=_see(path))


def _no_value(path: str, _context: Any, flag: str) -> UsageError:
    return UsageError(f"`{flag}` needs a value", hint=_see(path))


def _value_amiss(path: str, _context: Any, flag: str) -> UsageError:
    return UsageError(f"`{flag}` takes no value", hint=_see(path))


def _wrong_value(path: str, _context: Any, name: str, why: str) -> UsageError:
    given, _, rule = why.partition(" is not ")
    got = f'got "{given.strip(chr(39))[:LONGEST]}" ({name})'
    limits = re.search(r"(-?\d+)<=x<=(-?\d+)", rule)
    if limits:
        least, most = limits.groups()
        return UsageError(f"Expected a number from {least} to {most}, {got}", hint=_see(path))
    if "int" in rule:
        return UsageError(f"Expected a whole number, {got}", hint=_see(path))
    return UsageError(f"{name}: {why}", hint=_see(path))


def unknown_command(verb: str, words: Sequence[str]) -> UsageError:
    """The refusal; nothing is run in its place, and no beginning of a command is taken for it."""
    names = [each.path for each in COMMANDS.values() if each.path and not each.group]
    message = f'Unknown command "{verb[:LONGEST]}"'
    typed = verb[:LONGEST].lower()
    if typed == "version":
        return UsageError(message, code="unknown_command", hint="Did you mean `hv --version`?")
    begun = [name for name in names if len(verb) > 1 and name.startswith(typed)]
    # The same letters in another order are the likeliest slip of all.
    turned = [name for name in names if sorted(name) == sorted(typed)]
    near = begun or turned or close_words(typed, names, 2)
    if near and not _like_a_sentence(verb):
        meant = " or ".join(f"`hv {name}`" for name in near[:2])
        return UsageError(message, code="unknown_command", hint=f"Did you mean {meant}?")
    if words or _like_a_sentence(verb):
        sentence = " ".join([verb, *words])[:LONGEST]
        hint = f"To log time: `hv log {sentence}`"
        return UsageError(message, code="unknown_command", hint=hint)
    return UsageError(message, code="unknown_command", hint="`hv --help` lists the commands")


def _takes_a_sentence(path: str) -> bool:
    command = COMMANDS.get(path.removeprefix("hv "), COMMANDS[""])
    return command.topic == "sentences" and bool(command.arguments)


def _like_a_sentence(verb: str) -> bool:
    return " " in verb or any(character.isdigit() for character in verb)
