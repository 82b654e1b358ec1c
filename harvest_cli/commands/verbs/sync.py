"""`hv sync`."""

from harvest_cli.actions.sync import sync as send
from harvest_cli.commands.cli.declaration import TRACK, Flag, command
from harvest_cli.commands.cli.output import local_output
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.terminal.waiting import progress

Wait = Annotated[bool, Flag("--wait", help="Wait out retry delays")]


@command("sync", TRACK, asks=1, topic="offline")
def sync(run: Run, *, wait: Wait = False) -> int:
    """Send pending entries and resolve unconfirmed ones.

      hv sync
      hv sync --wait              (waits out retry delays)
      hv sync --json

    hv looks for an unconfirmed entry before it sends it again. One that is still not
    on Harvest after a quarter of an hour stays pending; on a terminal hv asks.
    """
    context = context_of(run)
    with progress(run.output, doing="Sending") as told:
        synced = send(context, wait=wait, progress=told)
    return render(synced, local_output(run, context))
