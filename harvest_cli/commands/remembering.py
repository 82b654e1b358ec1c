"""`hv projects --remembered`, `--forget` and `--forget-all`."""

from harvest_cli.commands.answering import output_for
from harvest_cli.commands.invocation import Invocation
from harvest_cli.domain.errors import UsageError


def remembering(
    run: Invocation, words: str, forget: str | None, *, forget_all: bool, header: bool
) -> None:
    """Show what is remembered, or forget some or all of it.

    Words behind `--forget` belong to it: `hv projects --forget abc corp`.
    """
    from harvest_cli.actions.resolve import memory as action
    from harvest_cli.show.setup.names_text import emit_forgotten, emit_memories

    if forget is not None and forget_all:
        message = "`--forget` and `--forget-all` do not go together"
        raise UsageError(message, hint="Keep the one that is meant")
    context = run.context()
    if forget_all:
        emit_forgotten(action.forget_all(context), output_for(run, context))
    elif forget is not None:
        gone = action.forget(context, f"{forget} {words}".strip())
        emit_forgotten(gone, output_for(run, context))
    else:
        emit_memories(action.remembered(context), output_for(run, context), header=header)
