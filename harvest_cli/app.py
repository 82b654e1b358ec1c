"""The commands of `hv`, put together by Typer. Importing this loads nothing heavy."""

from importlib import import_module
from typing import Annotated, Any

import typer

from harvest_cli.commands import options as o
from harvest_cli.commands.flags import global_flags
from harvest_cli.commands.registry import COMMANDS, GROUPS, TOPICS

Sandbox = Annotated[bool, typer.Option("--sandbox", help="Use the embedded Harvest account")]
Profile = Annotated[str | None, typer.Option("--profile", help="Which profile")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document")]
Plain = Annotated[bool, typer.Option("--plain", help="Print as into a pipe")]
Color = Annotated[str, typer.Option("--color", help="auto, always or never")]
NoColor = Annotated[bool, typer.Option("--no-color", help="The same as --color never")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print ids or nothing")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Print long lists at once")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask")]
Timeout = Annotated[str | None, typer.Option("--timeout", help="Seconds for the network")]
Jitter = Annotated[
    str | None, typer.Option("--jitter", help="Wait up to so long first, by chance: 60s")
]
Version = Annotated[bool, typer.Option("--version", "-V", help="Print the version")]


def build_app(verb: str | None = None) -> typer.Typer:
    """The app with the one command that was typed, or with all where that is not known.

    Typer inspects every command that it is given: with one it starts sooner.
    """
    app = typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )
    app.callback(invoke_without_command=True)(hv)
    known = verb in COMMANDS or verb in GROUPS
    for name, (module, function, text, panel) in COMMANDS.items():
        if name == verb or not known:
            command = _of(module, function)
            help_text = _of(module, text)
            app.command(name, help=help_text, epilog=_more(name), rich_help_panel=panel)(command)
    for name, (module, group, text, panel) in GROUPS.items():
        if name == verb or not known:
            help_text = _of(module, text)
            told = {"help": help_text, "epilog": _more(name), "rich_help_panel": panel}
            app.add_typer(_of(module, group), name=name, **told)
    return app


def _more(verb: str) -> str:
    """The last line of a command's help."""
    return f"Flags of every command: hv --help. More: hv help {TOPICS.get(verb, 'output')}."


def _of(module: str, name: str) -> Any:
    return getattr(import_module(f"harvest_cli.commands.{module}"), name)


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
    timeout: Timeout = None,
    jitter: Jitter = None,
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
        timeout=timeout,
        jitter=jitter,
    )
    if version:
        from harvest_cli import __version__

        run.output.line(f"hv {__version__}")
    elif context.invoked_subcommand is None:
        from harvest_cli.commands.standing import status

        status(context)
