"""`hv parse`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o

HELP = """Show how a sentence is read; nothing is sent.

\b
  hv parse "2h on Marketing Website yesterday: hero mockups"
  hv parse --as start TF at 9:15
  hv parse --as period last month by client
  hv parse --json 1h30 TF: interviews

Each piece is underlined and named. `-` reads one sentence per line from standard
input. `hv help sentences` and `hv help periods` teach the language.
"""
As = Annotated[str, typer.Option("--as", help="Read it as: log, start or period")]


def parse(context: typer.Context, words: o.Words = None, as_: As = "log") -> None:
    """Show how a sentence is read; nothing is sent."""
    from harvest_cli.commands.verbs import parse_run

    raise typer.Exit(parse_run.parse(o.invocation_of(context), words or (), as_=as_))
