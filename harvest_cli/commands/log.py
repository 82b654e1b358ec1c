"""`hv log`."""

import typer

from harvest_cli.commands import options as o

HELP = """Log finished time from one sentence.

\b
  hv log "2h on Marketing Website yesterday: hero mockups"
  hv log 1h30 TF: interviews
  hv log "9-11:30am Programming on Online Store - Phase 1"
  hv log --project MW --hours 0:45 --note "call with ABC"

Notes follow a colon, a comma or a dash, or stand in quotes. Without a date it is
today. `-` reads one sentence per line from standard input.
"""


def log(
    context: typer.Context,
    words: o.Words = None,
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    hours: o.Hours = None,
    from_: o.From = None,
    to: o.To = None,
    note: o.Note = None,
    ref: o.Ref = None,
    dry_run: o.DryRun = False,
    yes: o.Yes = False,
) -> None:
    """Log finished time from one sentence."""
    from harvest_cli.actions.logging_time import log_time
    from harvest_cli.actions.understanding import Flags
    from harvest_cli.show.faces import emit_logged

    run = o.invocation_of(context)
    flags = Flags(project, client, task, date, hours, from_, to, note, ref)
    text = o.sentence(words)
    if text == "-":
        from harvest_cli.commands.batch import log_lines

        raise typer.Exit(log_lines(run, flags, dry_run=dry_run, sure=yes))
    hv = run.context()
    logged = log_time(hv, text, flags, dry_run=dry_run, sure=yes)
    emit_logged(logged, o.output_for(run, hv))
    raise typer.Exit(logged.exit_code)
