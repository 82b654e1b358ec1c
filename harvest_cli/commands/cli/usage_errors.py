"""Flags and commands that do not exist: what is wrong, and what was meant."""

from collections.abc import Collection, Sequence

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import TEXTS, Command
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.wording import close_words, quoted

LONGEST = 60
NEAR = 0.65
"""How much alike a command must be: `look` is no `logout`."""
LIKE = 0.75
"""How much alike a flag must be to be proposed: below that another flag would be proposed."""
SYNONYMS = {
    word: meant
    for meant, words in {
        "entries today": "today",
        "entries yesterday": "yesterday",
        "status": "now",
        "entries": "ls list show",
        "log": "add new track time",
        "start": "begin switch timer",
        "stop": "pause end finish",
        "restart": "continue resume",
        "edit": "change update",
        "edit last --note": "note notes",
        "delete": "rm del remove",
        "delete running": "cancel",
        "undo": "revert",
        "report": "summary stats",
        "report uninvoiced": "uninvoiced invoices",
        "report budget": "budget",
        "projects": "clients",
        "people": "team",
        "gaps": "missing",
        "balance": "overtime",
        "entries approved": "approvals",
        "outbox": "queue",
        "sync": "push",
        "entries --search": "search",
        "config": "settings",
        "login": "auth signin",
        "logout": "signout",
        "whoami": "me",
        "doctor": "check",
        "help": "man",
        "--version": "version",
    }.items()
    for word in words.split()
}
"""What other programs call a command, and what hv calls it; what is typed behind it is kept."""
GONE = ("delete", "drop", "unset", "remove")
ACTIONS = {
    **dict.fromkeys(("delete", "remove", "rm", "del", "drop", "unset", "discard"), GONE),
    **dict.fromkeys(("create", "invite", "add", "new"), ("add", "set")),
    **dict.fromkeys(("change", "update"), ("edit", "set")),
    **dict.fromkeys(("show", "ls", "print"), ("list",)),
    **dict.fromkeys(("start", "run"), ("serve",)),
    **dict.fromkeys(("send", "push"), ("retry",)),
}
"""The same of words behind a command: the first of these that it has is meant."""


def no_flag(flag: str, command: Command) -> UsageError:
    """The refusal of a flag that the command, and hv, do not have; the likeliest is proposed.

    The letters behind one dash are told apart: `-nx` is about `-x`.
    """
    path = f"hv {command.path}"
    if not flag.startswith("--"):
        unknown = (f"-{letter}" for letter in flag[1:] if command.flag(f"-{letter}") is None)
        flag = next(unknown, flag)
    flags = [name for each in (*command.flags, *COMMANDS[""].flags) for name in each.names]
    near = close_words(flag, sorted(name for name in flags if name.startswith("--")), 2, LIKE)
    hint = f"See `{path} --help`"
    if near:
        hint = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?"
    elif any(each.kind == TEXTS for each in command.arguments):
        hint += "; put words that begin with a dash after `--`"
    return UsageError(f"`{path}` has no flag `{flag[:LONGEST]}`", hint=hint)


def no_command(group: str, name: str) -> UsageError:
    """The refusal of a word behind a group of commands."""
    path = f"hv {group}"
    known = sorted(each.name for each in COMMANDS.values() if each.path and each.group == group)
    near = _actions(name, known) or close_words(name.lower(), known)
    hint = f"Did you mean `{path} {near[0]}`?" if near else f"See `{path} --help`"
    return UsageError(f"`{path}` has no command {quoted(name)}", hint=hint)


def _actions(name: str, known: Sequence[str]) -> list[str]:
    return [each for each in ACTIONS.get(name.lower(), ()) if each in known]


def refuse_action(path: str, words: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for a word of another program in front of a name: `invite`, `remove`."""
    if len(words) > 1 and words[0] in ("invite", "create", "rm", "delete", "remove"):
        near = _actions(words[0], known)
        hint = f"Did you mean `{_with_words(f'{path} {near[0]}', words[1:])}`?"
        message = f"`hv {path}` has no action {quoted(words[0])}"
        raise UsageError(message, hint=hint)


def refuse_changes(path: str, flags: Sequence[object], example: str, *, more: bool = False) -> None:
    """Raise UsageError where flags of `add` and `edit` are set, or `more` that asks nothing."""
    if more or any(value is not None for value in flags):
        message = f"These flags are for `hv {path} add` and `hv {path} edit`"
        raise UsageError(message, hint=example)


def unknown_command(verb: str, words: Sequence[str], aliases: Collection[str] = ()) -> UsageError:
    """The refusal; nothing is run in its place, and no beginning of a command is taken for it."""
    message = f'Unknown command "{verb[:LONGEST]}"'
    return UsageError(message, code="unknown_command", hint=_meant(verb, words, aliases))


def _meant(verb: str, words: Sequence[str], aliases: Collection[str]) -> str:
    names = [each.path for each in COMMANDS.values() if each.path and not each.group]
    typed = verb[:LONGEST].lower()
    if verb in aliases:
        return f"An alias stands in a sentence: `{_with_words(f'log {verb}', words)}`"
    if typed in SYNONYMS:
        return f"Did you mean `{_with_words(SYNONYMS[typed], words)}`?"
    begun = [name for name in names if len(verb) > 1 and name.startswith(typed)]
    # The same letters in another order are the likeliest slip of all.
    turned = [name for name in names if sorted(name) == sorted(typed)]
    near = begun or turned or close_words(typed, names, 2, NEAR)
    like_a_sentence = " " in verb or any(character.isdigit() for character in verb)
    if near and not like_a_sentence:
        return f"Did you mean {' or '.join(f'`hv {name}`' for name in near[:2])}?"
    if words or like_a_sentence:
        return f"To log time: `hv log {' '.join([verb, *words])[:LONGEST]}`"
    return "`hv --help` lists the commands"


def _with_words(command: str, words: Sequence[str]) -> str:
    """The command line that was meant, as a shell reads it."""
    # Only a mistake needs it.
    import shlex

    if command.endswith(" --note"):
        # The flag takes one word, and all of them.
        words = [" ".join(words)] if words else []
        command = command if words else command.removesuffix(" --note")
    return " ".join(["hv", command, *map(shlex.quote, words)])
