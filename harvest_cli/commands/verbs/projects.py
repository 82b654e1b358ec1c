"""`hv projects`, `hv whoami`.

`hv projects --remembered`, `--forget` and `--forget-all`.
"""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.render import Layout, render

PROJECTS_HELP = """List the projects and tasks that I may track to.

\b
  hv projects
  hv projects website
  hv projects --refresh
  hv projects --forget website

hv remembers the task that you used last on a project, and what you chose for words
that fit several. `--remembered` lists it, `--forget` takes words or a project,
`--forget-all` forgets everything.
"""
WHOAMI_HELP = """Show who is logged in, to which account, with which role.

\b
  hv whoami
  hv whoami --json
"""
Remembered = Annotated[bool, typer.Option("--remembered", help="What hv remembers")]
Forget = Annotated[
    str | None, typer.Option("--forget", help="Forget words that were chosen, or a project")
]
ForgetAll = Annotated[bool, typer.Option("--forget-all", help="Forget all that is remembered")]


def projects(
    context: typer.Context,
    words: o.Words = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask Harvest anew")] = False,
    remembered: Remembered = False,
    forget: Forget = None,
    forget_all: ForgetAll = False,
    header: o.Header = False,
) -> None:
    """List the projects and tasks that I may track to."""
    from harvest_cli.actions.resolve.projects import projects as look

    run = o.invocation_of(context)
    if remembered or forget is not None or forget_all:
        remembering(run, joined_words(words), forget, forget_all=forget_all, header=header)
        return
    hv = context_of(run)
    found = look(hv, joined_words(words), refresh=refresh)
    render(found, output_for(run, hv), Layout(header=header))


def whoami(context: typer.Context) -> None:
    """Show who is logged in, to which account, with which role."""
    from harvest_cli.actions.resolve.projects import whoami as look

    run = o.invocation_of(context)
    hv = context_of(run)
    render(look(hv), output_for(run, hv))


def remembering(
    run: Run, words: str, forget: str | None, *, forget_all: bool, header: bool
) -> None:
    """Show what is remembered, or forget some or all of it.

    Words behind `--forget` belong to it: `hv projects --forget abc corp`.
    """
    from harvest_cli.actions.resolve import memory as action
    from harvest_cli.show.setup.names_text import Memories

    if forget is not None and forget_all:
        message = "`--forget` and `--forget-all` do not go together"
        raise UsageError(message, hint="Keep the one that is meant")
    context = context_of(run)
    if forget_all:
        render(action.forget_all(context), output_for(run, context))
    elif forget is not None:
        gone = action.forget(context, f"{forget} {words}".strip())
        render(gone, output_for(run, context))
    else:
        memories = Memories(tuple(action.remembered(context)))
        render(memories, output_for(run, context), Layout(header=header))
