"""The commands as help, completion and the manual page list them."""

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import HELP, Command, Flag


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
