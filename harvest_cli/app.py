"""The commands of `hv` as Typer has them, made from their table. Loads nothing heavy."""

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import NUMBER, SWITCH, TEXTS, Argument, Command, Flag
from harvest_cli.commands.cli.fast_path import run_command
from harvest_cli.commands.cli.run import global_flags

KINDS: dict[str, Any] = {SWITCH: bool | None, NUMBER: int | None, TEXTS: list[str] | None}
"""Types of parameters; the others are text."""


def build_app(verb: str | None = None) -> typer.Typer:
    """The app with the one command that was typed, or with all where that is not known.

    Typer inspects every command that it is given: with one it starts sooner.
    """
    app = _typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )
    groups = {"": app}
    for command in COMMANDS.values():
        told: dict[str, Any] = {
            "help": _help(command.help),
            "epilog": f"Flags of every command: hv --help. More: hv help {command.topic}.",
            "rich_help_panel": command.panel or None,
        }
        if not command.path:
            app.callback(invoke_without_command=True)(_callback(command))
        elif verb in COMMANDS and verb not in (command.path, command.group):
            continue
        elif command.is_group:
            own = groups[command.path] = _typer(invoke_without_command=True)
            own.callback()(_callback(command))
            app.add_typer(own, name=command.name, **told)
        else:
            groups[command.group].command(command.name, **told)(_callback(command))
    return app


def _typer(**more: Any) -> typer.Typer:
    return typer.Typer(rich_markup_mode=None, **more)


def _help(text: str) -> str:
    """The help with the mark that keeps Typer from joining lines, before each indented part."""
    parts = text.split("\n\n")
    return "\n\n".join(f"\b\n{part}" if part.startswith(" ") else part for part in parts)


def _callback(command: Command) -> Callable[..., None]:
    """The function that Typer inspects and calls: its signature follows from the declaration."""

    def call(context: typer.Context, **given: Any) -> None:
        run = context.find_root().obj
        if not command.path:
            typed = {name: value for name, value in given.items() if value is not None}
            run.flags = global_flags(**typed)
        if context.invoked_subcommand is None:
            # Bare `hv` is `hv status`.
            own = (command, given) if command.path else (COMMANDS["status"], {})
            raise typer.Exit(run_command(run, *own))

    parameters = [
        Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context),
        *(_parameter(argument, _argument(argument)) for argument in command.arguments),
        *(_parameter(flag, _option(flag)) for flag in command.flags),
    ]
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {}
    return call


def _parameter(declared: Flag | Argument, meta: Any) -> Parameter:
    required = isinstance(declared, Argument) and declared.required
    kind = KINDS.get(declared.kind, str | None)
    return Parameter(
        declared.dest,
        Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, meta],
        default=Parameter.empty if required else None,
    )


def _option(flag: Flag) -> Any:
    names: Sequence[str] = flag.names
    if flag.off:
        names = (f"{flag.long}/{flag.off}",)
    shown = f"{flag.help}  [default: {flag.default}]" if flag.default else flag.help
    return typer.Option(*names, help=shown, metavar=flag.metavar or None, show_default=False)


def _argument(argument: Argument) -> Any:
    bounds: dict[str, Any] = {}
    if argument.kind == NUMBER:
        bounds = {"min": argument.low, "max": argument.high}
    shown = f"{argument.help}  [default: {argument.default}]" if argument.default else argument.help
    return typer.Argument(
        help=shown,
        metavar=argument.metavar,
        show_default=False,
        hidden=not argument.help,
        **bounds,
    )
