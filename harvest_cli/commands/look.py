"""`hv projects`, `hv whoami`."""

from typing import Annotated

import typer

from harvest_cli.commands import options as o
from harvest_cli.commands.answering import joined_words, output_for

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
    from harvest_cli.show.answers.render import emit_projects

    run = o.invocation_of(context)
    if remembered or forget is not None or forget_all:
        from harvest_cli.commands.remembering import remembering

        remembering(run, joined_words(words), forget, forget_all=forget_all, header=header)
        return
    hv = run.context()
    found = look(hv, joined_words(words), refresh=refresh)
    emit_projects(found, output_for(run, hv), header=header)


def whoami(context: typer.Context) -> None:
    """Show who is logged in, to which account, with which role."""
    from harvest_cli.actions.resolve.projects import whoami as look
    from harvest_cli.show.answers.render import emit_whoami

    run = o.invocation_of(context)
    hv = run.context()
    emit_whoami(look(hv), output_for(run, hv))
