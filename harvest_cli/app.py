"""The commands of `hv`, put together by Typer. Importing this loads nothing heavy."""

from importlib import import_module
from typing import Any

import typer

from harvest_cli.commands.cli.registry import COMMANDS, GROUPS, TOPICS
from harvest_cli.commands.verbs.root import hv


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
            for own in _of(module, group).registered_commands:
                own.epilog = _more(name)
            app.add_typer(_of(module, group), name=name, **told)
    return app


def _more(verb: str) -> str:
    """The last line of a command's help."""
    return f"Flags of every command: hv --help. More: hv help {TOPICS.get(verb, 'output')}."


def _of(module: str, name: str) -> Any:
    return getattr(import_module(f"harvest_cli.commands.{module}"), name)
