"""`hv help`.

What `hv help` does once its flags are read. Free of Typer.
"""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words
from harvest_cli.domain.errors import NotFound
from harvest_cli.domain.wording import close_words
from harvest_cli.show.render import render
from harvest_cli.show.terminal.output import Output

HELP = """Explain a topic on one screen, or list the topics.

\b
  hv help
  hv help sentences
  hv help output --json-schema entries
  hv help --man                    (the manual page, for man -l -)

`hv help COMMAND` is the same as `hv COMMAND --help`. --json-schema describes what a
command prints with --json; `list` names all of them.
"""
SchemaName = Annotated[
    str | None, typer.Option("--json-schema", help="Print the JSON Schema of a document")
]
Man = Annotated[bool, typer.Option("--man", help="Print the manual page")]


def help_(
    context: typer.Context,
    words: o.Words = None,
    json_schema: SchemaName = None,
    man: Man = False,
) -> None:
    """Explain a topic on one screen, or list the topics."""

    output = o.invocation_of(context).output
    if json_schema is not None:
        schema(json_schema, output)
    elif man:
        manual(output)
    else:
        topic(joined_words(words), output)


def topic(name: str, output: Output) -> None:
    """One topic, or the list of them; raises NotFound."""
    from harvest_cli.commands.help.topics import topic_named, topics
    from harvest_cli.show.setup.help_text import Topic, Topics

    if name:
        render(Topic(*topic_named(name)), output)
    else:
        render(Topics(tuple(Topic(*each) for each in topics())), output)


def schema(name: str, output: Output) -> None:
    """The schema of a document, or with `list` the names; raises NotFound."""
    from harvest_cli.show.machine.schema import schema as schema_of
    from harvest_cli.show.machine.schema import schema_names
    from harvest_cli.show.setup.help_text import SchemaNames, SchemaText

    names = schema_names()
    wanted = name.strip().lower().replace(" ", "-")
    if wanted == "list":
        render(SchemaNames(tuple(names)), output)
    elif wanted in names:
        render(SchemaText(schema_of(wanted)), output)
    else:
        raise _unknown(name, wanted, names)


def _unknown(name: str, wanted: str, names: list[str]) -> NotFound:
    near = close_words(wanted, names)
    every = "`hv help output --json-schema list` names all"
    hint = f"Did you mean `{near[0]}`?" if near else every
    message = f"There is no document {name[:60]!r}"
    return NotFound(message, code="unknown_schema", hint=hint, candidates=names)


def manual(output: Output) -> None:
    """The manual page, as `man` reads it."""
    from harvest_cli.commands.help.man_page import man_page
    from harvest_cli.show.setup.help_text import Manual

    render(Manual(man_page()), output)
