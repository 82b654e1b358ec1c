"""`hv undo`."""

from typing import Annotated

from harvest_cli.actions.undo.undo import undo as take_back
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, Argument, command
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import render

Count = Annotated[int, Argument("COUNT", help="How many", low=1, high=100, offers="1 2 3")]


@command("undo", TRACK)
def undo(run: Run, *, count: Count = 1, dry_run: o.DryRun = False) -> int:
    """Undo the last change, or the last few.

      hv undo
      hv undo 3
      hv undo --dry-run

    A created entry is deleted, a changed one restored, a deleted one created again
    (with a new id), a stopped timer restarted. The timer that a start had stopped
    runs on; hv tells how many minutes lie in between and does not invent them. An
    entry that was changed since is left alone.
    """
    context = context_of(run)
    undoing = take_back(context, count, dry_run=dry_run)
    render(undoing, output_for(run, context))
    return int(undoing.exit_code)
