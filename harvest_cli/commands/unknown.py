"""What to say to a word that is no command: the one that was meant, or how to log a sentence."""

from collections.abc import Sequence

from harvest_cli.commands.registry import COMMANDS, GROUPS
from harvest_cli.commands.slips import LONGEST
from harvest_cli.domain.errors import UsageError


def unknown_command(verb: str, words: Sequence[str]) -> UsageError:
    """The refusal; nothing is run in its place, and no beginning of a command is taken for it."""
    from difflib import get_close_matches

    names = [*COMMANDS, *GROUPS]
    message = f"There is no command {verb[:LONGEST]!r}"
    typed = verb[:LONGEST].lower()
    if typed == "version":
        return UsageError(message, code="unknown_command", hint="Did you mean `hv --version`?")
    begun = [name for name in names if len(verb) > 1 and name.startswith(typed)]
    # The same letters in another order are the likeliest slip of all.
    turned = [name for name in names if sorted(name) == sorted(typed)]
    near = begun or turned or get_close_matches(typed, names, n=2)
    if near and not _like_a_sentence(verb):
        meant = " or ".join(f"`hv {name}`" for name in near[:2])
        return UsageError(message, code="unknown_command", hint=f"Did you mean {meant}?")
    if words or _like_a_sentence(verb):
        sentence = " ".join([verb, *words])[:LONGEST]
        hint = f"To log time: `hv log {sentence}`"
        return UsageError(message, code="unknown_command", hint=hint)
    return UsageError(message, code="unknown_command", hint="`hv --help` lists the commands")


def _like_a_sentence(verb: str) -> bool:
    return " " in verb or any(character.isdigit() for character in verb)
