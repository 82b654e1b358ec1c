"""The completion scripts of the four shells, made from the inventory of commands and flags.

`hv completion`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.help.complete_words import FILES, FLAGS, GROUPS
from harvest_cli.commands.help.inventory import Flag, Verb, global_flags, verbs
from harvest_cli.show.render import render

FILE_NAMES = {"bash": "hv.bash", "zsh": "_hv", "fish": "hv.fish", "powershell": "hv.ps1"}
"""Shells, and the names under which their scripts are shipped."""
FOLDER = Path(__file__).with_name("shells")


def script(shell: str) -> str:
    """The whole script of a shell."""
    template = (FOLDER / f"{shell}.txt").read_text(encoding="utf-8")
    for name, text in PARTS[shell]().items():
        template = template.replace(f"@@{name}@@", text)
    return template


def _values() -> list[str]:
    """Flags whose value is the next word, whatever the verb."""
    return [name for name in FLAGS if name != "--csv"]


def _with_flags() -> Iterable[tuple[str, Sequence[Flag]]]:
    """Each verb and each verb of a group as one string, with its own flags."""
    for verb in verbs():
        for each in verb.verbs or (verb,):
            yield " ".join(each.words), each.flags[:-1]


def _groups() -> list[Verb]:
    return [verb for verb in verbs() if verb.verbs]


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
        f'        {group.name}) list="{" ".join(verb.name for verb in group.verbs)}" ;;'
        for group in _groups()
    ]
    return {
        "FLAGS": "\n".join(flags),
        "GLOBAL": common,
        "VERBS": " ".join(verb.name for verb in verbs()),
        "SUBVERBS": "\n".join(subverbs),
        "VALUES": "|".join(_values()),
        "GROUPS": "|".join(GROUPS),
    }


# -- zsh ---------------------------------------------------------------------------------------


def _zsh() -> dict[str, str]:
    flags = [
        f'        ("{words}")\n            offers=(\n{_zsh_flags(own, 16)}\n            ) ;;'
        for words, own in _with_flags()
        if own
    ]
    subverbs = [
        f"        ({group.name})\n            offers=(\n{_zsh_verbs(group.verbs)}\n            ) ;;"
        for group in _groups()
    ]
    return {
        "FLAGS": "\n".join(flags),
        "GLOBAL": _zsh_flags(global_flags(), 8),
        "VERBS": _zsh_verbs(verbs()),
        "SUBVERBS": "\n".join(subverbs),
        "VALUES": "|".join(_values()),
        "GROUPS": "|".join(GROUPS),
    }


def _zsh_flags(flags: Iterable[Flag], indent: int) -> str:
    pairs = [(name, flag.help) for flag in flags for name in flag.names]
    return _zsh_pairs(pairs, indent)


def _zsh_verbs(own: Iterable[Verb]) -> str:
    return _zsh_pairs([(verb.name, verb.summary) for verb in own], 16)


def _zsh_pairs(pairs: Iterable[tuple[str, str]], indent: int) -> str:
    lines = [_quoted(f"{name}:{text.replace(':', chr(92) + ':')}") for name, text in pairs]
    return "\n".join(f"{' ' * indent}{line}" for line in lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# -- fish --------------------------------------------------------------------------------------


def _fish() -> dict[str, str]:
    lines = []
    for verb in verbs():
        lines.append(f"complete -c hv -n __hv_no_verb {_fish_word(verb)}")
        for own in verb.verbs:
            where = f"'__hv_verb {verb.name}; and __hv_no_sub'"
            lines.append(f"complete -c hv -n {where} {_fish_word(own)}")
    lines += [f"complete -c hv {_fish_flag('', flag)}" for flag in global_flags()]
    for words, flags in _with_flags():
        lines += [
            f"complete -c hv -n '__hv_verb {words}' {_fish_flag(words, flag)}" for flag in flags
        ]
    return {"COMMANDS": "\n".join(lines), "VALUES": " ".join(_values())}


def _fish_word(verb: Verb) -> str:
    return f"-a {verb.name} -d {_fish_quoted(verb.summary)}"


def _fish_flag(words: str, flag: Flag) -> str:
    names = [f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in flag.names]
    value = ""
    if flag.takes_value:
        is_file = flag.long in FILES and (flag.long != "--csv" or words == "log")
        value = " -r -F" if is_file else " -x -k -a '(__hv_names)'"
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
        f"        '{group.name}' = [ordered]@{{\n{_ps_verbs(group.verbs)}\n        }}"
        for group in _groups()
    ]
    return {
        "GLOBAL": _ps_flags(global_flags()),
        "VERBS": _ps_verbs(verbs()),
        "SUBVERBS": "\n".join(subverbs),
        "FLAGS": "\n".join(flags),
        "VALUES": ", ".join(f"'{name}'" for name in _values()),
    }


def _ps_flags(flags: Iterable[Flag]) -> str:
    # Names of a PowerShell table differ in more than case: -v and -V would be one.
    named = {name.lower(): (name, flag.help) for flag in flags for name in flag.names}
    return _ps_pairs(named.values())


def _ps_verbs(own: Iterable[Verb]) -> str:
    return _ps_pairs((verb.name, verb.summary) for verb in own)


def _ps_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"            '{n}' = '{text.replace(chr(39), chr(39) * 2)}'" for n, text in pairs
    )


PARTS = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}
HELP = """Print the completion script of a shell.

\b
  hv completion bash >> ~/.bash_completion
  hv completion zsh > "${fpath[1]}/_hv"
  hv completion fish > ~/.config/fish/completions/hv.fish
  hv completion powershell >> $PROFILE

The script knows commands and flags. Names of projects, clients, tasks, aliases and
entries come from what hv remembers: never from the network, and never spelled so
that a shell could take them for anything else.
"""
Shell = Annotated[str, typer.Argument(show_default=False)]


def completion(context: typer.Context, shell: Shell) -> None:
    """Print the completion script of a shell."""
    from harvest_cli.domain.errors import UsageError
    from harvest_cli.show.setup.help_text import Script

    if shell not in FILE_NAMES:
        message = f"There is no completion for {shell[:40]!r}"
        raise UsageError(message, hint=f"Give {', '.join(FILE_NAMES)}")
    render(Script(shell, script(shell)), o.invocation_of(context).output)
