"""`hv delete`."""

from harvest_cli.actions.entries.change import gone
from harvest_cli.actions.entries.edit_words import carry_out_delete, plan_delete
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import agreed, context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.change_text import show_planned
from harvest_cli.show.machine.renderer import render


@command("delete", TRACK, drains=DRAINS_FIRST, asks=1, topic="editing")
def delete(run: Run, *, words: o.Entry = (), yes: o.Yes = False, dry_run: o.DryRun = False) -> int:
    """Delete entries, after asking.

      hv delete 2
      hv delete 2 3
      hv delete last --yes

    Name them as for `hv edit`. Off a terminal --yes is needed.
    """
    if not words:
        message = "The entry is missing"
        raise UsageError(message, hint="Name it: `hv delete last`, or a row, or an id")
    context = context_of(run)
    plan = plan_delete(context, joined_words(words))
    output = output_for(run, context)
    if plan.asks and not (yes or dry_run):
        rows = [gone(context, each, dry_run=True) for each in plan.entries]
        what = counted(len(rows), "entry", "entries")
        agreed(run, lambda: show_planned(rows, output), f"Delete {what}?", f"delete {what}")
    deleted = carry_out_delete(context, plan, sure=yes, dry_run=dry_run)
    return render(deleted, output_for(run, context))
