"""The completion scripts of the shells, made from the commands and their flags.

One more shell is a template in `shells/` and a row in `SHELLS`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import FILE, Command, Flag, flag_named
from harvest_cli.commands.help.pages import all_commands, commands, global_flags, subcommands
from harvest_cli.domain.records import NamedTuple

Pairs = Sequence[tuple[str, str]]
"""Names with what they are for."""
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


def _of_flags(flags: Iterable[Flag]) -> Pairs:
    return [(name, flag.help) for flag in flags for name in flag.names]


def _of_commands(own: Iterable[Command]) -> Pairs:
    return [(each.name, each.summary) for each in own]


def _parts(listed: Callable[[Pairs], str], of_command: str, of_group: str) -> dict[str, str]:
    """What fills a template: `listed` writes names with their texts, the other two are rows.

    A row holds the words of a command with its flags, or of a group with its commands.
    """
    own_flags = [each for each in all_commands() if each.flags and not each.is_group]
    flags = [(each.path, _of_flags(each.flags)) for each in own_flags]
    groups = [each for each in commands() if each.is_group]
    verbs = [(each.name, _of_commands(subcommands(each))) for each in groups]
    return {
        "GLOBAL": listed(_of_flags(global_flags())),
        "VERBS": listed(_of_commands(commands())),
        "FLAGS": "\n".join(of_command.format(words, listed(own)) for words, own in flags),
        "SUBVERBS": "\n".join(of_group.format(name, listed(own)) for name, own in verbs),
        "VALUES": "|".join(_values()),
        "GROUPS": "|".join(sorted(each.name for each in groups)),
    }


def _bash() -> dict[str, str]:
    def names(pairs: Pairs) -> str:
        return " ".join(name for name, _ in pairs)

    common = names(_of_flags(global_flags()))
    row = f'        "{{0}}") list="{{1}} {common}" ;;'
    return _parts(names, row, '        {0}) list="{1}" ;;')


def _zsh() -> dict[str, str]:
    row = "        ({0})\n            offers=(\n{1}\n            ) ;;"
    parts = _parts(partial(_zsh_rows, 16), row.replace("{0}", '"{0}"'), row)
    return {**parts, "GLOBAL": _zsh_rows(8, _of_flags(global_flags()))}


def _zsh_rows(indent: int, pairs: Pairs) -> str:
    lines = [f"{name}:{text.replace(':', chr(92) + ':')}" for name, text in pairs]
    quoted = ("'" + line.replace("'", "'\\''") + "'" for line in lines)
    return "\n".join(f"{' ' * indent}{line}" for line in quoted)


def _fish() -> dict[str, str]:
    lines = []
    for verb in commands():
        lines.append(f"complete -c hv -n __hv_no_verb {_fish_word(verb)}")
        for own in subcommands(verb):
            where = f"'__hv_verb {verb.name}; and __hv_no_sub'"
            lines.append(f"complete -c hv -n {where} {_fish_word(own)}")
    lines += [f"complete -c hv {_fish_flag(flag)}" for flag in global_flags()]
    of: dict[str, list[str]] = {}
    for each in all_commands():
        words = f'"{each.path}"' if each.group else each.path
        for flag in () if each.is_group else each.flags:
            of.setdefault(_fish_flag(flag), []).append(words)
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


def _powershell() -> dict[str, str]:
    row = "        '{0}' = [ordered]@{{\n{1}\n        }}"
    return {
        **_parts(_powershell_rows, row, row),
        "VALUES": ", ".join(f"'{name}'" for name in _values()),
    }


def _powershell_rows(pairs: Pairs) -> str:
    # Names of a PowerShell table differ in more than case: -v and -V would be one.
    named = {name.lower(): (name, text.replace("'", "''")) for name, text in pairs}
    return "\n".join(f"            '{name}' = '{text}'" for name, text in named.values())


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
