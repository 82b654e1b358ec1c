"""What `hv parse` does, once its flags are known. Free of Typer: it may run without."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.show.render import render

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context


def parse(run: Run, words: Sequence[str], *, as_: str = "log") -> int:
    """Show how the sentence is read, or with `-` every line of standard input."""
    from harvest_cli.actions.resolve.parse import kind_of
    from harvest_cli.actions.resolve.parse import parse as read

    kind, text = kind_of(as_), joined_words(words)
    context = context_of(run)
    # Whatever is doubtful is shown as such: a question would hide it.
    context.choose = None
    if text == "-":
        return _lines(run, context, kind)
    render(read(context, text, kind), output_for(run, context))
    return 0


def _lines(run: Run, context: "Context", kind: str) -> int:
    """Every line by itself, all with the same names; the status of the first that is refused."""
    from harvest_cli.actions.resolve.parse import parse_at_hand
    from harvest_cli.commands.verbs.log_lines import say_refused, sentences

    worst, read, output = 0, 0, None
    for number, line in sentences(run.stdin):
        read += 1
        output = output or output_for(run, context)
        try:
            render(parse_at_hand(context, line, kind), output)
        except SentenceError as refused:
            say_refused(run, number, line, refused)
            worst = worst or int(refused.exit_code)
    if not read:
        message = "Standard input holds no sentence"
        raise UsageError(message, code="empty", hint="Give one sentence per line")
    return worst
