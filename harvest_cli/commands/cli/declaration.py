"""What a command is: its words, flags, arguments and help, declared once in its file of `verbs`.

A parameter `hours: Annotated[str | None, Flag("--hours LENGTH", help=...)] = None` of a
function with `@command` is all that a flag needs. Typer, the fast path, completion, help and the
manual page read the same objects from `command_table.py`, which is generated from the functions
(`python -m tests.shells.ship`), so that none of them has to load a command that will not run.
"""

# Importing `typing` for its constant of this name would cost a third of an answer to the Tab key.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., Any])

TRACK, LOOK, SET_UP = PANELS = "Track", "Look", "Set up"
"""The headings of `hv --help`, in its order."""
SWITCH, TEXT, TEXTS, NUMBER = "switch", "text", "texts", "number"
"""Kinds of values; of a flag that is TEXTS each use adds one, an argument takes all words left."""
DRAINS_FIRST, DRAINS_ITSELF, DRAINS_AFTER = "first", "itself", "after"
"""When a command sends a few pending entries: before it reads from Harvest, or once it is done."""
FILE = "$file"
"""Offered behind flags that name a file: the shell completes those itself."""


class Flag:
    """One option: its spellings, with the one that says no (`off`), and what stands behind it.

    The first spelling names that, `--date DAY`, and is bare for a switch. `offers` is what
    completion shows: words, and names of lists such as `$projects`. `kind` and `default` follow
    from the function, and so does `dest` where its parameter has another name than the flag.
    """

    __slots__ = ("default", "help", "kind", "metavar", "names", "off", "offers", "renamed")

    def __init__(
        self,
        *names: str,
        help: str,
        off: str = "",
        offers: str = "",
        dest: str = "",
        kind: str = "",
        default: str = "",
    ) -> None:
        first, _, self.metavar = names[0].partition(" ")
        self.names = (first, *names[1:], off) if off else (first, *names[1:])
        self.kind = kind or (TEXT if self.metavar else SWITCH)
        self.help, self.off, self.offers, self.renamed = help, off, offers, dest
        self.default = default

    @property
    def dest(self) -> str:
        """The name of the parameter."""
        return self.renamed or self.long[2:].replace("-", "_")

    @property
    def takes_value(self) -> bool:
        """Whether a value follows."""
        return self.kind != SWITCH

    @property
    def long(self) -> str:
        """The first spelling that begins with two dashes."""
        return next(name for name in self.names if name.startswith("--"))


class Argument:
    """Words behind a command. `then` is offered behind the first of several.

    `low` and `high` bound a number; with `lines` a lone `-` stands for lines of standard input.
    """

    __slots__ = (
        *("default", "dest", "help", "high", "kind", "lines", "low", "metavar", "offers"),
        *("required", "then"),
    )

    def __init__(
        self,
        metavar: str,
        *,
        help: str = "",
        offers: str = "",
        then: str = "",
        low: int = 0,
        high: int = 0,
        lines: bool = False,
        dest: str = "",
        kind: str = TEXT,
        default: str = "",
        required: bool = False,
    ) -> None:
        self.metavar, self.help, self.offers, self.then = metavar, help, offers, then
        self.low, self.high, self.lines = low, high, lines
        self.dest, self.kind, self.default, self.required = dest, kind, default, required


class Command:
    """One command as the table has it.

    `path` are its words behind `hv`, none for hv itself; `function` is `module:name` in `verbs`,
    empty for a group that does nothing without one of its own commands. `asks` says over how many
    connections Harvest is asked, whatever is typed, so that they may be opened at once.
    """

    __slots__ = (
        *("arguments", "asks", "drains", "flags", "function", "help", "is_group", "panel", "path"),
        "topic",
    )

    def __init__(
        self,
        path: str,
        function: str,
        *,
        panel: str,
        topic: str,
        help: str,
        drains: str = "",
        asks: int = 0,
        is_group: bool = False,
        arguments: "tuple[Argument, ...]" = (),
        flags: "tuple[Flag, ...]" = (),
    ) -> None:
        self.path, self.function, self.panel, self.topic = path, function, panel, topic
        self.help, self.drains, self.is_group = help, drains, is_group
        self.asks = asks
        self.arguments, self.flags = arguments, flags

    @property
    def name(self) -> str:
        """The last of its words."""
        return self.path.rpartition(" ")[2]

    @property
    def group(self) -> str:
        """The word of the group that it belongs to, or nothing."""
        return self.path.rpartition(" ")[0]

    @property
    def summary(self) -> str:
        """The first sentence of its help."""
        return self.help.partition("\n")[0].removesuffix(".")

    def flag(self, name: str) -> "Flag | None":
        """The flag of that spelling."""
        return next((flag for flag in self.flags if name in flag.names), None)


HELP = Flag("--help", "-h", help="Show this message and exit")
"""The flag that Typer gives to every command."""


def flag_named(commands: "Mapping[str, Command]", path: str, name: str) -> "Flag | None":
    """What a spelling means behind these words: the command's flag, hv's, or any command's.

    Before the command is known, a spelling that is a switch of one command takes no value.
    """
    for where in (path, ""):
        if where in commands and (found := commands[where].flag(name)):
            return found
    every = (found for each in commands.values() if (found := each.flag(name)))
    return min(every, key=lambda flag: flag.takes_value, default=None)


def command(
    path: str,
    panel: str = "",
    *,
    topic: str = "output",
    drains: str = "",
    asks: int = 0,
    needs_command: bool = False,
) -> "Callable[[Function], Function]":
    """Declare the function as a command; its docstring is the help, its parameters the flags.

    It is called with the run and keywords, and gives the exit status; None is 0. With
    `needs_command` it is a group that shows its help when it is typed alone.
    """

    def declare(function: "Function") -> "Function":
        declared = {"path": path, "panel": panel, "topic": topic, "drains": drains}
        vars(function)["declared"] = {**declared, "asks": asks, "needs_command": needs_command}
        return function

    return declare
