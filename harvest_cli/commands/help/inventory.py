"""Every command with its flags, read from the commands themselves.

Completion scripts, the manual page and the tests of help are made from this, so that none of them
can name a flag that does not exist, or forget one that does.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import cleandoc
from typing import Any, NamedTuple, get_args, get_type_hints

from harvest_cli.commands.cli.registry import COMMANDS, GROUPS


class Flag(NamedTuple):
    """One option: every spelling, whether a value follows, and its help."""

    names: tuple[str, ...]
    takes_value: bool
    help: str

    @property
    def long(self) -> str:
        """The spelling that begins with two dashes."""
        return next((name for name in self.names if name.startswith("--")), self.names[0])


class Verb(NamedTuple):
    """One command: its words behind `hv`, its help, its flags, its own verbs."""

    words: tuple[str, ...]
    heading: str
    help: str
    flags: tuple[Flag, ...]
    takes_words: bool
    verbs: tuple["Verb", ...] = ()

    @property
    def name(self) -> str:
        """The last of its words."""
        return self.words[-1]

    @property
    def summary(self) -> str:
        """The first sentence of its help."""
        return self.help.partition("\n")[0].removesuffix(".")

    @property
    def examples(self) -> tuple[str, ...]:
        """The lines of its help that can be typed."""
        lines = (line.strip() for line in self.help.splitlines() if line.startswith("  hv"))
        # What stands apart at the end explains; it is not typed.
        return tuple(line.split("  ")[0] for line in lines)


HELP = Flag(("-h", "--help"), False, "Show this message and exit.")


def global_flags() -> tuple[Flag, ...]:
    """The flags that may stand anywhere."""
    from harvest_cli.commands.verbs.root import hv

    return (*_flags(hv), HELP)


def verbs() -> tuple[Verb, ...]:
    """Every command, in the order of the registry."""
    own = [_command(name, *entry) for name, entry in COMMANDS.items()]
    return (*own, *(_group(name, *entry) for name, entry in GROUPS.items()))


def all_verbs() -> Iterator[Verb]:
    """Every command, and behind a group the commands in it."""
    for verb in verbs():
        yield verb
        yield from verb.verbs


def _command(name: str, module: str, function: str, text: str, heading: str) -> Verb:
    found = import_module(f"harvest_cli.commands.{module}")
    return _verb((name,), getattr(found, function), getattr(found, text), heading)


def _group(name: str, module: str, group: str, text: str, heading: str) -> Verb:
    found = import_module(f"harvest_cli.commands.{module}")
    app = getattr(found, group)
    by_itself = app.registered_callback.callback if app.registered_callback else None
    flags = _flags(by_itself) if by_itself else ()
    own = tuple(
        _verb((name, each.name or each.callback.__name__), each.callback, None, heading)
        for each in app.registered_commands
    )
    return Verb((name,), heading, cleandoc(getattr(found, text)), (*flags, HELP), False, own)


def _verb(words: tuple[str, ...], function: Any, text: str | None, heading: str) -> Verb:
    help_text = cleandoc(text or function.__doc__ or "")
    takes_words = any(not _spellings(meta) for _, meta in _parameters(function))
    return Verb(words, heading, help_text, (*_flags(function), HELP), takes_words)


def _flags(function: Callable[..., Any]) -> tuple[Flag, ...]:
    return tuple(
        Flag(names, kind not in (bool, bool | None), getattr(meta, "help", None) or "")
        for kind, meta in _parameters(function)
        if (names := _spellings(meta))
    )


def _parameters(function: Callable[..., Any]) -> Iterator[tuple[Any, Any]]:
    """Type and description of each parameter that stands on the command line."""
    hints = get_type_hints(function, include_extras=True)
    for name, hint in hints.items():
        kind, *metas = get_args(hint) or (hint,)
        if metas and name != "return":
            yield kind, metas[0]


def _spellings(meta: Any) -> tuple[str, ...]:
    # Typer keeps the first spelling of an annotated option as its default.
    declared = (getattr(meta, "default", None), *(getattr(meta, "param_decls", None) or ()))
    names = [name for name in declared if isinstance(name, str) and name.startswith("-")]
    return tuple(spelled for name in names for spelled in name.split("/"))
