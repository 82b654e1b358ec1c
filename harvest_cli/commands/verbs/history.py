"""`hv history`."""

from harvest_cli.actions.outbox.history import history as written
from harvest_cli.actions.undo.managed import managed
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import LOOK, Argument, command
from harvest_cli.commands.cli.output import local_output
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.answers.undo_text import History
from harvest_cli.show.machine.renderer import Layout, render

Count = Annotated[int, Argument("COUNT", help="How many", low=1, high=100, offers="10 20 50")]


@command("history", LOOK, topic="editing")
def history(run: Run, *, count: Count = 20, header: o.Header = False) -> None:
    """List the changes that hv made in this account, newest first.

    hv history
    hv history 50
    hv history --json
    """
    context = context_of(run)
    found = History(tuple(written(context, count)), tuple(managed(context)[:count]))
    render(found, local_output(run, context), Layout(header=header))
