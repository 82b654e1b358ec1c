"""`hv delete`."""

from harvest_cli.actions.entries.edit import delete_entry
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import DRAINS_FIRST, TRACK, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.render import render


@command("delete", TRACK, drains=DRAINS_FIRST)
def delete(run: Run, *, words: o.Entry = (), yes: o.Yes = False, dry_run: o.DryRun = False) -> int:
    """Delete an entry, after asking.

      hv delete 2
      hv delete last --yes

    Name it as for `hv edit`. Off a terminal --yes is needed.
    """
    if not words:
        message = "The entry is missing"
        raise UsageError(message, hint="Name it: `hv delete last`, or a row, or an id")
    context = context_of(run)
    deleted = delete_entry(context, joined_words(words), sure=yes, dry_run=dry_run)
    render(deleted, output_for(run, context))
    return int(deleted.exit_code)
