"""`hv help`."""

from typing import Annotated

import typer

from harvest_cli.commands import options as o
from harvest_cli.commands.answering import joined_words

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
    from harvest_cli.commands import explaining

    output = o.invocation_of(context).output
    if json_schema is not None:
        explaining.schema(json_schema, output)
    elif man:
        explaining.manual(output)
    else:
        explaining.topic(joined_words(words), output)
