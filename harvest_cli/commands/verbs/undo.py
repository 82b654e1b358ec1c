"""`hv undo`."""

import re
from collections.abc import Sequence

from harvest_cli.actions.undo.managed import take_back
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, Argument, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.language.text.vocabulary import ONES
from harvest_cli.show.machine.renderer import render

Which = Annotated[
    Sequence[str], Argument("COUNT", help="How many commands, or the name of one", offers="1 2 3")
]
_NAME = re.compile(r"[wd][0-9a-f]+")
_MANY = re.compile(
    r"(?:(?:(?:the|my) )*last)? ?(?P<many>(?!command|change)\w+|(?<=last)|^)"
    r"(?: (?:command|change)s?)?"
)


@command("undo", TRACK, topic="editing")
def undo(run: Run, *, count: Which = (), dry_run: o.DryRun = False) -> int:
    """Undo the last command, or the last few.

      hv undo
      hv undo 3
      hv undo --dry-run

    Everything that the command did is undone, and shown: a created entry is deleted,
    a changed one restored, a deleted one created again (with a new id), a stopped
    timer restarted. The timer that a start had stopped runs on; hv tells how many
    minutes lie in between and does not invent them. An entry that was changed since
    is left alone and named; the next hv undo undoes the command before it.
    What hv people and hv tasks did is undone too; a deleted person stays deleted.
    The name of one command may be given in place of a count (hv history shows it).
    """
    number, name = _read(joined_words(count))
    context = context_of(run)
    undoing = take_back(context, number, name, dry_run=dry_run)
    return render(undoing, output_for(run, context))


def _read(count: str) -> tuple[int, str | None]:
    """How many commands, or which one; raises UsageError."""
    if _NAME.fullmatch(count):
        return 1, count
    said = _MANY.fullmatch(count.lower())
    word = said["many"] if said else count
    if not word:
        return 1, None
    try:
        number = ONES[word] if word in ONES else int(word)
    except ValueError:
        number = None
    if number is not None and 1 <= number <= 100:
        return number, None
    wanted = "a whole number" if number is None else "a number from 1 to 100"
    message = f'Expected {wanted}, got "{count[:40]}" (COUNT)'
    text, hint = f"hv undo {count}", "See `hv undo --help`"
    raise UsageError(message, hint=hint, text=text, span=(len("hv undo "), len(text)))
