"""How a command runs, without Typer wherever Typer would find nothing to say.

Importing Typer takes longer than reading a sentence. A line whose flags are all known and
complete is run at once; any other (a slip in a flag, a missing value, a request for help) goes to
Typer. Both end in the same functions.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from harvest_cli.commands.cli.declaration import NUMBER, TEXTS, Argument, Command
from harvest_cli.commands.cli.flags import global_flags
from harvest_cli.commands.cli.parse_argv import HV, ParsedArgs
from harvest_cli.commands.cli.run import Run


def run_command(run: Run, command: Command, given: dict[str, Any]) -> int:
    """Load the command's file and run it; what is None was not typed. Gives the exit status."""
    module, _, function = command.function.partition(":")
    found = getattr(import_module(f"harvest_cli.commands.verbs.{module}"), function)
    typed = {name: value for name, value in given.items() if value is not None}
    return int(found(run, **typed) or 0)


def run_at_once(run: Run, parsed: ParsedArgs) -> int | None:
    """Run the line without Typer; None, with nothing done, where Typer has to see it."""
    given = values_of(parsed)
    shared = _flags(HV, parsed.globals)
    if given is None or shared is None or parsed.command is None:
        return None
    run.flags = global_flags(**shared)
    return run_command(run, parsed.command, given)


def values_of(parsed: ParsedArgs) -> dict[str, Any] | None:
    """What the line gives to its command, by parameter; None where Typer has to see it."""
    command = parsed.command
    if command is None or not command.function:
        return None
    flags = _flags(command, parsed.options)
    words = _arguments(command.arguments, parsed.words)
    return None if flags is None or words is None else {**flags, **words}


def _flags(command: Command, pieces: Sequence[str]) -> dict[str, Any] | None:
    """Flags by parameter; None when one is unknown, incomplete or given a value amiss."""
    found: dict[str, Any] = {}
    rest = iter(pieces)
    for piece in rest:
        name, equals, value = piece.partition("=")
        flag = command.flag(name)
        if flag is None or (equals and not flag.takes_value):
            return None
        given: Any = value if equals else next(rest, None) if flag.takes_value else name != flag.off
        if flag.kind == NUMBER:
            given = _number(given)
        if given is None:
            return None
        found[flag.dest] = [*found.get(flag.dest, ()), given] if flag.kind == TEXTS else given
    return found


def _arguments(arguments: Sequence[Argument], words: Sequence[str]) -> dict[str, Any] | None:
    """Words by parameter; None when one is missing, too much, or no number that fits."""
    found: dict[str, Any] = {}
    left = list(words)
    for argument in arguments:
        if not left:
            if argument.required:
                return None
        elif argument.kind == TEXTS:
            found[argument.dest], left = left, []
        else:
            word = left.pop(0)
            given = _number(word) if argument.kind == NUMBER else word
            if given is None or (isinstance(given, int) and not _fits(given, argument)):
                return None
            found[argument.dest] = given
    return None if left else found


def _number(text: str | None) -> int | None:
    usable = text is not None and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if usable and text else None


def _fits(number: int, argument: Argument) -> bool:
    return argument.low <= number <= argument.high
