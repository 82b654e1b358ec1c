"""`hv help`."""

from collections.abc import Sequence
from contextlib import suppress

from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import load_settings
from harvest_cli.commands.help.pages import man_page
from harvest_cli.commands.help.topics import topic_named, topics
from harvest_cli.domain.errors import HvError, NotFound, UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.domain.wording import close_words, quoted
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.machine.schema import schema, schema_names
from harvest_cli.show.setup.help_text import Manual, SchemaNames, SchemaText, Topics
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.waiting import paged

Words = Annotated[Sequence[str], Argument("TOPIC", offers="$topics $verbs")]
SchemaName = Annotated[
    str | None,
    Flag("--json-schema DOCUMENT", help="Print the JSON Schema of a document", offers="$schemas"),
]
Man = Annotated[bool, Flag("--man", help="Print the manual page")]


@command("help", SET_UP, topic="flags")
def help_(run: Run, *, words: Words = (), json_schema: SchemaName = None, man: Man = False) -> None:
    """Explain a topic on one screen, or list the topics.

      hv help
      hv help sentences
      hv help output --json-schema entries
      hv help --man            (the manual page, for man -l -)

    `hv help COMMAND` is the same as `hv COMMAND --help`. --json-schema describes what a
    command prints with --json; `list` names all of them.
    """
    if json_schema is not None:
        _schema(json_schema, run.output)
    elif man and words:
        message, text = "`--man` takes no words", joined_words(words)
        hint = "`hv help --man` prints the manual page"
        raise UsageError(message, hint=hint, text=text, span=(0, len(text)))
    elif man:
        render(Manual(man_page()), run.output)
    elif words:
        topic = topic_named(joined_words(words))
        with paged(run.output, None if run.flags.no_pager else _pager(run), run.environ):
            render(topic, run.output)
    else:
        render(Topics(topics()), run.output)


def _pager(run: Run) -> str | None:
    """The program for long pages; settings that are wrong keep nobody from help."""
    with suppress(HvError):
        return str(load_settings(run).get("pager"))
    return None


def _schema(name: str, output: Output) -> None:
    """The schema of a document, or with `list` the names; raises NotFound."""
    names = schema_names()
    wanted = name.strip().lower().replace(" ", "-")
    if wanted == "list":
        render(SchemaNames(tuple(names)), output)
    elif wanted in names:
        render(SchemaText(schema(wanted)), output)
    else:
        raise _unknown(name, wanted, names)


def _unknown(name: str, wanted: str, names: list[str]) -> NotFound:
    near = close_words(wanted, names)
    every = "`hv help output --json-schema list` names all"
    hint = f"Did you mean `{near[0]}`?" if near else every
    message = f"Unknown document {quoted(name)}"
    return NotFound(message, code="unknown_schema", hint=hint, candidates=names)
