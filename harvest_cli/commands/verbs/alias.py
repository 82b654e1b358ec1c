"""`hv alias`: a word for the sentence of something done often."""

from harvest_cli.actions.resolve import aliases
from harvest_cli.actions.resolve.projects import favourites
from harvest_cli.actions.setup.settings import cached_catalogue
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.command_table import COMMANDS
from harvest_cli.commands.cli.declaration import SET_UP, Argument, command
from harvest_cli.commands.cli.output import joined_words, plain_output
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of, may_hint
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.names_text import Aliases

Name = Annotated[str, Argument("NAME", offers="$aliases")]


@command("alias", SET_UP, topic="aliases")
def alias(run: Run) -> None:
    """Let one word stand for a sentence.

      hv alias set standup "15m Project Management on TF: stand-up"
      hv log standup yesterday
      hv log standup 30m: with the client
      hv alias

    `hv alias` lists the projects and tasks you use most too: candidates for a word.

    What is typed behind the word is added in front of the notes; a length, a day, a
    task or notes replace those of the alias. Aliases stand in `config.toml`, `[alias]`.
    """
    context = context_of(run)
    rows = tuple(aliases.all_aliases(context))
    known = cached_catalogue(context)
    render(
        Aliases(rows, favourites(known) if known else ()),
        plain_output(run, context),
        Layout(hints=may_hint(run)),
    )


@command("alias list", topic="aliases")
def list_(run: Run) -> None:
    """List every alias with its sentence.

    hv alias list
    hv alias list --json
    """
    alias(run)


@command("alias show", topic="aliases")
def show(run: Run, *, name: Name) -> None:
    """Print the sentence of one alias.

    hv alias show standup
    hv alias show standup --json
    """
    context = context_of(run)
    render(aliases.one_alias(context, name), plain_output(run, context))


@command("alias set", topic="aliases")
def set_(run: Run, *, name: Name, sentence: o.NewSentence) -> None:
    """Save a sentence under a name.

    hv alias set standup "15m Project Management on TF: stand-up"
    hv alias set review 1h MW Research: review
    """
    context = context_of(run)
    text = joined_words(sentence)
    if text == "-":
        message = "`hv alias set` does not read a sentence from standard input"
        raise UsageError(message, hint=f'Write it: `hv alias set {name[:40]} "1h on Website"`')
    taken = [each.path for each in COMMANDS.values() if each.path and not each.group]
    known = cached_catalogue(context)
    changed = aliases.set_alias(context, name, text, taken, known.assignments if known else ())
    render(changed, plain_output(run, context))


@command("alias delete", topic="aliases")
def delete(run: Run, *, name: Name) -> None:
    """Delete an alias.

    hv alias delete standup
    hv alias delete standup --quiet
    """
    context = context_of(run)
    render(aliases.delete_alias(context, name), plain_output(run, context))
