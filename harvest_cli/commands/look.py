"""`hv status`, `hv entries`, `hv projects`, `hv whoami`."""

from typing import Annotated

import typer

from harvest_cli.commands import options as o

STATUS_HELP = """Show the running timer, today's entries and their total.

\b
  hv
  hv status --json
"""
ENTRIES_HELP = """List my entries of a period, today when none is named.

\b
  hv entries
  hv entries yesterday
  hv entries "last week"
  hv entries "this month" --json
"""
PROJECTS_HELP = """List the projects and tasks that I may track to.

\b
  hv projects
  hv projects website
  hv projects --refresh
"""
WHOAMI_HELP = """Show who is logged in, to which account, with which role.

\b
  hv whoami
"""


def status(context: typer.Context) -> None:
    """Show the running timer, today's entries and their total."""
    from harvest_cli.actions.looking import status as look
    from harvest_cli.show.faces import emit_status

    run = o.invocation_of(context)
    hv = run.context()
    emit_status(look(hv), o.output_for(run, hv))


def entries(context: typer.Context, words: o.Words = None, header: o.Header = False) -> None:
    """List my entries of a period, today when none is named."""
    from harvest_cli.actions.looking import entries_of
    from harvest_cli.show.faces import emit_entries

    run = o.invocation_of(context)
    hv = run.context()
    emit_entries(entries_of(hv, o.sentence(words)), o.output_for(run, hv), header=header)


def projects(
    context: typer.Context,
    words: o.Words = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask Harvest anew")] = False,
    header: o.Header = False,
) -> None:
    """List the projects and tasks that I may track to."""
    from harvest_cli.actions.looking import projects as look
    from harvest_cli.show.faces import emit_projects

    run = o.invocation_of(context)
    hv = run.context()
    found = look(hv, o.sentence(words), refresh=refresh)
    emit_projects(found, o.output_for(run, hv), header=header)


def whoami(context: typer.Context) -> None:
    """Show who is logged in, to which account, with which role."""
    from harvest_cli.actions.looking import whoami as look
    from harvest_cli.show.faces import emit_whoami

    run = o.invocation_of(context)
    hv = run.context()
    emit_whoami(look(hv), o.output_for(run, hv))
