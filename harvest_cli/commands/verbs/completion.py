"""`hv completion`."""

from harvest_cli.commands.cli.declaration import SET_UP, Argument, command
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.help.completion import SHELLS, script
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import quoted
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.help_text import Script

Shell = Annotated[str, Argument("SHELL", offers=" ".join(SHELLS))]


@command("completion", SET_UP, topic="shell")
def completion(run: Run, *, shell: Shell) -> None:
    """Print the completion script of a shell.

      hv completion bash >> ~/.bash_completion
      hv completion zsh > "${fpath[1]}/_hv"
      hv completion fish > ~/.config/fish/completions/hv.fish
      hv completion powershell >> $PROFILE

    The script knows commands and flags. Names of projects, clients, tasks, aliases and
    entries come from a file of this machine: never from the network, and never spelled
    so that a shell could take them for anything else. Its first lines say where it goes.
    """
    if shell not in SHELLS:
        message = f"No completion script for {quoted(shell)}"
        raise UsageError(message, hint=f"Give {', '.join(SHELLS)}")
    render(Script(shell, script(shell)), run.output)
