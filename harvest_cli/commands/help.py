"""`hv help`."""

import typer

from harvest_cli.commands import options as o

HELP = """Explain a topic on one screen, or list the topics.

\b
  hv help
  hv help sentences
  hv help periods

`hv help COMMAND` is the same as `hv COMMAND --help`.
"""


def help_(context: typer.Context, words: o.Words = None) -> None:
    """Explain a topic on one screen, or list the topics."""
    from harvest_cli.commands.help_topics import topic_named, topics
    from harvest_cli.show.help_text import emit_topic, emit_topics

    output = o.invocation_of(context).output
    if words:
        emit_topic(*topic_named(o.sentence(words)), output)
    else:
        emit_topics([(each.name, each.title) for each in topics()], output)
