"""`hv completion`."""

from typing import Annotated

import typer

from harvest_cli.commands import options as o

HELP = """Print the completion script of a shell.

\b
  hv completion bash >> ~/.bash_completion
  hv completion zsh > "${fpath[1]}/_hv"
  hv completion fish > ~/.config/fish/completions/hv.fish
  hv completion powershell >> $PROFILE

The script knows commands and flags. Names of projects, clients, tasks, aliases and
entries come from what hv remembers: never from the network, and never spelled so
that a shell could take them for anything else.
"""


Shell = Annotated[str, typer.Argument(show_default=False)]


def completion(context: typer.Context, shell: Shell) -> None:
    """Print the completion script of a shell."""
    from harvest_cli.commands.completion_scripts import FILE_NAMES, script
    from harvest_cli.domain.errors import UsageError
    from harvest_cli.show.setup.help_text import emit_script

    if shell not in FILE_NAMES:
        message = f"There is no completion for {shell[:40]!r}"
        raise UsageError(message, hint=f"Give {', '.join(FILE_NAMES)}")
    emit_script(shell, script(shell), o.invocation_of(context).output)
