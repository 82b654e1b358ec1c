"""`hv edit`, `hv delete`."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import render

if TYPE_CHECKING:
    from harvest_cli.actions.entries.edit import Edit

EDIT_HELP = """Change an entry; prints what was and what is.

\b
  hv edit last --hours +15m
  hv edit 2 --note "hero mockups" --date friday
  hv edit ^2 --project TF --task Research
  hv edit last -e                 (the notes in your editor)

Name the entry by its row in the last list, `last`, `running`, `^2` (the one
before the last), an id, or words that fit one entry.
"""
DELETE_HELP = """Delete an entry, after asking.

\b
  hv delete 2
  hv delete last --yes

Name it as for `hv edit`. Off a terminal `--yes` is needed.
"""
EditHours = Annotated[
    str | None, typer.Option("--hours", help="1:30, or more or less: +15m, -0:15")
]
EditNote = Annotated[str | None, typer.Option("--note", help='New notes; "" clears them')]
Begin = Annotated[str | None, typer.Option("--from", "--start", help="Time of day it began")]
End = Annotated[str | None, typer.Option("--to", "--end", help="Time of day it ended")]


def edit(
    context: typer.Context,
    words: o.Words = None,
    hours: EditHours = None,
    note: EditNote = None,
    append: o.Append = None,
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    from_: Begin = None,
    to: End = None,
    editor: o.InEditor = False,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
) -> None:
    """Change an entry; prints what was and what is."""
    from harvest_cli.actions.entries.edit import Edit

    asked = Edit(hours, note, append, project, client, task, date, from_, to)
    change(context, joined_words(words), asked, editor, yes, dry_run)


def change(
    context: typer.Context, words: str, asked: "Edit", editor: bool, yes: bool, dry_run: bool
) -> None:
    """Change the entry that is named and show it."""
    from harvest_cli.actions.entries.edit import edit_entry
    from harvest_cli.commands.cli.editor import note_editor

    run = o.invocation_of(context)
    hv = context_of(run)
    reference, asked = with_amount(words, asked)
    in_editor = note_editor(run, hv) if editor else None
    changed = edit_entry(hv, reference, asked, in_editor, sure=yes, dry_run=dry_run)
    render(changed, output_for(run, hv))
    raise typer.Exit(changed.exit_code)


def with_amount(words: str, asked: "Edit") -> tuple[str, "Edit"]:
    """`last +15m`: an amount behind the reference is the same as `--hours`."""
    pieces = words.split()
    if asked.hours is None and pieces and pieces[-1][0] in "+-" and pieces[-1][1:2].isdigit():
        return " ".join(pieces[:-1]), asked._replace(hours=pieces[-1])
    return words, asked


def delete(
    context: typer.Context,
    words: o.Words = None,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
) -> None:
    """Delete an entry, after asking."""
    from harvest_cli.actions.entries.edit import delete_entry
    from harvest_cli.domain.errors import UsageError

    run = o.invocation_of(context)
    if not words:
        message = "The entry is missing"
        raise UsageError(message, hint="Name it: `hv delete last`, or a row, or an id")
    hv = context_of(run)
    deleted = delete_entry(hv, joined_words(words), sure=yes, dry_run=dry_run)
    render(deleted, output_for(run, hv))
    raise typer.Exit(deleted.exit_code)
