"""`hv whoami`."""

from harvest_cli.actions.resolve.projects import whoami as look
from harvest_cli.commands.cli.declaration import SET_UP, command
from harvest_cli.commands.cli.output import output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.machine.renderer import render


@command("whoami", SET_UP, topic="accounts")
def whoami(run: Run) -> None:
    """Show who is logged in, to which account, with which role.

    hv whoami
    hv whoami --json
    """
    context = context_of(run)
    render(look(context), output_for(run, context))
