"""The commands of `hv`, put together. Importing this loads nothing heavy."""

from typing import Annotated

import typer

from harvest_cli.commands import log, look, sandbox
from harvest_cli.commands import options as o
from harvest_cli.commands.invocation import GlobalFlags, checked_timeout

TRACK, LOOK, SET_UP = "Track", "Look", "Set up"

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)

Sandbox = Annotated[bool, typer.Option("--sandbox", help="Use the embedded Harvest account")]
Profile = Annotated[str | None, typer.Option("--profile", help="Which profile")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document")]
Plain = Annotated[bool, typer.Option("--plain", help="Print as into a pipe")]
Color = Annotated[str, typer.Option("--color", help="auto, always or never")]
NoColor = Annotated[bool, typer.Option("--no-color", help="The same as --color never")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print ids or nothing")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask")]
Timeout = Annotated[str | None, typer.Option("--timeout", help="Seconds for the network")]
Version = Annotated[bool, typer.Option("--version", "-V", help="Print the version")]


@app.callback(invoke_without_command=True)
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
    timeout: Timeout = None,
    version: Version = False,
) -> None:
    """Track time in Harvest from a terminal.

    \b
      hv log "2h on Marketing Website yesterday: hero mockups"
      hv entries "last week"
      hv --sandbox log "1h30 TF: interviews"   (try it without an account)
    """
    run = o.invocation_of(context)
    run.flags = GlobalFlags(
        sandbox=sandbox,
        profile=profile,
        json=json,
        plain=plain,
        color="never" if no_color else checked_color(color),
        quiet=quiet,
        no_input=no_input,
        timeout=checked_timeout(timeout) if timeout is not None else None,
    )
    if version:
        from harvest_cli import __version__

        run.output.line(f"hv {__version__}")
    elif context.invoked_subcommand is None:
        look.status(context)


def checked_color(value: str) -> str:
    """`--color` as it may be; raises UsageError."""
    from harvest_cli.domain.errors import UsageError

    if value not in {"auto", "always", "never"}:
        message = f"`--color` is {value!r}"
        raise UsageError(message, hint="Give auto, always or never")
    return value


app.command("log", help=log.HELP, rich_help_panel=TRACK)(log.log)
app.command("status", help=look.STATUS_HELP, rich_help_panel=LOOK)(look.status)
app.command("entries", help=look.ENTRIES_HELP, rich_help_panel=LOOK)(look.entries)
app.command("projects", help=look.PROJECTS_HELP, rich_help_panel=LOOK)(look.projects)
app.command("whoami", help=look.WHOAMI_HELP, rich_help_panel=SET_UP)(look.whoami)
app.add_typer(sandbox.group, name="sandbox", help=sandbox.HELP, rich_help_panel=SET_UP)
