"""The completion scripts of the shells, made from the commands and their flags.

One more shell is a template in `shells/` and a row in `SHELLS`.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import FILE, Command, Flag, flag_named
from harvest_cli.commands.help.pages import all_commands, commands, global_flags, subcommands
from harvest_cli.domain.records import NamedTuple

FOLDER = Path(__file__).with_name("shells")


def set_up_line(shell: str) -> str:
    """What to type once to have completion in a shell: the script says it in its first lines."""
    return _template(shell).partition(" Set up: ")[2].partition("\n")[0]


def script(shell: str) -> str:
    """The whole script of a shell."""
    template = _template(shell)
    for name, text in SHELLS[shell].parts().items():
        template = template.replace(f"@@{name}@@", text)
    return template


def _template(shell: str) -> str:
    return (FOLDER / f"{shell}.txt").read_text(encoding="utf-8")


def _values() -> list[str]:
    """Flags whose value is the next word, whatever the command."""
    flags = (flag for command in COMMANDS.values() for flag in command.flags)
    names = sorted({name for flag in flags for name in flag.names})
    found = [(name, flag_named(COMMANDS, "", name)) for name in names]
    return [name for name, flag in found if flag is not None and flag.takes_value]


def _with_flags() -> Iterable[tuple[str, Sequence[Flag]]]:
    """Each command that is no group as one string, with its own flags."""
    for each in all_commands():
        if not each.is_group:
            yield each.path, each.flags


def _groups() -> list[tuple[Command, tuple[Command, ...]]]:
    return [(each, subcommands(each)) for each in commands() if each.is_group]


def _spellings(flags: Iterable[Flag]) -> str:
    return " ".join(name for flag in flags for name in flag.names)


# -- bash --------------------------------------------------------------------------------------


def _bash() -> dict[str, str]:
    common = _spellings(global_flags())
    flags = [
        f'        "{words}") list="{_spellings(own)} {common}" ;;'
        for words, own in _with_flags()
        if own
    ]
    subverbs = [
        f'        {group.name}) list="{" ".join(verb.name for verb in own)}" ;;'
        for group, own in _groups()
    ]
    return {
        "FLAGS": "\n".join(flags),
        "GLOBAL": common,
        "VERBS": " ".join(verb.name for verb in commands()),
        "SUBVERBS": "\n".join(subverbs),
        "VALUES": "|".join(_values()),
        "GROUPS": "|".join(sorted(group.name for group, _ in _groups())),
    }


# -- zsh ---------------------------------------------------------------------------------------


def _zsh() -> dict[str, str]:
    flags = [
        f'        ("{words}")\n            offers=(\n{_zsh_flags(own, 16)}\n            ) ;;'
        for words, own in _with_flags()
        if own
    ]
    subverbs = [
        f"        ({group.name})\n            offers=(\n{_zsh_verbs(own)}\n            ) ;;"
        for group, own in _groups()
    ]
    return {
        "FLAGS": "\n".join(flags),
        "GLOBAL": _zsh_flags(global_flags(), 8),
        "VERBS": _zsh_verbs(commands()),
        "SUBVERBS": "\n".join(subverbs),
        "VALUES": "|".join(_values()),
        "GROUPS": "|".join(sorted(group.name for group, _ in _groups())),
    }


def _zsh_flags(flags: Iterable[Flag], indent: int) -> str:
    pairs = [(name, flag.help) for flag in flags for name in flag.names]
    return _zsh_pairs(pairs, indent)


def _zsh_verbs(own: Iterable[Command]) -> str:
    return _zsh_pairs([(verb.name, verb.summary) for verb in own], 16)


def _zsh_pairs(pairs: Iterable[tuple[str, str]], indent: int) -> str:
    lines = [_quoted(f"{name}:{text.replace(':', chr(92) + ':')}") for name, text in pairs]
    return "\n".join(f"{' ' * indent}{line}" for line in lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# -- fish --------------------------------------------------------------------------------------


def _fish() -> dict[str, str]:
    lines = []
    for verb in commands():
        lines.append(f"complete -c hv -n __hv_no_verb {_fish_word(verb)}")
        for own in subcommands(verb):
            where = f"'__hv_verb {verb.name}; and __hv_no_sub'"
            lines.append(f"complete -c hv -n {where} {_fish_word(own)}")
    lines += [f"complete -c hv {_fish_flag(flag)}" for flag in global_flags()]
    of: dict[str, list[str]] = {}
    for words, flags in _with_flags():
        for flag in flags:
            of.setdefault(_fish_flag(flag), []).append(f'"{words}"' if " " in words else words)
    lines += [f"complete -c hv -n '__hv_verb {' '.join(own)}' {flag}" for flag, own in of.items()]
    return {"COMMANDS": "\n".join(lines), "VALUES": " ".join(_values())}


def _fish_word(verb: Command) -> str:
    return f"-a {verb.name} -d {_fish_quoted(verb.summary)}"


def _fish_flag(flag: Flag) -> str:
    names = [f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in flag.names]
    value = ""
    if flag.takes_value:
        value = " -r -F" if flag.offers == FILE else " -x -k -a '(__hv_names)'"
    return f"{' '.join(names)}{value} -d {_fish_quoted(flag.help)}"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# -- PowerShell --------------------------------------------------------------------------------


def _powershell() -> dict[str, str]:
    flags = [
        f"        '{words}' = [ordered]@{{\n{_ps_flags(own)}\n        }}"
        for words, own in _with_flags()
        if own
    ]
    subverbs = [
        f"        '{group.name}' = [ordered]@{{\n{_ps_verbs(own)}\n        }}"
        for group, own in _groups()
    ]
    return {
        "GLOBAL": _ps_flags(global_flags()),
        "VERBS": _ps_verbs(commands()),
        "SUBVERBS": "\n".join(subverbs),
        "FLAGS": "\n".join(flags),
        "VALUES": ", ".join(f"'{name}'" for name in _values()),
    }


def _ps_flags(flags: Iterable[Flag]) -> str:
    # Names of a PowerShell table differ in more than case: -v and -V would be one.
    named = {name.lower(): (name, flag.help) for flag in flags for name in flag.names}
    return _ps_pairs(named.values())


def _ps_verbs(own: Iterable[Command]) -> str:
    return _ps_pairs((verb.name, verb.summary) for verb in own)


def _ps_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"            '{n}' = '{text.replace(chr(39), chr(39) * 2)}'" for n, text in pairs
    )


class Shell(NamedTuple):
    """A shell: the name under which its script is shipped, and what fills its template."""

    file: str
    parts: Callable[[], dict[str, str]]


SHELLS = {
    "bash": Shell("hv.bash", _bash),
    "zsh": Shell("_hv", _zsh),
    "fish": Shell("hv.fish", _fish),
    "powershell": Shell("hv.ps1", _powershell),
}
