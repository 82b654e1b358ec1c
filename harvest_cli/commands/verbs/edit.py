"""`hv edit`."""

from typing import Annotated

from harvest_cli.actions.entries.edit import Edit, edit_entry
from harvest_cli.actions.resolve.flags import in_hours
from harvest_cli.commands.cli import offers
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, Flag, command
from harvest_cli.commands.cli.editor import note_editor
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import render

Hours = Annotated[
    str | None,
    Flag(
        "--hours",
        metavar="LENGTH",
        help="1:30, or more or less: +15m, -0:15",
        offers=offers.LENGTHS,
    ),
]
Note = Annotated[str | None, Flag("--note", metavar="TEXT", help='New notes; "" clears them')]
Append = Annotated[str | None, Flag("--append", metavar="TEXT", help="Add a line to the notes")]
Begin = Annotated[
    str | None,
    Flag("--from", "--start", metavar="TIME", help="Time of day it began", offers=offers.TIMES),
]
End = Annotated[
    str | None,
    Flag("--to", "--end", metavar="TIME", help="Time of day it ended", offers=offers.TIMES),
]


@command("edit", TRACK, topic="sentences", drains=DRAINS_FIRST)
def edit(
    run: Run,
    *,
    words: o.Entry = (),
    hours: Hours = None,
    note: Note = None,
    append: Append = None,
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    from_: Begin = None,
    to: End = None,
    in_editor: o.InEditor = False,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
) -> int:
    """Change an entry; shows before and after.

      hv edit last --hours +15m
      hv edit 2 --note "hero mockups" --date friday
      hv edit ^2 --project TF --task Research
      hv edit last -e                 (the notes in your editor)

    Name the entry by its row in the last list, `last`, `running`, `^2` (the one
    before the last), an id, or words that fit one entry.
    """
    asked = Edit(
        in_hours(hours) if hours else hours, note, append, project, client, task, date, from_, to
    )
    context = context_of(run)
    reference, asked = _with_amount(joined_words(words), asked)
    editor = note_editor(run, context) if in_editor else None
    changed = edit_entry(context, reference, asked, editor, sure=yes, dry_run=dry_run)
    render(changed, output_for(run, context))
    return int(changed.exit_code)


def _with_amount(words: str, asked: Edit) -> tuple[str, Edit]:
    """`last +15m`: an amount behind the reference is the same as `--hours`."""
    pieces = words.split()
    if asked.hours is None and pieces and pieces[-1][0] in "+-" and pieces[-1][1:2].isdigit():
        return " ".join(pieces[:-1]), asked._replace(hours=pieces[-1])
    return words, asked
