"""`hv` itself: the flags that may stand anywhere, and what happens without a command."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.flags import global_flags

Sandbox = Annotated[bool, typer.Option("--sandbox", help="Use the embedded Harvest account")]
Profile = Annotated[str | None, typer.Option("--profile", help="Which profile")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document")]
Plain = Annotated[bool, typer.Option("--plain", help="Print as into a pipe")]
Color = Annotated[str, typer.Option("--color", help="auto, always or never")]
NoColor = Annotated[bool, typer.Option("--no-color", help="The same as --color never")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print ids or nothing")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print long lists at once")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask")]
QueueOk = Annotated[
    bool, typer.Option("--queue-ok", help="Exit 0, not 75, while an entry waits here")
]
Timeout = Annotated[str | None, typer.Option("--timeout", help="Seconds for the network")]
Jitter = Annotated[
    str | None, typer.Option("--jitter", help="Wait up to so long first, by chance: 60s")
]
Into = Annotated[
    str | None, typer.Option("--output", "-o", help="Write the answer to a file, whole or not")
]
Version = Annotated[bool, typer.Option("--version", "-V", help="Print the version")]


def hv(
    context: typer.Context,
    sandbox: Sandbox = False,
    profile: Profile = None,
    json: Json = False,
    plain: Plain = False,
    color: Color = "auto",
    no_color: NoColor = False,
    quiet: Quiet = False,
    no_input: NoInput = False,
    no_pager: NoPager = False,
    queue_ok: QueueOk = False,
    timeout: Timeout = None,
    jitter: Jitter = None,
    output: Into = None,
    version: Version = False,
) -> None:
    """Track time in Harvest from a terminal.

    \b
      hv log "2h on Marketing Website yesterday: hero mockups"
      hv entries "last week"
      hv --sandbox log "1h30 TF: interviews"   (try it without an account)
    """
    run = o.invocation_of(context)
    run.flags = global_flags(
        sandbox=sandbox,
        profile=profile,
        json=json,
        plain=plain,
        color=color,
        no_color=no_color,
        quiet=quiet,
        no_input=no_input,
        no_pager=no_pager,
        queue_ok=queue_ok,
        timeout=timeout,
        jitter=jitter,
        output=output,
    )
    if version:
        from harvest_cli import __version__

        run.output.line(f"hv {__version__}")
    elif context.invoked_subcommand is None:
        from harvest_cli.commands.verbs.status import status

        status(context)
