"""Reads the commands from the functions that declare them, and writes them as a table.

`python -m tests.shells.ship` writes it to `harvest_cli/commands/cli/command_table.py`.
"""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, get_args, get_type_hints

from harvest_cli.commands.cli import declaration as d
from harvest_cli.commands.cli.run import GlobalFlags
from harvest_cli.commands.verbs import VERBS
from tests.shells.conftest import ROOT

FILE = ROOT / "harvest_cli" / "commands" / "cli" / "command_table.py"
HEAD = '''"""Every command, its flags and help; written by `python -m tests.shells.ship`.

A line is read, completed and explained by it without loading the functions that declare it.
"""

# fmt: off
# ruff: noqa: E501, RUF100

from harvest_cli.commands.cli.declaration import Argument, Command, Flag

'''
HV = """Track time in Harvest from a terminal.

  hv log "2h on Marketing Website yesterday: hero mockups"
  hv entries "last week"
  hv --sandbox log "1h30 TF: interviews"   (try it without an account)
"""
KINDS: dict[Any, str] = {
    **dict.fromkeys((bool, bool | None), d.SWITCH),
    **dict.fromkeys((int, int | None), d.NUMBER),
    **dict.fromkeys((str, str | None, float, float | None), d.TEXT),
}
"""Kinds by the type of a parameter; any other is a sequence of texts."""


def declared() -> list[d.Command]:
    """Every command that a file of `verbs` declares, hv itself first."""
    functions = [function for verb in VERBS for function in _functions(verb)]
    groups = {path.rpartition(" ")[0] for path, _, _ in functions}
    # A record has its constructor from the first one on that is made with values.
    flags = [
        each for each in parameters(type(GlobalFlags(sandbox=False))) if isinstance(each, d.Flag)
    ]
    found = [d.Command("", "", panel="", topic="output", help=HV.strip(), flags=tuple(flags))]
    return found + [_command(*each, is_group=each[0] in groups) for each in functions]


def _functions(verb: str) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    module = import_module(f"harvest_cli.commands.verbs.{verb}")
    for name, function in vars(module).items():
        if getattr(function, "__module__", "") == module.__name__ and hasattr(function, "declared"):
            yield function.declared["path"], f"{verb}:{name}", function


def _command(path: str, place: str, function: Callable[..., Any], is_group: bool) -> d.Command:
    said = function.declared  # type: ignore[attr-defined]
    found = parameters(function)
    return d.Command(
        path,
        "" if said["needs_command"] else place,
        panel=said["panel"],
        topic=said["topic"],
        help=_help(function),
        drains=said["drains"],
        asks=said["asks"],
        is_group=is_group,
        arguments=tuple(each for each in found if isinstance(each, d.Argument)),
        flags=tuple(each for each in found if isinstance(each, d.Flag)),
    )


def _help(function: Callable[..., Any]) -> str:
    """The docstring; its examples, lines that begin with `hv`, stand two blanks to the right."""
    parts = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    lines = [[line.strip() for line in part.split("\n")] for part in parts]
    return "\n\n".join(
        "\n".join(f"  {line}" for line in own)
        if all(line.startswith("hv") for line in own)
        else part
        for own, part in zip(lines, parts, strict=True)
    )


def parameters(function: Callable[..., Any]) -> list[d.Flag | d.Argument]:
    """What each annotated parameter declares, with what follows from its type and default."""
    found = []
    hints = get_type_hints(function, include_extras=True)
    # A tuple has its fields at once, and its constructor when there is a first one.
    given = getattr(function, "_field_defaults", None) or {
        name: each.default for name, each in inspect.signature(function).parameters.items()
    }
    for name, default in given.items():
        kind, *metas = get_args(hints[name]) or (hints[name],)
        if not metas:
            continue
        meta = metas[0]
        own: dict[str, Any] = {"dest": name, "kind": KINDS.get(kind, d.TEXTS)}
        if isinstance(default, str | int) and not isinstance(default, bool):
            own["default"] = str(default)
        if isinstance(meta, d.Argument) and default is inspect.Parameter.empty:
            own["required"] = True
        found.append(_again(meta, **own))
    return found


def _again(meta: d.Flag | d.Argument, **own: Any) -> d.Flag | d.Argument:
    if isinstance(meta, d.Flag):
        said = {name: getattr(meta, name) for name in ("help", "off", "offers")}
        if d.Flag(*_spelled(meta), help="").dest == own["dest"]:
            del own["dest"]
        return d.Flag(*_spelled(meta), **said, **own)
    names = ("help", "offers", "then", "low", "high", "lines")
    return d.Argument(meta.metavar, **{name: getattr(meta, name) for name in names}, **own)


def _spelled(flag: d.Flag) -> list[str]:
    first, *others = flag.names
    return [f"{first} {flag.metavar}".strip(), *(name for name in others if name != flag.off)]


# -- as a file ---------------------------------------------------------------------------------


def table() -> str:
    """The text of the file. A flag that several commands share stands in it once.

    It is named after the first of them: a new flag moves no other line.
    """
    named: dict[str, str] = {}
    rows = []
    for each in declared():
        said = [f"panel={each.panel!r}", f"topic={each.topic!r}"]
        said += [f"drains={each.drains!r}"] * bool(each.drains)
        said += [f"asks={each.asks}"] * bool(each.asks)
        said += ["is_group=True"] * each.is_group
        for field in ("arguments", "flags"):
            names = [
                named.setdefault(source(one), f"_{'_'.join([*each.path.split(), one.dest])}")
                for one in getattr(each, field)
            ]
            said += [f"{field}=({', '.join(names)},)"] * bool(names)
        said.append(f"help={each.help!r}")
        rows.append(f"    {each.path!r}: Command({each.path!r}, {each.function!r}, ")
        rows[-1] += f"{', '.join(said)}),"
    lines = [f"{name} = {text}" for text, name in named.items()]
    body = "\n".join([*lines, "COMMANDS = {", *rows, "}"])
    return f"{HEAD}{body}\n"


def source(declared: d.Flag | d.Argument) -> str:
    """The call that makes the object again, without what is usual."""
    is_flag = isinstance(declared, d.Flag)
    first = _spelled(declared) if isinstance(declared, d.Flag) else [declared.metavar]
    usual = d.Flag(*first, help="") if is_flag else d.Argument(*first)
    skipped = {"names", "metavar"}
    said = [repr(name) for name in first]
    for name in type(declared).__slots__:
        value = getattr(declared, name)
        if name not in skipped and value != getattr(usual, name):
            said.append(f"{'dest' if name == 'renamed' else name}={value!r}")
    return f"{type(declared).__name__}({', '.join(said)})"
