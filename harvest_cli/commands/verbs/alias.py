"""`hv alias`: a word for the sentence of something done often."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, plain_output
from harvest_cli.commands.cli.wiring import context_of, may_hint
from harvest_cli.show.render import Layout, render

HELP = """Let one word stand for a sentence.

\b
  hv alias set standup "15m Project Management on TF: stand-up"
  hv log standup yesterday
  hv log standup 30m: with the client
  hv alias

What is typed behind the word is added in front of the notes; a length, a day, a
task or notes replace those of the alias. Aliases stand in `config.toml`, `[alias]`.
"""
group = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
Name = Annotated[str, typer.Argument(show_default=False)]
Sentence = Annotated[list[str], typer.Argument(show_default=False)]


@group.callback()
def alias(context: typer.Context) -> None:
    """Let one word stand for a sentence."""
    if context.invoked_subcommand is None:
        list_(context)


@group.command("list")
def list_(context: typer.Context) -> None:
    """List every alias with its sentence.

    \b
      hv alias list
      hv alias list --json
    """
    from harvest_cli.actions.resolve.aliases import all_aliases
    from harvest_cli.show.setup.names_text import Aliases

    run = o.invocation_of(context)
    hv = context_of(run)
    aliases = Aliases(tuple(all_aliases(hv)))
    render(aliases, plain_output(run, hv), Layout(hints=may_hint(run)))


@group.command()
def show(context: typer.Context, name: Name) -> None:
    """Print the sentence of one alias.

    \b
      hv alias show standup
      hv alias show standup --json
    """
    from harvest_cli.actions.resolve.aliases import one_alias

    run = o.invocation_of(context)
    hv = context_of(run)
    render(one_alias(hv, name), plain_output(run, hv))


@group.command("set")
def set_(context: typer.Context, name: Name, sentence: Sentence) -> None:
    """Keep a sentence under a name.

    \b
      hv alias set standup "15m Project Management on TF: stand-up"
      hv alias set review 1h MW Research: review
    """
    from harvest_cli.actions.resolve.aliases import set_alias
    from harvest_cli.commands.cli.registry import COMMANDS, GROUPS
    from harvest_cli.domain.errors import UsageError

    run = o.invocation_of(context)
    hv = context_of(run)
    text = joined_words(sentence)
    if text == "-":
        message = "`-` is no sentence, and `hv alias set` reads none from standard input"
        raise UsageError(message, hint=f'Write it: `hv alias set {name[:40]} "1h on Website"`')
    changed = set_alias(hv, name, text, [*COMMANDS, *GROUPS])
    render(changed, plain_output(run, hv))


@group.command()
def delete(context: typer.Context, name: Name) -> None:
    """Forget an alias.

    \b
      hv alias delete standup
      hv alias delete standup --quiet
    """
    from harvest_cli.actions.resolve.aliases import delete_alias

    run = o.invocation_of(context)
    hv = context_of(run)
    render(delete_alias(hv, name), plain_output(run, hv))
