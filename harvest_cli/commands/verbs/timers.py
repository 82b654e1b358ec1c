"""`hv start`, `hv stop`, `hv restart`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import render

START_HELP = """Start a timer; the one that runs is stopped, and hv says which.

\b
  hv start Marketing Website: hero mockups
  hv start TF at 9:15
  hv start TF Research 20m ago
  hv start MW with 30m already

Without words, on a terminal, it lists the recent ones to choose from.
"""
STOP_HELP = """Stop my timer, now or at a time that is past.

\b
  hv stop
  hv stop: sent to review         (adds to the notes)
  hv stop 10m ago
  hv stop at 18:30 yesterday

A timer that ran past midnight is one entry; with --split each day gets its own part.
"""
RESTART_HELP = """Go on with an entry: the last one, or the one that is named.

\b
  hv restart
  hv restart 2                    (row 2 of the last list)
  hv restart website
  hv restart ^2                   (the one before the last)

Today's entry runs on. One of an earlier day is copied into a new entry today;
--same and --new decide otherwise.
"""
StopDate = Annotated[str | None, typer.Option("--date", help="Move the entry to this day")]
Split = Annotated[bool, typer.Option("--split", help="Divide it at midnight")]
Same = Annotated[bool, typer.Option("--same", help="Resume the entry itself")]
New = Annotated[bool, typer.Option("--new", help="Begin a new entry")]
Queue = Annotated[
    bool, typer.Option("--queue", help="Without a network: keep a start of what hv wrote last")
]


def start(
    context: typer.Context,
    words: o.Words = None,
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    at: o.At = None,
    note: o.Note = None,
    ref: o.Ref = None,
    dry_run: o.DryRun = False,
) -> None:
    """Start a timer; the one that runs is stopped, and hv says which."""
    from harvest_cli.actions.resolve.flags import Flags
    from harvest_cli.actions.timers.start import start_timer

    run = o.invocation_of(context)
    flags = Flags(project, client, task, date, None, at, None, note, ref)
    hv = context_of(run)
    turn = start_timer(hv, joined_words(words), flags, dry_run=dry_run)
    render(turn, output_for(run, hv))
    raise typer.Exit(turn.exit_code)


def stop(
    context: typer.Context,
    words: o.Words = None,
    note: o.Note = None,
    date: StopDate = None,
    split: Split = False,
    dry_run: o.DryRun = False,
) -> None:
    """Stop my timer, now or at a time that is past."""
    from harvest_cli.actions.timers.stop import stop_timer
    from harvest_cli.actions.timers.stop_end import StopFlags

    run = o.invocation_of(context)
    hv = context_of(run)
    flags = StopFlags(note, date, split)
    turn = stop_timer(hv, joined_words(words), flags, dry_run=dry_run)
    render(turn, output_for(run, hv))
    raise typer.Exit(turn.exit_code)


def restart(
    context: typer.Context,
    words: o.Words = None,
    same: Same = False,
    new: New = False,
    queue: Queue = False,
    dry_run: o.DryRun = False,
) -> None:
    """Go on with an entry: the last one, or the one that is named."""
    from harvest_cli.actions.timers.restart import Way, restart_timer
    from harvest_cli.domain.errors import UsageError

    if same and new:
        message = "`--same` and `--new` at once"
        raise UsageError(message, hint="Give one of them")
    run = o.invocation_of(context)
    hv = context_of(run)
    way = Way.SAME if same else Way.NEW if new else Way.BY_DAY
    turn = restart_timer(hv, joined_words(words), way, dry_run=dry_run, queue=queue)
    render(turn, output_for(run, hv))
    raise typer.Exit(turn.exit_code)
