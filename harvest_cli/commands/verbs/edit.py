"""`hv edit`."""

from harvest_cli.actions.entries.change import previewed
from harvest_cli.actions.entries.edit import Edit
from harvest_cli.actions.entries.edit_words import EditPlan, edit_in_words
from harvest_cli.actions.resolve.flags import in_hours
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, Flag, command
from harvest_cli.commands.cli.editor import note_editor
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import agreed, context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.change_text import show_planned
from harvest_cli.show.machine.renderer import render

Hours = Annotated[
    str | None, Flag("--hours LENGTH", help="1:30, or more or less: +15m, -0:15", offers=o.LENGTHS)
]
Note = Annotated[str | None, Flag("--note TEXT", help='New notes; "" clears them')]
Append = Annotated[str | None, Flag("--append TEXT", help="Add a line to the notes")]
Ref = Annotated[str | None, Flag("--ref LINK", help="Link to an issue or card; none removes it")]
Begin = Annotated[
    str | None, Flag("--from TIME", "--start", help="Time of day it began", offers=o.TIMES)
]
End = Annotated[str | None, Flag("--to TIME", "--end", help="Time of day it ended", offers=o.TIMES)]


@command("edit", TRACK, topic="editing", drains=DRAINS_FIRST, asks=1)
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
    ref: Ref = None,
    in_editor: o.InEditor = False,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
) -> int:
    """Change entries; shows before and after.

      hv edit last +15m
      hv edit 2 1h30 yesterday: hero mockups
      hv edit 1-3 --project TF --task Research
      hv edit last -e            (the notes in your editor)

    Name entries by their rows in the last list, `last`, `running`, `^2` (the one
    before the last), an id, words that fit one entry, or days. `last` is the entry
    that you made or changed last. A length, a day, times, a project, a task and,
    behind a colon, notes can follow.
    """
    asked = Edit(
        in_hours(hours) if hours else hours,
        note,
        append,
        project,
        client,
        task,
        date,
        from_,
        to,
        ref=ref,
    )
    context = context_of(run)
    editor = note_editor(run, context) if in_editor else None

    def look(plan: EditPlan) -> None:
        rows = [previewed(context, each) for each in plan.changes]
        what = counted(len(rows), "entry", "entries")
        shown = output_for(run, context)
        agreed(run, lambda: show_planned(rows, shown), f"Change {what}?", f"change {what}")

    asks = None if yes or dry_run else look
    words_ = joined_words(words)
    changed = edit_in_words(context, words_, asked, editor, look=asks, dry_run=dry_run)
    return render(changed, output_for(run, context))
