"""`hv parse`."""

from collections.abc import Sequence

from harvest_cli.actions.resolve.parse import kind_of, parse_at_hand
from harvest_cli.actions.resolve.parse import parse as read
from harvest_cli.actions.session.context import Context
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import LOOK, Argument, Flag, command
from harvest_cli.commands.cli.lines import say_refused, sentences
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import render

Words = Annotated[
    Sequence[str],
    Argument(
        "SENTENCE",
        offers=f"{o.LENGTHS} $words {o.DAYS}",
        then=f"$tasks $words {o.DAYS}",
        lines=True,
    ),
]
Kind = Annotated[
    str, Flag("--as KIND", help="Read it as log, start or period", offers="log start period")
]


@command("parse", LOOK, topic="reading")
def parse(run: Run, *, words: Words = (), as_: Kind = "log") -> int:
    """Show how hv reads a sentence without sending it.

      hv parse "2h on Marketing Website yesterday: hero mockups"
      hv parse --as start TF at 9:15
      hv parse --as period last month by client
      hv parse --json 1h30 TF: interviews

    Each piece is underlined and named. `-` reads one sentence per line from standard
    input. `hv help sentences` and `hv help periods` teach the language.
    """
    kind, text = kind_of(as_), joined_words(words)
    context = context_of(run)
    # Whatever is doubtful is shown as such: a question would hide it.
    context.choose = None
    if text == "-":
        return _lines(run, context, kind)
    render(read(context, text, kind), output_for(run, context))
    return 0


def _lines(run: Run, context: Context, kind: str) -> int:
    """Every line by itself, all with the same names; the status of the first that is refused."""
    worst, output = 0, None
    for number, line in sentences(run.stdin):
        output = output or output_for(run, context)
        try:
            render(parse_at_hand(context, line, kind), output)
        except SentenceError as refused:
            say_refused(run, number, line, refused)
            worst = worst or int(refused.exit_code)
    return worst
